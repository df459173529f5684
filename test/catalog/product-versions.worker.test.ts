import { beforeAll, describe, expect, test } from "vitest";
import { VERSION_AGE_MAX_MS, VERSIONS_KEPT_MIN, VERSIONS_MAX } from "../../worker/catalog/versions/version.ts";
import { ask, askAsStaff, importedProduct, importNow, inWorld, putCategory, refusal } from "../support/store-client.ts";

const PATH = "/api/admin/products";
const read = async (id: string) => (await askAsStaff("GET", `${PATH}/${id}`)).body;
const change = async (id: string, changes: object) =>
  askAsStaff("PATCH", `${PATH}/${id}`, { version: (await read(id)).version, ...changes });
const usd = (amountMinor: number) => ({ USD: { amountMinor } });
type Row = { version: number; source: string; byId: string; note: string };
const versions = async (id: string) => (await askAsStaff<{ items: Row[] }>("GET", `${PATH}/${id}/versions`)).body.items;
const stateIn = async (id: string, version: number) =>
  (await askAsStaff<{ state: Record<string, unknown> }>("GET", `${PATH}/${id}/versions/${version}`)).body.state;
const differences = async (id: string, from: number, to: number) =>
  (
    await askAsStaff<{ items: { path: string; before?: unknown; after?: unknown }[] }>(
      "GET",
      `${PATH}/${id}/versions/${from}/changes?to=${to}`,
    )
  ).body.items;
const revert = async (id: string, to: number, version?: number) =>
  askAsStaff("POST", `${PATH}/${id}/revert`, { version: version ?? (await read(id)).version, to });

beforeAll(async () => {
  await putCategory("lamps", { en: "Lamps" });
  await importNow([
    importedProduct({
      externalId: "lamp",
      title: "Lamp",
      variants: [
        { sku: "LAMP-S", options: { Size: "S" }, prices: usd(1_000) },
        { sku: "LAMP-L", options: { Size: "L" }, prices: usd(2_000) },
      ],
    }),
    importedProduct({ externalId: "vase", title: "Vase" }),
    importedProduct({ externalId: "bowl", title: "Bowl" }),
  ]);
});

describe("every write of a product is a version", () => {
  test("who wrote, by what, and what it was then, through changes of every part and an import", async () => {
    const first = await read("test-lamp");
    await change("test-lamp", { brand: "Comet", tags: ["sale"] });
    await change("test-lamp", { categoryIds: ["lamps"] });
    await change("test-lamp", { variants: [{ sku: "LAMP-S", prices: { EUR: { amountMinor: 777 } } }] });
    await change("test-lamp", { translations: { de: { slug: "lampe", title: "Lampe" } } });
    await importNow([
      importedProduct({
        externalId: "lamp",
        title: "Lamp again",
        variants: [{ sku: "LAMP-S", options: { Size: "S" }, prices: usd(1_500) }],
      }),
    ]);

    expect((await versions("test-lamp")).map(({ version, source }) => [version, source])).toEqual([
      [6, "import"],
      [5, "staff"],
      [4, "staff"],
      [3, "staff"],
      [2, "staff"],
      [1, "import"],
    ]);
    expect((await versions("test-lamp"))[1]).toMatchObject({ byId: "token:staff" });
    expect(await stateIn("test-lamp", 1)).toMatchObject({
      brand: first.brand,
      tags: [],
      categoryIds: [],
      translations: { en: { title: "Lamp" } },
      variants: [{ sku: "LAMP-S", prices: { USD: { amountMinor: 1_000 } } }, { sku: "LAMP-L" }],
    });
    expect((await stateIn("test-lamp", 4)).translations).not.toHaveProperty("de");
    expect((await stateIn("test-lamp", 5)).translations).toHaveProperty("de.slug", "lampe");
    expect(await stateIn("test-lamp", 6)).toMatchObject({ translations: { en: { title: "Lamp again" } } });

    expect(await differences("test-lamp", 1, 2)).toEqual([
      { path: "tags", before: [], after: ["sale"] },
      { path: "brand", before: first.brand, after: "Comet" },
    ]);
    expect(await differences("test-lamp", 2, 3)).toEqual([{ path: "categoryIds", before: [], after: ["lamps"] }]);
    expect((await differences("test-lamp", 3, 4)).map(({ path }) => path)).toEqual([
      "variants.LAMP-S.prices.EUR.amountMinor",
    ]);
  });

  test("a revert is a new version with everything as it was; what came since is withdrawn, and the slug leads on", async () => {
    await change("test-vase", {
      translations: { en: { slug: "tall-vase", title: "Tall vase" }, de: { slug: "vase-de", title: "Vase" } },
      newVariants: [{ sku: "VASE-2", options: { Size: "L" }, prices: usd(9_900) }],
      variants: [{ sku: (await firstSku("test-vase")) ?? "", options: { Size: "S" }, weightGrams: 9 }],
    });
    const before = await stateIn("test-vase", 1);
    expect((await revert("test-vase", 1)).body).toEqual({ version: 3 });

    const now = await stateIn("test-vase", 3);
    const offered = (now.variants as { offered: boolean; sku: string }[]).filter((variant) => variant.offered);
    expect({ ...now, variants: offered }).toEqual(before);
    expect((await versions("test-vase"))[0]).toMatchObject({ version: 3, source: "revert", note: "1" });
    const shown = await ask<{ slug: string; variants: unknown[] }>("/api/products/tall-vase?market=en-us");
    expect(shown.body).toMatchObject({ slug: "vase" });
    expect(shown.body.variants).toHaveLength(1);
    expect((await revert("test-vase", 1)).body).toEqual({ version: 3 });
  });

  test("a version of before a change that left none of its own is kept too", async () => {
    await inWorld(async (world) => {
      await world.catalog.run("UPDATE products SET version = 7 WHERE id = 'test-bowl'");
    });
    await change("test-bowl", { brand: "Nova" });
    expect((await versions("test-bowl")).map(({ version, source }) => [version, source])).toEqual([
      [8, "staff"],
      [7, "unrecorded"],
      [1, "import"],
    ]);
    expect((await stateIn("test-bowl", 7)).brand).not.toBe("Nova");
  });

  test("the oldest are forgotten, with what was kept of them", async () => {
    await importNow([importedProduct({ externalId: "many", title: "Many" })]);
    await inWorld(async (world) => {
      await world.catalog.run(`
        WITH RECURSIVE n (version) AS (SELECT 2 UNION ALL SELECT version + 1 FROM n WHERE version < ${VERSIONS_MAX})
        INSERT INTO product_versions SELECT 'test-many', version, ${Date.now()}, '', '', 'staff', '' FROM n`);
      await world.catalog.run(
        "INSERT INTO product_version_parts VALUES ('test-many', 'facts', 1, '{\"brand\":\"Oldest\"}', 20)",
      );
      await world.catalog.run(`UPDATE products SET version = ${VERSIONS_MAX} WHERE id = 'test-many'`);
    });
    expect(await stateIn("test-many", 1)).toMatchObject({ brand: "Oldest" });
    await change("test-many", { brand: "Newest" });
    expect(refusal(await askAsStaff("GET", `${PATH}/test-many/versions/1`))).toBe("404 product.version_unknown");
    expect(await stateIn("test-many", 2)).toMatchObject({ brand: "Orbit" });
    const parts = await inWorld((world) =>
      world.catalog.all("SELECT last_version FROM product_version_parts WHERE product_id = 'test-many'"),
    );
    expect(parts).toEqual([{ last_version: VERSIONS_MAX }]);
  });

  test("what is older than two years is forgotten with the next change, but for the newest twenty", async () => {
    await importNow([importedProduct({ externalId: "aged", title: "Aged" })]);
    const old = Date.now() - VERSION_AGE_MAX_MS - 60_000;
    await inWorld(async (world) => {
      await world.catalog.run(`
        WITH RECURSIVE n (version) AS (SELECT 2 UNION ALL SELECT version + 1 FROM n WHERE version < 40)
        INSERT INTO product_versions SELECT 'test-aged', version, iif(version > 35, ${Date.now()}, ${old}), '', '', 'staff', '' FROM n`);
      await world.catalog.run(
        `UPDATE product_versions SET at_ms = ${old} WHERE product_id = 'test-aged' AND version = 1`,
      );
      await world.catalog.run("UPDATE products SET version = 40 WHERE id = 'test-aged'");
    });
    await change("test-aged", { brand: "Newest" });
    const kept = await inWorld((world) =>
      world.catalog.all<{ low: number; n: number }>(
        "SELECT min(version) AS low, count(*) AS n FROM product_versions WHERE product_id = 'test-aged'",
      ),
    );
    expect(kept).toEqual([{ low: 41 - VERSIONS_KEPT_MIN + 1, n: VERSIONS_KEPT_MIN }]);
  });

  test("too large a past is forgotten, the newest first to stay", async () => {
    await importNow([importedProduct({ externalId: "large", title: "Large" })]);
    await change("test-large", { brand: "Two" });
    await inWorld(async (world) => {
      await world.catalog.run("UPDATE product_version_parts SET bytes = 9000000 WHERE product_id = 'test-large'");
    });
    await change("test-large", { brand: "Three" });
    expect((await versions("test-large")).map(({ version }) => version)).toEqual([3, 2]);
    expect(await stateIn("test-large", 2)).toMatchObject({ brand: "Two" });
  });

  test.each<[string, () => ReturnType<typeof revert>, string]>([
    ["to one there never was", () => revert("test-lamp", 99), "404 product.version_unknown"],
    ["of nothing", () => revert("test-nobody", 1, 1), "404 product.unknown"],
    ["over another's change", () => revert("test-lamp", 1, 1), "409 product.changed_meanwhile"],
    [
      "to no number",
      () => askAsStaff("POST", `${PATH}/test-lamp/revert`, { version: 1, to: 0 }),
      "422 request.invalid",
    ],
  ])("a revert %s is refused", async (_, go, expected) => {
    expect(refusal(await go())).toBe(expected);
  });

  test("a slug that another product has by now is not taken back", async () => {
    await importNow([importedProduct({ externalId: "mug", title: "Mug" })]);
    await change("test-mug", { translations: { en: { slug: "big-mug" } } });
    await importNow([importedProduct({ externalId: "mug-2", title: "Mug" })]);
    await change("test-mug-2", { translations: { en: { slug: "mug" } } });
    expect(refusal(await revert("test-mug", 1))).toBe("409 product.slug_taken");
    expect((await ask<{ id: string }>("/api/products/mug?market=en-us")).body.id).toBe("test-mug-2");
  });

  test("none but staff reads or goes back to a version", async () => {
    for (const path of ["versions", "versions/1", "versions/1/changes?to=1"])
      expect((await ask(`${PATH}/test-lamp/${path}`)).status).toBe(401);
  });
});

async function firstSku(id: string): Promise<string | undefined> {
  return ((await read(id)).variants as { sku: string }[])[0]?.sku;
}

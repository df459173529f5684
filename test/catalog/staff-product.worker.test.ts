import { beforeAll, describe, expect, test } from "vitest";
import { listAudit } from "../../worker/admin/audit-store.ts";
import { ask, askAsStaff, importedProduct, importNow, inWorld, putCategory, refusal } from "../support/store-client.ts";

const PATH = "/api/admin/products";
const read = (id: string) => askAsStaff(`GET`, `${PATH}/${id}`);
const save = (id: string, changes: object) => askAsStaff("PATCH", `${PATH}/${id}`, changes);
const usd = (amountMinor: number) => ({ USD: { amountMinor } });

type Listed = { items: { id: string; title: string }[]; nextCursor: string | null };
const list = (query: string) => askAsStaff<Listed & Record<string, unknown>>("GET", `${PATH}?${query}`);
const idsOf = ({ items }: Listed) => items.map((item) => item.id);

beforeAll(async () => {
  await putCategory("shelves", { en: "Shelves" });
  await importNow([
    importedProduct({
      externalId: "desk",
      title: "Oak desk",
      variants: [{ sku: "DESK", barcodes: ["4006381333931"], prices: usd(10_000) }],
    }),
    importedProduct({ externalId: "shelf", title: "Oak shelf", brand: "Comet 100%" }),
    importedProduct({ externalId: "stool", title: "Stool", status: "draft" }),
  ]);
});

describe("staff change a product", () => {
  test("only what is named changes; the answer and the audit say what", async () => {
    const before = (await read("test-desk")).body;
    const saved = await save("test-desk", {
      version: 1,
      brand: "Comet",
      categoryIds: ["shelves"],
      variants: [{ sku: "DESK", prices: { EUR: { amountMinor: 9_900, compareAtMinor: 12_000 } } }],
    });
    expect(saved.status).toBe(200);
    expect(saved.body).toMatchObject({
      version: 2,
      brand: "Comet",
      categoryIds: ["shelves"],
      translations: before.translations,
      variants: [
        {
          sku: "DESK",
          barcode: "4006381333931",
          prices: { USD: { amountMinor: 10_000 }, EUR: { amountMinor: 9_900, compareAtMinor: 12_000 } },
        },
      ],
    });
    const [entry] = await inWorld((world) => listAudit(world, { subject: "product:test-desk", limit: 1 }));
    expect(entry).toMatchObject({
      action: "product.saved",
      byId: "token:staff",
      before: { brand: "Orbit" },
      after: { brand: "Comet" },
    });
  });

  test("a lowered price is the list's price in that market at once", async () => {
    const version = (await read("test-shelf")).body.version;
    const sku = ((await read("test-shelf")).body.variants as { sku: string }[])[0]?.sku;
    await save("test-shelf", {
      version,
      variants: [{ sku, prices: { GBP: { amountMinor: 100, compareAtMinor: null } } }],
    });
    const { body } = await ask<{ items: { id: string; price: object }[] }>("/api/products?market=en-gb&sort=price-asc");
    expect(body.items[0]).toMatchObject({ id: "test-shelf", price: { amountMinor: 100, currency: "GBP" } });
  });

  test("never over somebody else's change: of two at the same moment one is told to look again", async () => {
    const { version } = (await read("test-stool")).body;
    const ends = await Promise.all(["One", "Two"].map((brand) => save("test-stool", { version, brand })));
    expect(ends.map((end) => end.status).toSorted()).toEqual([200, 409]);
    const refused = ends.find((end) => end.status === 409);
    expect(refused && refusal(refused)).toBe("409 product.changed_meanwhile");
    expect((await read("test-stool")).body.version).toBe(Number(version) + 1);
  });

  test.each<[string, string, object, string]>([
    ["a product nobody knows", "test-nobody", { brand: "X" }, "404 product.unknown"],
    ["another product's slug", "test-desk", { translations: { en: { slug: "oak-shelf" } } }, "409 product.slug_taken"],
    ["a slug with spaces", "test-desk", { translations: { en: { slug: "oak desk" } } }, "422 request.invalid"],
    ["a new language without a title", "test-desk", { translations: { de: { slug: "eiche" } } }, "422 request.invalid"],
    [
      "a variant it does not have",
      "test-desk",
      { variants: [{ sku: "OTHER", weightGrams: 1 }] },
      "422 request.invalid",
    ],
    ["a category that is not there", "test-desk", { categoryIds: ["nowhere"] }, "422 request.invalid"],
    ["a price of nothing", "test-desk", { variants: [{ sku: "DESK", prices: usd(0) }] }, "422 request.invalid"],
    ["a part it does not have", "test-desk", { id: "other" }, "422 request.invalid"],
  ])("%s: refused, and nothing changed", async (_, id, changes, expected) => {
    const before = (await read("test-desk")).body;
    expect(refusal(await save(id, { version: before.version, ...changes }))).toBe(expected);
    expect((await read("test-desk")).body).toEqual(before);
  });
});

describe("staff look for products", () => {
  test.each([
    ["q=oak", ["test-desk", "test-shelf"]],
    ["q=comet%20100%25", ["test-shelf"]],
    ["q=100_", []],
    ["q=DESK", ["test-desk"]],
    ["q=4006381333931", ["test-desk"]],
    ["q=test-stool", ["test-stool"]],
    ["status=draft", ["test-stool"]],
    ["status=archived", []],
    ["q=oak&status=draft", []],
  ])("%s", async (query, expected) => {
    expect(idsOf((await list(query)).body).toSorted()).toEqual(expected);
  });

  test("page by page, each product once, last changed first", async () => {
    const seen: string[] = [];
    let after = "";
    for (let turn = 0; turn < 5; turn += 1) {
      const { body } = await list(`limit=1${after}`);
      seen.push(...idsOf(body));
      if (body.nextCursor === null) break;
      after = `&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual(idsOf((await list("limit=100")).body));
    expect(seen).toHaveLength(3);
  });

  test("nobody else does", async () => {
    for (const path of [PATH, `${PATH}/test-desk`]) expect(refusal(await ask(path))).toBe("401 access.sign_in_needed");
    expect(refusal(await list("cursor=bm9wZQ"))).toBe("422 cursor.invalid");
  });
});

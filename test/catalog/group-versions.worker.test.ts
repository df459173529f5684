/** Versions of categories, collections and brands, and what becomes of them when they are archived. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { sweepAudits } from "../../worker/admin/pending-audit-store.ts";
import { saveCategory } from "../../worker/catalog/save-category-flow.ts";
import { VERSION_AGE_MAX_MS, VERSIONS_KEPT_MIN, VERSIONS_MAX } from "../../worker/catalog/versions/version.ts";
import { projectProducts } from "../../worker/search/project-products-flow.ts";
import { takeErrors } from "../support/logged-errors.ts";
import { ask, askAsStaff, importedProduct, importNow, inWorld, refusal } from "../support/store-client.ts";

const ADMIN = "/api/admin";
type Kind = "categories" | "collections" | "brands";
type Row = { version: number; byId: string; source: string; note: string };
const put = (kind: Kind, id: string, body: object) => askAsStaff("PUT", `${ADMIN}/${kind}/${id}`, body);
const versions = async (kind: Kind, id: string) =>
  (await askAsStaff<{ items: Row[] }>("GET", `${ADMIN}/${kind}/${id}/versions`)).body.items;
const stateIn = async (kind: Kind, id: string, version: number) =>
  (await askAsStaff<{ state: Record<string, unknown> }>("GET", `${ADMIN}/${kind}/${id}/versions/${version}`)).body
    .state;
const changes = async (kind: Kind, id: string, from: number, to: number) =>
  (await askAsStaff<{ items: { path: string }[] }>("GET", `${ADMIN}/${kind}/${id}/versions/${from}/changes?to=${to}`))
    .body.items;
const revert = (kind: Kind, id: string, version: number, to: number) =>
  askAsStaff("POST", `${ADMIN}/${kind}/${id}/revert`, { version, to });
const archive = (kind: Kind, id: string, version: number, archived = true) =>
  askAsStaff("POST", `${ADMIN}/${kind}/${id}/archive`, { version, archived });
const text = (slug: string, name = slug) => ({ en: { slug, name, description: "", seoTitle: "", seoDescription: "" } });
const list = (query: string) => ask(`/api/products?market=en-us&${query}`);
const audited = async (subject: string) =>
  (
    await env.ACCOUNTS.prepare("SELECT action FROM audit_entries WHERE subject = ? ORDER BY at_ms, rowid")
      .bind(subject)
      .all<{ action: string }>()
  ).results.map(({ action }) => action);
const projected = (...ids: string[]) => inWorld((world) => projectProducts(world, ids));
const BY = { id: "staff", name: "Robin Example", email: "", role: "staff" as const, market: "en-us" as const };

describe("every write of a category, collection or brand is a version", () => {
  test("of a category: who wrote it, what it was, what differs; going back is a version too, and its address leads on", async () => {
    await put("categories", "mugs", { translations: text("mugs", "Mugs"), position: 3 });
    await put("categories", "mugs", { translations: text("cups", "Cups"), position: 4 });
    expect((await versions("categories", "mugs")).map(({ version, source, byId }) => [version, source, byId])).toEqual([
      [2, "staff", "token:staff"],
      [1, "staff", "token:staff"],
    ]);
    expect(await stateIn("categories", "mugs", 1)).toEqual({
      ...{ parentId: null, position: 3, imageKey: null, archived: false },
      translations: text("mugs", "Mugs"),
    });
    expect((await changes("categories", "mugs", 1, 2)).map(({ path }) => path)).toEqual([
      "position",
      "translations.en.slug",
      "translations.en.name",
    ]);
    expect((await revert("categories", "mugs", 2, 1)).body).toEqual({ version: 3 });
    expect(await stateIn("categories", "mugs", 3)).toEqual(await stateIn("categories", "mugs", 1));
    expect((await versions("categories", "mugs"))[0]).toMatchObject({ version: 3, source: "revert", note: "1" });
    expect((await list("category=cups")).status).toBe(200);
    expect((await revert("categories", "mugs", 3, 1)).body).toEqual({ version: 3 });
    expect(await audited("category:mugs")).toEqual(["category.saved", "category.saved", "category.reverted"]);
  });

  test("of a collection, with what is in it and its rule", async () => {
    await importNow([importedProduct({ externalId: "bowl" }), importedProduct({ externalId: "dish" })]);
    const hand = { translations: text("picked"), productIds: ["test-bowl", "test-dish"] };
    await put("collections", "picked", { version: 0, ...hand });
    const rule = { match: "all", conditions: [{ field: "type", is: ["laptops"] }] };
    await put("collections", "picked", { version: 1, translations: text("picked"), rule });
    expect(await stateIn("collections", "picked", 1)).toMatchObject({ rule: null, productIds: hand.productIds });
    expect(await stateIn("collections", "picked", 2)).toMatchObject({ rule, productIds: [] });
    expect((await revert("collections", "picked", 2, 1)).body).toEqual({ version: 3 });
    const { body } = await askAsStaff<{ kind: string; productIds: string[] }>("GET", `${ADMIN}/collections/picked`);
    expect(body).toMatchObject({ kind: "hand", productIds: hand.productIds, version: 3 });
  });

  test("of a brand that came with products: its first version is of nobody; going back takes no name away", async () => {
    await importNow([importedProduct({ externalId: "tent", brand: "Northpeak" })]);
    const { body: had } = await askAsStaff<{ version: number }>("GET", `${ADMIN}/brands/northpeak`);
    await put("brands", "northpeak", { version: had.version, slug: "north", name: "North", aliases: ["NP"] });
    expect((await versions("brands", "northpeak")).map(({ version, source }) => [version, source])).toEqual([
      [2, "staff"],
      [1, "unrecorded"],
    ]);
    expect((await revert("brands", "northpeak", 2, 1)).body).toEqual({ version: 3 });
    expect(await stateIn("brands", "northpeak", 3)).toMatchObject({
      name: "Northpeak",
      slug: "northpeak",
      nameKeys: ["north", "northpeak", "np"],
    });
  });

  test("an import's category is named after its run", async () => {
    await inWorld((world) =>
      saveCategory(
        world,
        "brought",
        { parentId: null, position: 0, imageKey: null, translations: text("brought") },
        BY,
        {
          source: "import",
          note: "file.csv · run-1",
        },
      ),
    );
    expect((await versions("categories", "brought"))[0]).toMatchObject({
      ...{ byId: "staff", source: "import", note: "file.csv · run-1" },
    });
  });

  test("the oldest are forgotten, those that are too old but for the newest, and those that are too large", async () => {
    await put("categories", "many", { translations: text("many") });
    const fill = (from: number, to: number, atMs: number, bytes: number) =>
      env.CATALOG.prepare(`
        WITH RECURSIVE n (v) AS (SELECT ${from} UNION ALL SELECT v + 1 FROM n WHERE v < ${to})
        INSERT OR REPLACE INTO group_versions SELECT 'category', 'many', v, ${atMs}, '', '', 'staff', '', '{}', ${bytes} FROM n`).run();
    const setVersion = (version: number) =>
      env.CATALOG.prepare(`UPDATE categories SET version = ${version} WHERE id = 'many'`).run();
    const kept = async () =>
      (
        await env.CATALOG.prepare("SELECT version FROM group_versions WHERE group_id = 'many' ORDER BY version").all<{
          version: number;
        }>()
      ).results.map(({ version }) => version);
    await fill(1, VERSIONS_MAX + 20, Date.now(), 10);
    await setVersion(VERSIONS_MAX + 20);
    await put("categories", "many", { translations: text("many"), position: 1 });
    expect(await kept()).toHaveLength(VERSIONS_MAX);
    await fill(22, VERSIONS_MAX + 20, Date.now() - VERSION_AGE_MAX_MS - 60_000, 10);
    await put("categories", "many", { translations: text("many"), position: 2 });
    expect(await kept()).toHaveLength(VERSIONS_KEPT_MIN);
    await env.CATALOG.prepare("UPDATE group_versions SET bytes = 900000 WHERE group_id = 'many'").run();
    await put("categories", "many", { translations: text("many"), position: 3 });
    // Two of so many bytes fit, besides what was written since.
    expect(await kept()).toEqual([220, 221, 222, 223]);
  });

  test.each([
    [
      "another version than there is",
      "categories/mugs/revert",
      { version: 1, to: 1 },
      "409 category.changed_meanwhile",
    ],
    ["a version there never was", "categories/mugs/revert", { version: 3, to: 99 }, "404 version.unknown"],
    ["a category there is not", "categories/none/revert", { version: 1, to: 1 }, "404 category.unknown"],
    ["a brand there is not", "brands/none/archive", { version: 1, archived: true }, "404 brand.unknown"],
    ["a collection there is not", "collections/none/archive", { version: 1, archived: true }, "404 collection.unknown"],
    ["no version", "brands/none/archive", { archived: true }, "422 request.invalid"],
  ])("%s is refused", async (_, path, body, expected) => {
    expect(refusal(await askAsStaff("POST", `${ADMIN}/${path}`, body))).toBe(expected);
  });

  test("reading what is not kept, and asking as nobody, is refused", async () => {
    expect(refusal(await askAsStaff("GET", `${ADMIN}/brands/northpeak/versions/77`))).toBe("404 version.unknown");
    expect(refusal(await askAsStaff("GET", `${ADMIN}/brands/northpeak/versions/1/changes?to=77`))).toBe(
      "404 version.unknown",
    );
    expect(refusal(await ask(`${ADMIN}/categories/mugs/versions`))).toBe("401 access.sign_in_needed");
    expect(refusal(await put("categories", "mugs", { version: 1, translations: text("mine") }))).toBe(
      "409 category.changed_meanwhile",
    );
  });
});

describe("archived", () => {
  test("a category is not shown, nor what is below it; its address tells what is above, products stay, and it comes back", async () => {
    await put("categories", "garden", { translations: text("garden", "Garden") });
    await put("categories", "tools", { translations: text("tools", "Tools"), parentId: "garden" });
    await put("categories", "rakes", { translations: text("rakes", "Rakes"), parentId: "tools" });
    await importNow([importedProduct({ externalId: "rake", title: "Rake", categoryIds: ["rakes"] })]);
    expect((await archive("categories", "tools", 1)).body).toEqual({ version: 2 });
    const shown = JSON.stringify((await ask("/api/categories?market=en-us")).body);
    expect([shown.includes("garden"), shown.includes("tools"), shown.includes("rakes")]).toEqual([true, false, false]);
    for (const slug of ["tools", "rakes"])
      expect(await list(`category=${slug}`)).toMatchObject({
        status: 410,
        body: { code: "category.gone", instead: "garden" },
      });
    expect((await list("category=garden")).body).toMatchObject({ items: [{ title: "Rake" }] });
    const rake = async () => {
      await projected("test-rake");
      return ask<{ slug: string; categories: { id: string }[] }>("/api/products/rake?market=en-us");
    };
    expect((await rake()).body.categories.map(({ id }) => id)).toEqual(["garden"]);
    expect(
      (await put("categories", "tools", { translations: text("tools", "Tools"), parentId: "garden" })).body,
    ).toMatchObject({
      changed: false,
    });
    expect((await archive("categories", "tools", 2, false)).body).toEqual({ version: 3 });
    expect((await rake()).body.categories.map(({ id }) => id)).toEqual(["garden", "tools", "rakes"]);
    expect((await list("category=rakes")).status).toBe(200);
    await archive("categories", "garden", 1);
    expect(await list("category=rakes")).toMatchObject({ status: 410, body: { instead: null } });
    expect(await audited("category:tools")).toEqual(["category.saved", "category.archived", "category.restored"]);
  });

  test("a collection that was shown is gone; one that never was is not there", async () => {
    await put("collections", "gifts", { version: 0, translations: text("gifts") });
    await put("collections", "secret", { version: 0, translations: text("secret"), published: false });
    await archive("collections", "gifts", 1);
    await archive("collections", "secret", 1);
    expect(refusal(await list("collection=gifts"))).toBe("410 collection.gone");
    expect(refusal(await list("collection=secret"))).toBe("404 collection.unknown");
    await archive("collections", "gifts", 2, false);
    expect((await list("collection=gifts")).status).toBe(200);
  });

  test("a brand has no page, and products keep its name; staff find it among the archived", async () => {
    await importNow([importedProduct({ externalId: "lamp", title: "Lamp", brand: "Helio" })]);
    await archive("brands", "helio", 1);
    await projected("test-lamp");
    expect(refusal(await list("brand=helio"))).toBe("410 brand.gone");
    const lamp = await ask<{ brand: string }>("/api/products/lamp?market=en-us");
    expect(lamp.body.brand).toBe("Helio");
    const found = async (query: string) => {
      const path = `${ADMIN}/brands?q=helio&${query}`;
      const { body } = await askAsStaff<{ items: { id: string; products: number }[] }>("GET", path);
      return body.items.map(({ id, products }) => `${id} ${products}`);
    };
    expect([await found("archived=true"), await found("archived=false")]).toEqual([["helio 1"], []]);
  });

  test("a brand that was joined with another is kept for what names it: it leads there, and is changed no more", async () => {
    await importNow([
      importedProduct({ externalId: "saw", brand: "Old Oak" }),
      importedProduct({ externalId: "axe", brand: "Oak" }),
    ]);
    await askAsStaff("POST", `${ADMIN}/brands/old-oak/merge`, { into: "oak" });
    expect((await list("brand=old-oak")).status).toBe(200);
    expect((await versions("brands", "old-oak"))[0]).toMatchObject({ version: 2, note: "brand:oak" });
    expect((await versions("brands", "oak"))[0]).toMatchObject({ version: 2, note: "brand:old-oak" });
    expect(refusal(await archive("brands", "old-oak", 2, false))).toBe("409 brand.merged");
    expect((await askAsStaff("GET", `${ADMIN}/brands/old-oak`)).body).toMatchObject({
      archived: true,
      mergedInto: "oak",
    });
  });

  test("a draft that was never sold tells nobody what it was; what was sold says that it is gone", async () => {
    const product = (externalId: string, status: "draft" | "published") =>
      importedProduct({ externalId, title: externalId, status });
    await importNow([product("rumour", "draft"), product("sold", "published")]);
    const save = (id: string, version: number, change: object) =>
      askAsStaff("PATCH", `${ADMIN}/products/test-${id}`, { version, ...change });
    await save("rumour", 1, { status: "archived" });
    await save("sold", 1, { status: "archived" });
    await projected("test-rumour", "test-sold");
    expect(refusal(await ask("/api/products/rumour?market=en-us"))).toBe("404 product.unknown");
    expect(refusal(await ask("/api/products/sold?market=en-us"))).toBe("410 product.gone");
    // Published for later, and archived before that: nobody saw it.
    await save("rumour", 2, { status: "published", publishFromMs: Date.now() + 86_400_000 });
    await save("rumour", 3, { status: "archived" });
    expect(refusal(await ask("/api/products/rumour?market=en-us"))).toBe("404 product.unknown");
  });
});

describe("what is on record", () => {
  test("is written with the change, and reaches the audit by the timer where the request dies before it does", async () => {
    const insert = () => {
      throw new Error("the process ended");
    };
    const change = { parentId: null, position: 0, imageKey: null, translations: text("lost") };
    await inWorld((world) => saveCategory(world, "lost", change, BY), { accounts: { insert } as never });
    expect(JSON.stringify(takeErrors())).toContain("audit.left_pending");
    expect(await audited("category:lost")).toEqual([]);
    await inWorld(async (world) => {
      await sweepAudits(world);
      expect(await sweepAudits(world)).toEqual({ moved: 0 });
    });
    expect(await audited("category:lost")).toEqual(["category.saved"]);
  });

  test("is moved by the hundred; what can never be moved holds up nothing, and comes last from then on", async () => {
    const entry = (id: string) => ({
      ...{ id, atMs: 5, byId: "staff", byName: "Robin Example", action: "many.saved", subject: "many:x" },
      ...{ before: null, after: { n: 1 } },
    });
    const ids = Array.from({ length: 250 }, (_, at) => `many-${String(at).padStart(3, "0")}`);
    const rows = ids.map((id) => ({ id, entry: JSON.stringify(entry(id)) }));
    rows[0] = { id: "many-000", entry: '{"id":"many-000"}' };
    rows[120] = { id: "many-120", entry: "half of" };
    await env.CATALOG.prepare(
      "INSERT INTO pending_audits (id, at_ms, entry) SELECT value ->> 'id', key, value ->> 'entry' FROM json_each(?)",
    )
      .bind(JSON.stringify(rows))
      .run();
    let asked = 0;
    const counted = await inWorld(async (world) => {
      const counting = <Db extends object>(db: Db): Db =>
        new Proxy(db, {
          get(target, name) {
            asked += 1;
            const own = Reflect.get(target, name);
            return typeof own === "function" ? own.bind(target) : own;
          },
        });
      return sweepAudits({ ...world, catalog: counting(world.catalog), accounts: counting(world.accounts) });
    });
    expect(counted).toEqual({ moved: 248 });
    expect(asked).toBeLessThan(60);
    expect(JSON.stringify(takeErrors())).toContain("audit.not_moved");
    const { results } = await env.CATALOG.prepare("SELECT id FROM pending_audits WHERE at_ms > 1000 ORDER BY id").all();
    expect(results).toEqual([{ id: "many-000" }, { id: "many-120" }]);
    expect(await audited("many:x")).toHaveLength(248);
    const kept = await env.ACCOUNTS.prepare("SELECT * FROM audit_entries WHERE id = 'many-007'").first();
    expect(kept).toEqual({
      ...{ id: "many-007", at_ms: 5, by_id: "staff", by_name: "Robin Example", action: "many.saved" },
      ...{ subject: "many:x", before: null, after: '{"n":1}' },
    });
    await env.CATALOG.prepare("DELETE FROM pending_audits").run();
  });
});

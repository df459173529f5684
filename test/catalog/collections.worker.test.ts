import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { collectProducts, dropEnded } from "../../worker/catalog/groups/collect-products-flow.ts";
import { MEMBERS_MAX } from "../../worker/catalog/groups/collection.ts";
import { noteFullness } from "../../worker/catalog/groups/collection-fill-store.ts";
import { driveFill, fillStep, sweepFills } from "../../worker/catalog/groups/fill-collection-flow.ts";
import { followBrand } from "../../worker/catalog/groups/follow-brand-flow.ts";
import { saveBrand } from "../../worker/catalog/groups/save-brand-flow.ts";
import type { StoreEvent } from "../../worker/events/event.ts";
import { ask, askAsStaff, importedProduct, importNow, inWorld, putCategory, refusal } from "../support/store-client.ts";

const DAY_MS = 86_400_000;
const usd = (amountMinor: number) => ({ USD: { amountMinor } });
const english = (slug: string) => ({ en: { slug, name: `All of ${slug}` } });
const put = (id: string, body: object) => askAsStaff("PUT", `/api/admin/collections/${id}`, { version: 0, ...body });
const shown = async (query: string) => {
  const { body } = await ask<{ items: { id: string }[] }>(`/api/products?market=en-us&${query}`);
  return body.items.map(({ id }) => id.replace("test-", ""));
};
const change = async (id: string, changes: object) => {
  const { version } = (await askAsStaff("GET", `/api/admin/products/test-${id}`)).body;
  const answer = await askAsStaff("PATCH", `/api/admin/products/test-${id}`, { version, ...changes });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  await inWorld((world) => collectProducts(world, [`test-${id}`]));
};

beforeAll(async () => {
  await putCategory("bags", { en: "Bags" });
  const made = (name: string, rank: number, over: object) =>
    importedProduct({
      externalId: name,
      title: name,
      rank,
      variants: [{ sku: name.toUpperCase(), prices: usd(rank * 1_000) }],
      ...over,
    });
  const memory = { productType: "", key: "memory", kind: "number", unit: "GB", version: 0 };
  expect((await askAsStaff("PUT", "/api/admin/attributes", memory)).status).toBe(200);
  const inUnit = (value: number, unit?: string) => ({
    key: "memory",
    kind: "number" as const,
    value,
    ...(unit && { unit }),
  });
  await importNow([
    made("case", 1, { brand: "Orbit", categoryIds: ["bags"], attributes: [inUnit(2, "TB")] }),
    made("pouch", 2, { brand: "Comet", productType: "bags-cases", attributes: [inUnit(4_000, "MB")] }),
    made("lens", 3, {
      attributes: [
        { key: "zoom", kind: "number", value: 8 },
        { key: "sealed", kind: "boolean", value: true },
        inUnit(1_000),
      ],
    }),
    made("strap", 4, { brand: "Comet", attributes: [{ key: "zoom", kind: "number", value: 2 }] }),
  ]);
  await change("strap", { tags: ["sale"] });
});

describe("a collection by rule holds what fits, and only that", () => {
  test.each<[string, object, string[]]>([
    ["brand", { field: "brand", is: ["comet"] }, ["strap", "pouch"]],
    ["type", { field: "type", is: ["bags-cases"] }, ["pouch"]],
    ["tag", { field: "tag", has: ["sale", "new"] }, ["strap"]],
    ["category", { field: "category", in: ["bags"] }, ["case"]],
    ["price", { field: "price", currency: "USD", fromMinor: 2_000, toMinor: 3_000 }, ["lens", "pouch"]],
    ["numbers", { field: "attribute", key: "zoom", from: 3, to: null }, ["lens"]],
    ["numbers in other units", { field: "attribute", key: "memory", from: 1_000, to: 2_000 }, ["lens", "case"]],
    ["small numbers in other units", { field: "attribute", key: "memory", from: 4, to: 4 }, ["pouch"]],
    ["yes and no", { field: "attribute", key: "sealed", is: [true] }, ["lens"]],
    ["time made", { field: "created", fromMs: null, toMs: 1 }, []],
    ["new", { field: "created", withinDays: 3 }, ["strap", "lens", "pouch", "case"]],
  ])("by %s", async (name, condition, expected) => {
    const id = `by-${name.replaceAll(" ", "-")}`;
    const saved = await put(id, { rule: { match: "all", conditions: [condition] }, translations: english(id) });
    expect(saved.status, JSON.stringify(saved.body)).toBe(200);
    expect(await shown(`collection=${id}`)).toEqual(expected);
  });

  test("all conditions, or any of them", async () => {
    const conditions = [
      { field: "brand", is: ["comet"] },
      { field: "attribute", key: "zoom", from: null, to: 9 },
    ];
    await put("both", { rule: { match: "all", conditions }, translations: english("both") });
    await put("either", { rule: { match: "any", conditions }, translations: english("either") });
    expect(await shown("collection=both")).toEqual(["strap"]);
    expect(await shown("collection=either")).toEqual(["strap", "lens", "pouch"]);
  });

  test("a product that changes comes and goes, and what is projected is what the rule says", async () => {
    await change("case", { tags: ["sale"] });
    expect(await shown("collection=by-tag")).toEqual(["strap", "case"]);
    await change("case", { tags: [] });
    expect(await shown("collection=by-tag")).toEqual(["strap"]);
    await env.CATALOG.batch([
      env.CATALOG.prepare("DELETE FROM collection_products WHERE collection_id = 'both'"),
      env.CATALOG.prepare("INSERT INTO collection_products VALUES ('by-tag', 'test-lens', 1, NULL)"),
    ]);
    type Turn = { differs: string[]; next: string | null };
    const differs = async () => (await askAsStaff<Turn>("GET", "/api/admin/doctor/collections?after=")).body.differs;
    expect((await differs()).toSorted()).toEqual(["test-lens", "test-strap"]);
    await askAsStaff("POST", "/api/admin/doctor/repair", { projection: "collections", after: "" });
    expect(await differs()).toEqual([]);
    expect([await shown("collection=by-tag"), await shown("collection=both")]).toEqual([["strap"], ["strap"]]);
  });

  test("of more products than one step asks about is put together in steps, the best placed first, and bears two at once", async () => {
    await env.CATALOG.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1199)
      INSERT INTO products (id, source, status, brand, product_type, language_default, attributes, media, rank, tags, version, created_at_ms, updated_at_ms)
      SELECT 'bulk-' || i, 'bulk', iif(i % 3, 'published', 'draft'), 'B', '', 'en', '[]', '[]', -1 - i, '["bulk"]', 1, 1000, 1000 FROM n`,
    ).run();
    const rule = { match: "all", conditions: [{ field: "tag", has: ["bulk"] }] };
    await put("bulk", { rule, translations: english("bulk") });
    const members = async () => {
      const { results } = await env.CATALOG.prepare(
        "SELECT product_id AS id FROM collection_products WHERE collection_id = 'bulk' ORDER BY rank DESC",
      ).all<{ id: string }>();
      return results.map(({ id }) => id);
    };
    const first = await members();
    expect(first.slice(0, 3)).toEqual(["bulk-1", "bulk-2", "bulk-4"]);
    expect(first.length).toBeLessThan(1_200);
    const turn = await askAsStaff<{ differs: string[] }>("GET", "/api/admin/doctor/collections?after=");
    expect(turn.body.differs).toEqual([]);
    const step = () => inWorld((world) => fillStep(world, "bulk"));
    const ends = await Promise.all([step(), step()]);
    expect(ends).toContain(true);
    for (let steps = 0; await step(); steps += 1) expect(steps, "it comes to an end").toBeLessThan(8);
    expect(new Set(await members())).toEqual(new Set(Array.from({ length: 1_200 }, (_, index) => `bulk-${index}`)));
    expect(await step()).toBe(false);
  });

  test("that is full takes no more, and is put together anew when it has room again", async () => {
    await env.CATALOG.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${MEMBERS_MAX - 1})
      INSERT OR IGNORE INTO collection_products (collection_id, product_id, rank) SELECT 'bulk', 'other-' || i, -i FROM n`,
    ).run();
    await inWorld((world) => noteFullness(world.catalog));
    await change("lens", { tags: ["bulk"] });
    const isIn = async () =>
      (await env.CATALOG.prepare(
        "SELECT 1 FROM collection_products WHERE collection_id = 'bulk' AND product_id = 'test-lens'",
      ).first()) !== null;
    expect(await isIn()).toBe(false);
    const turn = await askAsStaff<{ differs: string[] }>("GET", "/api/admin/doctor/collections?after=test-");
    expect(turn.body.differs).toEqual([]);
    await env.CATALOG.prepare("DELETE FROM collection_products WHERE product_id LIKE 'other-%'").run();
    const sent: StoreEvent[] = [];
    const tenMinutes = Math.ceil(Date.now() / 600_000) * 600_000;
    await inWorld((world) => sweepFills(world), {
      nowMs: () => tenMinutes,
      send: async (events) => void sent.push(...events),
    });
    expect(sent.map(({ kind, payload }) => [kind, payload])).toEqual([["collection.due", { collectionId: "bulk" }]]);
    await inWorld((world) => driveFill(world, "bulk"));
    expect(await isIn()).toBe(true);
    await env.CATALOG.prepare("DELETE FROM products WHERE source = 'bulk'").run();
    await change("lens", { tags: [] });
  });

  test("what is new is new for its days; what fits by another condition stays", async () => {
    const conditions = [
      { field: "created", withinDays: 2 },
      { field: "tag", has: ["sale"] },
    ];
    await put("fresh", { rule: { match: "any", conditions }, translations: english("fresh") });
    expect((await shown("collection=fresh")).length).toBe(4);
    const later = Date.now() + 2 * DAY_MS + 60_000;
    const drop = () => inWorld((world) => dropEnded({ ...world, nowMs: () => later }));
    expect((await drop()).dropped).toBe(4);
    expect(await shown("collection=fresh")).toEqual(["strap"]);
    expect((await drop()).dropped).toBe(0);
  });
});

describe("a collection by hand", () => {
  test("has its products in staff's order; its old address leads on; unpublished it is not there", async () => {
    const productIds = ["test-lens", "test-case", "test-strap"];
    const body = { productIds, translations: { ...english("picks"), de: { slug: "auswahl", name: "Auswahl" } } };
    expect((await put("picks", body)).body).toMatchObject({ kind: "hand", version: 1 });
    expect((await put("picks", body)).body).toMatchObject({ version: 1 });
    expect(await shown("collection=picks")).toEqual(["lens", "case", "strap"]);
    const renamed = { version: 1, ...body, translations: english("best") };
    expect((await put("picks", renamed)).body).toMatchObject({ version: 2 });
    expect(await shown("collection=picks")).toEqual(["lens", "case", "strap"]);
    expect((await put("other", { translations: english("picks") })).status).toBe(200);
    expect(await shown("collection=picks")).toEqual([]);
    await put("picks", { ...renamed, version: 2, published: false });
    expect(refusal(await ask("/api/products?market=en-us&collection=best"))).toBe("404 collection.unknown");
  });

  test.each<[string, object, string]>([
    ["another's slug", { translations: english("both") }, "409 collection.slug_taken"],
    ["a product that is not there", { productIds: ["nobody"], translations: english("x") }, "422 request.invalid"],
    ["one twice", { productIds: ["test-case", "test-case"], translations: english("x") }, "422 request.invalid"],
    ["no English", { translations: { de: { slug: "x", name: "X" } } }, "422 request.invalid"],
    ["an old version", { version: 7, translations: english("x") }, "409 collection.changed_meanwhile"],
    [
      "a rule without conditions",
      { rule: { match: "all", conditions: [] }, translations: english("x") },
      "422 request.invalid",
    ],
  ])("%s: refused, and nothing written", async (_, body, expected) => {
    expect(refusal(await put("wrong", body))).toBe(expected);
    expect(refusal(await askAsStaff("GET", "/api/admin/collections/wrong"))).toBe("404 collection.unknown");
  });
});

describe("a brand", () => {
  const save = (id: string, body: object) => askAsStaff("PUT", `/api/admin/brands/${id}`, body);
  const brandOf = async (name: string) => (await askAsStaff("GET", `/api/admin/products/test-${name}`)).body.brand;

  test("has its products; renamed, they bear the new name, what is imported by the old one finds it, its address leads on", async () => {
    expect(await shown("brand=comet")).toEqual(["strap", "pouch"]);
    const body = {
      version: 1,
      slug: "comet-optics",
      name: "Comet Optics",
      translations: { en: { description: "Since." } },
    };
    const saved = await save("comet", body);
    expect(saved.body).toMatchObject({ version: 2, nameKeys: ["comet", "comet optics"] });
    expect([await brandOf("strap"), await brandOf("pouch")]).toEqual(["Comet Optics", "Comet Optics"]);
    expect(await shown("brand=comet")).toEqual(["strap", "pouch"]);
    await importNow([importedProduct({ externalId: "hood", title: "hood", rank: 9, brand: "COMET" })]);
    expect(await brandOf("hood")).toBe("Comet Optics");
    expect(await shown("brand=comet-optics")).toEqual(["hood", "strap", "pouch"]);
    expect((await save("comet", { ...body, version: 2, aliases: ["comet"] })).body).toMatchObject({ version: 2 });
  });

  test("joined with another, its names, products and address lead there; not while a rule names it", async () => {
    await importNow([importedProduct({ externalId: "ring", title: "ring", brand: "Saturn Ltd" })]);
    await importNow([importedProduct({ externalId: "disc", title: "disc", brand: "Saturn" })]);
    const merge = (id: string, into: string) => askAsStaff("POST", `/api/admin/brands/${id}/merge`, { into });
    expect(refusal(await merge("comet", "saturn"))).toBe("409 brand.in_rule");
    expect(refusal(await merge("saturn", "saturn"))).toBe("404 brand.unknown");
    expect((await merge("saturn-ltd", "saturn")).body).toMatchObject({ nameKeys: ["saturn", "saturn ltd"] });
    expect(await brandOf("ring")).toBe("Saturn");
    expect((await shown("brand=saturn-ltd")).toSorted()).toEqual(["disc", "ring"]);
    expect(refusal(await merge("saturn-ltd", "saturn"))).toBe("404 brand.unknown");
  });

  test("of many products is followed by all of them, a stretch a message, and none is left out or taken twice", async () => {
    const many = Array.from({ length: 250 }, (_, index) => `crowd-${String(index).padStart(3, "0")}`);
    for (let start = 0; start < many.length; start += 50)
      await importNow(
        many
          .slice(start, start + 50)
          .map((externalId) => importedProduct({ externalId, title: externalId, brand: "Crowd", rank: 1 })),
      );
    const sent: StoreEvent[] = [];
    const send = async (events: readonly StoreEvent[]) => void sent.push(...events);
    const by = { id: "staff", name: "Robin Example", email: "", role: "staff" as const, market: "en-us" as const };
    const ask = { version: 1, slug: "crowd", name: "Throng", aliases: [], logoKey: null, translations: {} };
    const saved = await inWorld((world) => saveBrand(world, "crowd", ask, by), { send });
    expect(saved.ok).toBe(true);
    const named = () =>
      env.CATALOG.prepare(
        "SELECT brand, version, count(*) AS n FROM products WHERE id LIKE 'test-crowd-%' GROUP BY brand, version ORDER BY brand",
      )
        .all()
        .then(({ results }) => results.map(({ brand, version, n }) => `${n} ${brand} ${version}`));
    expect(await named()).toEqual(["150 Crowd 1", "100 Throng 2"]);
    for (let read = 0; read < sent.length; read += 1) {
      const event = sent[read];
      if (event?.kind === "brand.changed")
        await inWorld((world) => followBrand(world, event.payload.brandId, event.payload), { send });
    }
    expect(await named()).toEqual(["250 Throng 2"]);
    const told = sent.flatMap((event) => (event.kind === "products.changed" ? event.payload.productIds : []));
    expect(told.toSorted()).toEqual(many.map((id) => `test-${id}`));
  });

  test.each<[string, string, object, string]>([
    ["another's name", "new", { version: 0, slug: "new", name: "Saturn" }, "409 brand.name_taken"],
    ["another's slug", "new", { version: 0, slug: "saturn", name: "New" }, "409 brand.slug_taken"],
    ["an old version", "saturn", { version: 7, slug: "saturn", name: "S" }, "409 brand.changed_meanwhile"],
    ["no name", "new", { version: 0, slug: "new", name: " " }, "422 request.invalid"],
  ])("with %s is refused", async (_, id, body, expected) => {
    expect(refusal(await save(id, body))).toBe(expected);
    expect(refusal(await askAsStaff("GET", "/api/admin/brands/new"))).toBe("404 brand.unknown");
  });

  test("a list is of one group, and of one there is", async () => {
    expect(refusal(await ask("/api/products?market=en-us&brand=saturn&collection=both"))).toBe("422 request.invalid");
    expect(refusal(await ask("/api/products?market=en-us&brand=nobody"))).toBe("404 brand.unknown");
  });
});

/** Lists that no index has in their order read the best placed products of a list, and no more, however many it has. */
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { listRows, SORTED_MAX } from "../../worker/catalog/product-list-store.ts";
import { MARKETS } from "../support/markets.ts";
import { inWorld } from "../support/store-client.ts";

const [market] = MARKETS;
if (!market) throw new Error("The markets are there");
const COUNT = SORTED_MAX + 500;
const insert = (query: string) =>
  env.CATALOG.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${COUNT - 1}) ${query}`,
  ).run();

beforeAll(async () => {
  await insert(`INSERT INTO products (id, source, status, brand, brand_id, product_type, language_default, attributes, media, rank, version, created_at_ms, updated_at_ms)
    SELECT printf('bulk-%05d', i), 'bulk', 'published', 'Bulk', 'bulk', '', 'en', '[]', '[]', -i, 1, i, i FROM n`);
  // The worst placed come first by name, by price and by age.
  await insert(`INSERT INTO product_translations (product_id, language, slug, title, description)
    SELECT printf('bulk-%05d', i), 'en', printf('bulk-%05d', i), printf('%05d', ${COUNT} - i), '' FROM n`);
  await insert(
    `INSERT INTO product_prices (product_id, list_id, from_minor) SELECT printf('bulk-%05d', i), 'USD', ${COUNT} - i FROM n`,
  );
}, 60_000);

test.each([
  ["the whole catalogue by name", { sort: "name" as const }],
  ["a brand by name", { sort: "name" as const, brandId: "bulk" }],
  ["a brand by price", { sort: "price-asc" as const, brandId: "bulk" }],
])("%s has its best placed products", async (_, ask) => {
  const rows = await inWorld((world) =>
    listRows(world.catalog, market, { ...ask, after: null, limit: 2, nowMs: world.nowMs() }),
  );
  expect(rows.map(({ id }) => id)).toEqual([SORTED_MAX - 1, SORTED_MAX - 2].map((place) => `bulk-${place}`));
});

test("an order that an index has goes through all of them", async () => {
  const ask = { sort: "price-asc" as const, after: null, limit: 1 };
  const rows = await inWorld((world) => listRows(world.catalog, market, { ...ask, nowMs: world.nowMs() }));
  expect(rows.map(({ id }) => id)).toEqual([`bulk-${COUNT - 1}`]);
});

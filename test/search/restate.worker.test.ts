/** What changes of a product without a change of the product: its stock, and how much of it is sold. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { numberOf } from "../../worker/search/index/index-place.ts";
import { indexRows } from "../../worker/search/index/index-products-flow.ts";
import { readProductsToIndex } from "../../worker/search/index/read-products-flow.ts";
import { restateProducts } from "../../worker/search/index/restate-products-flow.ts";
import { gatherPopularity } from "../../worker/search/popularity/gather-popularity-flow.ts";
import type { ProjectionCheck } from "../../worker/search/rebuild-flow.ts";
import { searchProducts } from "../../worker/search/search-flow.ts";
import { move } from "../inventory/staff-asks.ts";
import { MARKETS } from "../support/markets.ts";
import { inEveryShard } from "../support/search-index.ts";
import { askAsStaff, importedProduct, importNow, inWorld } from "../support/store-client.ts";

const [enUs] = MARKETS;
if (!enUs) throw new Error("The markets are there");
const DAY_MS = 86_400_000;

const found = (q: string, available = false) =>
  inWorld(async (world) => {
    const filters = { values: available ? { available: ["yes"] } : {}, ranges: {} };
    const page = await searchProducts(world, enUs, { q, limit: 100, filters });
    return page.ok ? page.value.items.map((item) => item.id) : [];
  });
const count = async (sku: string, counted: number) => {
  const answer = await move(sku, "count", { operationId: crypto.randomUUID(), counted });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};
const wordsNow = () =>
  inEveryShard("SELECT term, documents FROM search_terms_{g} WHERE documents > 0 ORDER BY term, documents");

describe("stock", () => {
  beforeAll(async () => {
    await importNow([
      importedProduct({
        externalId: "anvil",
        title: "Iron anvil",
        variants: [{ sku: "ANVIL", quantity: 3, prices: { USD: { amountMinor: 900 } } }],
      }),
    ]);
  });

  test("reaches the search when the last unit goes, and when the first comes back", async () => {
    const words = await wordsNow();
    expect(await found("anvil", true)).toEqual(["test-anvil"]);
    await count("ANVIL", 0);
    await expect.poll(() => found("anvil", true)).toEqual([]);
    expect(await found("anvil")).toEqual(["test-anvil"]);
    expect(await wordsNow()).toEqual(words);
    await count("ANVIL", 2);
    await expect.poll(() => found("anvil", true)).toEqual(["test-anvil"]);
  });

  test("that the index has wrong is found by the doctor, and put right by what the doctor does", async () => {
    await inEveryShard("UPDATE search_documents_{g} SET in_stock = 0 WHERE product_id = 'test-anvil'");
    const check = async () =>
      (await askAsStaff<ProjectionCheck>("GET", "/api/admin/projections?ids=test-anvil")).body.searchDiffers;
    expect(await check()).toEqual(["test-anvil"]);
    await inWorld((world) => restateProducts(world, ["test-anvil"]));
    expect(await check()).toEqual([]);
  });

  test("an index row that was read before the units went does not bring them back", async () => {
    const old = await inWorld((world) => readProductsToIndex(world, ["test-anvil"]));
    await count("ANVIL", 0);
    await expect.poll(() => found("anvil", true)).toEqual([]);
    await inWorld(async (world) => {
      await indexRows(world, old.rows);
      await restateProducts(world, ["test-anvil"]);
    });
    expect(await found("anvil", true)).toEqual([]);
  });
});

describe("popularity", () => {
  const order = async (id: string, placedAtMs: number, lines: Record<string, number>) => {
    await env.ORDERS.batch([
      env.ORDERS.prepare(
        `INSERT INTO orders (id, secret, checkout_id, email, market, state, version, currency, subtotal_minor, discount_minor,
          shipping_minor, tax_minor, total_minor, tax_included, shipping_address, shipping, placed_at_ms, stock_committed_at_ms)
        VALUES (?1, 's', ?1, 'alex@example.com', 'en-us', 'paid', 1, 'USD', 0, 0, 0, 0, 0, 0, '{}', '{}', ?2, ?2)`,
      ).bind(id, placedAtMs),
      ...Object.entries(lines).map(([productId, quantity], position) =>
        env.ORDERS.prepare(
          `INSERT INTO order_lines (order_id, sku, position, product_id, title, slug, options, image, quantity, unit_minor, total_minor, tax_minor)
          VALUES (?, ?, ?, ?, '', '', '{}', '', ?, 0, 0, 0)`,
        ).bind(id, productId, position, productId, quantity),
      ),
    ]);
  };
  const gather = (aheadMs = 0) => inWorld((world) => gatherPopularity({ ...world, nowMs: () => Date.now() + aheadMs }));
  const levels = async () => {
    const rows = await inEveryShard<{ id: string; popularity: number }>(
      "SELECT product_id AS id, popularity FROM search_documents_{g} WHERE product_id LIKE 'test-tongs-%'",
    );
    return Object.fromEntries(rows.map(({ id, popularity }) => [id, popularity]));
  };

  beforeAll(() =>
    importNow(
      ["a", "b", "c"].map((name) => importedProduct({ externalId: `tongs-${name}`, title: `Tongs of ${name}` })),
    ),
  );

  test("what is sold comes first among equals, is counted once, and sinks when it is sold no more", async () => {
    expect(await found("tongs")).toHaveLength(3);
    await order("tongs-1", Date.now() - 5 * 60_000, { "test-tongs-b": 4 });
    await order("tongs-2", Date.now() - 4 * 60_000, { "test-tongs-b": 4, "test-tongs-c": 1 });
    await order("tongs-3", Date.now(), { "test-tongs-a": 50 });
    await gather();
    expect(await levels()).toEqual({ "test-tongs-a": 0, "test-tongs-b": 4, "test-tongs-c": 1 });
    expect((await found("tongs"))[0]).toBe("test-tongs-b");
    await gather();
    expect((await levels())["test-tongs-b"]).toBe(4);
    await gather(28 * DAY_MS);
    expect(await levels()).toMatchObject({ "test-tongs-b": 2, "test-tongs-a": 5 });
    await gather(90 * DAY_MS);
    expect(await levels()).toEqual({ "test-tongs-a": 0, "test-tongs-b": 0, "test-tongs-c": 0 });
  });
});

test("a product whose title is the query is found first, however many better placed ones match", async () => {
  await importNow([
    importedProduct({ externalId: "crate", title: "Wooden crate", rank: -1_000, attributes: [] }),
    importedProduct({
      externalId: "crate-code",
      title: "Something else altogether",
      rank: -1_000,
      variants: [{ sku: "WX-4711", quantity: 1, prices: { USD: { amountMinor: 900 } } }],
    }),
  ]);
  const { rows } = await inWorld((world) => readProductsToIndex(world, ["test-crate"]));
  const better = rows.flatMap((row) =>
    Array.from({ length: 600 }, (_, index) => {
      const placed = { ...row, productId: `better-${index}`, rank: 10 };
      return { ...placed, number: numberOf(placed), title: `crate wooden ${index}` };
    }),
  );
  await inWorld((world) => indexRows(world, better));
  expect((await found("wooden crate"))[0]).toBe("test-crate");
  expect((await found("wx4711"))[0]).toBe("test-crate-code");
});

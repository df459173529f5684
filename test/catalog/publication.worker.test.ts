import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { flipProducts, flipPublications } from "../../worker/catalog/flip-publications-flow.ts";
import { readSellables } from "../../worker/catalog/product-store.ts";
import type { StoreEvent } from "../../worker/events/event.ts";
import type { MarketId } from "../../worker/markets/markets.ts";
import { projectProducts } from "../../worker/search/project-products-flow.ts";
import { takeErrors } from "../support/logged-errors.ts";
import { MARKETS, marketOf } from "../support/markets.ts";
import { ask, askAsStaff, importedProduct, importNow, inWorld, refusal } from "../support/store-client.ts";

const HOUR_MS = 3_600_000;
const PATH = "/api/admin/products";
const version = async (id: string) => Number((await askAsStaff("GET", `${PATH}/${id}`)).body.version);
/** Changes it, and brings what is made of it up to date as the event would. */
async function change(id: string, changes: object) {
  const answer = await askAsStaff("PATCH", `${PATH}/${id}`, { version: await version(id), ...changes });
  await inWorld((world) => projectProducts(world, [id]));
  return answer;
}

/** In each market: whether its page, the list and a cart have it, at a time. */
async function shownIn(marketId: MarketId, id: string, aheadMs = 0): Promise<boolean[]> {
  const market = marketOf(marketId);
  if (!market) throw new Error("There is no such market");
  const slug = id.replace("test-", "");
  const at = Date.now() + aheadMs;
  const sold = await inWorld((world) => readSellables(world, market, [`SKU-${slug}`]), { nowMs: () => at });
  if (aheadMs > 0) return [sold.size === 1];
  const page = await ask(`/api/products/${slug}?market=${marketId}`);
  const list = await ask<{ items: { id: string }[] }>(`/api/products?market=${marketId}&limit=100`);
  return [page.status === 200, list.body.items.some((item) => item.id === id), sold.size === 1];
}

const product = (name: string) =>
  importedProduct({
    externalId: name,
    title: name,
    variants: [{ sku: `SKU-${name}`, prices: { USD: { amountMinor: 1_000 } } }],
  });

beforeAll(async () => {
  await importNow(["hat", "scarf", "glove", "boot"].map(product));
});

describe("a product is sold", () => {
  test("only in the markets that it is published in: pages, lists and carts agree", async () => {
    await change("test-hat", { markets: ["de-de", "ja-jp"] });
    for (const { id } of MARKETS) {
      const isSold = id === "de-de" || id === "ja-jp";
      expect([id, await shownIn(id, "test-hat")]).toEqual([id, [isSold, isSold, isSold]]);
    }
    await change("test-hat", { markets: null });
    expect(await shownIn("en-us", "test-hat")).toEqual([true, true, true]);
  });

  test("from and until its time, by the clock alone", async () => {
    const now = Date.now();
    await change("test-scarf", { publishFromMs: now + HOUR_MS, publishUntilMs: now + 3 * HOUR_MS });
    expect(await shownIn("en-us", "test-scarf")).toEqual([false, false, false]);
    expect(await shownIn("en-us", "test-scarf", 2 * HOUR_MS)).toEqual([true]);
    expect(await shownIn("en-us", "test-scarf", 4 * HOUR_MS)).toEqual([false]);
  });

  test("a time that ends before it begins is refused", async () => {
    expect(refusal(await change("test-glove", { publishFromMs: 5, publishUntilMs: 5 }))).toBe("422 request.invalid");
  });
});

describe("when its time has come", () => {
  test("the timer tells of it once at either end, as a version, and a document that was kept does not outlive it", async () => {
    const now = Date.now();
    await change("test-boot", { publishFromMs: now + HOUR_MS, publishUntilMs: now + 3 * HOUR_MS });
    const before = await version("test-boot");
    const told = async (aheadMs: number) => {
      await env.CATALOG.prepare("DELETE FROM outbox").run();
      const { flipped } = await inWorld((world) =>
        flipPublications({ ...world, nowMs: () => now + aheadMs, defer: () => undefined }),
      );
      const { results } = await env.CATALOG.prepare("SELECT payload FROM outbox").all<{ payload: string }>();
      return [flipped, results.map((row) => JSON.parse(row.payload).productIds)];
    };
    // The scarf of another test is due in the same hours.
    await change("test-scarf", { publishFromMs: null, publishUntilMs: null });
    expect(await told(HOUR_MS - 1)).toEqual([0, []]);
    expect(await told(HOUR_MS)).toEqual([1, [["test-boot"]]]);
    expect(await told(HOUR_MS)).toEqual([0, []]);
    expect(await told(3 * HOUR_MS)).toEqual([1, [["test-boot"]]]);
    expect(await told(9 * HOUR_MS)).toEqual([0, []]);
    expect(await version("test-boot")).toBe(before + 2);
    const { items } = (await askAsStaff<{ items: { source: string }[] }>("GET", `${PATH}/test-boot/versions?limit=2`))
      .body;
    expect(items.map(({ source }) => source)).toEqual(["schedule", "schedule"]);
  });

  test("more than one batch holds is handed to the queue; one that cannot be flipped holds up no other", async () => {
    const now = Date.now();
    const many = Array.from({ length: 105 }, (_, at) => `due-${String(at).padStart(3, "0")}`);
    await env.CATALOG.prepare(
      `INSERT INTO products (id, source, status, brand, product_type, language_default, attributes, media, rank, version,
        created_at_ms, updated_at_ms, publish_until_ms, publish_due_ms)
      SELECT value, 'test', 'published', '', 'other', 'en', '[]', '[]', 0, 1, 0, 0, ?2, ?2 + key FROM json_each(?1)`,
    )
      .bind(JSON.stringify(many), now - 1_000)
      .run();
    await env.CATALOG.prepare(
      `CREATE TRIGGER broken BEFORE UPDATE ON products WHEN OLD.id = 'due-001' BEGIN SELECT RAISE(ABORT, 'broken'); END`,
    ).run();
    const sent: StoreEvent[] = [];
    const send = async (events: readonly StoreEvent[]) => void sent.push(...events);
    const answer = await inWorld((world) => flipPublications(world), { send });
    expect(answer).toEqual({ flipped: 0, sent: 5 });
    for (let read = 0; read < sent.length; read += 1) {
      const event = sent[read];
      if (event?.kind === "products.due")
        await inWorld((world) => flipProducts(world, event.payload.productIds), { send });
    }
    const versions = await env.CATALOG.prepare(
      "SELECT version, count(*) AS n FROM products WHERE id LIKE 'due-%' GROUP BY version ORDER BY version",
    ).all();
    expect(versions.results).toEqual([
      { version: 1, n: 1 },
      { version: 2, n: 104 },
    ]);
    expect(JSON.stringify(takeErrors())).toContain("publication.not_flipped");
    await env.CATALOG.batch(
      ["DROP TRIGGER broken", "DELETE FROM products WHERE id LIKE 'due-%'"].map((query) => env.CATALOG.prepare(query)),
    );
  });

  test("two messages of the same products at once flip each once", async () => {
    const past = Date.now() - HOUR_MS;
    await change("test-boot", { publishFromMs: null, publishUntilMs: past });
    await env.CATALOG.prepare("UPDATE products SET publish_due_ms = ? WHERE id = 'test-boot'").bind(past).run();
    const before = await version("test-boot");
    const flip = () => inWorld((world) => flipProducts(world, ["test-boot"]), { send: async () => undefined });
    await Promise.all([flip(), flip(), flip()]);
    expect(await version("test-boot")).toBe(before + 1);
  });

  test("what is over or archived is gone; what comes yet, or never was in this market, is not there", async () => {
    const past = Date.now() - HOUR_MS;
    await change("test-glove", { publishUntilMs: past });
    expect(refusal(await ask("/api/products/glove?market=en-us"))).toBe("410 product.gone");
    await change("test-glove", { publishFromMs: Date.now() + HOUR_MS, publishUntilMs: null });
    expect(refusal(await ask("/api/products/glove?market=en-us"))).toBe("404 product.unknown");
    await change("test-glove", { status: "archived", markets: ["de-de"], publishFromMs: null });
    expect(refusal(await ask("/api/products/glove?market=de-de"))).toBe("410 product.gone");
    expect(refusal(await ask("/api/products/glove?market=en-us"))).toBe("404 product.unknown");
  });
});

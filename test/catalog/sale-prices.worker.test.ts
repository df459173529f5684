import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { flipPublications } from "../../worker/catalog/flip-publications-flow.ts";
import { readFormers } from "../../worker/catalog/former-price-store.ts";
import { readProductCards, readSellables } from "../../worker/catalog/product-store.ts";
import { saveProduct } from "../../worker/catalog/save-product-flow.ts";
import { readProductForStaff } from "../../worker/catalog/staff-product-store.ts";
import type { Market, MarketId } from "../../worker/markets/markets.ts";
import { type Price, unitMinorOf } from "../../worker/pricing/price.ts";
import { priorIfWritten } from "../../worker/pricing/prior-price.ts";
import { marketOf } from "../support/markets.ts";
import { importedProduct, importNow, inWorld } from "../support/store-client.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BEGIN = Date.parse("2028-01-01T12:00:00Z");
const by = { id: "staff", name: "Robin Example", email: "", role: "staff" as const, market: "en-us" as const };
let made = 0;

/** A product whose euro price was first written at `BEGIN`, and what to do with it by the day. */
async function product(first: Price) {
  made += 1;
  const [productId, sku] = [`test-sale-${made}`, `SALE-${made}`];
  await importNow([importedProduct({ externalId: `sale-${made}`, variants: [{ sku, prices: {}, exact: true }] })]);
  const market = (id: MarketId): Market => {
    const found = marketOf(id);
    if (!found) throw new Error("There is no such market");
    return found;
  };
  const at = (day: number) => BEGIN + day * DAY_MS;
  const price = async (day: number, next: Price) => {
    const row = await env.CATALOG.prepare("SELECT version FROM products WHERE id = ?")
      .bind(productId)
      .first<{ version: number }>();
    const changes = { variants: [{ sku, prices: { EUR: next, GBP: next } }] };
    const ask = { productId, version: row?.version ?? 0, changes, by };
    const had = (await inWorld((world) => readProductForStaff(world, productId)))?.variants[0]?.prices.EUR;
    const foretold = priorIfWritten(
      had,
      next,
      await inWorld((world) => readFormers(world.catalog, sku, "EUR")),
      at(day),
    );
    const saved = await inWorld((world) => saveProduct(world, ask), { nowMs: () => at(day) });
    expect(saved).toMatchObject({ ok: true });
    const kept = await env.CATALOG.prepare("SELECT prior_minor AS minor FROM prices WHERE sku = ? AND list_id = 'EUR'")
      .bind(sku)
      .first<{ minor: number | null }>();
    expect(foretold, "what staff are shown before they save is what is kept").toBe(kept?.minor);
  };
  const card = async (day: number, id: MarketId = "de-de") => {
    const [found] = await inWorld((world) => readProductCards(world, market(id), [productId]), {
      nowMs: () => at(day),
    });
    return found && [found.price.amountMinor, found.compareAtMinor, found.lowest30Days];
  };
  const sold = (day: number) =>
    inWorld((world) => readSellables(world, market("de-de"), [sku]), { nowMs: () => at(day) }).then((all) =>
      all.get(sku),
    );
  const former = async () =>
    (
      await env.CATALOG.prepare("SELECT count(*) AS n FROM former_prices WHERE sku = ? AND list_id = 'EUR'")
        .bind(sku)
        .first<{ n: number }>()
    )?.n;
  await price(0, first);
  return { productId, sku, at, price, card, sold, former };
}
const plain = (amountMinor: number, compareAtMinor: number | null = null): Price => ({ amountMinor, compareAtMinor });

describe("a reduction in the Union", () => {
  test("is told against the lowest price of the 30 days before it, whatever staff say it cost", async () => {
    const lamp = await product(plain(100));
    await lamp.price(10, plain(90));
    await lamp.price(20, plain(100));
    await lamp.price(30, plain(80, 120));
    expect([await lamp.card(31), await lamp.card(31, "en-gb")]).toEqual([
      [80, 90, true],
      [80, 120, false],
    ]);
  });

  test("minds no price that ended more than 30 days before, a leap day among them", async () => {
    const lamp = await product(plain(100));
    await lamp.price(30, plain(50));
    await lamp.price(44, plain(100)); // 14 February 2028
    await lamp.price(74, plain(80, 100)); // 15 March: 30 days later, as February has 29.
    expect(await lamp.card(74)).toEqual([80, null, false]);
    await lamp.price(76, plain(100));
    await lamp.price(110, plain(80, 100));
    expect(await lamp.card(110)).toEqual([80, 100, true]);
  });

  test("keeps its prior price while it goes on, and a further one is told against the first", async () => {
    const lamp = await product(plain(100));
    await lamp.price(40, plain(80, 100));
    await lamp.price(60, plain(80, 150));
    expect(await lamp.card(200)).toEqual([80, 100, true]);
    await lamp.price(65, plain(70, 150));
    expect(await lamp.card(66)).toEqual([70, 80, true]);
  });

  test("that is only said of a price which has long been asked is not told", async () => {
    const lamp = await product(plain(80));
    await lamp.price(40, plain(80, 100));
    expect([await lamp.card(41), await lamp.card(41, "en-gb")]).toEqual([
      [80, null, false],
      [80, 100, false],
    ]);
  });

  test("of what was never priced here before goes by staff's word", async () => {
    expect(await (await product(plain(80, 100))).card(1)).toEqual([80, 100, true]);
  });
});

describe("a sale", () => {
  test("begins and ends by the clock: carts, cards and sorted lists, and its prior price is that of the days before it", async () => {
    const lamp = await product(plain(100));
    await lamp.price(5, plain(95));
    await lamp.price(6, { ...plain(100), sale: { amountMinor: 70, fromMs: lamp.at(10), untilMs: lamp.at(12) } });
    expect([await lamp.card(9), await lamp.card(10), await lamp.card(12)]).toEqual([
      [100, null, false],
      [70, 95, true],
      [100, null, false],
    ]);
    expect([(await lamp.sold(9))?.unitMinor, (await lamp.sold(11))?.unitMinor]).toEqual([100, 70]);
    const kept = async (day: number) => {
      await inWorld((world) => flipPublications(world), { nowMs: () => lamp.at(day) });
      const row = await env.CATALOG.prepare(
        "SELECT from_minor AS minor, version, publish_due_ms AS dueMs FROM product_prices JOIN products ON id = product_id WHERE product_id = ? AND list_id = 'EUR'",
      )
        .bind(lamp.productId)
        .first();
      return [row?.minor, row?.version, row?.dueMs];
    };
    expect(await kept(9)).toEqual([100, 4, lamp.at(10)]);
    expect(await kept(10)).toEqual([70, 5, lamp.at(12)]);
    expect(await kept(12)).toEqual([100, 6, null]);
  });

  test("that has been counts as a price that was asked, when it is over too", async () => {
    const lamp = await product({
      ...plain(100),
      sale: { amountMinor: 60, fromMs: BEGIN + DAY_MS, untilMs: BEGIN + 3 * DAY_MS },
    });
    await lamp.price(20, plain(90, 100));
    expect(await lamp.card(20)).toEqual([90, null, false]);
    await lamp.price(50, plain(100));
    await lamp.price(51, plain(85, 100));
    expect(await lamp.card(51)).toEqual([85, 90, true]);
  });

  test("that is made longer while it is on keeps what it is told against", async () => {
    const sale = (until: number) => ({ amountMinor: 70, fromMs: BEGIN + 10 * DAY_MS, untilMs: BEGIN + until * DAY_MS });
    const lamp = await product(plain(100));
    await lamp.price(1, { ...plain(100), sale: sale(12) });
    await lamp.price(11, { ...plain(100), sale: sale(60) });
    expect(await lamp.card(59)).toEqual([70, 100, true]);
  });

  test("lasts as long as it says over a change of clocks", async () => {
    // Berlin's clocks go forward at 01:00 UTC on 26 March 2028; moments are the same everywhere.
    const fromMs = Date.parse("2028-03-25T12:00:00+01:00");
    const lamp = await product({
      ...plain(100),
      sale: { amountMinor: 70, fromMs, untilMs: Date.parse("2028-03-26T12:00:00+02:00") },
    });
    const dayOf = (ms: number) => (ms - BEGIN) / DAY_MS;
    const hours = [0, 22.99, 23].map((hour) => dayOf(fromMs + hour * HOUR_MS));
    expect(await Promise.all(hours.map((day) => lamp.sold(day).then((sold) => sold?.unitMinor)))).toEqual([
      70, 70, 100,
    ]);
  });
});

describe("what was asked before", () => {
  test("is kept once a day at most, and forgotten after a month", async () => {
    const lamp = await product(plain(100));
    for (let change = 1; change <= 12; change += 1) await lamp.price(1 + change / 24, plain(100 + change));
    expect(await lamp.former()).toBeLessThanOrEqual(2);
    for (let day = 3; day < 9; day += 1) await lamp.price(day, plain(200 + day));
    await lamp.price(60, plain(100));
    expect(await lamp.former()).toBe(1);
  });

  test("of a list that follows is kept too", async () => {
    const lamp = await product(plain(100_00));
    await lamp.price(10, plain(50_00));
    const row = await env.CATALOG.prepare(
      "SELECT low_minor AS minor FROM former_prices WHERE sku = ? AND list_id = 'PLN'",
    )
      .bind(lamp.sku)
      .first();
    expect(row?.minor).toBe(438_99);
  });
});

describe("prices by quantity", () => {
  test("are what a cart asks of so many", async () => {
    const lamp = await product({
      ...plain(100),
      tiers: [
        { from: 5, amountMinor: 90 },
        { from: 10, amountMinor: 80 },
      ],
    });
    const terms = (await lamp.sold(1))?.terms;
    expect([1, 5, 10, 99].map((quantity) => terms && unitMinorOf(terms, quantity))).toEqual([100, 90, 80, 80]);
  });
});

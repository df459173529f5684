/** What a reduction is told against in a list that follows another, while rates, terms and the base's own prices change. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { feedOf, SAMPLE_RATES } from "../../tools/reference-rates.ts";
import { done } from "../../worker/base/outcome.ts";
import { followRates } from "../../worker/catalog/follow-rates-flow.ts";
import { readPriceList } from "../../worker/catalog/price-list-store.ts";
import { readProductCards } from "../../worker/catalog/product-store.ts";
import { savePriceList } from "../../worker/catalog/save-price-list-flow.ts";
import { saveProduct } from "../../worker/catalog/save-product-flow.ts";
import type { Market } from "../../worker/markets/markets.ts";
import type { Price } from "../../worker/pricing/price.ts";
import { followLists } from "../support/follow-lists.ts";
import { marketOf } from "../support/markets.ts";
import { importedProduct, importNow, inWorld } from "../support/store-client.ts";

const DAY_MS = 86_400_000;
const by = { id: "staff", name: "Robin Example", email: "", role: "staff" as const, market: "en-us" as const };
const poland = marketOf("pl-pl") as Market;
const quiet = { info: () => undefined, error: () => undefined };
let now = Date.parse("2028-06-01T15:00:00Z");
let made = 0;
let [productId, sku] = ["", ""];
const at = { nowMs: () => now };

/** The bank's day, and what the timer and its messages do by it. */
async function bankSays(zloty: string): Promise<void> {
  now += DAY_MS;
  const rateSource = async () =>
    done(feedOf(new Date(now).toISOString().slice(0, 10), { ...SAMPLE_RATES, PLN: zloty }));
  const end = await inWorld((world) => followRates(world), { ...at, rateSource, log: quiet });
  expect(end).toBe("believed");
  await followLists(at);
}
async function setEuros(price: Price): Promise<void> {
  const row = await env.CATALOG.prepare("SELECT version FROM products WHERE id = ?")
    .bind(productId)
    .first<{ version: number }>();
  const changes = { variants: [{ sku, prices: { EUR: price } }] };
  const ask = { productId, version: row?.version ?? 0, changes, by };
  expect(await inWorld((world) => saveProduct(world, ask), at)).toMatchObject({ ok: true });
}
/** In Poland: what is asked, what it is told against, and whether as the lowest price of 30 days. */
async function shown() {
  const [card] = await inWorld((world) => readProductCards(world, poland, [productId]), at);
  return card && [card.price.amountMinor, card.compareAtMinor, card.lowest30Days];
}
async function setMargin(marginBp: number): Promise<void> {
  const list = await inWorld((world) => readPriceList(world.catalog, "PLN"));
  if (!list?.derivation) throw new Error("PLN follows a list");
  const { rateDate: _date, rateSource: _source, ...terms } = list.derivation;
  const ask = { name: list.name, currency: list.currency, version: list.version, derivation: { ...terms, marginBp } };
  expect(await inWorld((world) => savePriceList(world, "PLN", ask, by), at)).toMatchObject({ ok: true });
}
const sale = (amountMinor: number, days = 60) => ({ amountMinor, fromMs: now, untilMs: now + days * DAY_MS });

/** A hundred euros for a month, at the rate and the margin that the list came with. */
beforeEach(async () => {
  made += 1;
  now += 100 * DAY_MS;
  [productId, sku] = [`test-rated-${made}`, `RATED-${made}`];
  const tables = ["exchange_rates", "rate_asks", "rate_overrides"];
  await env.CATALOG.batch(tables.map((table) => env.CATALOG.prepare(`DELETE FROM ${table}`)));
  await env.CATALOG.prepare(
    `UPDATE price_lists SET rate = '4.25', margin_bp = 336, follow_bp = 10, numerator = 439280000,
      denominator = 100000000, work_after_id = NULL WHERE id = 'PLN'`,
  ).run();
  await importNow([importedProduct({ externalId: `rated-${made}`, variants: [{ sku, prices: {}, exact: true }] })]);
  await setEuros({ amountMinor: 100_00, compareAtMinor: null });
  now += 40 * DAY_MS;
});

describe("a reduction of a list that follows", () => {
  test("is told against the days before it while rates rise and fall: the base's is the same one", async () => {
    await setEuros({ amountMinor: 100_00, compareAtMinor: null, sale: sale(70_00) });
    expect(await shown()).toEqual([307_99, 438_99, true]);
    await bankSays("4.27");
    expect(await shown()).toEqual([308_99, 438_99, true]);
    await bankSays("4.23");
    expect(await shown()).toEqual([305_99, 438_99, true]);
    await bankSays("4.25");
    expect(await shown()).toEqual([307_99, 438_99, true]);
  });

  test("goes on so where it has no end, but a word for what it cost", async () => {
    await setEuros({ amountMinor: 70_00, compareAtMinor: 120_00 });
    expect(await shown()).toEqual([307_99, 438_99, true]);
    await bankSays("4.27");
    expect(await shown()).toEqual([308_99, 438_99, true]);
  });

  test("is measured anew by a rate that came before it began", async () => {
    const [fromMs, untilMs] = [now + 3 * DAY_MS, now + 9 * DAY_MS];
    await setEuros({ amountMinor: 100_00, compareAtMinor: null, sale: { amountMinor: 70_00, fromMs, untilMs } });
    await bankSays("4.20");
    now = fromMs;
    expect(await shown()).toEqual([303_99, 433_99, true]);
    await bankSays("4.27");
    expect(await shown()).toEqual([308_99, 433_99, true]);
  });

  test("that goes further in the base is a new one, whatever the rate did before", async () => {
    const first = sale(70_00);
    await setEuros({ amountMinor: 100_00, compareAtMinor: null, sale: first });
    await bankSays("4.27");
    now += DAY_MS;
    await setEuros({ amountMinor: 100_00, compareAtMinor: null, sale: { ...first, amountMinor: 60_00 } });
    expect(await shown()).toEqual([264_99, 307_99, true]);
    await bankSays("4.25");
    expect(await shown()).toEqual([263_99, 307_99, true]);
  });

  test("is the same one where staff change something else before the new rate has reached it", async () => {
    await setEuros({ amountMinor: 100_00, compareAtMinor: null, sale: sale(70_00) });
    await env.CATALOG.prepare("UPDATE price_lists SET numerator = 441300000 WHERE id = 'PLN'").run();
    await setEuros({ amountMinor: 100_00, compareAtMinor: 130_00, sale: sale(70_00) });
    expect(await shown()).toEqual([308_99, 438_99, true]);
  });

  test("that staff bring about by the list's margin is a new one, by rates that come with it too", async () => {
    await setEuros({ amountMinor: 100_00, compareAtMinor: null, sale: sale(70_00) });
    await setMargin(0);
    await followLists(at);
    expect(await shown()).toEqual([297_99, 307_99, true]);
    await bankSays("4.27");
    expect(await shown(), "and goes on from there").toEqual([298_99, 307_99, true]);
    await setMargin(-300);
    await bankSays("4.20");
    expect(await shown(), "the rate came before the margin's prices").toEqual([284_99, 297_99, true]);
  });

  test("that ended, and another after it, is told against what the first asked", async () => {
    await setEuros({ amountMinor: 100_00, compareAtMinor: null, sale: sale(70_00, 2) });
    await bankSays("4.27");
    now += 5 * DAY_MS;
    expect((await shown())?.[1]).toBeNull();
    await setEuros({ amountMinor: 100_00, compareAtMinor: null, sale: sale(65_00) });
    expect(await shown()).toEqual([286_99, 307_99, true]);
  });
});

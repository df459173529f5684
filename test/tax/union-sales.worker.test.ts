/** Sales to consumers in other member states are counted with their orders and refunds, and decide the tax of the next ones. */
import { env, exports } from "cloudflare:workers";
import type { BatchItem } from "drizzle-orm/batch";
import { beforeEach, describe, expect, test } from "vitest";
import { auditInsert } from "../../worker/admin/audit-store.ts";
import { forgetAll } from "../../worker/base/memory-store.ts";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import { priceCheckout } from "../../worker/checkout/price-checkout-flow.ts";
import type { MarketId } from "../../worker/markets/markets.ts";
import { refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { dayIn } from "../../worker/tax/tax-date.ts";
import { FIRST_SETTINGS, type TaxSettings } from "../../worker/tax/tax-settings.ts";
import { readTaxSettings, writeTaxSettings } from "../../worker/tax/tax-store.ts";
import { UNION_LIMIT_MINOR } from "../../worker/tax/union/union-sale.ts";
import { listUnionDays, sumUnionDay, unionSaleWrites } from "../../worker/tax/union/union-sale-store.ts";
import type { World } from "../../worker/world.ts";
import { STAFF } from "../support/doctor-books.ts";
import { askWith, fillCart, orderOf, rowsOf, sessionOf } from "../support/order-goods.ts";
import { SEED_PRICES, seedProduct } from "../support/seed-catalog.ts";
import { deliver, payFor, takeDeliveries } from "../support/stripe-emulator.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const raise = (why: string): never => {
  throw new Error(why);
};
const TODAY = dayIn("Europe/Berlin", world.nowMs());
const YEAR = Number(TODAY.slice(0, 4));
const inAustria = { line1: "Ring 1", line2: "", city: "Wien", region: "", postalCode: "1010", country: "AT" };
const TO_AUSTRIA = { shippingAddress: { name: "Alex Example", ...inAustria } };

async function settle(over: Partial<TaxSettings>): Promise<void> {
  const { version } = await readTaxSettings(world.accounts);
  const settings = { ...FIRST_SETTINGS, taxIds: { DE: "DE123456788" }, ...over, version: version + 1 };
  const entry = { by: STAFF, action: "tax.settings_saved", subject: "tax:test", before: null, after: null } as const;
  await writeTaxSettings(world.accounts, settings, { byName: "Robin Example", atMs: 0 }, auditInsert(world, entry));
}
const counted = (day: string, soldMinor: number, backMinor = 0) =>
  env.ORDERS.prepare("INSERT INTO union_days VALUES ('DE', ?, ?, ?)").bind(day, soldMinor, backMinor).run();
const sums = async () => {
  const days = await listUnionDays(world, "DE", YEAR);
  return days.map(({ soldMinor, backMinor }) => [soldMinor, backMinor]);
};

async function ask(over: object = TO_AUSTRIA, market: MarketId = "de-de") {
  const sku = `SKU-${crypto.randomUUID().slice(0, 8)}`;
  await seedProduct({ sku, openingQuantity: 10, prices: { ...SEED_PRICES, PLN: 442_00 } });
  return askWith(await fillCart(world, { [sku]: 1 }, market), over);
}
async function priced(over: object = TO_AUSTRIA, market?: MarketId) {
  const answer = await priceCheckout(world, await ask(over, market));
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
  return answer.value;
}
async function ordered(over: object = TO_AUSTRIA) {
  const asked = await ask(over);
  expect((await beginCheckout(world, asked)).ok).toBe(true);
  const sessionId = await sessionOf(world, asked.id);
  await payFor(sessionId);
  const messages = await takeDeliveries(sessionId);
  // Twice: the webhook is told again.
  for (const message of [...messages, ...messages]) expect((await deliver(message)).status).toBe(200);
  const orderId = await orderOf(world, asked.id);
  const [order] = await rowsOf("orders", "id", orderId);
  return {
    orderId,
    totalMinor: Number(order?.total_minor),
    netMinor: Number(order?.total_minor) - Number(order?.tax_minor),
  };
}
const refund = (orderId: string, amountMinor: number) =>
  refundOrder(world, { orderId, refundId: crypto.randomUUID(), amountMinor, restock: [], reason: "test", by: STAFF });

beforeEach(async () => {
  await env.ORDERS.exec("DELETE FROM union_sales");
  await env.ORDERS.exec("DELETE FROM union_days");
  await env.CATALOG.exec("DELETE FROM exchange_rates");
  forgetAll();
  await settle({ oss: "counted" });
});

describe("the count", () => {
  test("takes an order once, however often its payment is told, and what is given back out of it", async () => {
    const { orderId, totalMinor, netMinor } = await ordered();
    expect(await sums()).toEqual([[netMinor, 0]]);
    expect(await rowsOf("union_sales", "order_id", orderId)).toMatchObject([
      { document: orderId, home: "DE", day: TODAY, eur_minor: netMinor },
    ]);
    expect((await refund(orderId, 1_000)).ok).toBe(true);
    const part = Math.round((netMinor * 1_000) / totalMinor);
    expect(await sums()).toEqual([[netMinor, part]]);
    expect((await refund(orderId, totalMinor - 1_000)).ok).toBe(true);
    expect(await sums(), "all of it").toEqual([[netMinor, netMinor]]);
  });

  test("leaves out what stays at home, and a business that owes the tax itself", async () => {
    const atHome = {
      shippingAddress: { ...TO_AUSTRIA.shippingAddress, city: "Berlin", postalCode: "10115", country: "DE" },
    };
    await ordered(atHome);
    expect(await sums()).toEqual([]);
    const business = { company: "Example Trading", vatNumber: "ATU10000005" };
    expect((await priced({ ...TO_AUSTRIA, business })).tax).not.toHaveProperty("union");
  });

  test("goes on while staff say that the shop is over or under, so they see the sum", async () => {
    await settle({ oss: "registered" });
    const { netMinor } = await ordered();
    await settle({ oss: "below_threshold" });
    const other = await ordered();
    expect(await sums()).toEqual([[netMinor + other.netMinor, 0]]);
  });

  test("takes another currency by the bank's rate of the day, and says where none is known", async () => {
    const inPoland = { ...TO_AUSTRIA.shippingAddress, city: "Warszawa", postalCode: "00-950", country: "PL" };
    const sold = async () => (await priced({ shippingAddress: inPoland }, "pl-pl")).tax?.union;
    expect(await sold()).toEqual({ home: "DE", eurMinor: null });
    forgetAll();
    await env.CATALOG.prepare("INSERT INTO exchange_rates VALUES (?, 'PLN', '4')")
      .bind(`${YEAR - 1}-12-31`)
      .run();
    await env.CATALOG.prepare("INSERT INTO exchange_rates VALUES ('2999-01-01', 'PLN', '8')").run();
    const { totals, tax } = await priced({ shippingAddress: inPoland }, "pl-pl");
    const eurMinor = Math.round((totals.totalMinor - totals.taxMinor) / 4);
    expect(tax?.union).toEqual({ home: "DE", eurMinor, rate: "4", rateDate: `${YEAR - 1}-12-31` });
  });
});

describe("while the store counts", () => {
  test("the order that lifts the sum over the threshold is the first that is taxed where it arrives", async () => {
    const { totals, tax } = await priced();
    expect(tax).toMatchObject({ treatment: "home_rate", country: "DE" });
    const netMinor = totals.totalMinor - totals.taxMinor;
    await counted(TODAY, UNION_LIMIT_MINOR - netMinor);
    expect((await priced()).tax, "up to the threshold").toMatchObject({ treatment: "home_rate" });
    await env.ORDERS.exec("UPDATE union_days SET sold_minor = sold_minor + 1");
    const lifting = await priced();
    expect(lifting.tax).toMatchObject({ treatment: "oss", country: "AT" });
    expect(lifting.tax?.union, "what decided is what counts: the sum is then above it").toEqual({
      ...{ home: "DE", eurMinor: netMinor },
    });
    expect(lifting.totals.totalMinor - lifting.totals.taxMinor).toBeLessThan(netMinor);
    await env.ORDERS.exec("UPDATE union_days SET sold_minor = 1000001");
    const after = await priced();
    expect(after.tax?.union?.eurMinor, "later ones count as they are taxed").toBe(
      after.totals.totalMinor - after.totals.taxMinor,
    );
    await env.ORDERS.prepare("UPDATE union_days SET sold_minor = ?")
      .bind(UNION_LIMIT_MINOR - netMinor + 1)
      .run();
    await env.ORDERS.exec("UPDATE union_days SET back_minor = 1");
    const early = (await priced()).tax;
    expect(early, "a day's sales are summed before what it gives back").toMatchObject({ treatment: "oss" });
  });

  test("all of the year after one in which it was exceeded is, and what staff fixed is not", async () => {
    await counted(`${YEAR - 1}-06-30`, UNION_LIMIT_MINOR + 1);
    await counted(`${YEAR - 1}-07-01`, 0, UNION_LIMIT_MINOR);
    expect((await priced()).tax).toMatchObject({ treatment: "oss", country: "AT" });
    await settle({ oss: "below_threshold" });
    expect((await priced()).tax).toMatchObject({ treatment: "home_rate", country: "DE" });
  });

  test("a database that does not answer counts as it last did, and keeps nobody from buying", async () => {
    const down = { select: () => raise("the database is down") } as unknown as World["ordersAll"][number];
    const { ordersAll } = world;
    const errors = world.errors.length;
    try {
      world.ordersAll = [down];
      expect((await priced()).tax).toMatchObject({ treatment: "home_rate" });
      world.ordersAll = ordersAll;
      await counted(TODAY, UNION_LIMIT_MINOR + 1);
      expect((await priced()).tax).toMatchObject({ treatment: "oss" });
      world.ordersAll = [down];
      expect((await priced()).tax).toMatchObject({ treatment: "oss", country: "AT" });
    } finally {
      world.ordersAll = ordersAll;
    }
    expect(world.errors.splice(errors).map(({ event }) => event)).toEqual(["union.sums_unread", "union.sums_unread"]);
  });

  test("a refund that the bank sends back takes down what was given back, and is no sale", async () => {
    const { orderId, netMinor } = await ordered();
    const back = { document: "R", orderId, home: "DE", day: TODAY, eurMinor: -400 };
    const db = world.ordersOfNumber(orderId);
    if (!db) throw new Error("An order has a database");
    for (const entry of [back, back, { ...back, document: "reversal:R", eurMinor: 400 }])
      await db.batch(unionSaleWrites(db, entry) as [BatchItem<"sqlite">, ...BatchItem<"sqlite">[]]);
    expect(await sums()).toEqual([[netMinor, 0]]);
    await sumUnionDay(db, "DE", TODAY);
    expect(await sums(), "and so doctor sums it").toEqual([[netMinor, 0]]);
  });

  test("a checkout that was begun keeps its tax, and is counted as it was taxed", async () => {
    const asked = await ask();
    const begun = await beginCheckout(world, asked);
    await counted(TODAY, UNION_LIMIT_MINOR + 1);
    const again = await beginCheckout(world, asked);
    expect(begun.ok && again.ok && again.value.totals).toEqual(begun.ok && begun.value.totals);
  });
});

test("staff read the sums over the API; a shop outside the Union has none", async () => {
  const read = async () => {
    const headers = { authorization: "Bearer staff-token-for-tests" };
    const response = await exports.default.fetch("http://store.test/api/admin/tax", { headers });
    return (await response.json()) as { union: unknown };
  };
  await counted(`${YEAR - 1}-06-30`, UNION_LIMIT_MINOR + 1);
  await counted(TODAY, 500, 200);
  await env.ORDERS.prepare("INSERT INTO union_sales VALUES ('D', 'D', 'DE', ?, NULL)").bind(TODAY).run();
  expect((await read()).union).toEqual({
    ...{ home: "DE", limitMinor: UNION_LIMIT_MINOR, isPast: true, unrated: 1 },
    years: [
      { year: YEAR, soldMinor: 500, backMinor: 200, sumMinor: 300, exceededOn: null },
      {
        ...{ year: YEAR - 1, soldMinor: UNION_LIMIT_MINOR + 1, backMinor: 0, sumMinor: UNION_LIMIT_MINOR + 1 },
        exceededOn: `${YEAR - 1}-06-30`,
      },
    ],
  });
  await settle({ seller: { ...FIRST_SETTINGS.seller, country: "US" } });
  expect((await read()).union).toBeNull();
});

/** Tax by a provider: what was shown is charged whatever becomes of the provider, and it is told of what came about. */
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { auditInsert } from "../../worker/admin/audit-store.ts";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import type { BeginCheckout } from "../../worker/checkout/checkout-answer.ts";
import { readCheckout } from "../../worker/checkout/checkout-store.ts";
import { priceCheckout } from "../../worker/checkout/price-checkout-flow.ts";
import { readOrder } from "../../worker/orders/order-store.ts";
import { refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { CALCULATION_KEPT_MS } from "../../worker/tax/provider/ask-provider-flow.ts";
import { pruneCalculations, readTransaction } from "../../worker/tax/provider/calculation-store.ts";
import { recordTaxedRefund, recordTaxedSale } from "../../worker/tax/provider/record-tax-flow.ts";
import type { TaxProvider } from "../../worker/tax/provider/tax-provider.ts";
import { FIRST_SETTINGS, type TaxSettings } from "../../worker/tax/tax-settings.ts";
import { readTaxSettings, writeTaxSettings } from "../../worker/tax/tax-store.ts";
import { assertTotalsAddUp } from "../support/assert-totals-add-up.ts";
import { examineAll } from "../support/doctor-books.ts";
import { dyingWorld, wasKilled } from "../support/dying-world.ts";
import { ADDRESS, askWith, fillCart, orderOf, seedGoods, sessionOf } from "../support/order-goods.ts";
import { askAsStaff, ask as request } from "../support/store-client.ts";
import { deliver, failNext, payFor, takeDeliveries } from "../support/stripe-emulator.ts";
import { newTestWorld, type TestWorld } from "../support/test-world.ts";

const STAFF = {
  id: "staff",
  name: "Robin Example",
  email: "robin@example.com",
  role: "staff",
  market: "en-us",
} as const;
const IN_BERLIN = { ...ADDRESS, city: "Berlin", region: "", postalCode: "10117", country: "DE" };
const SILENT: TaxProvider = {
  calculate: async () => ({ ok: false, problem: { code: "tax.provider_unavailable", why: "a test" } }),
  recordSale: async () => ({ ok: false, problem: { code: "tax.provider_unavailable", why: "a test" } }),
  recordRefund: async () => ({ ok: false, problem: { code: "tax.provider_unavailable", why: "a test" } }),
};

async function settle(over: Partial<TaxSettings>): Promise<void> {
  const { accounts } = newTestWorld();
  const { version } = await readTaxSettings(accounts);
  const settings = { ...FIRST_SETTINGS, providerIn: ["US"], ...over, version: version + 1 };
  const entry = { by: STAFF, action: "tax.settings_saved", subject: "tax:test", before: null, after: null };
  const written = { byName: "Robin Example", atMs: 0 };
  expect(await writeTaxSettings(accounts, settings, written, auditInsert(newTestWorld(), entry))).toBe(true);
}
beforeEach(() => settle({}));

/** `asked` counts what the provider was asked to reckon. */
function watched(): TestWorld & { asked: number[] } {
  const world = newTestWorld();
  const asked: number[] = [];
  const real = world.taxProvider;
  if (!real) throw new Error("Tests have a key");
  const calculate: TaxProvider["calculate"] = (ask) => {
    asked.push(ask.lines.length);
    return real.calculate(ask);
  };
  return { ...world, taxProvider: { ...real, calculate }, asked };
}

async function newAsk(over: Partial<BeginCheckout> = {}, market = "en-us"): Promise<BeginCheckout> {
  const [sku = ""] = await seedGoods(1);
  return askWith(await fillCart(newTestWorld(), { [sku]: 2 }, market), over);
}

async function priced(world: TestWorld, asked: BeginCheckout) {
  const answer = await priceCheckout(world, asked);
  if (!answer.ok) throw new Error(answer.problem.code);
  assertTotalsAddUp(answer.value.totals, answer.value.lines);
  return answer.value;
}

async function pay(world: TestWorld, asked: BeginCheckout) {
  const sessionId = await sessionOf(world, asked.id);
  await payFor(sessionId);
  for (const message of await takeDeliveries(sessionId)) expect((await deliver(message)).status).toBe(200);
  const order = await readOrder(world.ordersOfCheckout(asked.id), await orderOf(world, asked.id));
  if (!order) throw new Error("The order is there");
  return order;
}

test("what the provider reckoned is shown, charged and kept; it is asked once, and told of the sale and of a refund", async () => {
  const world = watched();
  const asked = await newAsk();
  const shown = await priced(world, asked);
  expect(shown.tax).toMatchObject({ source: "stripe", treatment: "destination", country: "US", region: "CA" });
  expect(shown.tax?.groups.map(({ at }) => at)).toEqual(["CA", "San Francisco County", "San Francisco"]);
  const { totalMinor } = shown.totals;
  expect(await beginCheckout(world, { ...asked, totalMinor })).toMatchObject({ ok: true });
  expect(world.asked, "for the review and the payment together").toHaveLength(1);
  const order = await pay(world, asked);
  expect([order.totals.totalMinor, order.tax]).toEqual([totalMinor, shown.tax]);
  const known = () => readTransaction(world.accounts, order.id);
  await expect.poll(known).toMatch(/^tax_/);
  const refundId = crypto.randomUUID();
  const back = { orderId: order.id, refundId, amountMinor: 500, restock: [], reason: "A test", by: STAFF };
  expect((await refundOrder(world, back)).ok).toBe(true);
  await recordTaxedRefund(world, order.id, refundId);
  expect(await known()).toMatch(/^tax_/);
  const found = await examineAll(world, ["checkouts", "orders", "payments", "refunds", "taxes"]);
  expect(found.filter((each) => JSON.stringify(each).includes(order.id))).toEqual([]);
});

test("another cart, another address and another hour are asked anew; the same ask is not", async () => {
  const world = watched();
  const asked = await newAsk();
  const first = await priced(world, asked);
  expect((await priced(world, { ...asked, email: "other@example.com" })).tax).toEqual(first.tax);
  expect(world.asked).toHaveLength(1);
  await priced(world, { ...asked, shippingAddress: { ...ADDRESS, line1: "2 Market Street" } });
  expect(world.asked).toHaveLength(2);
  await priced(world, await newAsk());
  expect(world.asked).toHaveLength(3);
  world.clock.aheadMs = CALCULATION_KEPT_MS + 1;
  const later = await priced({ ...world, nowMs: () => Date.now() + world.clock.aheadMs }, asked);
  expect(world.asked).toHaveLength(4);
  expect(later.tax?.calculation).not.toBe(first.tax?.calculation);
  await pruneCalculations(world.accounts, Date.now() + CALCULATION_KEPT_MS + 1);
  const left = await env.ACCOUNTS.prepare("SELECT count(*) AS rows_left FROM tax_calculations").first("rows_left");
  expect(left, "those of before are forgotten").toBe(1);
});

test("nobody is asked of places that staff did not name, nor where no tax is charged", async () => {
  const world = watched();
  const german = await priced(world, await newAsk({ shippingAddress: IN_BERLIN }, "de-de"));
  expect(german.tax).toMatchObject({ source: "table", treatment: "domestic" });
  await settle({ usStates: ["NY"] });
  expect((await priced(world, await newAsk())).tax).toMatchObject({ source: "table", treatment: "not_collected" });
  expect(world.asked).toEqual([]);
});

test("while it does not answer the store's rates decide, and the order says so; or nothing is sold, as staff choose", async () => {
  const world: TestWorld = { ...newTestWorld(), taxProvider: SILENT };
  const asked = await newAsk();
  const shown = await priced(world, asked);
  expect(shown.tax).toMatchObject({
    source: "table",
    unanswered: true,
    groups: [{ kind: "sales_tax", per100k: 7_250 }],
  });
  expect(await beginCheckout(world, { ...asked, totalMinor: shown.totals.totalMinor })).toMatchObject({ ok: true });
  const order = await pay(world, asked);
  expect(order.tax).toEqual(shown.tax);
  await settle({ providerSilent: "refuse" });
  const other = await newAsk();
  const refused = { ok: false, problem: { code: "checkout.tax_unavailable" } };
  expect(await priceCheckout(world, other)).toEqual(refused);
  expect(await beginCheckout(world, other)).toEqual(refused);
  expect(await readCheckout(world.ordersOfCheckout(other.id), other.id)).toBeNull();
  expect((await priced(world, await newAsk({ shippingAddress: IN_BERLIN }, "de-de"))).tax?.source).toBe("table");
});

test("a provider that comes back between the review and the payment charges no other total unseen", async () => {
  const asked = await newAsk();
  const shown = await priced({ ...newTestWorld(), taxProvider: SILENT }, asked);
  const begun = await beginCheckout(newTestWorld(), { ...asked, totalMinor: shown.totals.totalMinor });
  expect(begun).toMatchObject({ ok: false, problem: { code: "checkout.total_changed" } });
});

test("one that falls silent between them changes nothing", async () => {
  const asked = await newAsk();
  const { totals, tax } = await priced(newTestWorld(), asked);
  const silent: TestWorld = { ...newTestWorld(), taxProvider: SILENT };
  expect(await beginCheckout(silent, { ...asked, totalMinor: totals.totalMinor })).toMatchObject({ ok: true });
  expect((await readCheckout(silent.ordersOfCheckout(asked.id), asked.id))?.snapshot.tax).toEqual(tax);
});

test("a cart that was reckoned too often is refused: the store's rates are for silence, not for whoever asks for them", async () => {
  const world = watched();
  const asked = await newAsk();
  const keys: string[] = [];
  const take: TestWorld["counters"]["take"] = async (key) => {
    keys.push(key);
    return { allowed: false, remaining: 0, retryAfterMs: 1 };
  };
  const tired: TestWorld = { ...world, counters: { ...world.counters, take } };
  expect(await priceCheckout(tired, asked)).toMatchObject({ ok: false, problem: { code: "checkout.tax_unavailable" } });
  expect(world.asked).toEqual([]);
  expect(keys).toEqual([`tax.calculate:${asked.cartId}`]);
});

test("two that ask the same at once are shown the same", async () => {
  const asked = await newAsk();
  const shown = await Promise.all([1, 2, 3].map(() => priced(newTestWorld(), asked)));
  expect(new Set(shown.map(({ tax }) => tax?.calculation)).size).toBe(1);
});

test("a sale whose answer was lost is told again and kept once; an order by the store's own rates is not told", async () => {
  const world: TestWorld = newTestWorld();
  const asked = await newAsk();
  await beginCheckout(world, asked);
  const checkout = await readCheckout(world.ordersOfCheckout(asked.id), asked.id);
  const calculation = checkout?.snapshot.tax?.calculation ?? "";
  await failNext({ call: "create_tax_transaction", kind: "error", when: "after", about: calculation });
  const order = await pay(world, asked);
  await expect(recordTaxedSale({ ...world, taxProvider: SILENT }, order.id)).rejects.toThrow("unavailable");
  await recordTaxedSale(world, order.id).catch(() => recordTaxedSale(world, order.id));
  const told = await readTransaction(world.accounts, order.id);
  await recordTaxedSale({ ...world, taxProvider: SILENT }, order.id);
  expect(await readTransaction(world.accounts, order.id)).toBe(told);
  await settle({ providerIn: [] });
  const own = await newAsk();
  await beginCheckout(world, own);
  const { id } = await pay(world, own);
  await recordTaxedSale({ ...world, taxProvider: null }, id);
  expect(await readTransaction(world.accounts, id)).toBeNull();
});

test.each(["before", "after"] as const)(
  "killed %s it is kept, a sale is told under the same name again",
  async (when) => {
    const world = newTestWorld();
    const asked = await newAsk();
    await beginCheckout(world, asked);
    const { id } = await pay(world, asked);
    const known = () => readTransaction(world.accounts, id);
    await expect.poll(known).toMatch(/^tax_/);
    const first = await known();
    await env.ACCOUNTS.prepare("DELETE FROM tax_transactions WHERE order_id = ?").bind(id).run();
    await expect(recordTaxedSale(dyingWorld(world, 1, when), id)).rejects.toSatisfy(wasKilled);
    await recordTaxedSale(world, id);
    expect(await known()).toBe(first);
  },
);

test("over the API the refusal is named; settings name countries once", async () => {
  const asked = await newAsk();
  const { customerId: _, ...body } = asked;
  await settle({ providerSilent: "refuse" });
  await failNext({ call: "create_calculation", kind: "error", about: "amount%5D=19998" });
  const headers = { "content-type": "application/json" };
  const answer = await request("/api/checkouts", { method: "POST", headers, body: JSON.stringify(body) });
  expect([answer.status, answer.body.code]).toEqual([503, "checkout.tax_unavailable"]);
  const { version } = await readTaxSettings(newTestWorld().accounts);
  const send = (providerIn: string[]) =>
    askAsStaff("PUT", "/api/admin/tax/settings", { ...FIRST_SETTINGS, version, providerIn });
  expect((await send(["US", "US"])).status).toBe(422);
  expect((await send(["XX"])).status).toBe(422);
  expect(await send(["US", "CA"])).toMatchObject({ status: 200, body: { providerIn: ["US", "CA"] } });
});

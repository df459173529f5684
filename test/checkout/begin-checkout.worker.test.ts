/** Beginning a checkout: priced once, held whole or not at all, and the same however often it is asked for. */
import { expect, test } from "vitest";
import type { CartKeeper } from "../../worker/cart/cart-keeper.ts";
import { PRICE_HONOURED_MS } from "../../worker/cart/honoured-price.ts";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import { cancelCheckout } from "../../worker/checkout/cancel-checkout-flow.ts";
import { readCheckout } from "../../worker/checkout/checkout-store.ts";
import { priceCheckout } from "../../worker/checkout/price-checkout-flow.ts";
import { marketsOf } from "../../worker/markets/markets.ts";
import type { SessionAsk } from "../../worker/payments/payment-provider.ts";
import { assertStockConserved } from "../support/assert-stock-conserved.ts";
import { assertTotalsAddUp } from "../support/assert-totals-add-up.ts";
import { ADDRESS, askWith, fillCart, holdGoods, rowsOf, seedGoods, stateOf } from "../support/order-goods.ts";
import { SEED_PRICES, setPrice } from "../support/seed-catalog.ts";
import { failNext, payFor } from "../support/stripe-emulator.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const levelsOf = (sku: string) => world.stockOf(sku).levels();

test("a checkout holds every line and asks the provider for exactly its total", async () => {
  const [one = "", two = ""] = await seedGoods(2);
  const ask = askWith(await fillCart(world, { [one]: 2, [two]: 1 }));
  const begun = await beginCheckout(world, ask);
  expect(begun).toMatchObject({ ok: true, value: { id: ask.id, state: "held", replayed: false } });
  const checkout = await readCheckout(world.ordersOfCheckout(ask.id), ask.id);
  if (!checkout?.paymentSessionId) throw new Error("The checkout was stored with its session");
  assertTotalsAddUp(checkout.snapshot.totals, checkout.snapshot.lines);
  expect(checkout.email).toBe("alex@example.com");
  const session = await world.payments.readSession(checkout.paymentSessionId);
  expect(session).toMatchObject({ value: { amountMinor: checkout.totalMinor, currency: "USD", state: "open" } });
  expect([(await levelsOf(one)).held, (await levelsOf(two)).held]).toEqual([2, 1]);
});

test("another total than the shopper was shown is refused, and nothing is begun", async () => {
  const [sku = ""] = await seedGoods(1);
  const ask = askWith(await fillCart(world, { [sku]: 2 }));
  const priced = await priceCheckout(world, ask);
  if (!priced.ok) throw new Error(priced.problem.code);
  const { totalMinor } = priced.value.totals;
  for (const shown of [totalMinor - 1, totalMinor + 1, 0, Number.NaN])
    expect(await beginCheckout(world, { ...ask, totalMinor: shown })).toEqual({
      ok: false,
      problem: { code: "checkout.total_changed", totalMinor },
    });
  expect((await levelsOf(sku)).held).toBe(0);
  expect(await readCheckout(world.ordersOfCheckout(ask.id), ask.id), "the id is free").toBeNull();
  const begun = await beginCheckout(world, { ...ask, totalMinor });
  expect(begun).toMatchObject({ ok: true, value: { totals: { totalMinor }, replayed: false } });
  expect(await beginCheckout(world, { ...ask, totalMinor: 1 }), "what is begun stays begun").toMatchObject({
    value: { totals: { totalMinor }, replayed: true },
  });
});

test("who paid comes back to the market's own domain, and on this machine to where they were", async () => {
  const [sku = ""] = await seedGoods(1);
  const { all } = await world.markets();
  const own = marketsOf(all.map((market) => (market.id === "en-us" ? { ...market, domain: "shop.example" } : market)));
  const asked: string[] = [];
  const createSession = (ask: SessionAsk) => {
    asked.push(new URL(ask.successUrl).origin, new URL(ask.cancelUrl).origin);
    return world.payments.createSession(ask);
  };
  const buyAt = async (origin: string, storeOrigin: string) => {
    const config = { ...world.config, origin, storeOrigin };
    const there = { ...world, config, markets: async () => own, payments: { ...world.payments, createSession } };
    expect(await beginCheckout(there, askWith(await fillCart(world, { [sku]: 1 })))).toMatchObject({ ok: true });
    return asked.splice(0);
  };
  expect(await buyAt("https://store.test", "https://store.test")).toEqual([
    "https://shop.example",
    "https://shop.example",
  ]);
  const local = "http://127.0.0.1:8787";
  expect(await buyAt(local, local)).toEqual([local, local]);
});

test("units stay held a little longer than the shopper can pay", async () => {
  const [sku = ""] = await seedGoods(1);
  const { checkoutId } = await holdGoods(world, { [sku]: 1 });
  const checkout = await readCheckout(world.ordersOfCheckout(checkoutId), checkoutId);
  const [, held] = await world.stockOf(sku).entries(0, 10);
  expect(held?.facts.expiresAtMs).toBeGreaterThan((checkout?.expiresAtMs ?? 0) + 60_000);
});

test("when one line is short, nothing is held, and every short line is told", async () => {
  const [plenty = "", ...few] = await seedGoods(3, 2);
  const ask = askWith(await fillCart(world, { [plenty]: 1, [few[0] ?? ""]: 3, [few[1] ?? ""]: 5 }));
  const short = few.map((sku) => ({ sku, available: 2 }));
  expect(await beginCheckout(world, ask)).toEqual({ ok: false, problem: { code: "stock.insufficient", lines: short } });
  for (const sku of [plenty, ...few]) expect((await assertStockConserved(world.stockOf(sku))).held).toBe(0);
  expect(await stateOf(world, ask.id)).toBe("abandoned");
  expect(await beginCheckout(world, ask), "a repeat is refused the same").toMatchObject({
    problem: { code: "stock.insufficient", lines: short },
  });
});

test("200 buyers at once for 10 units: 10 hold one, 190 are told how many are left", { timeout: 300_000 }, async () => {
  const [sku = ""] = await seedGoods(1, 10);
  const carts = await Promise.all(Array.from({ length: 200 }, () => fillCart(world, { [sku]: 1 })));
  const ends = await Promise.all(carts.map((cartId) => beginCheckout(world, askWith(cartId))));
  expect(ends.filter((end) => end.ok)).toHaveLength(10);
  const refusals = ends.filter((end) => !end.ok && end.problem.code === "stock.insufficient");
  expect(refusals).toHaveLength(190);
  for (const end of refusals) expect(end).toMatchObject({ problem: { lines: [{ sku, available: 0 }] } });
  expect((await assertStockConserved(world.stockOf(sku))).held).toBe(10);
});

test("what is charged is the price that the cart was promised, at any quantity, and today's once that has lapsed", async () => {
  const [sku = ""] = await seedGoods(1, 20);
  const cartId = await fillCart(world, { [sku]: 2 });
  const shown = SEED_PRICES.USD;
  await setPrice(sku, "USD", 3 * shown);
  const late = { ...world, nowMs: () => world.nowMs() + PRICE_HONOURED_MS };
  const charged = async (by: typeof world) => {
    const priced = await priceCheckout(by, askWith(cartId));
    return priced.ok && priced.value.lines.map(({ unitMinor, totalMinor }) => [unitMinor, totalMinor]);
  };
  expect([await charged(world), await charged(late)]).toEqual([[[shown, 2 * shown]], [[3 * shown, 6 * shown]]]);
});

test("the same checkout 20 times at once is one hold and one payment", async () => {
  const [sku = ""] = await seedGoods(1);
  const ask = askWith(await fillCart(world, { [sku]: 3 }));
  const ends = await Promise.all(Array.from({ length: 20 }, () => beginCheckout(world, ask)));
  const urls = new Set(ends.map((end) => (end.ok ? end.value.payment.url : JSON.stringify(end.problem))));
  expect(urls.size).toBe(1);
  expect(ends.filter((end) => end.ok && !end.value.replayed)).toHaveLength(1);
  expect((await levelsOf(sku)).held).toBe(3);
  expect(await rowsOf("checkouts", "id", ask.id)).toHaveLength(1);
});

test("the same id for something else is refused", async () => {
  const [sku = ""] = await seedGoods(1);
  const ask = askWith(await fillCart(world, { [sku]: 1 }));
  await beginCheckout(world, ask);
  const other = { ...ask, email: "somebody@else.example" };
  expect(await beginCheckout(world, other)).toEqual({ ok: false, problem: { code: "checkout.id_taken" } });
});

test("a price that changes after the checkout began changes nothing of it", async () => {
  const [sku = ""] = await seedGoods(1);
  const ask = askWith(await fillCart(world, { [sku]: 1 }));
  const first = await beginCheckout(world, ask);
  await setPrice(sku, "USD", 1);
  expect(await beginCheckout(world, ask)).toEqual({
    ...first,
    value: { ...(first.ok && first.value), replayed: true },
  });
});

test("a provider that does not answer leaves nothing held, and says that nothing was charged", async () => {
  const [sku = ""] = await seedGoods(1);
  const ask = askWith(await fillCart(world, { [sku]: 2 }));
  await failNext({ call: "create_session", kind: "error", times: 3, about: ask.id });
  const unavailable = { ok: false, problem: { code: "payment.unavailable" } };
  expect(await beginCheckout(world, ask)).toEqual(unavailable);
  expect((await levelsOf(sku)).held).toBe(0);
  expect(await beginCheckout(world, ask)).toEqual(unavailable);
});

test("what the provider will not charge leaves nothing held, and a repeat is refused the same", async () => {
  const [sku = ""] = await seedGoods(1);
  await setPrice(sku, "USD", 1);
  const { payments } = world;
  const shipsFree = (ask: SessionAsk) => ({ ...ask, shipping: { ...ask.shipping, amountMinor: 0 } });
  const createSession = (ask: SessionAsk) => payments.createSession(shipsFree(ask));
  const ask = askWith(await fillCart(world, { [sku]: 1 }));
  const refusal = { ok: false, problem: { code: "payment.amount_too_small" } };
  expect(await beginCheckout({ ...world, payments: { ...payments, createSession } }, ask)).toEqual(refusal);
  expect((await levelsOf(sku)).held).toBe(0);
  expect(await stateOf(world, ask.id)).toBe("abandoned");
  expect(await beginCheckout(world, ask)).toEqual(refusal);
});

test("what cannot be bought is refused before anything is written", async () => {
  const [sku = ""] = await seedGoods(1);
  const cartId = await fillCart(world, { [sku]: 1 });
  const refusalOf = async (over: Parameters<typeof askWith>[1], id = cartId) => {
    const ask = askWith(id, over);
    const begun = await beginCheckout(world, ask);
    expect(await rowsOf("checkouts", "id", ask.id)).toEqual([]);
    return begun.ok ? null : begun.problem;
  };
  expect(await refusalOf({}, "no-such-cart")).toEqual({ code: "cart.unknown" });
  expect(await refusalOf({}, await fillCart(world, {}))).toEqual({ code: "cart.empty" });
  expect(await refusalOf({ shippingMethodId: "pigeon" })).toEqual({ code: "checkout.shipping_unknown" });
  expect(await refusalOf({ shippingAddress: { ...ADDRESS, country: "FR" } })).toEqual({
    code: "checkout.country_not_served",
  });
  expect(await refusalOf({ shippingAddress: { ...ADDRESS, postalCode: "?" } })).toMatchObject({
    code: "request.invalid",
    at: [{ path: "shippingAddress.postalCode" }],
  });
  const lines = Array.from({ length: 100 }, (_, index) => ({
    sku: `${index}`,
    quantity: 1,
    unitMinor: 1,
    addedAtMs: 0,
  }));
  const cart = { id: cartId, market: "en-us" as const, lines, customerId: null, updatedAtMs: 0 };
  const full = { ...world, cartOf: () => ({ read: async () => cart }) as unknown as CartKeeper };
  expect(await beginCheckout(full, askWith(cartId))).toEqual({
    ok: false,
    problem: { code: "cart.too_many_lines", max: 99 },
  });
  await setPrice(sku, "USD", 99_999_999);
  expect(await refusalOf({}, await fillCart(world, { [sku]: 2 }))).toEqual({ code: "checkout.total_too_large" });
});

test("a shopper who turns back frees the units at once; one who paid meanwhile did not turn back", async () => {
  const [sku = ""] = await seedGoods(1, 1);
  const first = await holdGoods(world, { [sku]: 1 });
  expect(await cancelCheckout(world, first.checkoutId)).toMatchObject({ value: { state: "expired" } });
  const second = await holdGoods(world, { [sku]: 1 });
  await payFor(second.sessionId);
  expect(await cancelCheckout(world, second.checkoutId)).toMatchObject({ value: { state: "paid" } });
  await world.settled();
  expect((await assertStockConserved(world.stockOf(sku))).sold).toBe(1);
});

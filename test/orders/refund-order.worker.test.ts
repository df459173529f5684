/** Money goes back once, never more than came in, and the shelf and the books agree. */
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { afterEach, expect, test } from "vitest";
import { sweepCheckouts } from "../../worker/checkout/sweep-checkouts-flow.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { readOrder } from "../../worker/orders/order-store.ts";
import { type RefundAsk, refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { applyRefundAnswer } from "../../worker/payments/apply-refund-flow.ts";
import type { World } from "../../worker/world.ts";
import { assertRefundsWithinCapture } from "../support/assert-refunds-within-capture.ts";
import { assertStockConserved } from "../support/assert-stock-conserved.ts";
import { dyingWorld, wasKilled } from "../support/dying-world.ts";
import { placeOrder, rowsOf, seedGoods, toldOf } from "../support/order-goods.ts";
import { deliver, failNext, settleRefund, takeDeliveries } from "../support/stripe-emulator.ts";
import { MINUTE_MS, newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const STAFF: Viewer = { id: "staff-1", name: "Sam", email: "sam@store.test", role: "staff", market: "en-us" };
const ask = (orderId: string, over: Partial<RefundAsk> = {}): RefundAsk => ({
  orderId,
  refundId: crypto.randomUUID(),
  amountMinor: null,
  restock: [],
  reason: "Changed their mind",
  by: STAFF,
  ...over,
});
async function orderNow(id: string) {
  const order = await readOrder(world.ordersOfNumber(id) ?? world.catalog, id);
  if (!order) throw new Error("The order is there");
  return order;
}
afterEach(assertRefundsWithinCapture);

test("a whole refund before anything was shipped cancels the order, and puts its units back", async () => {
  const [sku = ""] = await seedGoods(1, 5);
  const id = await placeOrder(world, { [sku]: 2 });
  const refunded = await refundOrder(world, ask(id, { restock: [{ sku, quantity: 2 }] }));
  expect(refunded).toMatchObject({ ok: true, value: { refund: { state: "succeeded" }, replayed: false } });
  const order = await orderNow(id);
  expect(order).toMatchObject({ state: "cancelled", paymentState: "refunded", refundableMinor: 0 });
  expect(order.events.map(({ kind }) => kind)).toEqual(["placed", "paid", "refund_asked", "refunded", "cancelled"]);
  expect(await world.stockOf(sku).levels()).toMatchObject({ available: 5, held: 0 });
  expect((await toldOf(id)).filter((kind) => kind === "order.refunded")).toHaveLength(1);
});

test("a part goes back, then the rest; a cent more is refused", async () => {
  const [sku = ""] = await seedGoods(1);
  const id = await placeOrder(world, { [sku]: 1 });
  const { capturedMinor } = await orderNow(id);
  await refundOrder(world, ask(id, { amountMinor: 1_000 }));
  expect(await orderNow(id)).toMatchObject({ state: "placed", paymentState: "partly_refunded", refundedMinor: 1_000 });
  const leftMinor = capturedMinor - 1_000;
  expect(await refundOrder(world, ask(id, { amountMinor: leftMinor + 1 }))).toEqual({
    ok: false,
    problem: { code: "order.refund_too_large", leftMinor },
  });
  expect(await refundOrder(world, ask(id))).toMatchObject({ value: { refund: { amountMinor: leftMinor } } });
  expect(await refundOrder(world, ask(id))).toMatchObject({
    problem: { code: "order.refund_too_large", leftMinor: 0 },
  });
});

test("two refunds at once never give back more than was paid", async () => {
  const [sku = ""] = await seedGoods(1);
  const id = await placeOrder(world, { [sku]: 1 });
  const amountMinor = Math.ceil((await orderNow(id)).capturedMinor / 2) + 1;
  const ends = await Promise.all([1, 2, 3].map(() => refundOrder(world, ask(id, { amountMinor }))));
  expect(ends.filter((end) => end.ok)).toHaveLength(1);
  for (const end of ends) if (!end.ok) expect(end.problem.code).toBe("order.refund_too_large");
});

test("the same refund asked for again is the same refund; other terms under its id are refused", async () => {
  const [sku = ""] = await seedGoods(1);
  const id = await placeOrder(world, { [sku]: 1 });
  const first = ask(id, { amountMinor: 500, restock: [{ sku, quantity: 1 }] });
  const ends = await Promise.all([1, 2, 3, 4].map(() => refundOrder(world, first)));
  expect(ends.map((end) => end.ok && end.value.replayed).filter((replayed) => replayed === false)).toHaveLength(1);
  expect((await orderNow(id)).refunds).toHaveLength(1);
  expect((await assertStockConserved(world.stockOf(sku))).onHand).toBe(10);
  for (const other of [{ amountMinor: 501 }, { reason: "Another" }, { restock: [] }])
    expect(await refundOrder(world, { ...first, ...other })).toEqual({
      ok: false,
      problem: { code: "request.repeat_differs" },
    });
  const [otherSku = ""] = await seedGoods(1);
  const otherOrder = await placeOrder(world, { [otherSku]: 1 });
  expect(await refundOrder(world, { ...first, orderId: otherOrder })).toMatchObject({
    problem: { code: "request.repeat_differs" },
  });
});

test("no more units go back on the shelf than were sold", async () => {
  const [sku = ""] = await seedGoods(1);
  const id = await placeOrder(world, { [sku]: 2 });
  await refundOrder(world, ask(id, { amountMinor: 100, restock: [{ sku, quantity: 1 }] }));
  const tooMany = ask(id, { amountMinor: 100, restock: [{ sku, quantity: 2 }] });
  expect(await refundOrder(world, tooMany)).toEqual({
    ok: false,
    problem: { code: "order.restock_too_large", sku, left: 1 },
  });
  const foreign = ask(id, { amountMinor: 100, restock: [{ sku: "no-such-sku", quantity: 1 }] });
  expect(await refundOrder(world, foreign)).toMatchObject({ problem: { code: "order.restock_too_large", left: 0 } });
});

test("a refund the provider is slow to answer waits, and the timer makes it, once", async () => {
  const [sku = ""] = await seedGoods(1);
  const id = await placeOrder(world, { [sku]: 1 });
  const asked = ask(id, { amountMinor: 700 });
  await failNext({ call: "create_refund", kind: "error", when: "after", times: 3, about: asked.refundId });
  expect(await refundOrder(world, asked)).toMatchObject({ ok: true, value: { refund: { state: "pending" } } });
  const later = newTestWorld(2 * MINUTE_MS);
  await sweepCheckouts(later);
  await later.settled();
  expect(await orderNow(id)).toMatchObject({ refundedMinor: 700, refunds: [{ state: "succeeded" }] });
});

test("a refund whose end no webhook tells is asked for once an hour, until it has one", async () => {
  const [sku = ""] = await seedGoods(1);
  const id = await placeOrder(world, { [sku]: 1 }, "refundPending");
  await refundOrder(world, ask(id, { amountMinor: 800 }));
  const [row] = await rowsOf("refunds", "order_id", id);
  await settleRefund(String(row?.provider_id));
  const sweep = async (afterMs: number) => {
    const later = newTestWorld(afterMs);
    await sweepCheckouts(later);
    await later.settled();
    return (await orderNow(id)).refunds.map(({ state }) => state);
  };
  expect(await sweep(59 * MINUTE_MS)).toEqual(["pending"]);
  expect(await sweep(60 * MINUTE_MS)).toEqual(["succeeded"]);
});

test("units given back to two locations with one refund lie at both; told nothing, where they were sold from", async () => {
  const [sku = ""] = await seedGoods(1, 5);
  const keeper = world.stockOf(sku);
  const id = await placeOrder(world, { [sku]: 3 });
  for (const place of ["east", "west"])
    await env.CATALOG.prepare(
      "INSERT INTO locations (id, name, country, priority, active, version, updated_at_ms) VALUES (?, ?, 'US', 9, 1, 1, 0)",
    )
      .bind(place, place)
      .run();
  await keeper.receive({ operationId: "east", account: "east", quantity: 1, byId: "staff" });
  const restock = [
    { sku, quantity: 1, location: "east" },
    { sku, quantity: 1, location: "west" },
  ];
  await refundOrder(world, ask(id, { amountMinor: 100, restock }));
  await refundOrder(world, ask(id, { amountMinor: 100, restock: [{ sku, quantity: 1 }] }));
  const { locations } = await keeper.levels();
  expect(Object.fromEntries(locations.map(({ location, onHand }) => [location, onHand]))).toEqual({
    main: 3,
    east: 2,
    west: 1,
  });
});

test("a refund that the bank settles days later is told of by webhook, in any order, however often", async () => {
  for (const [card, ends] of [
    ["refundPending", "succeeded"],
    ["refundFails", "failed"],
  ] as const) {
    const [sku = ""] = await seedGoods(1);
    const id = await placeOrder(world, { [sku]: 1 }, card);
    await refundOrder(world, ask(id, { amountMinor: 900, restock: [{ sku, quantity: 1 }] }));
    const [row] = await rowsOf("refunds", "order_id", id);
    await settleRefund(String(row?.provider_id));
    const [checkout] = await rowsOf("checkouts", "order_id", id);
    const messages = await takeDeliveries(String(checkout?.payment_session_id));
    for (const message of [...messages, ...messages].reverse()) expect((await deliver(message)).status).toBe(200);
    const order = await orderNow(id);
    expect(order.refunds).toMatchObject([{ state: ends }]);
    expect(order.refundedMinor).toBe(ends === "failed" ? 0 : 900);
    // The unit lies on the shelf either way: no other refund may put it there again.
    expect(order.lines).toMatchObject([{ restockedQuantity: 1 }]);
    const again = await refundOrder(world, ask(id, { amountMinor: 1, restock: [{ sku, quantity: 1 }] }));
    expect(again).toMatchObject({ ok: false, problem: { code: "order.restock_too_large", left: 0 } });
    const closings = order.events.filter(({ kind }) => kind === "refunded" || kind === "refund_failed");
    expect(closings.at(-1)?.kind).toBe(ends === "failed" ? "refund_failed" : "refunded");
    expect(new Set(closings.map(({ kind }) => kind)).size).toBe(closings.length);
  }
});

test("what the provider says of a refund more than once, at the same time too, is told on once", async () => {
  const [sku = ""] = await seedGoods(1);
  const id = await placeOrder(world, { [sku]: 1 });
  const asked = ask(id, { amountMinor: 300 });
  await failNext({ call: "create_refund", kind: "error", when: "after", times: 3, about: asked.refundId });
  await refundOrder(world, asked);
  const [row] = await rowsOf("refunds", "id", asked.refundId);
  const refund = { id: asked.refundId, checkoutId: String(row?.checkout_id) };
  const answer = { providerId: "re_1", state: "succeeded" } as const;
  // Told a second time just between this one's reading of the refund and of its order.
  let told = false;
  const again = async () => {
    if (!told) {
      told = true;
      await applyRefundAnswer(world, refund, answer, null);
    }
  };
  const interrupted = {
    prepare: (query: string) => env.ORDERS.prepare(query),
    batch: async (statements: D1PreparedStatement[]) => {
      await again();
      return env.ORDERS.batch(statements);
    },
  } as unknown as D1Database;
  await applyRefundAnswer({ ...world, ordersOfCheckout: () => drizzle(interrupted) }, refund, answer, null);
  await Promise.all([1, 2, 3].map(() => applyRefundAnswer(world, refund, answer, null)));
  expect((await orderNow(id)).events.filter(({ kind }) => kind === "refunded")).toHaveLength(1);
  expect((await toldOf(id)).filter((kind) => kind === "order.refunded")).toHaveLength(1);
});

test("a refund that is killed at any step goes back once, with its units and its audit entry", {
  timeout: 300_000,
}, async () => {
  for (const when of ["before", "after"] as const) {
    let lived = false;
    for (let calls = 1; !lived; calls += 1) {
      const [sku = ""] = await seedGoods(1, 3);
      const id = await placeOrder(world, { [sku]: 1 });
      const asked = ask(id, { restock: [{ sku, quantity: 1 }] });
      const dying = dyingWorld(world, calls, when);
      await refundOrder(dying, asked).catch((error: unknown) => expect(wasKilled(error), String(error)).toBe(true));
      lived = !dying.over;
      await sweepLater();
      const { refunds } = await orderNow(id);
      for (const refund of refunds) expect(refund.state).toBe("succeeded");
      expect(await world.stockOf(sku).levels()).toMatchObject({ available: refunds.length === 0 ? 2 : 3 });
      await refundOrder(world, asked);
      expect(await orderNow(id)).toMatchObject({ state: "cancelled", refunds: [{ state: "succeeded" }] });
      expect(await world.stockOf(sku).levels()).toMatchObject({ available: 3, onHand: 3 });
      expect(await auditsOf(id)).toBe(1);
    }
  }
});

async function sweepLater(): Promise<void> {
  const later: World & { settled(): Promise<void> } = newTestWorld(2 * MINUTE_MS);
  await sweepCheckouts(later);
  await later.settled();
}

async function auditsOf(orderId: string): Promise<number | undefined> {
  const found = env.ACCOUNTS.prepare("SELECT COUNT(*) AS count FROM audit_entries WHERE subject = ?");
  return (await found.bind(`order:${orderId}`).first<{ count: number }>())?.count;
}

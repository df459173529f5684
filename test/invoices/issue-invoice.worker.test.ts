/** Each paid order has an invoice, and each refund a credit note, numbered without a gap whatever fails or comes at once. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { type Invoice, invoiceInsert, listInvoices } from "../../worker/invoices/invoice-store.ts";
import { invoices } from "../../worker/invoices/invoice-tables.ts";
import { newInvoice } from "../../worker/invoices/issue-invoice-flow.ts";
import { readOrder } from "../../worker/orders/order-store.ts";
import { refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { settlePayment } from "../../worker/payments/settle-payment-flow.ts";
import { holdGoods, orderOf, seedGoods } from "../support/order-goods.ts";
import { payFor, takeDeliveries } from "../support/stripe-emulator.ts";
import { newTestWorld, type TestWorld } from "../support/test-world.ts";

const world = newTestWorld();

async function tell(told: TestWorld, sessionId: string): Promise<void> {
  for (const { body, signature } of await takeDeliveries(sessionId)) {
    const read = await told.payments.readMessage(body, signature);
    if (read.ok) await settlePayment(told, read.value);
  }
  await told.settled();
}

async function placed(told = world): Promise<string> {
  const [sku = ""] = await seedGoods(1);
  const held = await holdGoods(told, { [sku]: 1 });
  await payFor(held.sessionId);
  await tell(told, held.sessionId);
  return (await orderOf(told, held.checkoutId)) ?? "";
}
const db = world.ordersAll[0] as NonNullable<(typeof world.ordersAll)[0]>;
const ofOrder = (id: string): Promise<Invoice[]> => listInvoices(db, id);

async function expectNoGap(): Promise<void> {
  const bySeries = Map.groupBy(await db.select().from(invoices), ({ series }) => series);
  for (const [series, kept] of bySeries) {
    const numbers = kept.map(({ number }) => number).sort((a, b) => a - b);
    expect(numbers, series).toEqual(numbers.map((_, at) => at + 1));
  }
}
const staff = {
  id: "staff",
  name: "Robin Example",
  email: "robin@example.com",
  role: "staff",
  market: "en-us",
} as const;

test("paid orders are numbered one after the other, also when they are paid at once", async () => {
  const ids = await Promise.all([placed(), placed(), placed()]);
  const kept = (await Promise.all(ids.map(ofOrder))).flat();
  expect(kept.map(({ kind }) => kind)).toEqual(["invoice", "invoice", "invoice"]);
  expect(new Set(kept.map(({ number }) => number)).size).toBe(3);
  await expectNoGap();
});

test("an order keeps whose tax it bears, and its invoice what each rate came to", async () => {
  const id = await placed();
  const order = await readOrder(db, id);
  expect(order?.tax).toMatchObject({ treatment: "destination", country: "US", source: "table" });
  const [invoice] = await ofOrder(id);
  expect(invoice?.facts).toMatchObject({ amountMinor: order?.totals.totalMinor, groups: order?.tax?.groups });
  const ofLines = order?.lines.flatMap(({ taxes }) => taxes ?? []).reduce((sum, part) => sum + part.amountMinor, 0);
  expect(ofLines).toBe(order?.lines.reduce((sum, line) => sum + line.taxMinor, 0));
});

test("a refund has a credit note, however often it is asked for", async () => {
  const id = await placed();
  const ask = { orderId: id, refundId: world.newId(), by: staff, amountMinor: 5_00, restock: [], reason: "scratched" };
  await refundOrder(world, ask);
  await refundOrder(world, ask);
  await world.settled();
  const [, note, ...more] = await ofOrder(id);
  expect(note).toMatchObject({ kind: "credit_note", document: ask.refundId, facts: { amountMinor: 5_00 } });
  expect(more).toEqual([]);
  await expectNoGap();
});

test("a document that fails with its batch leaves no number behind, and none is written twice", async () => {
  const id = await placed();
  const order = await readOrder(db, id);
  if (!order) throw new Error("it was placed");
  const again = await newInvoice(world, db, { order, kind: "invoice", document: id });
  await db.batch([invoiceInsert(db, again)]);
  await expectNoGap();
  await placed();
  await expectNoGap();
});

test("the first invoice of a year, on the seller's calendar, begins a series", async () => {
  const order = await readOrder(db, await placed());
  if (!order) throw new Error("it was placed");
  // 00:00:01 in Berlin, an hour earlier in UTC.
  const at = { ...world, nowMs: () => Date.parse("2031-12-31T23:00:01Z") };
  const before = { ...world, nowMs: () => Date.parse("2031-12-31T22:59:59Z") };
  for (const [from, id] of [
    [before, "2031"],
    [at, "2032"],
  ] as const)
    await db.batch([
      invoiceInsert(db, await newInvoice(from, db, { order: { ...order, id }, kind: "invoice", document: id })),
    ]);
  expect((await ofOrder("2031"))[0]).toMatchObject({ series: "2031", number: 1, day: "2031-12-31" });
  expect((await ofOrder("2032"))[0]).toMatchObject({ series: "2032", number: 1, day: "2032-01-01" });
});

test("an order of before there were invoices has no credit note alone", async () => {
  const id = await placed();
  const order = await readOrder(db, id);
  if (!order) throw new Error("it was placed");
  const credited = { beforeMinor: 0, amountMinor: 1 };
  const orphan = { ...order, id: "none" };
  await db.batch([
    invoiceInsert(db, await newInvoice(world, db, { order: orphan, kind: "credit_note", document: "x", credited })),
  ]);
  expect(await ofOrder("none")).toEqual([]);
});

test("a checkout begun before tax was kept by its rates, and paid after, has no invoice that says there was none", async () => {
  const [sku = ""] = await seedGoods(1);
  const held = await holdGoods(world, { [sku]: 1 });
  await env.ORDERS.prepare("UPDATE checkouts SET snapshot = json_remove(snapshot, '$.tax') WHERE id = ?")
    .bind(held.checkoutId)
    .run();
  await payFor(held.sessionId);
  await tell(world, held.sessionId);
  const id = (await orderOf(world, held.checkoutId)) ?? "";
  const order = await readOrder(db, id);
  expect([order?.tax, (order?.totals.taxMinor ?? 0) > 0]).toEqual([null, true]);
  expect(await ofOrder(id)).toEqual([]);
  await refundOrder(world, {
    orderId: id,
    refundId: world.newId(),
    by: staff,
    amountMinor: 1_00,
    restock: [],
    reason: "-",
  });
  await world.settled();
  expect(await ofOrder(id), "nor a credit note alone").toEqual([]);
  await placed();
  await expectNoGap();
});

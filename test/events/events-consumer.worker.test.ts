import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { listAudit } from "../../worker/admin/audit-store.ts";
import { listDeadLetters, replayDeadLetter } from "../../worker/admin/dead-letter-store.ts";
import { listCustomerOrderIds } from "../../worker/customers/customer-order-store.ts";
import { TOKEN_VIEWER } from "../../worker/customers/viewer-store.ts";
import type { StoreEvent } from "../../worker/events/event.ts";
import { consumeBatch } from "../../worker/events/events-consumer.ts";
import { newEvent } from "../../worker/events/outbox-store.ts";
import { CLAIM_MS, claimMail } from "../../worker/notifications/mail-store.ts";
import { listMailbox, readMailboxMail } from "../../worker/notifications/mailbox-store.ts";
import { fulfilOrder } from "../../worker/orders/fulfil-order-flow.ts";
import type { World } from "../../worker/world.ts";
import { placeOrder } from "../notifications/placed-order.ts";
import { MARKETS } from "../support/markets.ts";
import { keptLog, testWorld } from "../support/test-world.ts";

const [enUs] = MARKETS;
const arAe = MARKETS.find((market) => market.id === "ar-ae");
if (!enUs || !arAe) throw new Error("The markets are there");

/** Hands messages to the consumer as the queue does, and tells what became of each, with the delays asked for. */
async function consume(world: World, bodies: readonly unknown[], { queue = "meridian-events", attempts = 1 } = {}) {
  const acked: string[] = [];
  const retried: number[] = [];
  const messages = bodies.map((body): Message => {
    const id = world.newId();
    const retry = (options?: QueueRetryOptions) => void retried.push(options?.delaySeconds ?? 0);
    return { id, timestamp: new Date(), body, attempts, ack: () => void acked.push(id), retry };
  });
  const never = () => expect.unreachable("messages are settled one by one");
  await consumeBatch(world, { queue, messages, ackAll: never, retryAll: never } as unknown as MessageBatch);
  expect(acked.length + retried.length, "every message is settled, once").toBe(messages.length);
  return { ids: messages.map((message) => message.id), acked: acked.length, retried };
}

const placedEvent = (world: World, orderId: string): StoreEvent => newEvent(world, "order.placed", { orderId });
const mailsTo = (world: World, to: string) => listMailbox(world, { to, limit: 20 });

describe("an order that was placed", () => {
  test("is confirmed by one mail in its market's language, however often its event comes", async () => {
    const world = testWorld();
    const { orderId } = await placeOrder(world, { market: arAe, email: "a@example.com" });
    const event = placedEvent(world, orderId);
    expect(await consume(world, [event, event])).toMatchObject({ acked: 2, retried: [] });
    expect(await consume(world, [event, placedEvent(world, orderId)])).toMatchObject({ acked: 2, retried: [] });
    const [mail, ...more] = await mailsTo(world, "a@example.com");
    expect([mail?.locale, more]).toEqual(["ar-AE", []]);
    const whole = await readMailboxMail(world, mail?.id ?? "");
    expect(whole?.text).toContain(`http://store.test/ar-ae/orders/${orderId}?key=unguessable`);
    expect(whole?.html).toContain('dir="rtl"');
  });

  test("ten consumers that get its event at the same moment send one mail", async () => {
    const world = testWorld();
    const { orderId } = await placeOrder(world, { market: enUs, email: "ten@example.com" });
    const event = placedEvent(world, orderId);
    const ends = await Promise.all(Array.from({ length: 10 }, () => consume(world, [event])));
    expect(await mailsTo(world, "ten@example.com")).toHaveLength(1);
    for (const { acked, retried } of ends) expect(acked + retried.length).toBe(1);
    expect((await consume(world, [event])).acked).toBe(1);
    expect(await mailsTo(world, "ten@example.com")).toHaveLength(1);
  });

  test("appears once in its customer's list", async () => {
    const world = testWorld();
    const { orderId } = await placeOrder(world, { market: enUs, email: "list@example.com", customerId: "customer-1" });
    for (const _ of [1, 2]) await consume(world, [placedEvent(world, orderId)]);
    const listed = await listCustomerOrderIds(world.accounts, { customerId: "customer-1", limit: 10 });
    expect(listed.map((order) => order.orderId)).toEqual([orderId]);
  });
});

describe("a mail that cannot be sent", () => {
  const broken = (log = keptLog()): World => {
    const world = testWorld({ log });
    const send = () => Promise.reject(new Error("mail service is down"));
    return { ...world, config: { ...world.config, mailbox: false }, mail: { send } };
  };

  test("is tried again later, and goes out once the service is back", async () => {
    const world = broken();
    const { orderId } = await placeOrder(world, { market: enUs, email: "later@example.com" });
    const event = placedEvent(world, orderId);
    const [delay = 0] = (await consume(world, [event], { attempts: 3 })).retried;
    expect(delay).toBeGreaterThanOrEqual(8);
    expect((await consume(testWorld(), [event])).acked).toBe(1);
    expect(await mailsTo(world, "later@example.com")).toHaveLength(1);
  });

  test("holds up no other message of its batch", async () => {
    const log = keptLog();
    const world = broken(log);
    const { orderId } = await placeOrder(world, { market: enUs, email: "one@example.com" });
    const products = newEvent(world, "products.changed", { productIds: ["no-such-product"] });
    const end = await consume(world, [placedEvent(world, orderId), products]);
    expect([end.acked, end.retried.length]).toEqual([1, 1]);
    expect(log.lines.map((line) => line.event)).toEqual(["event.failed.single"]);
  });

  test("whose sender died is taken over once its claim is old, not before", async () => {
    const world = testWorld();
    const { orderId } = await placeOrder(world, { market: enUs, email: "dead@example.com" });
    const id = `order.placed:${orderId}`;
    await claimMail(world.accounts, { id, kind: "order.placed", nowMs: world.nowMs() });
    const event = placedEvent(world, orderId);
    expect((await consume(world, [event])).retried).toEqual([65]);
    expect(await mailsTo(world, "dead@example.com")).toEqual([]);
    const later = testWorld({ nowMs: () => Date.now() + CLAIM_MS + 1_000 });
    expect((await consume(later, [event])).acked).toBe(1);
    expect(await mailsTo(world, "dead@example.com")).toHaveLength(1);
  });
});

describe("a message nobody can read", () => {
  test.each([
    ["text", "hello"],
    ["nothing", null],
    ["an event of no known kind", { id: "1", atMs: 1, kind: "order.eaten", payload: {} }],
    ["an event that lacks its subject", { id: "1", atMs: 1, kind: "order.placed", payload: {} }],
  ])("(%s) is kept for staff at once, and not tried again", async (_, body) => {
    const log = keptLog();
    const world = testWorld({ log });
    const end = await consume(world, [body]);
    expect([end.acked, end.retried]).toEqual([1, []]);
    const letters = await listDeadLetters(world, { limit: 100 });
    const letter = letters.find((each) => each.id === end.ids[0]);
    expect(letter?.message).toEqual(body);
    expect(await replayDeadLetter(world, letter?.id ?? "", TOKEN_VIEWER)).toEqual({
      ok: false,
      problem: { code: "dead_letter.not_an_event" },
    });
    expect(log.lines.map((line) => line.event)).toEqual(["event.malformed"]);
  });
});

describe("a message that was given up on", () => {
  test("is listed, and sent again once however often staff ask", async () => {
    const sent: StoreEvent[] = [];
    const world = testWorld({ send: async (events) => void sent.push(...events) });
    const { orderId } = await placeOrder(world, { market: enUs, email: "again@example.com" });
    const event = placedEvent(world, orderId);
    const { ids } = await consume(world, [event], { queue: "meridian-events-dead" });
    const [id = ""] = ids;
    const open = await listDeadLetters(world, { state: "open", limit: 100 });
    expect(open.find((letter) => letter.id === id)?.message).toEqual(event);
    const asked = await Promise.all([1, 2, 3].map(() => replayDeadLetter(world, id, TOKEN_VIEWER)));
    expect(asked.filter((each) => each.ok && each.value.replayed)).toHaveLength(1);
    await world.settled();
    expect(new Set(sent.map((each) => each.id))).toEqual(new Set([event.id]));
    const audit = await listAudit(world, { subject: `dead_letter:${id}`, limit: 10 });
    expect(audit.map((entry) => [entry.action, entry.byId])).toEqual([["dead_letter.replay", "token:staff"]]);
    await consume(world, sent);
    expect(await mailsTo(world, "again@example.com")).toHaveLength(1);
    const replayed = await listDeadLetters(world, { state: "replayed", limit: 100 });
    expect(replayed.map((letter) => letter.id)).toContain(id);
  });

  test("that is unknown cannot be sent again", async () => {
    const answer = await replayDeadLetter(testWorld(), "no-such-letter", TOKEN_VIEWER);
    expect(answer).toEqual({ ok: false, problem: { code: "dead_letter.unknown" } });
  });
});

describe("other mails", () => {
  test("a payment that failed and one that came too late are told once each", async () => {
    const world = testWorld();
    const { checkoutId } = await placeOrder(world, { market: enUs, email: "ended@example.com" });
    const events = (["checkout.payment_failed", "checkout.refused"] as const).map((kind) =>
      newEvent(world, kind, { checkoutId }),
    );
    for (const _ of [1, 2]) await consume(world, events);
    const subjects = (await mailsTo(world, "ended@example.com")).map((mail) => mail.subject).toSorted();
    expect(subjects).toEqual([
      "We could not complete your order: your money goes back",
      "Your payment did not go through",
    ]);
  });

  test("each parcel and each refund is told once, with what is in it", async () => {
    const world = testWorld();
    const { orderId } = await placeOrder(world, { market: enUs, email: "parcels@example.com" });
    const db = world.ordersOfNumber(orderId);
    for (const [id, sku] of [
      ["parcel-1", "SKU-0"],
      ["parcel-2", "SKU-1"],
    ] as const) {
      const ask = { orderId, fulfilmentId: id, carrier: "DHL", trackingNumber: `TRACK-${id}`, by: TOKEN_VIEWER };
      await fulfilOrder(world, { ...ask, lines: [{ sku, quantity: 1 }] });
      await consume(world, [newEvent(world, "order.fulfilled", { orderId, subjectId: id })]);
    }
    await db?.run(sql`INSERT INTO refunds (id, payment_id, checkout_id, order_id, amount_minor, currency, reason, restock, state, by_id, created_at_ms)
      VALUES ('refund-1', 'pi_1', 'c', ${orderId}, 1234, 'USD', 'private note', '[]', 'succeeded', 'staff', 1)`);
    const refunded = newEvent(world, "order.refunded", { orderId, subjectId: "refund-1" });
    for (const _ of [1, 2]) await consume(world, [refunded]);
    const mails = await mailsTo(world, "parcels@example.com");
    const texts = await Promise.all(mails.map(async ({ id }) => (await readMailboxMail(world, id))?.text ?? ""));
    for (const id of ["parcel-1", "parcel-2"])
      expect(texts.filter((text) => text.includes(`TRACK-${id}`))).toHaveLength(1);
    const refunds = texts.filter((text) => text.includes("$12.34"));
    expect(refunds).toHaveLength(1);
    expect(refunds[0]).not.toContain("private note");
  });

  test("an event about what is not there is settled, and said in the log", async () => {
    const log = keptLog();
    const world = testWorld({ log });
    const end = await consume(world, [newEvent(world, "order.placed", { orderId: "0000-0000-0000" })]);
    expect([end.acked, log.lines.map((line) => line.event)]).toEqual([1, ["mail.nothing_to_tell"]]);
  });
});

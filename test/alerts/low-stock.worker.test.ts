/** Low stock is told to those of the staff who want it: each fall once, many in one mail, and again only after it was above. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { alertStaff, DIGEST_EVERY_MS } from "../../worker/alerts/alert-staff-flow.ts";
import { isReader, readLowSince, setReader } from "../../worker/alerts/alert-store.ts";
import { createStaff } from "../../worker/customers/staff-flow.ts";
import { TOKEN_VIEWER } from "../../worker/customers/viewer-store.ts";
import type { StoreEvent } from "../../worker/events/event.ts";
import { consumeBatch } from "../../worker/events/events-consumer.ts";
import { newEvent } from "../../worker/events/outbox-store.ts";
import { adjustStock } from "../../worker/inventory/stock-flow.ts";
import { listMailbox, readMailboxMail } from "../../worker/notifications/mailbox-store.ts";
import type { World } from "../../worker/world.ts";
import { seedProduct } from "../support/seed-catalog.ts";
import { newTestWorld, type TestWorld } from "../support/test-world.ts";

const world = newTestWorld();
let made = 0;
let aheadMs = 0;
let reader = { id: "", email: "" };

beforeEach(async () => {
  made += 1;
  const email = `staff-${made}@example.com`;
  const form = { email, name: "Robin Example", password: "a-long-password" };
  const { staff } = await createStaff(world, form, TOKEN_VIEWER);
  reader = { id: staff.id, email };
  // Each test is later than the digest of the one before.
  aheadMs += 5 * DIGEST_EVERY_MS;
});
afterEach(async () => {
  await env.ACCOUNTS.exec("DELETE FROM low_stock_readers");
  await env.ACCOUNTS.exec("DELETE FROM low_stock_alerts");
});

const wants = (userId = reader.id) => setReader(world.accounts, { userId, wants: true, nowMs: world.nowMs() });
const mailsTo = (email: string) => listMailbox(world, { to: email, limit: 20 });

async function consume(by: World, events: readonly StoreEvent[]): Promise<void> {
  const messages = events.map((body) => ({
    id: body.id,
    body,
    attempts: 1,
    ack: () => undefined,
    retry: () => expect.unreachable("every message is settled"),
  }));
  await consumeBatch(by, { queue: "meridian-events", messages } as unknown as MessageBatch);
}

let changes = 0;
async function change(sku: string, delta: number): Promise<void> {
  changes += 1;
  const ask = { sku, operationId: `change-${changes}`, delta, reason: "count", byId: "staff" };
  expect(await adjustStock(world, ask)).toMatchObject({ ok: true });
  await consume(world, [newEvent(world, "stock.changed", { sku })]);
}

function heldBack(laterMs = 0): TestWorld & { sent: StoreEvent[] } {
  const sent: StoreEvent[] = [];
  return { ...newTestWorld(aheadMs + laterMs), sent, send: async (events) => void sent.push(...events) };
}

/** What the timer does, and all that comes of it; answers the events it made. */
async function ring(laterMs = 0): Promise<StoreEvent[]> {
  const by = heldBack(laterMs);
  await alertStaff(by);
  await by.settled();
  await consume(by, by.sent);
  return by.sent;
}

async function seedSku(name: string): Promise<string> {
  const sku = `${name}-${made}`;
  await seedProduct({ sku, title: `Kettle ${sku}`, openingQuantity: 5, lowStockAt: 2 });
  return sku;
}

describe("a SKU that falls to its level", () => {
  test("is told once, however many are sold after it", async () => {
    await wants();
    const sku = await seedSku("FALLS");
    await change(sku, -2);
    expect(await ring(), "three are above the level").toEqual([]);
    await change(sku, -1);
    await change(sku, -1);
    expect(await ring()).toHaveLength(1);
    await change(sku, -1);
    expect(await ring(2 * DIGEST_EVERY_MS)).toEqual([]);
    const [mail, ...more] = await mailsTo(reader.email);
    expect(more).toEqual([]);
    const whole = await readMailboxMail(world, mail?.id ?? "");
    expect(whole?.subject).toBe("1 item is running low");
    expect(whole?.text).toMatch(new RegExp(`Kettle ${sku} \\(${sku}\\): 1 left`));
    expect(whole?.text).toContain("http://store.test/admin/stock");
  });

  test("is told again once it was above in between", async () => {
    await wants();
    const sku = await seedSku("AGAIN");
    await change(sku, -3);
    await ring();
    await change(sku, +5);
    expect(await readLowSince(world.accounts, [sku])).toEqual(new Map());
    await change(sku, -5);
    await ring(2 * DIGEST_EVERY_MS);
    expect(await mailsTo(reader.email)).toHaveLength(2);
  });

  test("and rises again before the mail is in none", async () => {
    await wants();
    const [low, risen] = [await seedSku("LOW"), await seedSku("RISEN")];
    await change(low, -3);
    await change(risen, -3);
    const by = heldBack();
    await alertStaff(by);
    await by.settled();
    await change(risen, +9);
    await consume(by, by.sent);
    const [mail] = await mailsTo(reader.email);
    const text = (await readMailboxMail(world, mail?.id ?? ""))?.text;
    expect(text).toContain(low);
    expect(text).not.toContain(risen);
    await change(low, +9);
    const none = heldBack(2 * DIGEST_EVERY_MS);
    await consume(none, [newEvent(none, "stock.low", { digest: 10_000, userId: reader.id })]);
    expect(await mailsTo(reader.email)).toHaveLength(1);
    expect(none.errors).toEqual([]);
  });
});

describe("a digest", () => {
  test("names all that fell since the last, and the next comes half an hour later at the soonest", async () => {
    await wants();
    const skus = [await seedSku("ONE"), await seedSku("TWO"), await seedSku("THREE")];
    for (const sku of skus) await change(sku, -3);
    expect(await ring()).toHaveLength(1);
    const late = await seedSku("LATE");
    await change(late, -4);
    expect(await ring(DIGEST_EVERY_MS - 60_000)).toEqual([]);
    expect(await ring(DIGEST_EVERY_MS + 60_000)).toHaveLength(1);
    const texts = await Promise.all(
      (await mailsTo(reader.email)).map(async ({ id }) => (await readMailboxMail(world, id))?.text),
    );
    expect(texts).toHaveLength(2);
    expect(skus.every((sku) => texts[1]?.includes(sku))).toBe(true);
    expect(texts[0]).toContain(late);
    expect(texts[0]).not.toContain(skus[0]);
  });

  test("is made once by timers that ring together, and mailed once however often its event comes", async () => {
    await wants();
    const sku = await seedSku("TWICE");
    await change(sku, -3);
    const timers = [heldBack(), heldBack(), heldBack()];
    await Promise.all(timers.map((by) => alertStaff(by)));
    await Promise.all(timers.map((by) => by.settled()));
    const events = timers.flatMap(({ sent }) => sent);
    expect(events).toHaveLength(1);
    await consume(world, [...events, ...events]);
    await consume(world, events);
    expect(await mailsTo(reader.email)).toHaveLength(1);
  });

  test("goes to the staff who want it only, in their language; who wants it later hears of what is low then", async () => {
    const sku = await seedSku("WISH");
    await change(sku, -3);
    expect(await ring(), "nobody wants it").toEqual([]);
    await env.ACCOUNTS.prepare("UPDATE user SET market = 'de-de' WHERE id = ?").bind(reader.id).run();
    await wants();
    await ring();
    const [mail] = await mailsTo(reader.email);
    expect(mail?.locale).toBe("de-DE");
    await setReader(world.accounts, { userId: reader.id, wants: false, nowMs: world.nowMs() });
    expect(await isReader(world.accounts, reader.id)).toBe(false);
    await change(await seedSku("LATER"), -3);
    expect(await ring(2 * DIGEST_EVERY_MS)).toEqual([]);
  });

  test("goes to nobody who is no longer one of the staff", async () => {
    await wants();
    await change(await seedSku("LEFT"), -3);
    await env.ACCOUNTS.prepare("UPDATE user SET role = 'customer' WHERE id = ?").bind(reader.id).run();
    expect(await ring()).toHaveLength(1);
    expect(await mailsTo(reader.email)).toEqual([]);
    await env.ACCOUNTS.prepare("DELETE FROM user WHERE id = ?").bind(reader.id).run();
    expect(await isReader(world.accounts, reader.id), "the wish goes with the account").toBe(false);
  });
});

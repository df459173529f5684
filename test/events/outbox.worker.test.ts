import { beforeEach, describe, expect, test } from "vitest";
import type { StoreEvent } from "../../worker/events/event.ts";
import { newEvent, outboxInserts, relayOutbox, sweepOutboxes } from "../../worker/events/outbox-store.ts";
import type { Database } from "../../worker/world.ts";
import { keptLog, testWorld } from "../support/test-world.ts";

const DAY_MS = 86_400_000;
const unsent = async (db: Database) =>
  (await db.all<{ id: string }>("SELECT id FROM outbox WHERE sent_at_ms IS NULL")).map((row) => row.id);
const rows = async (db: Database) => (await db.all("SELECT id FROM outbox")).length;

async function write(db: Database, events: readonly StoreEvent[]): Promise<void> {
  const [first, ...rest] = outboxInserts(db, events);
  if (first) await db.batch([first, ...rest]);
}

/** A world whose queue only keeps what it is sent. */
function sending(nowMs: () => number = Date.now) {
  const sent: StoreEvent[] = [];
  const send = async (events: readonly StoreEvent[]) => void sent.push(...events);
  return { sent, world: testWorld({ send, nowMs }) };
}

const stockEvents = (count: number) => {
  const { world } = sending();
  return Array.from({ length: count }, (_, index) => newEvent(world, "stock.changed", { sku: `SKU-${index}` }));
};

beforeEach(async () => {
  const { catalog, accounts, ordersAll } = testWorld();
  for (const db of [catalog, accounts, ...ordersAll]) await db.run("DELETE FROM outbox");
});

describe("the outbox", () => {
  test("an event that its request did not live to send is sent by the timer, from every database", async () => {
    const { world, sent } = sending();
    const all = [world.catalog, world.accounts, ...world.ordersAll];
    for (const db of all) await write(db, stockEvents(1));
    const later = sending(() => Date.now() + 11_000);
    expect(await sweepOutboxes(later.world)).toEqual({ sent: all.length });
    expect([sent.length, later.sent.length]).toEqual([0, all.length]);
    for (const db of all) expect(await unsent(db)).toEqual([]);
    expect(await sweepOutboxes(later.world)).toEqual({ sent: 0 });
  });

  test("the timer leaves a young event to the request that made it", async () => {
    const { world, sent } = sending();
    await write(world.catalog, stockEvents(1));
    await sweepOutboxes(world);
    expect(sent).toEqual([]);
  });

  test("what a request sends is marked, and not sent again", async () => {
    const { world, sent } = sending();
    const events = stockEvents(30);
    await write(world.catalog, events);
    await relayOutbox(world, world.catalog, events);
    expect(sent.map((event) => event.id)).toEqual(events.map((event) => event.id));
    expect(await unsent(world.catalog)).toEqual([]);
  });

  test("a queue that takes nothing fails no request, and the event waits", async () => {
    const log = keptLog();
    const world = testWorld({ log, send: () => Promise.reject(new Error("Too Many Requests")) });
    const events = stockEvents(1);
    await write(world.catalog, events);
    await relayOutbox(world, world.catalog, events);
    expect(await unsent(world.catalog)).toEqual(events.map((event) => event.id));
    expect(log.lines.map((line) => line.event)).toEqual(["outbox.relay_failed"]);
  });

  test("a queue or database that fails holds up no other", async () => {
    const log = keptLog();
    const { world } = sending();
    const [order] = [newEvent(world, "order.placed", { orderId: "order-1" })];
    const product = newEvent(world, "products.changed", { productIds: ["p"] });
    for (const db of [world.catalog, world.accounts]) {
      const again = (event: StoreEvent) => ({ ...event, id: `${event.id}-${db === world.catalog ? 1 : 2}` });
      await write(db, [again(product), again(order)]);
    }
    const sent: StoreEvent[] = [];
    const send = async (events: readonly StoreEvent[]) => {
      if (events.some(({ kind }) => kind === "products.changed")) throw new Error("Too Many Requests");
      sent.push(...events);
    };
    const later = testWorld({ log, send, nowMs: () => Date.now() + 11_000 });
    await expect(sweepOutboxes(later)).rejects.toThrow("Too Many Requests");
    expect(sent.map(({ id }) => id).toSorted()).toEqual([`${order.id}-1`, `${order.id}-2`]);
    expect([await unsent(world.catalog), await unsent(world.accounts)]).toEqual([
      [`${product.id}-1`],
      [`${product.id}-2`],
    ]);
  });

  test("an event is written with its change or not at all", async () => {
    const { world } = sending();
    const [first] = outboxInserts(world.catalog, stockEvents(1));
    const change = world.catalog.run("INSERT INTO products (id) VALUES (NULL)");
    const batch = first ? world.catalog.batch([first, change as never]) : Promise.resolve();
    await expect(batch).rejects.toThrow();
    expect(await rows(world.catalog)).toBe(0);
  });

  test("one turn of the timer sends at most two thousand of one database, oldest first", async () => {
    const { world } = sending();
    for (let at = 0; at < 2_100; at += 500) await write(world.catalog, stockEvents(500));
    const later = sending(() => Date.now() + 11_000);
    expect(await sweepOutboxes(later.world)).toEqual({ sent: 2_000 });
    expect(await sweepOutboxes(later.world)).toEqual({ sent: 500 });
  });

  test("what was sent days ago is forgotten; what was never sent is not", async () => {
    const { world } = sending();
    const events = stockEvents(3);
    await write(world.accounts, events);
    await relayOutbox(world, world.accounts, events.slice(0, 2));
    const log = keptLog();
    const failing = testWorld({ log, nowMs: () => Date.now() + 4 * DAY_MS, send: async () => undefined });
    await sweepOutboxes(failing);
    expect(await rows(world.accounts)).toBe(1);
  });
});

/**
 * Write once, tell many: an event is inserted in the batch of the change it tells, so there is never one without the
 * other. It is sent after the answer; the timer sends what a crash left behind. An event may therefore be sent twice.
 */
import { and, asc, isNotNull, isNull, lt, lte, type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { whyOf } from "../base/why.ts";
import type { Database, World } from "../world.ts";
import { type EventKind, type PayloadOf, PRODUCTS_PER_EVENT_MAX, type StoreEvent } from "./event.ts";
import { byQueue } from "./event-queues.ts";
import { outbox } from "./outbox-tables.ts";

/** Unsent events younger than this are left to the request that made them. */
const LEFT_BEHIND_MS = 10_000;
/** Events read, sent and marked in one turn. */
const RELAY_MAX = 100;
/** Turns of one timer run for one database: what is left waits for the next minute. */
const SWEEP_TURNS_MAX = 20;
const SENT_KEPT_MS = 3 * 86_400_000;
const PRUNE_MAX = 1_000;
/** Four parameters a row; D1 takes 100 a statement. */
const ROWS_PER_INSERT = 25;

/** An event of what is about to be written. Insert it in the same batch. */
export function newEvent<Kind extends EventKind>(
  world: Pick<World, "newId" | "nowMs">,
  kind: Kind,
  payload: PayloadOf<Kind>,
): StoreEvent {
  return { id: world.newId(), atMs: world.nowMs(), kind, payload } as StoreEvent;
}

/** `products.changed` of all these products, so many in each as one message may name. */
export const productEvents = (world: Pick<World, "newId" | "nowMs">, productIds: readonly string[]): StoreEvent[] =>
  Array.from({ length: Math.ceil(productIds.length / PRODUCTS_PER_EVENT_MAX) }, (_, index) =>
    newEvent(world, "products.changed", {
      productIds: productIds.slice(index * PRODUCTS_PER_EVENT_MAX, (index + 1) * PRODUCTS_PER_EVENT_MAX),
    }),
  );

/** Statements for the batch of the change: `db.batch([change, ...outboxInserts(db, events)])`. */
export function outboxInserts(db: Database, events: readonly StoreEvent[]): BatchItem<"sqlite">[] {
  const inserts: BatchItem<"sqlite">[] = [];
  for (let start = 0; start < events.length; start += ROWS_PER_INSERT) {
    const rows = events
      .slice(start, start + ROWS_PER_INSERT)
      .map(({ id, kind, payload, atMs }) => ({ id, kind, payload, createdAtMs: atMs }));
    inserts.push(db.insert(outbox).values(rows));
  }
  return inserts;
}

/** A statement that has an event sent again, whether its row is still there or not. The timer sends it at the latest. */
export const resendInsert = (db: Database, { id, kind, payload, atMs }: StoreEvent) =>
  db
    .insert(outbox)
    .values({ id, kind, payload, createdAtMs: atMs })
    .onConflictDoUpdate({ target: outbox.id, set: { sentAtMs: null } });

/**
 * Sends these events and marks them sent. Never throws: what cannot be sent now is sent by the timer. Call it by
 * `world.defer(relayOutbox(world, db, events))` after the batch that stored them.
 */
export async function relayOutbox(world: World, db: Database, events: readonly StoreEvent[]): Promise<void> {
  try {
    await sendAndMark(world, db, events);
  } catch (error) {
    world.log.error("outbox.relay_failed", { why: whyOf(error) });
  }
}

/**
 * For the timer: sends what was left unsent in every database, oldest first, and forgets what was sent days ago. Orders come
 * first, and a database or queue that fails holds up no other.
 */
export async function sweepOutboxes(world: World): Promise<{ sent: number }> {
  let sent = 0;
  const failures: unknown[] = [];
  for (const db of [...world.ordersAll, world.accounts, world.catalog]) {
    try {
      sent += await sweepOutbox(world, db);
      await pruneSent(db, world.nowMs() - SENT_KEPT_MS);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return { sent };
}

async function sweepOutbox(world: World, db: Database): Promise<number> {
  let sent = 0;
  for (let turn = 0; turn < SWEEP_TURNS_MAX; turn += 1) {
    const events = await listUnsent(db, world.nowMs() - LEFT_BEHIND_MS);
    await sendAndMark(world, db, events);
    sent += events.length;
    if (events.length < RELAY_MAX) break;
  }
  return sent;
}

async function sendAndMark(world: World, db: Database, events: readonly StoreEvent[]): Promise<void> {
  const failures: unknown[] = [];
  for (const own of byQueue(events).values()) {
    try {
      await world.send(own);
      const ids = JSON.stringify(own.map((event) => event.id));
      await db.update(outbox).set({ sentAtMs: world.nowMs() }).where(inJson(ids));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

async function listUnsent(db: Database, madeBeforeMs: number): Promise<StoreEvent[]> {
  const rows = await db
    .select()
    .from(outbox)
    .where(and(isNull(outbox.sentAtMs), lte(outbox.createdAtMs, madeBeforeMs)))
    .orderBy(asc(outbox.createdAtMs))
    .limit(RELAY_MAX);
  return rows.map(({ id, kind, payload, createdAtMs }) => ({ id, kind, payload, atMs: createdAtMs }) as StoreEvent);
}

async function pruneSent(db: Database, sentBeforeMs: number): Promise<void> {
  const old = db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(isNotNull(outbox.sentAtMs), lt(outbox.sentAtMs, sentBeforeMs)))
    .limit(PRUNE_MAX);
  await db.delete(outbox).where(sql`${outbox.id} IN ${old}`);
}

// One parameter however many ids there are.
const inJson = (ids: string): SQL => sql`${outbox.id} IN (SELECT value FROM json_each(${ids}))`;

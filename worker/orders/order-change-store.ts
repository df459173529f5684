/**
 * The only way an order changes once it is placed. A change is one batch: its events, numbered on from the version it
 * was decided on, the new version, and everything that follows. If somebody changed the order first, the number is taken
 * and the whole batch fails; so what was checked when deciding still holds when it is stored.
 */
import { and, eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { conflictTableOf } from "../base/unique-conflict.ts";
import type { Database } from "../world.ts";
import { ORDER_MOVES, type OrderEventKind, type OrderState } from "./order.ts";
import type { Fulfilment } from "./order-store.ts";
import { fulfilments, orderEvents, orders } from "./order-tables.ts";

/** `byId` is null for what the shopper or the store itself did. */
export type OrderEvent = {
  kind: OrderEventKind;
  facts: Readonly<Record<string, string | number>>;
  byId: string | null;
  atMs: number;
};
/** Without `enters` the state stays as it is. */
export type OrderChange = { events: readonly [OrderEvent, ...OrderEvent[]]; enters?: OrderState };
/**
 * `moved_before`: somebody changed the order first. `seen_before`: the message in the batch had its effect already.
 * `id_taken`: a refund or fulfilment in the batch has the id of another.
 */
export type ChangeProblem = { code: "moved_before" | "seen_before" | "id_taken" };

/** How often a change is decided anew after somebody else's came first. */
export const CHANGE_TRIES_MAX = 5;

/** The version goes up by one for each event. Throws on a move that `ORDER_MOVES` does not allow. */
export async function changeOrder(
  db: Database,
  order: { id: string; version: number; state: OrderState },
  { events, enters = order.state }: OrderChange,
  effects: readonly BatchItem<"sqlite">[] = [],
): Promise<Outcome<null, ChangeProblem>> {
  const { id, version, state: leaves } = order;
  const moves: readonly OrderState[] = ORDER_MOVES[leaves];
  assert(enters === leaves || moves.includes(enters), `an order may move from ${leaves} to ${enters}`);
  const rows = events.map((event, index) => ({ ...event, orderId: id, number: version + 1 + index }));
  try {
    await db.batch([
      db.insert(orderEvents).values(rows),
      db
        .update(orders)
        .set({ state: enters, version: version + rows.length })
        .where(and(eq(orders.id, id), eq(orders.version, version))),
      ...effects,
    ]);
    return done(null);
  } catch (error) {
    const table = conflictTableOf(error);
    if (table === "order_events") return refused({ code: "moved_before" });
    if (table === "webhook_events") return refused({ code: "seen_before" });
    if (table === "refunds" || table === "fulfilments") return refused({ code: "id_taken" });
    throw error;
  }
}

export const fulfilmentInsert = (db: Database, fulfilment: Fulfilment): BatchItem<"sqlite"> =>
  db.insert(fulfilments).values(fulfilment);

/**
 * The only way a checkout changes. A move is one batch: a row in `checkout_moves` numbered one above the version it
 * leaves, the change itself, and everything that follows from it. If another request moved first, the number is taken
 * and the whole batch fails, so an effect is never stored without its move, nor twice.
 */
import { and, eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { conflictTableOf } from "../base/unique-conflict.ts";
import type { Database } from "../world.ts";
import { type CheckoutState, mayMove } from "./checkout.ts";
import type { Checkout } from "./checkout-store.ts";
import { checkoutMoves, checkouts } from "./checkout-tables.ts";

/** Why a checkout moved: kept with the move, and asked for when a refusal is repeated. */
export type MoveCause =
  | "taken_over"
  | "replaced"
  | "giving_up"
  | "stock_short"
  | "payment_unavailable"
  | "amount_too_small"
  | "amount_too_large"
  | "email_refused"
  | "left_behind"
  | "held"
  | "held_again"
  | "payment_on_its_way"
  | "paid"
  | "payment_failed"
  | "not_paid_in_time"
  | "paid_too_late"
  | "amount_differs";

type Changes = Partial<Pick<Checkout, "holdAttempt" | "snapshot" | "paymentSessionId" | "paymentUrl" | "orderId">>;
/** `set` is what else changes with it; `atMs` is when. */
export type Move = { enters: CheckoutState; cause: MoveCause; atMs: number; set?: Changes };
/** `moved_before`: another request moved it first. `seen_before`: the message in the batch had its effect already. */
export type MoveProblem = { code: "moved_before" | "seen_before" };

/** Answers the checkout after its move. */
export async function moveCheckout(
  db: Database,
  checkout: Checkout,
  { enters, cause, atMs, set = {} }: Move,
  effects: readonly BatchItem<"sqlite">[] = [],
): Promise<Outcome<Checkout, MoveProblem>> {
  const { id, state: leaves, version } = checkout;
  assert(mayMove(leaves, enters), `a checkout may move from ${leaves} to ${enters}`);
  const changes = { ...set, state: enters, version: version + 1, updatedAtMs: atMs };
  const row = { checkoutId: id, version: version + 1, leaves, enters, cause, atMs };
  try {
    await db.batch([
      db.insert(checkoutMoves).values(row),
      db
        .update(checkouts)
        .set(changes)
        .where(and(eq(checkouts.id, id), eq(checkouts.state, leaves), eq(checkouts.version, version))),
      ...effects,
    ]);
    return done({ ...checkout, ...changes });
  } catch (error) {
    const table = conflictTableOf(error);
    if (table === "checkout_moves") return refused({ code: "moved_before" });
    if (table === "webhook_events") return refused({ code: "seen_before" });
    throw error;
  }
}

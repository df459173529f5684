/** Checkouts against the clock, and against the orders they say they became. */
import { type CheckoutFacts, listCheckoutFacts } from "../checkout/checkout-facts-store.ts";
import { HOLDING_MAX_MS, PROCESSING_MAX_MS } from "../checkout/checkout-timing.ts";
import { readBookedOrders } from "../orders/order-facts-store.ts";
import type { World } from "../world.ts";
import { type BookTurn, TIMER_GRACE_MS } from "./book-turn.ts";
import { type Disagreement, disagreement } from "./disagreements.ts";
import { readStretch } from "./stretch-flow.ts";

const CHECKOUTS_TURN = 200;

export async function examineCheckouts(world: World, after: string): Promise<BookTurn> {
  const { db, rows, next } = await readStretch(world, after, CHECKOUTS_TURN, listCheckoutFacts);
  const orderIds = rows.flatMap(({ orderId }) => orderId ?? []);
  const orders = db ? await readBookedOrders(db, orderIds) : new Map();
  const dueMs = world.nowMs() - TIMER_GRACE_MS;
  const found = rows.flatMap((checkout): Disagreement[] => {
    const at = { checkoutId: checkout.id };
    if (isStuck(checkout, dueMs)) return [disagreement("checkout.stuck", at, { state: checkout.state })];
    const isMissing = checkout.state === "paid" && !orders.has(checkout.orderId ?? "");
    return isMissing ? [disagreement("checkout.order_missing", at, { orderId: checkout.orderId ?? "none" })] : [];
  });
  return { checked: rows.length, found, next };
}

function isStuck({ state, createdAtMs, expiresAtMs }: CheckoutFacts, dueMs: number): boolean {
  if (state === "holding") return createdAtMs < dueMs - HOLDING_MAX_MS;
  if (state === "held") return expiresAtMs < dueMs;
  return state === "processing" && createdAtMs < dueMs - PROCESSING_MAX_MS;
}

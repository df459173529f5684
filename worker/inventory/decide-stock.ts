/**
 * What may happen to a SKU's stock: each ask ends in an event to write, in `null` for one that was done before,
 * or in a refusal. What the ledger knows of the ask's id is handed in, so an ask may repeat however late.
 */
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { availableOf, type OpenHold, type Stock, type StockEvent, type StockProblem } from "./stock.ts";

/** Units one hold may take. */
export const HOLD_QUANTITY_MAX = 1_000;
/** Units one receipt or adjustment may move. */
export const CHANGE_MAX = 1_000_000;
export const ID_LENGTH_MAX = 200;
export const REASON_LENGTH_MAX = 200;
/** Delayed payments (bank debits) settle within days; nothing holds units for longer than this. */
export const HOLD_MS_MAX = 30 * 86_400_000;

/** An ask came before the ledger was opened: the caller opens it with the variant's units and asks again. */
export type UnopenedStock = { code: "stock.unopened" };
type Decision<Event extends StockEvent> = Outcome<Event | null, StockProblem | UnopenedStock>;
type Changed = Extract<StockEvent, { operationId: string }>;
type Settled = { kind: "committed" | "released"; holdId: string; quantity: number };
type Held = { kind: "held" | "extended"; holdId: string; quantity: number; expiresAtMs: number };

export type ReceiveAsk = { operationId: string; quantity: number };
export type AdjustAsk = { operationId: string; delta: number; reason: string };
export type HoldAsk = { holdId: string; quantity: number; expiresAtMs: number };
/** How the ledger says this operation or hold went; null when it has never seen the id. */
export type PastChange = Pick<Changed, "kind" | "quantity"> & { reason: string | null };
export type PastSettling = Pick<Settled, "kind" | "quantity">;

/** Units came in. A receipt of none opens the ledger of a SKU that starts empty. */
export function receive(past: PastChange | null, { operationId, quantity }: ReceiveAsk): Decision<Changed> {
  assertId(operationId);
  assert(isWhole(quantity, 0, CHANGE_MAX), "a receipt's quantity is whole and within its limit");
  if (past) return repeatOf(past, "received", quantity, null);
  return done({ kind: "received", operationId, quantity });
}

/** Staff corrects what is on hand. Units that shoppers hold cannot be taken away. */
export function adjust(stock: Readonly<Stock>, past: PastChange | null, ask: AdjustAsk): Decision<Changed> {
  const { operationId, delta, reason } = ask;
  assertId(operationId);
  assert(delta !== 0 && isWhole(delta, -CHANGE_MAX, CHANGE_MAX), "an adjustment is whole and within its limit");
  assert(reason.length <= REASON_LENGTH_MAX, "a reason is within its limit");
  if (past) return repeatOf(past, "adjusted", delta, reason);
  if (stock.number === 0) return refused({ code: "stock.unopened" });
  if (availableOf(stock) + delta < 0) return refused({ code: "stock.below_held" });
  return done({ kind: "adjusted", operationId, quantity: delta, reason });
}

/** Puts units aside. Asking again for the same hold changes nothing. */
export function hold(stock: Readonly<Stock>, past: PastSettling | null, ask: HoldAsk): Decision<Held> {
  assertId(ask.holdId);
  assert(isWhole(ask.quantity, 1, HOLD_QUANTITY_MAX), "a hold's quantity is whole and within its limit");
  assert(isWhole(ask.expiresAtMs, 1, Number.MAX_SAFE_INTEGER), "a hold ends at a whole millisecond");
  if (stock.number === 0) return refused({ code: "stock.unopened" });
  const open = stock.holds.get(ask.holdId);
  const before = open ?? past;
  if (before && before.quantity !== ask.quantity) return refused({ code: "stock.hold_differs" });
  if (open) return done(null);
  if (past) return refused({ code: `stock.hold_${past.kind}` });
  const available = availableOf(stock);
  if (ask.quantity > available) return refused({ code: "stock.insufficient", available });
  return done({ kind: "held", ...ask });
}

/** Moves an open hold's end to a later time; an earlier one changes nothing. */
export function extend(
  stock: Readonly<Stock>,
  past: PastSettling | null,
  holdId: string,
  expiresAtMs: number,
): Decision<Held> {
  assert(isWhole(expiresAtMs, 1, Number.MAX_SAFE_INTEGER), "a hold ends at a whole millisecond");
  const open = stock.holds.get(holdId);
  if (!open) return refused({ code: past ? `stock.hold_${past.kind}` : "stock.hold_unknown" });
  if (expiresAtMs <= open.expiresAtMs) return done(null);
  return done({ kind: "extended", holdId, quantity: open.quantity, expiresAtMs });
}

/** Sells what was held. Refused once released: the caller must hold again, or refund. */
export function commit(stock: Readonly<Stock>, past: PastSettling | null, holdId: string): Decision<Settled> {
  const open = stock.holds.get(holdId);
  if (open) return done({ kind: "committed", holdId, quantity: open.quantity });
  if (!past) return refused({ code: "stock.hold_unknown" });
  return past.kind === "released" ? refused({ code: "stock.hold_released" }) : done(null);
}

/** Gives back what was held. Fine for a hold that never arrived or is already back: an undo may run twice. */
export function release(stock: Readonly<Stock>, past: PastSettling | null, holdId: string): Decision<Settled> {
  const open = stock.holds.get(holdId);
  if (open) return done({ kind: "released", holdId, quantity: open.quantity });
  return past?.kind === "committed" ? refused({ code: "stock.hold_committed" }) : done(null);
}

/** What gives back the holds whose time is up, at most `limit` of them. */
export function expireHolds(stock: Readonly<Stock>, nowMs: number, limit: number): StockEvent[] {
  const events: StockEvent[] = [];
  for (const [holdId, { quantity, expiresAtMs }] of stock.holds) {
    if (events.length === limit) break;
    if (expiresAtMs <= nowMs) events.push({ kind: "released", holdId, quantity });
  }
  return events;
}

/** When the first open hold ends; Infinity without one. */
export function nextExpiryMs(holds: ReadonlyMap<string, OpenHold>): number {
  let nextMs = Number.POSITIVE_INFINITY;
  for (const { expiresAtMs } of holds.values()) nextMs = Math.min(nextMs, expiresAtMs);
  return nextMs;
}

function repeatOf(past: PastChange, kind: PastChange["kind"], quantity: number, reason: string | null) {
  const same = past.kind === kind && past.quantity === quantity && past.reason === reason;
  return same ? done(null) : refused({ code: "stock.operation_differs" });
}

function assertId(id: string): void {
  assert(id.length > 0 && id.length <= ID_LENGTH_MAX, "an id is within its limit");
}

const isWhole = (value: number, min: number, max: number) =>
  Number.isSafeInteger(value) && value >= min && value <= max;

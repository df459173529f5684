/**
 * Stock of one SKU, told as a ledger of events. Levels are folded from the events, so the two cannot disagree.
 * Always: 0 <= held <= on hand. A hold is settled once: committed (sold) or released (given back).
 */
import { assert } from "../base/assert.ts";

/** `by` in the ledger of what the store did by itself. */
export const BY_CHECKOUT = "checkout";
export const BY_EXPIRY = "expiry";
export const BY_OPENING = "opening";

export type StockProblem =
  | { code: "stock.insufficient"; available: number }
  | {
      code:
        | "stock.sku_unknown"
        | "stock.below_held"
        | "stock.operation_differs"
        | "stock.hold_differs"
        | "stock.hold_released"
        | "stock.hold_committed"
        | "stock.hold_unknown";
    };
/** `number` is that of the ledger's last entry; 0 means the ledger was never opened. */
export type StockLevels = { sku: string; onHand: number; held: number; available: number; number: number };
/** A location's part of a SKU's units. */
export type LocationLevel = { location: string; onHand: number; held: number };
/** Units that one location gives to an order. */
export type AllocatedUnits = { sku: string; location: string; quantity: number };
/** One line of the ledger. `facts` are the event's own, and the levels after it as `onHand` and `held`. */
export type StockEntry = {
  number: number;
  atMs: number;
  kind: StockEventKind;
  byId: string;
  facts: Readonly<Record<string, string | number>>;
};

/** `quantity` is units, above zero but for `adjusted`, where it is the change, and an opening, which may be of none. */
export type StockEvent =
  | { kind: "received"; operationId: string; quantity: number }
  | { kind: "adjusted"; operationId: string; quantity: number; reason: string }
  | { kind: "held" | "extended"; holdId: string; quantity: number; expiresAtMs: number }
  | { kind: "committed" | "released"; holdId: string; quantity: number };
export type StockEventKind = StockEvent["kind"];

export type OpenHold = { quantity: number; expiresAtMs: number };
/** `holds` has the open ones only: what became of the others is looked up in the ledger. */
export type Stock = { number: number; onHand: number; held: number; holds: Map<string, OpenHold> };

export const emptyStock = (): Stock => ({ number: 0, onHand: 0, held: 0, holds: new Map() });
export const availableOf = ({ onHand, held }: Pick<Stock, "onHand" | "held">) => onHand - held;
export const subjectOf = (event: StockEvent) => ("holdId" in event ? event.holdId : event.operationId);

/** Folds one event in. It was decided against this very stock, so a misfit is a bug, not a refusal. */
export function apply(stock: Stock, event: StockEvent): void {
  const { onHand, held, hold } = after(stock, event);
  assert(held >= 0, "held stock is never negative");
  assert(onHand >= held, "no more is held than is on hand");
  Object.assign(stock, { number: stock.number + 1, onHand, held }); // checked above: a throw leaves the stock as it was
  if (!("holdId" in event)) return;
  if (hold) stock.holds.set(event.holdId, hold);
  else stock.holds.delete(event.holdId);
}

type Change = { onHand: number; held: number; hold: OpenHold | null };

function after({ onHand, held, holds }: Readonly<Stock>, event: StockEvent): Change {
  if ("operationId" in event) return { onHand: onHand + event.quantity, held, hold: null };
  const { kind, quantity } = event;
  const open = holds.get(event.holdId);
  if (kind === "held") {
    assert(open === undefined, "a hold is placed once");
    return { onHand, held: held + quantity, hold: { quantity, expiresAtMs: event.expiresAtMs } };
  }
  assert(open?.quantity === quantity, "only an open hold is extended or settled, and whole");
  if (kind === "extended") return { onHand, held, hold: { quantity, expiresAtMs: event.expiresAtMs } };
  return { onHand: kind === "committed" ? onHand - quantity : onHand, held: held - quantity, hold: null };
}

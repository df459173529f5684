/** What the only writer of one SKU's stock answers: the contract of the `SkuStock` object. */
import type { Outcome } from "../base/outcome.ts";
import type { AdjustAsk, HoldAsk, ReceiveAsk, UnopenedStock } from "./decide-stock.ts";
import type { StockEntry, StockLevels, StockProblem } from "./stock.ts";

/** `repeated` is true when the id had done its work before; the levels are then those it left at that time. */
export type StockChange = StockLevels & { repeated: boolean };
/** What a caller of the object is told; `stock.unopened` stays between the object and stock-flow.ts. */
export type StockAnswer = Outcome<StockChange, StockProblem | UnopenedStock>;

/** A moment of a ledger: its last entry up to a number, or up to a time. */
export type Moment = { number: number } | { atMs: number };
/** `brokenAt` is the number of the first entry that is not what was written; `next` the number to go on after, null at the end. */
export type ChainTurn = { checked: number; brokenAt: number | null; next: number | null };

/** Every call repeats safely, however late: the same id does its work once and answers the same. */
export type StockKeeper = {
  /** Writes nothing, not even for a SKU that was never stocked. */
  levels(): Promise<StockLevels>;
  receive(ask: ReceiveAsk & { byId: string }): Promise<StockAnswer>;
  /** Changes what is on hand by `delta`; refused where units that are held would be missing. */
  adjust(ask: AdjustAsk & { byId: string }): Promise<StockAnswer>;
  hold(ask: HoldAsk): Promise<StockAnswer>;
  /** Moves an open hold's end; never earlier than it is. */
  extend(holdId: string, expiresAtMs: number): Promise<StockAnswer>;
  commit(holdId: string): Promise<StockAnswer>;
  release(holdId: string): Promise<StockAnswer>;
  /** Entries after a number, oldest first, at most `limit`. */
  entries(afterNumber: number, limit: number): Promise<readonly StockEntry[]>;
  /** As they were; `number` is that of the last entry by then, 0 before there was any. */
  levelsAt(moment: Moment): Promise<StockLevels>;
  /** Recomputes hashes and levels of the entries after a number, at most `limit` of them. */
  followChain(afterNumber: number, limit: number): Promise<ChainTurn>;
};

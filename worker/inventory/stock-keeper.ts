/** What the only writer of one SKU's stock answers: the contract of the `SkuStock` object. */
import type { Outcome } from "../base/outcome.ts";
import type { StockEntry, StockLevels, StockProblem } from "./stock.ts";

type StockAnswer = Promise<Outcome<StockLevels, StockProblem>>;

/** Every call repeats safely: the same id does its work once and answers the same. */
export type StockKeeper = {
  levels(): Promise<StockLevels>;
  receive(ask: { operationId: string; quantity: number; byId: string }): StockAnswer;
  /** Changes what is on hand by `delta`; refused where units that are held would be missing. */
  adjust(ask: { operationId: string; delta: number; reason: string; byId: string }): StockAnswer;
  hold(ask: { holdId: string; quantity: number; expiresAtMs: number }): StockAnswer;
  /** Moves an open hold's end; never earlier than it is. */
  extend(holdId: string, expiresAtMs: number): StockAnswer;
  commit(holdId: string): StockAnswer;
  release(holdId: string): StockAnswer;
  /** Entries after a number, oldest first, at most `limit`. */
  entries(afterNumber: number, limit: number): Promise<readonly StockEntry[]>;
};

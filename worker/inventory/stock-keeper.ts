/** What the only writer of one SKU's stock answers: the contract of the `SkuStock` object. */
import type { Outcome } from "../base/outcome.ts";
import type {
  AdjustAsk,
  ArriveAsk,
  CountAsk,
  LoseAsk,
  OpenAsk,
  ReceiveAsk,
  ReturnAsk,
  SendAsk,
} from "../ledger/decide-change.ts";
import type { HoldAsk } from "../ledger/decide-hold.ts";
import type { Part } from "../ledger/ledger.ts";
import type { ChainTurn, Moment } from "../ledger/ledger-keeper.ts";
import type { StockEntry, StockLevels, StockProblem, StockTransfer, UnopenedStock } from "./stock.ts";

/**
 * `repeated` is true when the id had done its work before; `onHand`, `held` and `available` are then those it left at that
 * time. `parts` is where the units came from or went.
 */
export type StockChange = StockLevels & { repeated: boolean; parts: readonly Part[] };
/** What a caller of the object is told; `stock.unopened` stays between the object and stock-flow.ts. */
export type StockAnswer = Outcome<StockChange, StockProblem | UnopenedStock>;
type By<Ask> = Ask & { byId: string };

/** Every call repeats safely, however late: the same id does its work once and answers the same. */
export type StockKeeper = {
  /** Writes nothing, not even for a SKU that was never stocked. */
  levels(): Promise<StockLevels>;
  /** The first receipt, with how many may be owed; once. */
  open(ask: By<OpenAsk>): Promise<StockAnswer>;
  /** Units came in at a location. */
  receive(ask: By<ReceiveAsk>): Promise<StockAnswer>;
  /** Sold units came back on a location's shelf; those that were sold before they were here are owed no more. */
  restock(ask: By<ReturnAsk>): Promise<StockAnswer>;
  /** Changes what is on hand by `delta`; refused where units that are held would be missing. */
  adjust(ask: By<AdjustAsk>): Promise<StockAnswer>;
  /** Sets what is on hand to what was counted; refused where fewer were counted than are held, or while buckets have some. */
  count(ask: By<CountAsk>): Promise<StockAnswer>;
  /** Free units leave for another location; they are in neither's until they arrive. */
  send(ask: By<SendAsk>): Promise<StockAnswer>;
  arrive(ask: By<ArriveAsk>): Promise<StockAnswer>;
  /** Closes a transfer: what has not arrived is written off. */
  lose(ask: By<LoseAsk>): Promise<StockAnswer>;
  /** Transfers on their way. */
  transfers(): Promise<readonly StockTransfer[]>;
  /** So many units may be owed at most, from now on. */
  allow(cap: number): Promise<StockAnswer>;
  hold(ask: HoldAsk): Promise<StockAnswer>;
  /** Moves an open hold's end; never earlier than it is. */
  extend(holdId: string, expiresAtMs: number): Promise<StockAnswer>;
  commit(holdId: string): Promise<StockAnswer>;
  release(holdId: string): Promise<StockAnswer>;
  /** Whether an operation's id has done its work. */
  did(operationId: string): Promise<boolean>;
  /** Entries after a number, oldest first, at most `limit`. */
  entries(afterNumber: number, limit: number): Promise<readonly StockEntry[]>;
  /** As they were; `number` is that of the last entry by then, 0 before there was any. */
  levelsAt(moment: Moment): Promise<StockLevels>;
  /** Recomputes hashes and levels of the entries after a number, at most `limit` of them. */
  followChain(afterNumber: number, limit: number): Promise<ChainTurn>;
};

/**
 * The only writer of one SKU's stock, or of what one bucket of a split SKU borrowed. It keeps the ledger; the rules live in
 * worker/ledger/. Between reading and writing nothing is awaited, so asks that come at once are still decided one by one.
 */
import { DurableObject } from "cloudflare:workers";
import { assert } from "../worker/base/assert.ts";
import { aheadMsOf } from "../worker/base/clock.ts";
import { done, type Outcome, refused } from "../worker/base/outcome.ts";
import { NO_PRESSURE, notedAt, PRESSED_ASKS, pressureAt } from "../worker/inventory/pressure.ts";
import {
  BY_CHECKOUT,
  BY_EXPIRY,
  BY_POLICY,
  levelsAfter,
  levelsOf,
  type StockEntry,
  type StockLevels,
  type StockTransfer,
  stockProblemOf,
} from "../worker/inventory/stock.ts";
import {
  isBucketName,
  type LastLoan,
  type LoanAnswer,
  type LoanAsk,
  type Repayment,
  type StockBorrower,
  type StockLender,
} from "../worker/inventory/stock-bucket.ts";
import { entryOf } from "../worker/inventory/stock-entry.ts";
import type { StockAnswer, StockKeeper } from "../worker/inventory/stock-keeper.ts";
import * as change from "../worker/ledger/decide-change.ts";
import * as decide from "../worker/ledger/decide-hold.ts";
import { ANY_TERMS, type HoldAsk } from "../worker/ledger/decide-hold.ts";
import { fillIdOf } from "../worker/ledger/fill.ts";
import type { LedgerEvent } from "../worker/ledger/ledger.ts";
import type { ChainTurn, Moment } from "../worker/ledger/ledger-keeper.ts";
import type { LedgerProblem, UnopenedLedger } from "../worker/ledger/ledger-problem.ts";
import {
  FIND_CLEARED,
  FIND_OPERATION,
  FIND_PLACED,
  FIND_SETTLED,
  type LedgerRow,
  pastOf,
  settlingOf,
} from "../worker/ledger/ledger-rows.ts";
import { AlarmClock } from "./alarm-clock.ts";
import { LedgerBook } from "./ledger-book.ts";
import { Borrower, inBucket, isShort } from "./stock-borrower.ts";
import { Lender } from "./stock-lender.ts";
import { tellStockChanged, tellStockPressed } from "./tell-stock.ts";

/** Holds given back by one alarm; the next one follows at once. */
const EXPIRED_MAX = 1_000;
/** How often buckets that were given up are asked for what they still have. */
const JOIN_EVERY_MS = 60_000;
const CHANGES = [FIND_OPERATION, FIND_CLEARED];

type Decision = Outcome<readonly LedgerEvent[], LedgerProblem | UnopenedLedger>;

export class SkuStock extends DurableObject<Env> implements StockKeeper, StockLender, StockBorrower {
  readonly #book = new LedgerBook(this.ctx.storage, this.ctx.id.name);
  readonly #lender = new Lender({ ...this.#tools, bucketOf: (name) => this.#objectOf(name) });
  readonly #borrower = new Borrower({ ...this.#tools, lenderOf: (sku) => this.#objectOf(sku) });
  /** Never later than the first open hold's end. */
  #expiryMs = decide.nextExpiryMs(this.#book.books.holds);
  #pressure = NO_PRESSURE;
  readonly #clock = new AlarmClock(this.ctx, aheadMsOf(this.env));

  async levels(): Promise<StockLevels> {
    this.#wake();
    return levelsOf(this.#book.key, this.#book.books, this.#lender.split);
  }

  async open({ byId, ...ask }: change.OpenAsk & { byId: string }): Promise<StockAnswer> {
    return this.#change(byId, ask, (past) => change.open(this.#book.books, past, ask));
  }
  async receive({ byId, ...ask }: change.ReceiveAsk & { byId: string }): Promise<StockAnswer> {
    return this.#change(byId, ask, (past) => change.receive(this.#book.books, past, ask));
  }
  async restock({ byId, ...ask }: change.ReturnAsk & { byId: string }): Promise<StockAnswer> {
    return this.#change(byId, ask, (past) => change.returnUnits(this.#book.books, past, ask), [FIND_CLEARED]);
  }
  async adjust({ byId, ...ask }: change.AdjustAsk & { byId: string }): Promise<StockAnswer> {
    return this.#lender.orGather(() => this.#change(byId, ask, (past) => change.adjust(this.#book.books, past, ask)));
  }
  async count({ byId, ...ask }: change.CountAsk & { byId: string }): Promise<StockAnswer> {
    // What a bucket has lies on the same shelf, and is in other books.
    if (this.#lender.isSplit && !(await this.did(ask.operationId))) return refused({ code: "stock.is_split" });
    return this.#change(byId, ask, (past) => change.count(this.#book.books, past, ask));
  }
  async send({ byId, ...ask }: change.SendAsk & { byId: string }): Promise<StockAnswer> {
    return this.#lender.orGather(() => this.#change(byId, ask, (past) => change.send(this.#book.books, past, ask)));
  }
  async arrive({ byId, ...ask }: change.ArriveAsk & { byId: string }): Promise<StockAnswer> {
    const wasSent = this.#wasSent(ask.transferId);
    return this.#change(byId, ask, (past) => change.arrive(this.#book.books, past, ask, wasSent));
  }
  async lose({ byId, ...ask }: change.LoseAsk & { byId: string }): Promise<StockAnswer> {
    const wasSent = this.#wasSent(ask.transferId);
    return this.#change(byId, ask, (past) => change.lose(this.#book.books, past, ask, wasSent));
  }
  async transfers(): Promise<readonly StockTransfer[]> {
    return [...this.#book.books.transfers].map(([id, transfer]) => ({ id, ...transfer }));
  }
  async allow(cap: number): Promise<StockAnswer> {
    const operationId = `allow:${this.#book.books.number + 1}`;
    return this.#settle(change.allow(this.#book.books, operationId, cap), BY_POLICY, []);
  }

  async hold(ask: HoldAsk): Promise<StockAnswer> {
    assert(ask.expiresAtMs <= this.#clock.nowMs() + decide.HOLD_MS_MAX, "a hold ends within its limit");
    this.#notePressure();
    if (!this.#isBucket) return this.#lender.orGather(() => this.#holdNow(ask));
    const first = this.#holdNow(ask);
    return isShort(first) ? this.#borrower.hold(ask, () => this.#holdNow(ask)) : first;
  }

  /** Holds asked for in the last minute. */
  async pressure(): Promise<number> {
    return pressureAt(this.#pressure, this.#clock.nowMs());
  }

  async extend(holdId: string, expiresAtMs: number): Promise<StockAnswer> {
    assert(expiresAtMs <= this.#clock.nowMs() + decide.HOLD_MS_MAX, "a hold ends within its limit");
    const past = this.#book.find(FIND_SETTLED, holdId).map(settlingOf);
    return this.#settle(decide.extend(this.#book.books, past, holdId, expiresAtMs), BY_CHECKOUT, []);
  }
  async commit(holdId: string): Promise<StockAnswer> {
    const past = this.#book.find(FIND_SETTLED, holdId);
    return this.#settle(decide.commit(this.#book.books, past.map(settlingOf), holdId), BY_CHECKOUT, past);
  }
  async release(holdId: string): Promise<StockAnswer> {
    const past = this.#book.find(FIND_SETTLED, holdId);
    const released = this.#settle(decide.release(this.#book.books, past.map(settlingOf), holdId), BY_CHECKOUT, past);
    await this.#returnFree();
    return released;
  }

  async did(operationId: string): Promise<boolean> {
    return CHANGES.some((query) => this.#book.find(query, operationId).length > 0);
  }
  async entries(afterNumber: number, limit: number): Promise<readonly StockEntry[]> {
    return this.#book.entries(afterNumber, limit).map(entryOf);
  }
  async levelsAt(moment: Moment): Promise<StockLevels> {
    return this.#levelsAfter(this.#book.entryAt(moment));
  }
  async followChain(afterNumber: number, limit: number): Promise<ChainTurn> {
    return this.#book.followChain(afterNumber, limit);
  }

  async lend(ask: LoanAsk): Promise<LoanAnswer> {
    this.#releaseExpired();
    const lent = await this.#lender.lend(ask);
    this.#wake();
    return lent;
  }
  async repay(repayment: Repayment): Promise<void> {
    this.#lender.repay(repayment);
    this.#wake();
  }
  async split(buckets: number): Promise<void> {
    this.#lender.splitInto(buckets);
    if (this.#lender.isJoining) await this.#lender.gather(null);
    this.#wake();
  }
  async giveBack(last: LastLoan): Promise<{ held: number }> {
    this.#releaseExpired();
    await this.#borrower.giveBack(last);
    this.#wake();
    return { held: this.#book.books.held };
  }

  /** Gives back what has run out, tells the store of changes, and sets itself again, whatever fails. */
  override async alarm(): Promise<void> {
    this.#clock.rang();
    try {
      this.#releaseExpired();
      // First, so that a bucket that cannot be reached keeps nobody from hearing what is left.
      await tellStockChanged(this.env.STOCK_EVENTS, this.#book, this.#clock.nowMs());
      if (this.#isBucket) await this.#borrower.returnFree();
      if (this.#lender.isJoining) await this.#lender.gather(null);
      this.#wake();
    } catch (error) {
      console.error(JSON.stringify({ level: "error", event: "stock.alarm_failed", why: String(error) }));
      await this.#clock.retry();
    }
  }

  /** One that is asked too often says so, once a minute. */
  #notePressure(): void {
    const nowMs = this.#clock.nowMs();
    this.#pressure = notedAt(this.#pressure, nowMs);
    if (this.#pressure.asks !== PRESSED_ASKS || this.#isBucket || this.#lender.split.buckets > 0) return;
    this.ctx.waitUntil(tellStockPressed(this.env.STOCK_EVENTS, this.#book.key, nowMs));
  }

  #holdNow(ask: HoldAsk): StockAnswer {
    // What is kept back stays with the lender.
    const terms = this.#isBucket && ask.terms ? inBucket(ask.terms) : ask.terms;
    const decideIt = () => {
      const past = this.#book.find(FIND_SETTLED, ask.holdId).map(settlingOf);
      const taken = ask.terms?.buyer ? this.#book.takenBy(ask.terms.buyer.id) : 0;
      return decide.hold(this.#book.books, past, { ...ask, terms: terms ?? ANY_TERMS }, taken);
    };
    let decision = decideIt();
    // Before units run short, those whose hold has run out are taken back: the alarm may be a little late.
    if (!decision.ok && this.#releaseExpired()) decision = decideIt();
    const repeats = decision.ok && decision.value.length === 0;
    return this.#settle(decision, BY_CHECKOUT, repeats ? this.#book.find(FIND_PLACED, ask.holdId) : []);
  }

  #change(
    byId: string,
    { operationId }: { operationId: string },
    decideIt: (past: readonly change.PastChange[]) => Decision,
    queries: readonly string[] = [],
  ): StockAnswer {
    const past = [FIND_OPERATION, ...queries].flatMap((query) => this.#book.find(query, operationId));
    past.sort((a, b) => a.number - b.number);
    return this.#settle(decideIt(past.map(pastOf)), byId, past);
  }

  /** Writes what was decided, or answers as the first time. `past` are the entries that an ask repeats. */
  #settle(decision: Decision, byId: string, past: readonly LedgerRow[]): StockAnswer {
    if (!decision.ok) return refused(stockProblemOf(decision.problem));
    const events = decision.value;
    const repeated = events.length === 0;
    if (!repeated) {
      this.#write(events, byId);
      this.#wake();
    }
    const did = repeated ? past.at(-1) : undefined;
    // What it filled is a part of what it left.
    const then = did && (this.#book.find(FIND_CLEARED, fillIdOf(did.subject_id)).at(-1) ?? did);
    const levels = then ? this.#levelsAfter(then) : levelsOf(this.#book.key, this.#book.books, this.#lender.split);
    const own = (repeated ? past : events).filter(({ kind }) => kind !== "filled" && kind !== "cleared");
    const parts = own.map(({ account, quantity }) => ({ account, quantity }));
    return done({ ...levels, repeated, parts });
  }

  #write(events: readonly LedgerEvent[], byId: string): void {
    try {
      this.#book.write(events, byId, this.#clock.nowMs());
    } finally {
      for (const event of events)
        if ("expiresAtMs" in event) this.#expiryMs = Math.min(this.#expiryMs, event.expiresAtMs);
    }
  }

  /** True when there was something to give back. */
  #releaseExpired(): boolean {
    if (this.#expiryMs > this.#clock.nowMs()) return false;
    const expired = decide.expireHolds(this.#book.books, this.#clock.nowMs(), EXPIRED_MAX);
    this.#write(expired, BY_EXPIRY);
    this.#expiryMs = decide.nextExpiryMs(this.#book.books.holds);
    return expired.length > 0;
  }

  /** What a bucket does not need any more goes back before anyone hears of it; what cannot is tried again by the alarm. */
  async #returnFree(): Promise<void> {
    if (this.#isBucket) await this.#borrower.returnFree().catch(() => this.#wake());
  }

  /** Sets the alarm for what is due next. */
  #wake(): void {
    const nowMs = this.#clock.nowMs();
    const isDue = (this.#book.told ?? 0) < this.#book.books.number || this.#borrower.owesDelivery;
    const joinMs = this.#lender.isJoining ? nowMs + JOIN_EVERY_MS : Number.POSITIVE_INFINITY;
    this.#clock.wakeAt(isDue ? nowMs : Math.min(this.#expiryMs, joinMs));
  }

  #levelsAfter(row: LedgerRow | null): StockLevels {
    return levelsAfter(this.#book.key, row, row ? this.#book.accountsAt(row.number) : []);
  }

  #wasSent(transferId: string): boolean {
    return this.#book.find(FIND_OPERATION, transferId).some(({ kind }) => kind === "sent");
  }

  get #isBucket(): boolean {
    return isBucketName(this.#book.key);
  }

  #objectOf(name: string): StockLender & StockBorrower {
    return this.env.SKU_STOCK.getByName(name) as unknown as StockLender & StockBorrower;
  }

  get #tools() {
    return {
      storage: this.ctx.storage,
      book: this.#book,
      nowMs: () => this.#clock.nowMs(),
      write: (events: readonly LedgerEvent[], byId: string) => this.#write(events, byId),
    };
  }
}

/**
 * The side of a split SKU's own object: lends units to its buckets, and gathers what they do not need before anyone hears
 * that there is nothing left.
 */
import { assert } from "../worker/base/assert.ts";
import { done } from "../worker/base/outcome.ts";
import { BY_LOAN, stockProblemOf } from "../worker/inventory/stock.ts";
import {
  BUCKETS_MAX,
  bucketNameOf,
  bucketOfName,
  type LastLoan,
  type LoanAnswer,
  type LoanAsk,
  type Repayment,
  type StockBorrower,
} from "../worker/inventory/stock-bucket.ts";
import type { StockAnswer } from "../worker/inventory/stock-keeper.ts";
import { CHANGE_MAX } from "../worker/ledger/ask-limits.ts";
import { lend, repay } from "../worker/ledger/decide-loan.ts";
import type { LedgerEvent } from "../worker/ledger/ledger.ts";
import { FIND_LAST_LOAN, FIND_OPERATION, pastOf } from "../worker/ledger/ledger-rows.ts";
import type { LedgerBook } from "./ledger-book.ts";
import { Turns } from "./turns.ts";

/** `bucketsEver` is how many there were at most; `isJoining` while those beyond `buckets` may still have units. */
type Kept = { buckets: number; bucketsEver: number; isJoining: boolean };
const KEY = "lender";
/** A loan is this part of what is free, for each bucket: so the first few do not take it all. */
const SHARE = 2;
/** Below so many units a bucket, there is little left. */
const SCARCE_UNITS = 4;
/** That there was nothing to gather is believed for so long: by then alarms have given back what ran out. */
const GATHERED_MS = 1_000;
const SHORT: readonly string[] = ["stock.insufficient", "stock.below_held"];

export type LenderTools = {
  storage: DurableObjectStorage;
  book: LedgerBook;
  bucketOf(name: string): StockBorrower;
  nowMs(): number;
  write(events: readonly LedgerEvent[], byId: string): void;
};

export class Lender {
  readonly #tools: LenderTools;
  #kept: Kept;
  readonly #turns = new Turns();
  /** The last entry when the buckets had been gathered, and when that was. */
  #gathered = { number: 0, atMs: Number.NEGATIVE_INFINITY };
  #loans = 0;

  constructor(tools: LenderTools) {
    this.#tools = tools;
    this.#kept = tools.storage.kv.get<Kept>(KEY) ?? { buckets: 0, bucketsEver: 0, isJoining: false };
  }

  get split(): { buckets: number; bucketsEver: number } {
    const { buckets, bucketsEver } = this.#kept;
    return { buckets, bucketsEver };
  }

  /** Buckets that were given up may still have units. */
  get isJoining(): boolean {
    return this.#kept.isJoining;
  }

  /** Units may lie in buckets. */
  get isSplit(): boolean {
    return this.#kept.buckets > 0 || this.#kept.isJoining;
  }

  /** Acts; where units were missing, again once all that lies free in buckets is here. */
  async orGather(act: () => StockAnswer): Promise<StockAnswer> {
    const first = act();
    const isShort = !first.ok && SHORT.includes(first.problem.code);
    if (!isShort || this.#kept.bucketsEver === 0 || this.#isGathered) return first;
    await this.gather(null);
    return act();
  }

  splitInto(buckets: number): void {
    assert(Number.isInteger(buckets) && buckets >= 0 && buckets <= BUCKETS_MAX, "buckets are within their limit");
    const before = this.#kept;
    if (buckets === before.buckets) return;
    const bucketsEver = Math.max(before.bucketsEver, buckets);
    this.#keep({ buckets, bucketsEver, isJoining: buckets < bucketsEver });
  }

  /** Lends; gathers first where it has too few. */
  async lend(ask: LoanAsk): Promise<LoanAnswer> {
    const first = this.#lendNow(ask);
    if (first.ok || first.problem.code !== "stock.insufficient" || this.#isGathered) return first;
    return this.#turns.take(async () => {
      const before = this.#lendNow(ask);
      if (before.ok || this.#isGathered) return before;
      const loans = this.#loans;
      await this.gather(ask.borrower);
      const last = this.#lendNow(ask);
      if (last.ok) return last;
      // Too few even with what it has itself: that is for others, who may want fewer.
      await this.#giveBack(ask.borrower);
      this.#noteGathered(loans);
      return last;
    });
  }

  /** Everything that the buckets do not hold comes back; `except` keeps what it has. */
  async gather(except: string | null): Promise<void> {
    const loans = this.#loans;
    const { bucketsEver, buckets } = this.#kept;
    const { key } = this.#tools.book;
    const names = Array.from({ length: bucketsEver }, (_, bucket) => bucketNameOf(key, bucket));
    const held = await Promise.all(names.map((name) => (name === except ? 1 : this.#giveBack(name))));
    if (except === null) this.#noteGathered(loans);
    const isEmptied = held.every((units, bucket) => units === 0 || bucket < buckets);
    if (isEmptied && this.#kept.buckets === buckets && this.#loans === loans)
      this.#keep({ ...this.#kept, isJoining: false });
  }

  repay({ operationId, borrower, parts }: Repayment): void {
    const { book, write } = this.#tools;
    const past = book.find(FIND_OPERATION, operationId).filter(({ kind }) => kind === "repaid");
    const repaid = repay(book.books, past.map(pastOf), { operationId, borrower, parts });
    if (repaid.ok && repaid.value.length > 0) write(repaid.value, BY_LOAN);
  }

  /** Unless units were lent meanwhile, which may lie in a bucket that had given back before. */
  #noteGathered(loansBefore: number): void {
    if (this.#loans !== loansBefore) return;
    this.#gathered = { number: this.#tools.book.books.number, atMs: this.#tools.nowMs() };
  }

  /** Nothing has come in or gone out since all was gathered just now, so gathering again would find nothing. */
  get #isGathered(): boolean {
    const { number, atMs } = this.#gathered;
    return this.#tools.book.books.number === number && this.#tools.nowMs() < atMs + GATHERED_MS;
  }

  #lendNow({ min, ...ask }: LoanAsk): LoanAnswer {
    const { book, write } = this.#tools;
    const past = book.find(FIND_OPERATION, ask.loanId).filter(({ kind }) => kind === "lent");
    const { buckets } = this.#kept;
    const share = Math.ceil((book.books.onHand - book.books.held) / (SHARE * Math.max(1, buckets)));
    const want = buckets === 0 ? min : Math.max(min, Math.min(share, CHANGE_MAX));
    const lent = lend(book.books, past.map(pastOf), { ...ask, min, want });
    if (!lent.ok) return { ok: false, problem: stockProblemOf(lent.problem) };
    this.#know(ask.borrower);
    if (lent.value.length > 0) {
      write(lent.value, BY_LOAN);
      this.#loans += 1;
    }
    const free = book.books.onHand - book.books.held;
    const parts = past.length > 0 ? past : lent.value;
    return done({
      parts: parts.map(({ account, quantity }) => ({ account, quantity })),
      scarce: free < SCARCE_UNITS * buckets || buckets === 0,
    });
  }

  /** A checkout begun before buckets were joined still asks its own: it is gathered from like the others, until it is empty. */
  #know(borrower: string): void {
    const bucket = bucketOfName(borrower);
    if (bucket < this.#kept.buckets || bucket >= BUCKETS_MAX) return;
    const bucketsEver = Math.max(this.#kept.bucketsEver, bucket + 1);
    if (!this.#kept.isJoining || bucketsEver > this.#kept.bucketsEver)
      this.#keep({ ...this.#kept, bucketsEver, isJoining: true });
  }

  /** Answers how many units it still holds. */
  async #giveBack(name: string): Promise<number> {
    return (await this.#tools.bucketOf(name).giveBack(this.#lastLoanOf(name))).held;
  }

  #lastLoanOf(borrower: string): LastLoan {
    const rows = this.#tools.book.find(FIND_LAST_LOAN, borrower);
    const loanId = rows[0]?.subject_id;
    return loanId === undefined
      ? null
      : { loanId, parts: rows.map(({ account, quantity }) => ({ account, quantity })) };
  }

  #keep(kept: Kept): void {
    this.#tools.storage.kv.put(KEY, kept);
    this.#kept = kept;
  }
}

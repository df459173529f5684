/**
 * A bucket's side of a split SKU: borrows from the SKU's object when it is short, and gives back what it does not need. A
 * loan is asked for under a number that moves on once it is written down, so a loan whose reply was lost is told again. What
 * is given back is kept in mind until the lender has it.
 */
import { done, type Outcome, refused } from "../worker/base/outcome.ts";
import { BY_LOAN, type StockProblem, type UnopenedStock } from "../worker/inventory/stock.ts";
import {
  type LastLoan,
  type Loan,
  type Repayment,
  type StockLender,
  skuOfName,
} from "../worker/inventory/stock-bucket.ts";
import type { StockAnswer } from "../worker/inventory/stock-keeper.ts";
import { ANY_TERMS, availableFor, type HoldAsk, type HoldTerms } from "../worker/ledger/decide-hold.ts";
import { borrow, giveBack } from "../worker/ledger/decide-loan.ts";
import type { LedgerEvent, Part } from "../worker/ledger/ledger.ts";
import { FIND_OPERATION, pastOf } from "../worker/ledger/ledger-rows.ts";
import type { LedgerBook } from "./ledger-book.ts";
import { Turns } from "./turns.ts";

/** `loans` and `repayments` are how many there were; `returns`: what comes free is given back at once. */
type Kept = { loans: number; repayments: number; repaying: Repayment | null; returns: boolean };
const KEY = "borrower";
/** Others may take what was borrowed before it is held; after so many loans it is taken for sold out. */
const BORROWS_MAX = 8;
const NOTHING: Kept = { loans: 0, repayments: 0, repaying: null, returns: false };

export type BorrowerTools = {
  storage: DurableObjectStorage;
  book: LedgerBook;
  lenderOf(sku: string): StockLender;
  write(events: readonly LedgerEvent[], byId: string): void;
};

export class Borrower {
  readonly #tools: BorrowerTools;
  #kept: Kept;
  readonly #turns = new Turns();
  #delivery: Promise<void> | null = null;

  constructor(tools: BorrowerTools) {
    this.#tools = tools;
    this.#kept = tools.storage.kv.get<Kept>(KEY) ?? NOTHING;
  }

  /** True while something is on its way to the lender. */
  get owesDelivery(): boolean {
    return this.#kept.repaying !== null;
  }

  /**
   * Holds with what is borrowed for it, one after another, so that each asks for what the one before it left short.
   * At the end the whole is borrowed, since what is free here may be gathered for another meanwhile.
   */
  hold(ask: HoldAsk, holdNow: () => StockAnswer): Promise<StockAnswer> {
    return this.#turns.take(async () => {
      for (let tries = 1; ; tries += 1) {
        const held = holdNow();
        if (!isShort(held) || tries > BORROWS_MAX) return held;
        const free = availableFor(this.#tools.book.books, inBucket(ask.terms ?? ANY_TERMS));
        const borrowed = await this.#borrow(ask.quantity - (tries < BORROWS_MAX ? free : 0), ask);
        if (borrowed.ok) continue;
        if (borrowed.problem.code !== "stock.insufficient") return borrowed;
        const last = holdNow();
        if (!isShort(last)) return last;
        // Too few for this one, and the lender takes it that nobody has any: others may want fewer.
        await this.giveBack(null);
        return refused({ ...borrowed.problem, available: borrowed.problem.available + free });
      }
    });
  }

  async #borrow(min: number, { terms = ANY_TERMS }: HoldAsk): Promise<Outcome<null, StockProblem | UnopenedStock>> {
    const { key } = this.#tools.book;
    const loanId = this.#loanId(this.#kept.loans + 1);
    const { keepBack, accounts } = terms;
    const answer = await this.#lender.lend({ loanId, borrower: key, min, keepBack, accounts });
    if (!answer.ok) return answer;
    this.#adopt(loanId, answer.value);
    return done(null);
  }

  /** Gives all back that is free. The loan that the lender knows of and this bucket does not is written down before. */
  async giveBack(last: LastLoan): Promise<void> {
    if (last) this.#adopt(last.loanId, { parts: last.parts, scarce: true });
    if (!this.#kept.returns) this.#keep({ returns: true });
    await this.returnFree();
  }

  /** What came free goes back, where little is left. */
  async returnFree(): Promise<void> {
    await this.deliver();
    if (!this.#kept.returns) return;
    const { book, write } = this.#tools;
    const operationId = `${book.key}:repayment:${this.#kept.repayments + 1}`;
    const events = giveBack(book.books, operationId);
    if (events.length === 0) return;
    const parts = events.map(({ account, quantity }): Part => ({ account, quantity }));
    // One turn without waiting, so both are stored or neither.
    write(events, BY_LOAN);
    this.#keep({ repayments: this.#kept.repayments + 1, repaying: { operationId, borrower: book.key, parts } });
    await this.deliver();
  }

  /** Brings the lender what is on its way to it. Throws when it cannot be reached: the alarm tries again. */
  deliver(): Promise<void> {
    const { repaying } = this.#kept;
    if (repaying === null) return Promise.resolve();
    this.#delivery ??= this.#lender
      .repay(repaying)
      .then(() => this.#keep({ repaying: null }))
      .finally(() => {
        this.#delivery = null;
      });
    return this.#delivery;
  }

  #adopt(loanId: string, { parts, scarce }: Loan): void {
    const { book, write } = this.#tools;
    const past = book.find(FIND_OPERATION, loanId).filter(({ kind }) => kind === "borrowed");
    const borrowed = borrow(past.map(pastOf), loanId, parts);
    if (!borrowed.ok || borrowed.value.length === 0) return;
    write(borrowed.value, BY_LOAN);
    this.#keep({ loans: this.#kept.loans + 1, returns: scarce });
  }

  #loanId(number: number): string {
    return `${this.#tools.book.key}:loan:${number}`;
  }

  get #lender(): StockLender {
    return this.#tools.lenderOf(skuOfName(this.#tools.book.key));
  }

  #keep(change: Partial<Kept>): void {
    const kept = { ...this.#kept, ...change };
    this.#tools.storage.kv.put(KEY, kept);
    this.#kept = kept;
  }
}

/** A hold's terms where what is kept back lies with the lender. */
export const inBucket = (terms: HoldTerms): HoldTerms => ({ ...terms, keepBack: 0 });

/** Nothing that a loan could not mend; a bucket that never borrowed has no ledger yet. */
export const isShort = (answer: StockAnswer): boolean =>
  !answer.ok && (answer.problem.code === "stock.insufficient" || answer.problem.code === "stock.unopened");

/** Loans between ledgers, over a line that loses, repeats and reorders what is said: no unit is lost, none is there twice. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { borrow, giveBack, lend, repay } from "../../worker/ledger/decide-loan.ts";
import { emptyBooks, type Part } from "../../worker/ledger/ledger.ts";
import { SqliteLedger } from "../support/sqlite-ledger.ts";

const BORROWERS = 3;
const UNITS = 40;
type Loan = { loanId: string; parts: readonly Part[]; to: number };
type Repayment = { operationId: string; borrower: string; parts: readonly Part[] };
const partsOf = (events: readonly Part[]) => events.map(({ account, quantity }) => ({ account, quantity }));
const unitsOf = (parts: readonly Part[]) => parts.reduce((sum, { quantity }) => sum + quantity, 0);

/** One that lends, those who borrow, and everything that was ever said between them. */
class Family {
  readonly lender = new SqliteLedger();
  readonly borrowers = Array.from({ length: BORROWERS }, (_, index) => new SqliteLedger(`borrower ${index}`));
  readonly loans: Loan[] = [];
  readonly repayments: Repayment[] = [];
  #count = 0;

  constructor() {
    for (const account of ["main", "berlin"])
      this.lender.ask({ does: "receive", id: account, account, units: UNITS / 2 }, 0);
  }

  borrower(pick: number): SqliteLedger {
    const borrower = this.borrowers[pick % BORROWERS];
    if (!borrower) throw new Error("There is such a borrower");
    return borrower;
  }

  lend(pick: number, min: number, want: number): void {
    this.#count += 1;
    const to = pick % BORROWERS;
    const ask = { loanId: `loan ${this.#count}`, borrower: `borrower ${to}`, min, want, keepBack: 0, accounts: null };
    const lent = lend(this.lender.books, [], ask);
    if (!lent.ok) {
      expect(lent.problem.code).toBe("insufficient");
      return;
    }
    this.lender.record(lent);
    this.loans.push({ loanId: ask.loanId, parts: partsOf(lent.value), to });
    // Told again, since the first answer may be lost: nothing more is lent.
    expect(lend(this.lender.books, this.lender.past(ask.loanId), ask)).toEqual({ ok: true, value: [] });
  }

  hearLoan(pick: number): void {
    const loan = this.loans[pick % this.loans.length];
    const borrower = loan && this.borrowers[loan.to];
    if (loan && borrower) borrower.record(borrow(borrower.past(loan.loanId), loan.loanId, loan.parts));
  }

  giveBack(pick: number): void {
    this.#count += 1;
    const operationId = `repayment ${this.#count}`;
    const events = giveBack(this.borrower(pick).books, operationId);
    this.borrower(pick).record({ ok: true, value: events });
    if (events.length > 0)
      this.repayments.push({ operationId, borrower: `borrower ${pick % BORROWERS}`, parts: partsOf(events) });
  }

  hearRepayment(pick: number): void {
    const repayment = this.repayments[pick % this.repayments.length];
    if (repayment) this.lender.record(repay(this.lender.books, this.lender.past(repayment.operationId), repayment));
  }

  buy(pick: number, units: number): void {
    this.#count += 1;
    const id = `hold ${this.#count}`;
    const terms = { accounts: null, keepBack: 0, buyer: null };
    const said = this.borrower(pick).ask({ does: "hold", id, units, inMs: 9, terms }, 0);
    if (said === "done" && units % 3 !== 0)
      this.borrower(pick).ask({ does: units % 3 === 1 ? "commit" : "release", id }, 0);
  }

  /** Units that were sold, and those that borrowers have. */
  get out() {
    const sold = this.borrowers.flatMap(({ rows }) => rows.filter(({ kind }) => kind === "committed"));
    return { sold: unitsOf(sold), there: this.borrowers.reduce((sum, { books }) => sum + books.onHand, 0) };
  }

  check(): void {
    const { books } = this.lender;
    const { sold, there } = this.out;
    expect(books.onHand + books.lent, "a unit is with the lender or lent").toBe(UNITS);
    expect(sold + there, "nobody has what was not lent").toBeLessThanOrEqual(books.lent);
  }
}

const pick = fc.nat(99);
const step = fc.oneof(
  fc.tuple(fc.constant("lend" as const), pick, fc.integer({ min: 1, max: 9 })),
  fc.tuple(fc.constantFrom("hearLoan" as const, "giveBack" as const, "hearRepayment" as const), pick, fc.constant(0)),
  fc.tuple(fc.constant("buy" as const), pick, fc.integer({ min: 1, max: 6 })),
);

describe("whatever is lost, repeated or late between ledgers", () => {
  test("every unit is with the lender, with a borrower, on its way, or sold; and home once all is heard", () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 120 }),
        fc.array(pick, { minLength: 20, maxLength: 20 }),
        (steps, order) => {
          const family = new Family();
          for (const [does, at, units] of steps) {
            if (does === "lend") family.lend(at, units, units + (at % 4));
            else if (does === "buy") family.buy(at, units);
            else family[does](at);
            family.check();
          }
          for (const at of order) family.hearLoan(at);
          for (const index of family.loans.keys()) family.hearLoan(index);
          for (let index = 0; index < BORROWERS; index += 1) family.giveBack(index);
          for (const at of order) family.hearRepayment(at);
          for (const index of family.repayments.keys()) family.hearRepayment(index);
          const { sold, there } = family.out;
          const held = family.borrowers.reduce((sum, { books }) => sum + books.held, 0);
          expect(there, "only what is held stays").toBe(held);
          expect(family.lender.books).toMatchObject({ onHand: UNITS - sold - held, lent: sold + held });
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("a loan", () => {
  const lender = () => {
    const ledger = new SqliteLedger();
    ledger.ask({ does: "receive", id: "a", account: "main", units: 4 }, 0);
    ledger.ask({ does: "receive", id: "b", account: "berlin", units: 3 }, 0);
    return ledger;
  };
  const ask = { loanId: "l", borrower: "b", min: 2, want: 6, keepBack: 0, accounts: null };

  test("is of as many as wanted, out of several accounts, but never of held units or those kept back", () => {
    const ledger = lender();
    const terms = { accounts: ["main"], keepBack: 0, buyer: null };
    ledger.ask({ does: "hold", id: "h", units: 1, inMs: 9, terms }, 0);
    const lent = lend(ledger.books, [], ask);
    expect(lent.ok && partsOf(lent.value)).toEqual([
      { account: "main", quantity: 3 },
      { account: "berlin", quantity: 3 },
    ]);
    const less = lend(ledger.books, [], { ...ask, keepBack: 4 });
    expect(less.ok && unitsOf(less.value)).toBe(2);
    expect(lend(ledger.books, [], { ...ask, keepBack: 5 })).toMatchObject({
      problem: { code: "insufficient", available: 1 },
    });
    const near = lend(ledger.books, [], { ...ask, accounts: ["berlin"] });
    expect(near.ok && partsOf(near.value)).toEqual([{ account: "berlin", quantity: 3 }]);
  });

  test("of what was never opened says so; of none, or of more than is wanted, is a bug", () => {
    expect(lend(emptyBooks(), [], ask)).toMatchObject({ problem: { code: "unopened" } });
    for (const min of [0, -1, 0.5, 2 ** 53, "1" as never, 7])
      expect(() => lend(lender().books, [], { ...ask, min })).toThrow("a loan's quantity");
  });

  test("cannot be paid back with more than was lent", () => {
    const ledger = lender();
    ledger.record(lend(ledger.books, [], ask));
    const parts = [{ account: "main", quantity: 7 }];
    expect(() => repay(ledger.books, [], { operationId: "r", borrower: "b", parts })).toThrow("no more comes back");
  });
});

/**
 * Loans between ledgers: one that is asked too often lends units to others, each the only writer of what it borrowed. Both
 * sides write under the loan's id, so a loan that one side forgot in a crash is told again and written once.
 */
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { assertId, CHANGE_MAX, isWhole } from "./ask-limits.ts";
import type { PastChange } from "./decide-change.ts";
import { ANY_TERMS, accountsFor, spread } from "./decide-hold.ts";
import { type Books, freeIn, type OperationEvent, type Part } from "./ledger.ts";
import type { LedgerProblem, UnopenedLedger } from "./ledger-problem.ts";

type Decision = Outcome<readonly OperationEvent[], LedgerProblem | UnopenedLedger>;
/** At least `min`, `want` at best. `keepBack`: so many stay with the lender. `accounts` as in `HoldTerms`. */
export type LendAsk = {
  loanId: string;
  borrower: string;
  min: number;
  want: number;
  keepBack: number;
  accounts: readonly string[] | null;
};

/** Asked again, it lends nothing more: what was lent is what the ledger says. */
export function lend(books: Readonly<Books>, past: readonly PastChange[], ask: LendAsk): Decision {
  const { loanId, borrower, min, want, keepBack, accounts } = ask;
  assertId(loanId);
  assert(isWhole(min, 1, CHANGE_MAX) && isWhole(want, min, CHANGE_MAX), "a loan's quantity is whole and in its limits");
  if (past.length > 0) return done([]);
  if (books.number === 0) return refused({ code: "unopened" });
  const from = accountsFor(books, { ...ANY_TERMS, accounts });
  const available = Math.max(0, from.reduce((sum, account) => sum + freeIn(books, account), 0) - keepBack);
  if (available < min) return refused({ code: "insufficient", available });
  const parts = spread(books, from, Math.min(want, available));
  return done(eventsOf("lent", loanId, parts, borrower));
}

/** The borrower writes down what it was lent; once. */
export const borrow = (past: readonly PastChange[], loanId: string, parts: readonly Part[]): Decision =>
  done(past.length > 0 ? [] : eventsOf("borrowed", loanId, parts));

/** Everything that is free goes back. */
export function giveBack(books: Readonly<Books>, operationId: string): OperationEvent[] {
  const accounts = accountsFor(books, ANY_TERMS);
  const parts = accounts.map((account) => ({ account, quantity: freeIn(books, account) }));
  return eventsOf(
    "gave_back",
    operationId,
    parts.filter(({ quantity }) => quantity > 0),
  );
}

/** The lender writes down what came back; once. */
export function repay(
  books: Readonly<Books>,
  past: readonly PastChange[],
  { operationId, borrower, parts }: { operationId: string; borrower: string; parts: readonly Part[] },
): Decision {
  assertId(operationId);
  if (past.length > 0) return done([]);
  const quantity = parts.reduce((sum, part) => sum + part.quantity, 0);
  assert(quantity <= books.lent, "no more comes back than was lent");
  return done(eventsOf("repaid", operationId, parts, borrower));
}

const eventsOf = (
  kind: "lent" | "repaid" | "borrowed" | "gave_back",
  operationId: string,
  parts: readonly Part[],
  ref?: string,
): OperationEvent[] => parts.map((part) => ({ kind, operationId, ...part, ...(ref !== undefined && { ref }) }));

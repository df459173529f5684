/**
 * What may happen to a hold: each ask ends in events to write, in none for one that was done before, or in a refusal. What
 * the ledger knows of the hold's id is handed in, so an ask may repeat however late.
 */
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { assertId, isWhole } from "./ask-limits.ts";
import { fillsAfter } from "./fill.ts";
import {
  type Books,
  freeIn,
  type HoldEvent,
  type LedgerEvent,
  type OpenHold,
  type Part,
  PROMISE,
  promisableOf,
} from "./ledger.ts";
import type { LedgerProblem, UnopenedLedger } from "./ledger-problem.ts";

/** Units one hold may take. */
export const HOLD_QUANTITY_MAX = 1_000;
/** Delayed payments (bank debits) settle within days; nothing holds units for longer than this. */
export const HOLD_MS_MAX = 30 * 86_400_000;

/**
 * `accounts`: which may give units, the preferred first; null is any, in the order they were opened. `keepBack`: so many
 * stay. `buyer` may have `max` of it over all times; what was bought counts, also where it was brought back.
 */
export type HoldTerms = {
  accounts: readonly string[] | null;
  keepBack: number;
  buyer: { id: string; max: number } | null;
  /** Nothing is promised: what is not in these accounts cannot be had. */
  hereOnly?: true;
};
export const ANY_TERMS: HoldTerms = { accounts: null, keepBack: 0, buyer: null };
export type HoldAsk = { holdId: string; quantity: number; expiresAtMs: number; terms?: HoldTerms };

type Decision = Outcome<readonly LedgerEvent[], LedgerProblem | UnopenedLedger>;
/** How the ledger says this hold was settled: one for each account; none when it was not. */
export type PastSettling = { kind: "committed" | "released"; quantity: number };

/** Puts units aside. Asking again for the same hold changes nothing. `taken`: how many the buyer has by now. */
export function hold(books: Readonly<Books>, past: readonly PastSettling[], ask: HoldAsk, taken: number): Decision {
  const { holdId, quantity, expiresAtMs, terms = ANY_TERMS } = ask;
  assertId(holdId);
  assert(isWhole(quantity, 1, HOLD_QUANTITY_MAX), "a hold's quantity is whole and within its limit");
  assert(isWhole(expiresAtMs, 1, Number.MAX_SAFE_INTEGER), "a hold ends at a whole millisecond");
  assert(isWhole(terms.keepBack, 0, Number.MAX_SAFE_INTEGER), "what is kept back is whole");
  if (books.number === 0) return refused({ code: "unopened" });
  const open = books.holds.get(holdId);
  const before = open?.parts ?? past;
  if (before.length > 0 && unitsIn(before) !== quantity) return refused({ code: "hold_differs" });
  if (open) return done([]);
  const [settled] = past;
  if (settled) return refused({ code: `hold_${settled.kind}` });
  const { buyer } = terms;
  if (buyer && taken + quantity > buyer.max)
    return refused({ code: "buyer_limit", left: Math.max(0, buyer.max - taken) });
  const available = availableFor(books, terms);
  if (quantity > available) return refused({ code: "insufficient", available });
  const facts = { kind: "held", holdId, expiresAtMs, buyer: buyer?.id ?? null } as const;
  return done(partsFor(books, quantity, terms).map((part) => ({ ...facts, ...part })));
}

/** Units that a hold in these terms can have, promised ones included. */
export const availableFor = (books: Readonly<Books>, terms: HoldTerms): number =>
  freeHere(books, terms) + (terms.hereOnly ? 0 : promisableOf(books));

const freeHere = (books: Readonly<Books>, terms: HoldTerms): number =>
  Math.max(0, freeSum(books, accountsFor(books, terms)) - terms.keepBack);

const freeSum = (books: Readonly<Books>, accounts: readonly string[]) =>
  accounts.reduce((sum, account) => sum + freeIn(books, account), 0);

export const accountsFor = (books: Readonly<Books>, { accounts }: HoldTerms): readonly string[] =>
  accounts ?? [...books.accounts.keys()].filter((account) => account !== PROMISE);

/** From one account where one has enough; else from as many as it takes, in their order; what is missing is promised. */
function partsFor(books: Readonly<Books>, quantity: number, terms: HoldTerms): Part[] {
  const accounts = accountsFor(books, terms);
  const here = Math.min(quantity, freeHere(books, terms));
  const whole = accounts.find((account) => freeIn(books, account) >= here);
  const parts = here > 0 && whole !== undefined ? [{ account: whole, quantity: here }] : spread(books, accounts, here);
  return here < quantity ? [...parts, { account: PROMISE, quantity: quantity - here }] : parts;
}

/** So many units out of the free ones of these accounts, in their order; fewer where there are not so many. */
export function spread(books: Readonly<Books>, accounts: readonly string[], quantity: number): Part[] {
  let left = quantity;
  return accounts.flatMap((account) => {
    const taken = Math.min(left, freeIn(books, account));
    left -= taken;
    return taken > 0 ? [{ account, quantity: taken }] : [];
  });
}

/** Moves an open hold's end to a later time; an earlier one changes nothing. */
export function extend(
  books: Readonly<Books>,
  past: readonly PastSettling[],
  holdId: string,
  expiresAtMs: number,
): Decision {
  assert(isWhole(expiresAtMs, 1, Number.MAX_SAFE_INTEGER), "a hold ends at a whole millisecond");
  const open = books.holds.get(holdId);
  const [settled] = past;
  if (!open) return refused({ code: settled ? `hold_${settled.kind}` : "hold_unknown" });
  if (expiresAtMs <= open.expiresAtMs) return done([]);
  return done(open.parts.map((part) => ({ kind: "extended", holdId, ...part, expiresAtMs, buyer: open.buyer })));
}

/** Uses what was held. Refused once released: the caller must hold again, or refund. */
export function commit(books: Readonly<Books>, past: readonly PastSettling[], holdId: string): Decision {
  const open = books.holds.get(holdId);
  if (open) return done(settled(books, "committed", holdId, open));
  const [before] = past;
  if (!before) return refused({ code: "hold_unknown" });
  return before.kind === "released" ? refused({ code: "hold_released" }) : done([]);
}

/** Gives back what was held. Fine for a hold that never arrived or is already back: an undo may run twice. */
export function release(books: Readonly<Books>, past: readonly PastSettling[], holdId: string): Decision {
  const open = books.holds.get(holdId);
  if (open) return done(settled(books, "released", holdId, open));
  return past[0]?.kind === "committed" ? refused({ code: "hold_committed" }) : done([]);
}

/** What gives back the holds whose time is up, at most `limit` of them. */
export function expireHolds(books: Readonly<Books>, nowMs: number, limit: number): LedgerEvent[] {
  const expired: LedgerEvent[] = [];
  let count = 0;
  for (const [holdId, open] of books.holds) {
    if (count === limit) break;
    if (open.expiresAtMs > nowMs) continue;
    expired.push(...settlingOf("released", holdId, open));
    count += 1;
  }
  return [...expired, ...fillsAfter(books, expired, `expiry:${books.number + 1}`)];
}

/** When the first open hold ends; Infinity without one. */
export function nextExpiryMs(holds: ReadonlyMap<string, OpenHold>): number {
  let nextMs = Number.POSITIVE_INFINITY;
  for (const { expiresAtMs } of holds.values()) nextMs = Math.min(nextMs, expiresAtMs);
  return nextMs;
}

/** A promise that is sold may find units that came since it was held; units that are given back may be owed to somebody. */
function settled(
  books: Readonly<Books>,
  kind: "committed" | "released",
  holdId: string,
  open: OpenHold,
): LedgerEvent[] {
  const events = settlingOf(kind, holdId, open);
  return [...events, ...fillsAfter(books, events, holdId)];
}

const settlingOf = (kind: "committed" | "released", holdId: string, { parts, buyer }: OpenHold): HoldEvent[] =>
  parts.map((part) => ({ kind, holdId, ...part, buyer }));

const unitsIn = (parts: readonly { quantity: number }[]) => parts.reduce((sum, { quantity }) => sum + quantity, 0);

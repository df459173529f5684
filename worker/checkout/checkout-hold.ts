/** Which holds belong to a checkout. Every checkout holds in the same order, and every hold has an id that repeats. */
import { createHmac } from "node:crypto";
import { mailboxOf } from "../base/email.ts";

/** A checkout may hold again when a payment comes after its holds ran out; after so many sets the money goes back. */
export const HOLD_ATTEMPTS_MAX = 10;

/** The same for the same set, so that a step done again meets its own hold. */
export const holdIdOf = (checkoutId: string, sku: string, attempt: number): string => `${checkoutId}:${sku}:${attempt}`;

/** By SKU: two checkouts for the same articles ask for them in the same order, so one of them gets all. */
export const inHoldOrder = <Held extends { sku: string }>(needs: readonly Held[]): Held[] =>
  needs.toSorted((a, b) => (a.sku < b.sku ? -1 : 1));

/** Newest first: a line's hold is in the newest set that has one. */
export const attemptsDownFrom = (attempt: number): number[] =>
  Array.from({ length: attempt }, (_, index) => attempt - index);

/**
 * Who buys, as ledgers know them to count what one buyer may have: told by the mailbox, which a ledger that nobody may edit
 * must not hold.
 */
export function buyerOf(email: string, secret: string): string {
  return createHmac("sha256", secret)
    .update(`buyer ${mailboxOf(email)}`)
    .digest("base64url")
    .slice(0, 22);
}

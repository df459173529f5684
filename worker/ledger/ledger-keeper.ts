/** What any keeper of a ledger is asked about its past. */

/** A moment of a ledger: its last entry up to a number, or up to a time. */
export type Moment = { number: number } | { atMs: number };
/** `brokenAt` is the number of the first entry that is not what was written; `next` the number to go on after, null at the end. */
export type ChainTurn = { checked: number; brokenAt: number | null; next: number | null };

/**
 * Ties each entry of a ledger to the one before: an entry's hash is the SHA-256 of the hash before it and of all that the
 * entry says. A row that was edited, added between others or taken out breaks the chain there. Whoever can write the
 * database can make a new chain: it finds faults and careless hands, and its end, told elsewhere, finds the rest.
 */
import { createHash } from "node:crypto";
import { levelAfter, PROMISE } from "./ledger.ts";
import type { LedgerRow } from "./ledger-rows.ts";

export const HASH_BYTES = 32;
/** Where a chain stands: the last entry's number, its levels and its hash. */
export type ChainEnd = { number: number; onHand: number; held: number; hash: Uint8Array };
/** What an entry says, in the order of its columns. */
export type EntryValues = readonly (string | number | null)[];

/** Before the first entry. It holds the ledger's key, so one ledger's entries do not fit another. */
export const chainStartOf = (key: string): ChainEnd => ({
  number: 0,
  onHand: 0,
  held: 0,
  hash: sha256(`meridian ledger ${key}`),
});

/** JSON of an array of texts, whole numbers and nulls has one form only, so equal entries have equal bytes. */
export const hashAfter = (before: Uint8Array, entry: EntryValues): Uint8Array => sha256(before, JSON.stringify(entry));

/** Goes through entries that follow `end`, in order. `brokenAt` is the number of the first that cannot be what was written. */
export function followChain(
  end: ChainEnd,
  rows: Iterable<LedgerRow>,
): { end: ChainEnd; checked: number; brokenAt: number | null } {
  let [current, checked] = [end, 0];
  for (const row of rows) {
    const next = linkAfter(current, row);
    if (next === null) return { end: current, checked, brokenAt: current.number + 1 };
    current = next;
    checked += 1;
  }
  return { end: current, checked, brokenAt: null };
}

/** Null when the row does not follow: a gap, levels that do not add up, or another hash. */
function linkAfter(before: ChainEnd, row: LedgerRow): ChainEnd | null {
  const { hash, ...said } = row;
  const { onHand, held } = row.account === PROMISE ? before : levelAfter(before, row.kind, row.quantity);
  if (row.number !== before.number + 1 || row.on_hand !== onHand || row.held !== held) return null;
  const expected = hashAfter(before.hash, Object.values(said));
  return isSame(expected, new Uint8Array(hash)) ? { number: row.number, onHand, held, hash: expected } : null;
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

function sha256(...parts: (string | Uint8Array)[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

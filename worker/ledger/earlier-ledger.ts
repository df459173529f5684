/** Ledgers of an earlier form: without accounts, and the oldest without hashes. They are written anew when they are opened. */
import { MAIN } from "./ledger.ts";
import type { EntryValues } from "./ledger-chain.ts";

/** Puts the old ledger and its snapshot aside, as `earlier…`. */
export const SET_EARLIER_ASIDE = `
  DROP TRIGGER ledger_kept;
  DROP TRIGGER ledger_whole;
  DROP INDEX ledger_operations;
  DROP INDEX ledger_placed;
  DROP INDEX ledger_settled;
  ALTER TABLE ledger RENAME TO earlier;
  ALTER TABLE snapshot RENAME TO earlier_snapshot;
  ALTER TABLE snapshot_holds RENAME TO earlier_holds;
`;
export const READ_EARLIER_KEY = "SELECT sku FROM earlier_snapshot";
export const READ_EARLIER = "SELECT * FROM earlier WHERE number > ? ORDER BY number LIMIT ?";
export const COPY_SNAPSHOT = "INSERT INTO snapshot SELECT 1, sku, number, on_hand, held, ?, told FROM earlier_snapshot";
export const COPY_HOLDS = `INSERT INTO snapshot_holds SELECT hold_id, '${MAIN}', quantity, expires_at_ms, NULL FROM earlier_holds;`;
export const READ_EARLIER_LEVELS = "SELECT on_hand, held FROM earlier_snapshot";
export const DROP_EARLIER = "DROP TABLE earlier; DROP TABLE earlier_snapshot; DROP TABLE earlier_holds";

export type EarlierLevels = { on_hand: number; held: number };
export type EarlierRow = {
  number: number;
  at_ms: number;
  kind: string;
  by_id: string;
  subject_id: string;
  quantity: number;
  expires_at_ms: number | null;
  reason: string | null;
  on_hand: number;
  held: number;
};

/** The same entry as it is written today: all its units lay in one place. */
export function entryOfEarlier(row: EarlierRow, atMs: number): EntryValues {
  const { number, kind, by_id, subject_id, quantity, expires_at_ms, reason, on_hand, held } = row;
  const said = [number, atMs, kind, by_id, subject_id, MAIN, quantity, expires_at_ms, null, reason, null];
  return [...said, on_hand, held, on_hand, held];
}

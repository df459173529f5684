/**
 * The ledger as it lies in the object's own database. The constraints hold under the rules: were a rule wrong, the write
 * would fail. Entries are only ever added; an operation is done once, a hold is placed once and settled once.
 */
import { assert } from "../base/assert.ts";
import { type EntryValues, HASH_BYTES } from "./ledger-chain.ts";
import { type Stock, type StockEntry, type StockEvent, type StockEventKind, subjectOf } from "./stock.ts";

/** `hash` ties the entry to the one before: ledger-chain.ts. `at_ms` never goes back, whatever the clock does. */
export const LEDGER_TABLE = `
  CREATE TABLE ledger (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('received', 'adjusted', 'held', 'extended', 'committed', 'released')),
    by_id TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity >= 0 OR kind = 'adjusted'),
    expires_at_ms INTEGER CHECK ((expires_at_ms IS NOT NULL) = (kind IN ('held', 'extended'))),
    reason TEXT,
    on_hand INTEGER NOT NULL CHECK (on_hand >= held),
    held INTEGER NOT NULL CHECK (held >= 0),
    hash BLOB NOT NULL CHECK (length(hash) = ${HASH_BYTES})
  ) STRICT;
  CREATE UNIQUE INDEX ledger_operations ON ledger (subject_id) WHERE kind IN ('received', 'adjusted');
  CREATE UNIQUE INDEX ledger_placed ON ledger (subject_id) WHERE kind = 'held';
  CREATE UNIQUE INDEX ledger_settled ON ledger (subject_id) WHERE kind IN ('committed', 'released');
  CREATE TRIGGER ledger_kept BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END;
  CREATE TRIGGER ledger_whole BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END;
`;

/** Puts a ledger from before there were hashes aside, as `unchained`, to be written anew with them. */
export const SET_UNCHAINED_ASIDE = `
  DROP TRIGGER ledger_kept;
  DROP TRIGGER ledger_whole;
  DROP INDEX ledger_operations;
  DROP INDEX ledger_placed;
  DROP INDEX ledger_settled;
  ALTER TABLE ledger RENAME TO unchained;
`;
export const READ_UNCHAINED = "SELECT * FROM unchained WHERE number > ? ORDER BY number LIMIT ?";
export const DROP_UNCHAINED = "DROP TABLE unchained";

/**
 * `snapshot` and `snapshot_holds` are the stock as of entry `number`; reading starts there and folds the tail.
 * `told` is the entry up to which the rest of the store was told: a lower one than the ledger's last means "dirty".
 */
export const SNAPSHOT_TABLES = `
  CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sku TEXT NOT NULL,
    number INTEGER NOT NULL,
    on_hand INTEGER NOT NULL CHECK (on_hand >= held),
    held INTEGER NOT NULL CHECK (held >= 0),
    told INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE snapshot_holds (
    hold_id TEXT PRIMARY KEY,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    expires_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** The table's own words: none where there is no ledger, and no `hash` in those of an old one. */
export const READ_LEDGER_TABLE = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'ledger'";
export const INSERT_SNAPSHOT = "INSERT INTO snapshot VALUES (1, ?, 0, 0, 0, 0)";
export const READ_SNAPSHOT = "SELECT sku, number, on_hand, held, told FROM snapshot";
export const READ_SNAPSHOT_HOLDS = "SELECT hold_id, quantity, expires_at_ms FROM snapshot_holds";
export const MOVE_SNAPSHOT = "UPDATE snapshot SET number = ?, on_hand = ?, held = ?";
export const MOVE_TOLD = "UPDATE snapshot SET told = ?";
export const PUT_SNAPSHOT_HOLD =
  "INSERT INTO snapshot_holds VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET expires_at_ms = excluded.expires_at_ms";
export const DROP_SNAPSHOT_HOLD = "DELETE FROM snapshot_holds WHERE hold_id = ?";

export const INSERT_ENTRY = "INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
export const READ_ENTRIES = "SELECT * FROM ledger WHERE number > ? ORDER BY number LIMIT ?";
export const READ_ENTRY = "SELECT * FROM ledger WHERE number = ?";
export const READ_LAST_ENTRY = "SELECT * FROM ledger ORDER BY number DESC LIMIT 1";
// Each names the condition of its partial index word for word: that is how SQLite knows it may use it.
export const FIND_OPERATION = "SELECT * FROM ledger WHERE subject_id = ? AND kind IN ('received', 'adjusted')";
export const FIND_PLACED = "SELECT * FROM ledger WHERE subject_id = ? AND kind = 'held'";
export const FIND_SETTLED = "SELECT * FROM ledger WHERE subject_id = ? AND kind IN ('committed', 'released')";

export type LedgerRow = {
  number: number;
  at_ms: number;
  kind: StockEventKind;
  by_id: string;
  subject_id: string;
  quantity: number;
  expires_at_ms: number | null;
  reason: string | null;
  on_hand: number;
  held: number;
  hash: ArrayBuffer;
};
export type SnapshotRow = { sku: string; number: number; on_hand: number; held: number; told: number };
export type SnapshotHoldRow = { hold_id: string; quantity: number; expires_at_ms: number };

/** Values of `INSERT_ENTRY` but for the hash, for a stock that the event was folded into already. */
export function entryValues(after: Readonly<Stock>, event: StockEvent, byId: string, atMs: number): EntryValues {
  const expiresAtMs = "expiresAtMs" in event ? event.expiresAtMs : null;
  const reason = "reason" in event ? event.reason : null;
  const { kind, quantity } = event;
  return [after.number, atMs, kind, byId, subjectOf(event), quantity, expiresAtMs, reason, after.onHand, after.held];
}

/** The event that a row was written for. */
export function eventOf(row: Readonly<LedgerRow>): StockEvent {
  const { kind, quantity, subject_id: id, expires_at_ms: expiresAtMs } = row;
  if (kind === "received") return { kind, operationId: id, quantity };
  if (kind === "adjusted") return { kind, operationId: id, quantity, reason: row.reason ?? "" };
  if (kind === "committed" || kind === "released") return { kind, holdId: id, quantity };
  assert(expiresAtMs !== null, "a hold in the ledger has its end");
  return { kind, holdId: id, quantity, expiresAtMs };
}

/** The row as staff and programs see it. */
export function entryOf(row: Readonly<LedgerRow>): StockEntry {
  const { kind, ...event } = eventOf(row);
  return {
    number: row.number,
    atMs: row.at_ms,
    kind,
    byId: row.by_id,
    facts: { ...event, onHand: row.on_hand, held: row.held },
  };
}

/**
 * The ledger as it lies in its object's own database. The constraints hold under the rules: were a rule wrong, the write
 * would fail. Entries are only ever added; an operation is done once, a hold is placed once and settled once.
 */
import { assert } from "../base/assert.ts";
import {
  type AccountLevel,
  type Books,
  type HoldEvent,
  type HoldEventKind,
  type LedgerEvent,
  type LedgerEventKind,
  levelOf,
  type OpenHold,
  type OperationEvent,
  PROMISE,
  subjectOf,
  type Transfer,
} from "./ledger.ts";
import { type EntryValues, HASH_BYTES } from "./ledger-chain.ts";

const OPERATIONS = `kind IN ('received', 'returned', 'adjusted', 'counted', 'allowed', 'sent', 'arrived', 'lost', 'lent', 'repaid', 'borrowed', 'gave_back')`;
const HOLDS = "kind IN ('held', 'extended', 'committed', 'released')";
const SETTLINGS = "kind IN ('committed', 'released')";
const BUYERS = "kind IN ('held', 'released') AND ref IS NOT NULL";

/**
 * `hash` ties the entry to the one before: ledger-chain.ts. `at_ms` never goes back, whatever the clock does. `on_hand` and
 * `held` are totals after the entry, `account_…` those of its account. `ref` is a hold's buyer, else as in ledger.ts.
 */
export const LEDGER_TABLE = `
  CREATE TABLE ledger (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (${OPERATIONS} OR ${HOLDS} OR kind IN ('filled', 'cleared')),
    by_id TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    account TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity >= 0 OR kind IN ('adjusted', 'counted', 'allowed')),
    expires_at_ms INTEGER CHECK ((expires_at_ms IS NOT NULL) = (kind IN ('held', 'extended'))),
    ref TEXT,
    reason TEXT,
    note TEXT,
    on_hand INTEGER NOT NULL CHECK (on_hand >= held),
    held INTEGER NOT NULL CHECK (held >= 0),
    account_on_hand INTEGER NOT NULL CHECK (account_on_hand >= account_held),
    account_held INTEGER NOT NULL CHECK (account_held >= 0),
    hash BLOB NOT NULL CHECK (length(hash) = ${HASH_BYTES})
  ) STRICT;
  CREATE UNIQUE INDEX ledger_operations ON ledger (subject_id, account) WHERE ${OPERATIONS};
  CREATE UNIQUE INDEX ledger_placed ON ledger (subject_id, account) WHERE kind = 'held';
  CREATE UNIQUE INDEX ledger_settled ON ledger (subject_id, account) WHERE ${SETTLINGS};
  CREATE INDEX ledger_cleared ON ledger (subject_id) WHERE kind = 'cleared';
  CREATE INDEX ledger_loans ON ledger (ref, number) WHERE kind = 'lent';
  CREATE INDEX ledger_buyers ON ledger (ref) WHERE ${BUYERS};
  CREATE TRIGGER ledger_kept BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END;
  CREATE TRIGGER ledger_whole BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END;
`;

/**
 * `snapshot` and `snapshot_holds` are the books as of entry `number`; reading starts there and folds the tail. `rest` is
 * what is bounded by itself: accounts, transfers on their way, what is owed and lent. `told` is the entry up to which the
 * rest of the store was told: a lower one than the ledger's last means "dirty".
 */
export const SNAPSHOT_TABLES = `
  CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    key TEXT NOT NULL,
    number INTEGER NOT NULL,
    on_hand INTEGER NOT NULL CHECK (on_hand >= held),
    held INTEGER NOT NULL CHECK (held >= 0),
    rest TEXT NOT NULL,
    told INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE snapshot_holds (
    hold_id TEXT NOT NULL,
    account TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    expires_at_ms INTEGER NOT NULL,
    buyer TEXT,
    PRIMARY KEY (hold_id, account)
  ) STRICT, WITHOUT ROWID;
`;

/** The table's own words: none where there is no ledger, and no `account` in those of an earlier form. */
export const READ_LEDGER_TABLE = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'ledger'";
export const INSERT_SNAPSHOT = "INSERT INTO snapshot VALUES (1, ?, 0, 0, 0, '{}', 0)";
export const READ_SNAPSHOT = "SELECT key, number, on_hand, held, rest, told FROM snapshot";
export const READ_SNAPSHOT_HOLDS = "SELECT hold_id, account, quantity, expires_at_ms, buyer FROM snapshot_holds";
export const MOVE_SNAPSHOT = "UPDATE snapshot SET number = ?, on_hand = ?, held = ?, rest = ?";
export const MOVE_TOLD = "UPDATE snapshot SET told = ?";
export const PUT_SNAPSHOT_HOLD = "INSERT INTO snapshot_holds VALUES (?, ?, ?, ?, ?)";
export const DROP_SNAPSHOT_HOLD = "DELETE FROM snapshot_holds WHERE hold_id = ?";

export const INSERT_ENTRY = "INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
export const READ_ENTRIES = "SELECT * FROM ledger WHERE number > ? ORDER BY number LIMIT ?";
export const READ_ENTRY = "SELECT * FROM ledger WHERE number = ?";
export const READ_LAST_ENTRY = "SELECT * FROM ledger ORDER BY number DESC LIMIT 1";
/** Walks back from a number to the account's last entry. */
export const READ_ACCOUNT_AT =
  "SELECT account_on_hand, account_held FROM ledger WHERE number <= ? AND account = ? ORDER BY number DESC LIMIT 1";
// Each names the condition of its partial index word for word: that is how SQLite knows it may use it.
export const FIND_OPERATION = `SELECT * FROM ledger WHERE subject_id = ? AND ${OPERATIONS}`;
export const FIND_CLEARED = "SELECT * FROM ledger WHERE subject_id = ? AND kind = 'cleared'";
export const FIND_PLACED = "SELECT * FROM ledger WHERE subject_id = ? AND kind = 'held'";
export const FIND_SETTLED = `SELECT * FROM ledger WHERE subject_id = ? AND ${SETTLINGS}`;
/** All parts of a borrower's last loan. */
export const FIND_LAST_LOAN = `SELECT * FROM ledger WHERE kind = 'lent' AND subject_id =
  (SELECT subject_id FROM ledger WHERE kind = 'lent' AND ref = ? ORDER BY number DESC LIMIT 1)`;
export const SUM_TAKEN = `SELECT COALESCE(SUM(CASE kind WHEN 'held' THEN quantity ELSE -quantity END), 0) AS taken FROM ledger WHERE ref = ? AND ${BUYERS}`;

export type LedgerRow = {
  number: number;
  at_ms: number;
  kind: LedgerEventKind;
  by_id: string;
  subject_id: string;
  account: string;
  quantity: number;
  expires_at_ms: number | null;
  ref: string | null;
  reason: string | null;
  note: string | null;
  on_hand: number;
  held: number;
  account_on_hand: number;
  account_held: number;
  hash: ArrayBuffer;
};
export type SnapshotRow = {
  key: string;
  number: number;
  on_hand: number;
  held: number;
  rest: string;
  told: number;
};
export type SnapshotHoldRow = {
  hold_id: string;
  account: string;
  quantity: number;
  expires_at_ms: number;
  buyer: string | null;
};

/** Values of `INSERT_ENTRY` but for the hash, for books that the event was folded into already. */
export function entryValues(after: Readonly<Books>, event: LedgerEvent, byId: string, atMs: number): EntryValues {
  const { kind, quantity, account } = event;
  const isHold = "holdId" in event;
  const expiresAtMs = "expiresAtMs" in event ? event.expiresAtMs : null;
  const ref = isHold ? event.buyer : (event.ref ?? null);
  const [reason, note] = isHold ? [null, null] : [event.reason ?? null, event.note ?? null];
  const level = levelOf(after, account);
  const said = [after.number, atMs, kind, byId, subjectOf(event), account, quantity, expiresAtMs, ref, reason, note];
  return [...said, after.onHand, after.held, level.onHand, level.held];
}

/** The event that a row was written for. */
export const eventOf = (row: Readonly<LedgerRow>): LedgerEvent =>
  isHoldKind(row.kind) ? holdOf(row, row.kind) : operationOf(row, row.kind);

const isHoldKind = (kind: LedgerEventKind): kind is HoldEventKind =>
  kind === "held" || kind === "extended" || kind === "committed" || kind === "released";

function holdOf(row: Readonly<LedgerRow>, kind: HoldEventKind): HoldEvent {
  const { subject_id: holdId, account, quantity, expires_at_ms: expiresAtMs, ref: buyer } = row;
  if (kind === "committed" || kind === "released") return { kind, holdId, account, quantity, buyer };
  assert(expiresAtMs !== null, "a hold in the ledger has its end");
  return { kind, holdId, account, quantity, expiresAtMs, buyer };
}

function operationOf(row: Readonly<LedgerRow>, kind: OperationEvent["kind"]): OperationEvent {
  const { subject_id: operationId, account, quantity, ref, reason, note } = row;
  return {
    kind,
    operationId,
    account,
    quantity,
    ...(ref !== null && { ref }),
    ...(reason !== null && { reason }),
    ...(note !== null && { note }),
  };
}

type Rest = {
  accounts?: [string, AccountLevel][];
  transfers?: [string, Transfer][];
  owed?: number;
  cap?: number;
  lent?: number;
};

/** What a snapshot keeps as JSON. */
export const restOf = ({ accounts, transfers, owed, cap, lent }: Omit<Readonly<Books>, "holds">): string =>
  JSON.stringify({ accounts: [...accounts], transfers: [...transfers], owed, cap, lent } satisfies Rest);

/** The books of a snapshot. */
export function booksOf(row: Readonly<SnapshotRow>, holds: Iterable<SnapshotHoldRow>): Books {
  const { transfers = [], owed = 0, lent = 0, ...rest } = JSON.parse(row.rest) as Rest;
  const accounts = new Map(rest.accounts);
  const { cap = (accounts.get(PROMISE)?.onHand ?? 0) + owed } = rest;
  const { number, on_hand: onHand, held } = row;
  const open = new Map<string, OpenHold>();
  for (const { hold_id, account, quantity, expires_at_ms: expiresAtMs, buyer } of holds) {
    const parts = open.get(hold_id)?.parts ?? [];
    open.set(hold_id, { parts: [...parts, { account, quantity }], expiresAtMs, buyer });
  }
  return { number, onHand, held, owed, cap, lent, accounts, transfers: new Map(transfers), holds: open };
}

/** A row as decisions read it. */
export const pastOf = ({ account_on_hand: accountOnHand, ...row }: Readonly<LedgerRow>) => ({ ...row, accountOnHand });

/** How a hold's row says it was settled. */
export const settlingOf = ({ kind, quantity }: Readonly<LedgerRow>) =>
  ({ kind: kind === "committed" ? "committed" : "released", quantity }) as const;

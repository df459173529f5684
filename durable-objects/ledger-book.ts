/**
 * The books of one scarce thing, in its object's own database: an append-only ledger whose entries are chained, and a
 * snapshot, so that waking reads the tail only. Memory holds the levels and the open holds; what was settled is looked up.
 */
import { assert } from "../worker/base/assert.ts";
import * as earlier from "../worker/ledger/earlier-ledger.ts";
import { apply, type Books, emptyBooks, type LedgerEvent, MAIN } from "../worker/ledger/ledger.ts";
import { chainStartOf, type EntryValues, followChain, hashAfter } from "../worker/ledger/ledger-chain.ts";
import type { ChainTurn, Moment } from "../worker/ledger/ledger-keeper.ts";
import * as ledger from "../worker/ledger/ledger-rows.ts";

/** Entries from one snapshot to the next: at most so many are folded when the object wakes. */
const SNAPSHOT_EVERY = 256;
export const ENTRIES_MAX = 500;
/** Entries whose hashes one call follows: a second of work at most. */
export const CHAIN_MAX = 10_000;

export class LedgerBook {
  readonly #storage: DurableObjectStorage;
  #key: string | undefined;
  #books = emptyBooks();
  #last: { atMs: number; hash: Uint8Array } = { atMs: 0, hash: new Uint8Array() };
  /** False until the first write: asking about what was never stocked leaves nothing behind. */
  #isOpen = false;
  #snapshotNumber = 0;
  #told = 0;
  /** Holds that changed since the snapshot. */
  readonly #touched = new Set<string>();

  /** `key` names the scarce thing, and is part of its chain. Unknown to an object that its alarm woke: then it is read. */
  constructor(storage: DurableObjectStorage, key: string | undefined) {
    this.#storage = storage;
    this.#key = key;
    this.#load();
  }

  get key(): string {
    assert(this.#key !== undefined, "a ledger is found by its key");
    return this.#key;
  }

  get books(): Readonly<Books> {
    return this.#books;
  }

  /** The last entry that the rest of the store was told of; null while the ledger was never opened. */
  get told(): number | null {
    return this.#isOpen ? this.#told : null;
  }

  /** The rest of the store was told of every entry up to this one. */
  markTold(number: number): void {
    this.#sql.exec(ledger.MOVE_TOLD, number);
    this.#told = number;
  }

  /** The entries that one of the `FIND_` queries finds by their subject, oldest first: one for each account. */
  find(query: string, id: string): ledger.LedgerRow[] {
    if (!this.#isOpen) return [];
    const rows = this.#sql.exec<ledger.LedgerRow>(query, id).toArray();
    return rows.sort((before, after) => before.number - after.number);
  }

  /** Units that a buyer has, or holds. */
  takenBy(buyer: string): number {
    return this.#isOpen ? this.#sql.exec<{ taken: number }>(ledger.SUM_TAKEN, buyer).one().taken : 0;
  }

  /** All of it is written, or none: should it fail, memory is read anew from what is stored. */
  write(events: readonly LedgerEvent[], byId: string, nowMs: number): void {
    try {
      this.#storage.transactionSync(() => {
        if (!this.#isOpen) this.#open();
        for (const event of events) {
          apply(this.#books, event);
          const atMs = Math.max(nowMs, this.#last.atMs);
          this.#append(ledger.entryValues(this.#books, event, byId, atMs), atMs);
          if ("holdId" in event) this.#touched.add(event.holdId);
        }
        if (this.#books.number - this.#snapshotNumber >= SNAPSHOT_EVERY) this.#snapshot();
      });
    } catch (error) {
      this.#load();
      throw error;
    }
  }

  /** Entries after a number, oldest first. */
  entries(afterNumber: number, limit: number): ledger.LedgerRow[] {
    assert(limit > 0 && limit <= ENTRIES_MAX, "a list of entries is within its limit");
    if (!this.#isOpen) return [];
    return this.#sql.exec<ledger.LedgerRow>(ledger.READ_ENTRIES, afterNumber, limit).toArray();
  }

  /** The last entry of a moment; null when the ledger began later. */
  entryAt(moment: Moment): ledger.LedgerRow | null {
    const number = "number" in moment ? Math.min(moment.number, this.#books.number) : this.#numberAt(moment.atMs);
    return number < 1 ? null : this.#one(ledger.READ_ENTRY, number);
  }

  /** The accounts' levels at a moment; those of accounts that were opened later are left out. */
  accountsAt(number: number): { account: string; onHand: number; held: number }[] {
    type Row = { account_on_hand: number; account_held: number };
    return [...this.#books.accounts.keys()].flatMap((account) =>
      this.#sql
        .exec<Row>(ledger.READ_ACCOUNT_AT, number, account)
        .toArray()
        .map((row) => ({ account, onHand: row.account_on_hand, held: row.account_held })),
    );
  }

  /** Follows the chain over the entries after a number, at most `limit` of them. */
  followChain(afterNumber: number, limit: number): ChainTurn {
    assert(limit > 0 && limit <= CHAIN_MAX, "a stretch of the chain is within its limit");
    if (!this.#isOpen) return { checked: 0, brokenAt: null, next: null };
    const start = this.#chainEndAt(afterNumber);
    if (start === null) return { checked: 0, brokenAt: afterNumber, next: null };
    const rows = this.#sql.exec<ledger.LedgerRow>(ledger.READ_ENTRIES, afterNumber, limit);
    const { end, checked, brokenAt } = followChain(start, rows);
    // The last entries may be gone without a gap: what is folded from the snapshot knows how many there are.
    const missing = checked < limit && end.number < this.#books.number ? end.number + 1 : null;
    const broken = brokenAt ?? missing;
    return { checked, brokenAt: broken, next: broken === null && checked === limit ? end.number : null };
  }

  get #sql(): SqlStorage {
    return this.#storage.sql;
  }

  #append(values: EntryValues, atMs: number): void {
    const hash = hashAfter(this.#last.hash, values);
    this.#sql.exec(ledger.INSERT_ENTRY, ...values, hash.buffer as ArrayBuffer);
    this.#last = { atMs, hash };
  }

  #open(): void {
    this.#sql.exec(ledger.LEDGER_TABLE + ledger.SNAPSHOT_TABLES);
    this.#sql.exec(ledger.INSERT_SNAPSHOT, this.key);
    this.#last = { atMs: 0, hash: chainStartOf(this.key).hash };
    this.#isOpen = true;
  }

  /** Brings the stored snapshot to now; only what changed since the last one is written. */
  #snapshot(): void {
    for (const holdId of this.#touched) {
      const open = this.#books.holds.get(holdId);
      this.#sql.exec(ledger.DROP_SNAPSHOT_HOLD, holdId);
      for (const { account, quantity } of open?.parts ?? [])
        this.#sql.exec(ledger.PUT_SNAPSHOT_HOLD, holdId, account, quantity, open?.expiresAtMs, open?.buyer);
    }
    const { number, onHand, held } = this.#books;
    this.#sql.exec(ledger.MOVE_SNAPSHOT, number, onHand, held, ledger.restOf(this.#books));
    this.#touched.clear();
    this.#snapshotNumber = number;
  }

  /** Reads the snapshot and folds the entries after it. */
  #load(): void {
    this.#books = emptyBooks();
    this.#touched.clear();
    const [table] = this.#sql.exec<{ sql: string }>(ledger.READ_LEDGER_TABLE).toArray();
    this.#isOpen = table !== undefined;
    if (!table) return;
    if (!table.sql.includes("account TEXT")) this.#renew();
    const snapshot = this.#sql.exec<ledger.SnapshotRow>(ledger.READ_SNAPSHOT).one();
    const { key, number, told } = snapshot;
    this.#key = key;
    this.#books = ledger.booksOf(snapshot, this.#sql.exec<ledger.SnapshotHoldRow>(ledger.READ_SNAPSHOT_HOLDS));
    for (const row of this.#sql.exec<ledger.LedgerRow>(ledger.READ_ENTRIES, number, SNAPSHOT_EVERY)) {
      const event = ledger.eventOf(row);
      apply(this.#books, event);
      if ("holdId" in event) this.#touched.add(event.holdId);
    }
    const [last] = this.#sql.exec<ledger.LedgerRow>(ledger.READ_LAST_ENTRY).toArray();
    if (last) this.#last = { atMs: last.at_ms, hash: new Uint8Array(last.hash) };
    this.#snapshotNumber = number;
    this.#told = told;
  }

  /** Writes a ledger of an earlier form anew. */
  #renew(): void {
    this.#storage.transactionSync(() => {
      this.#sql.exec(earlier.SET_EARLIER_ASIDE + ledger.LEDGER_TABLE + ledger.SNAPSHOT_TABLES);
      const { sku } = this.#sql.exec<{ sku: string }>(earlier.READ_EARLIER_KEY).one();
      this.#last = { atMs: 0, hash: chainStartOf(sku).hash };
      for (let number = 0, isWhole = false; !isWhole; ) {
        const rows = this.#sql.exec<earlier.EarlierRow>(earlier.READ_EARLIER, number, ENTRIES_MAX).toArray();
        for (const row of rows) {
          const atMs = Math.max(row.at_ms, this.#last.atMs);
          this.#append(earlier.entryOfEarlier(row, atMs), atMs);
        }
        number = rows.at(-1)?.number ?? number;
        isWhole = rows.length < ENTRIES_MAX;
      }
      const { on_hand: onHand, held } = this.#sql.exec<earlier.EarlierLevels>(earlier.READ_EARLIER_LEVELS).one();
      const accounts = new Map([[MAIN, { onHand, held }]]);
      this.#sql.exec(earlier.COPY_SNAPSHOT, ledger.restOf({ ...emptyBooks(), accounts }));
      this.#sql.exec(earlier.COPY_HOLDS + earlier.DROP_EARLIER);
    });
  }

  #chainEndAt(number: number): Parameters<typeof followChain>[0] | null {
    if (number === 0) return chainStartOf(this.key);
    const row = this.#one(ledger.READ_ENTRY, number);
    return row && { number, onHand: row.on_hand, held: row.held, hash: new Uint8Array(row.hash) };
  }

  /** Times never go back, so the last entry up to a time is found by halving. */
  #numberAt(atMs: number): number {
    let [before, after] = [0, this.#books.number + 1];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      const row = this.#one(ledger.READ_ENTRY, middle);
      if (row && row.at_ms <= atMs) before = middle;
      else after = middle;
    }
    return before;
  }

  #one(query: string, subject: string | number): ledger.LedgerRow | null {
    return this.#isOpen ? (this.#sql.exec<ledger.LedgerRow>(query, subject).toArray()[0] ?? null) : null;
  }
}

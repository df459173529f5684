/**
 * The only writer of one SKU's stock. It keeps the ledger; the rules live in worker/inventory/. Between reading and
 * writing nothing is awaited, so asks that come at once are still decided one by one.
 */
import { DurableObject } from "cloudflare:workers";
import { assert } from "../worker/base/assert.ts";
import { done, type Outcome } from "../worker/base/outcome.ts";
import type { StoreEvent } from "../worker/events/event.ts";
import {
  type AdjustAsk,
  adjust,
  commit,
  expireHolds,
  extend,
  HOLD_MS_MAX,
  type HoldAsk,
  hold,
  nextExpiryMs,
  type ReceiveAsk,
  receive,
  release,
  type UnopenedStock,
} from "../worker/inventory/decide-stock.ts";
import {
  apply,
  availableOf,
  BY_CHECKOUT,
  BY_EXPIRY,
  emptyStock,
  type StockEntry,
  type StockEvent,
  type StockLevels,
  type StockProblem,
} from "../worker/inventory/stock.ts";
import type { StockAnswer, StockKeeper } from "../worker/inventory/stock-keeper.ts";
import * as ledger from "../worker/inventory/stock-ledger.ts";

/** Entries from one snapshot to the next: at most so many are folded when the object wakes. */
const SNAPSHOT_EVERY = 256;
export const ENTRIES_MAX = 500;
/** Holds given back by one alarm; the next one follows at once. */
const EXPIRED_MAX = 1_000;
/** The alarm rings once in this time at most: that is how often holds run out, and how often the store is told of changes. */
const WAKE_EVERY_MS = 1_000;
/** An alarm so late is taken for lost, and set again by the next ask. */
const WAKE_LATE_MS = 60_000;
/** The runtime gives up on an alarm that throws six times, so a failed one is set again by itself. */
const RETRY_MS = 5_000;

type Decision = Outcome<StockEvent | null, StockProblem | UnopenedStock>;
type Row = ledger.LedgerRow | null;

export class SkuStock extends DurableObject<Env> implements StockKeeper {
  readonly #sql = this.ctx.storage.sql;
  #stock = emptyStock();
  /** False until the first write: asking about a SKU that was never stocked leaves nothing behind. */
  #isOpen = false;
  #snapshotNumber = 0;
  #told = 0;
  /** Holds that changed since the snapshot. */
  readonly #touched = new Set<string>();
  /** Never later than the first open hold's end. */
  #expiryMs = Number.POSITIVE_INFINITY;
  /** The alarm as this instance knows it; Infinity when it set none, so that the first ask after a wake sets it anew. */
  #wakeAtMs = Number.POSITIVE_INFINITY;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#load();
  }

  async levels(): Promise<StockLevels> {
    this.#wake();
    return this.#levelsOf(this.#stock);
  }

  async receive({ byId, ...ask }: ReceiveAsk & { byId: string }): Promise<StockAnswer> {
    const past = this.#find(ledger.FIND_OPERATION, ask.operationId);
    return this.#settle(receive(changeOf(past), ask), byId, past);
  }

  async adjust({ byId, ...ask }: AdjustAsk & { byId: string }): Promise<StockAnswer> {
    const past = this.#find(ledger.FIND_OPERATION, ask.operationId);
    return this.#settle(adjust(this.#stock, changeOf(past), ask), byId, past);
  }

  async hold(ask: HoldAsk): Promise<StockAnswer> {
    assert(ask.expiresAtMs <= Date.now() + HOLD_MS_MAX, "a hold ends within its limit");
    const past = settlingOf(this.#find(ledger.FIND_SETTLED, ask.holdId));
    let decision = hold(this.#stock, past, ask);
    // Before units run short, those whose hold has run out are taken back: the alarm may be a little late.
    if (!decision.ok && this.#releaseExpired()) decision = hold(this.#stock, past, ask);
    const repeats = decision.ok && decision.value === null;
    return this.#settle(decision, BY_CHECKOUT, repeats ? this.#find(ledger.FIND_PLACED, ask.holdId) : null);
  }

  async extend(holdId: string, expiresAtMs: number): Promise<StockAnswer> {
    assert(expiresAtMs <= Date.now() + HOLD_MS_MAX, "a hold ends within its limit");
    const past = this.#find(ledger.FIND_SETTLED, holdId);
    return this.#settle(extend(this.#stock, settlingOf(past), holdId, expiresAtMs), BY_CHECKOUT, null);
  }

  async commit(holdId: string): Promise<StockAnswer> {
    const past = this.#find(ledger.FIND_SETTLED, holdId);
    return this.#settle(commit(this.#stock, settlingOf(past), holdId), BY_CHECKOUT, past);
  }

  async release(holdId: string): Promise<StockAnswer> {
    const past = this.#find(ledger.FIND_SETTLED, holdId);
    return this.#settle(release(this.#stock, settlingOf(past), holdId), BY_CHECKOUT, past);
  }

  async entries(afterNumber: number, limit: number): Promise<readonly StockEntry[]> {
    assert(limit > 0 && limit <= ENTRIES_MAX, "a list of entries is within its limit");
    if (!this.#isOpen) return [];
    return this.#sql.exec<ledger.LedgerRow>(ledger.READ_ENTRIES, afterNumber, limit).toArray().map(ledger.entryOf);
  }

  /** Gives back what has run out, tells the store of changes, and sets itself again, whatever fails. */
  override async alarm(): Promise<void> {
    this.#wakeAtMs = Number.POSITIVE_INFINITY;
    try {
      this.#releaseExpired();
      await this.#tell();
      this.#wake();
    } catch (error) {
      console.error(JSON.stringify({ level: "error", event: "stock.alarm_failed", why: String(error) }));
      this.#wakeAtMs = Date.now() + RETRY_MS;
      await this.ctx.storage.setAlarm(this.#wakeAtMs);
    }
  }

  /** Writes what was decided, or answers as the first time. `past` is the entry that an ask repeats. */
  #settle(decision: Decision, byId: string, past: Row): StockAnswer {
    if (!decision.ok) return decision;
    if (decision.value) {
      this.#write([decision.value], byId);
      this.#wake();
    }
    const at = decision.value === null && past ? { ...past, onHand: past.on_hand } : this.#stock;
    return done({ ...this.#levelsOf(at), repeated: decision.value === null });
  }

  /** All of it is written, or none: should it fail, memory is read anew from what is stored. */
  #write(events: readonly StockEvent[], byId: string): void {
    try {
      this.ctx.storage.transactionSync(() => {
        if (!this.#isOpen) this.#open();
        for (const event of events) {
          apply(this.#stock, event);
          this.#sql.exec(ledger.INSERT_ENTRY, ...ledger.entryValues(this.#stock, event, byId, Date.now()));
          if ("holdId" in event) this.#touched.add(event.holdId);
          if ("expiresAtMs" in event) this.#expiryMs = Math.min(this.#expiryMs, event.expiresAtMs);
        }
        if (this.#stock.number - this.#snapshotNumber >= SNAPSHOT_EVERY) this.#snapshot();
      });
    } catch (error) {
      this.#load();
      throw error;
    }
  }

  #open(): void {
    this.#sql.exec(ledger.LEDGER_TABLES);
    this.#sql.exec(ledger.INSERT_SNAPSHOT, this.#sku);
    this.#isOpen = true;
  }

  /** Brings the stored snapshot to now; only what changed since the last one is written. */
  #snapshot(): void {
    for (const holdId of this.#touched) {
      const open = this.#stock.holds.get(holdId);
      if (open) this.#sql.exec(ledger.PUT_SNAPSHOT_HOLD, holdId, open.quantity, open.expiresAtMs);
      else this.#sql.exec(ledger.DROP_SNAPSHOT_HOLD, holdId);
    }
    const { number, onHand, held } = this.#stock;
    this.#sql.exec(ledger.MOVE_SNAPSHOT, number, onHand, held);
    this.#touched.clear();
    this.#snapshotNumber = number;
  }

  /** Reads the snapshot and folds the entries after it. */
  #load(): void {
    this.#stock = emptyStock();
    this.#touched.clear();
    this.#isOpen = this.#sql.exec(ledger.IS_LEDGER).toArray().length > 0;
    if (!this.#isOpen) return;
    const { number, on_hand, held, told } = this.#sql.exec<ledger.SnapshotRow>(ledger.READ_SNAPSHOT).one();
    Object.assign(this.#stock, { number, onHand: on_hand, held });
    for (const row of this.#sql.exec<ledger.SnapshotHoldRow>(ledger.READ_SNAPSHOT_HOLDS))
      this.#stock.holds.set(row.hold_id, { quantity: row.quantity, expiresAtMs: row.expires_at_ms });
    for (const row of this.#sql.exec<ledger.LedgerRow>(ledger.READ_ENTRIES, number, SNAPSHOT_EVERY)) {
      const event = ledger.eventOf(row);
      apply(this.#stock, event);
      if ("holdId" in event) this.#touched.add(event.holdId);
    }
    this.#snapshotNumber = number;
    this.#told = told;
    this.#expiryMs = nextExpiryMs(this.#stock.holds);
  }

  /** True when there was something to give back. */
  #releaseExpired(): boolean {
    if (this.#expiryMs > Date.now()) return false;
    const expired = expireHolds(this.#stock, Date.now(), EXPIRED_MAX);
    this.#write(expired, BY_EXPIRY);
    this.#expiryMs = nextExpiryMs(this.#stock.holds);
    return expired.length > 0;
  }

  async #tell(): Promise<void> {
    const { number } = this.#stock;
    if (!this.#isOpen || this.#told >= number) return;
    const { sku } = this.#sql.exec<ledger.SnapshotRow>(ledger.READ_SNAPSHOT).one();
    const event: StoreEvent = { id: crypto.randomUUID(), atMs: Date.now(), kind: "stock.changed", payload: { sku } };
    await this.env.EVENTS.send(event);
    this.#sql.exec(ledger.MOVE_TOLD, number);
    this.#told = number;
  }

  /** Sets the alarm where something is due before it rings; by the same write as the change, since nothing is awaited. */
  #wake(): void {
    const nowMs = Date.now();
    const dueAtMs = this.#told < this.#stock.number ? nowMs : this.#expiryMs;
    if (dueAtMs === Number.POSITIVE_INFINITY) return;
    const wakeAtMs = Math.max(dueAtMs, nowMs + WAKE_EVERY_MS);
    if (wakeAtMs >= this.#wakeAtMs && nowMs < this.#wakeAtMs + WAKE_LATE_MS) return;
    this.#wakeAtMs = wakeAtMs;
    this.ctx.waitUntil(this.ctx.storage.setAlarm(wakeAtMs));
  }

  #find(query: string, id: string): Row {
    return this.#isOpen ? (this.#sql.exec<ledger.LedgerRow>(query, id).toArray()[0] ?? null) : null;
  }

  #levelsOf({ number, onHand, held }: Pick<StockLevels, "number" | "onHand" | "held">): StockLevels {
    return { sku: this.#sku, onHand, held, available: availableOf({ onHand, held }), number };
  }

  get #sku(): string {
    const { name } = this.ctx.id;
    assert(name !== undefined, "a SKU's object is found by its name");
    return name;
  }
}

function changeOf(past: Row) {
  return past && (past.kind === "received" || past.kind === "adjusted")
    ? { kind: past.kind, quantity: past.quantity, reason: past.reason }
    : null;
}

function settlingOf(past: Row) {
  return past && (past.kind === "committed" || past.kind === "released")
    ? { kind: past.kind, quantity: past.quantity }
    : null;
}

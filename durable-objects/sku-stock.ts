/**
 * The only writer of one SKU's stock. It keeps the ledger; the rules live in worker/inventory/. Between reading and
 * writing nothing is awaited, so asks that come at once are still decided one by one.
 */
import { DurableObject } from "cloudflare:workers";
import { assert } from "../worker/base/assert.ts";
import { aheadMsOf } from "../worker/base/clock.ts";
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
  availableOf,
  BY_CHECKOUT,
  BY_EXPIRY,
  type StockEntry,
  type StockEvent,
  type StockLevels,
  type StockProblem,
} from "../worker/inventory/stock.ts";
import type { ChainTurn, Moment, StockAnswer, StockKeeper } from "../worker/inventory/stock-keeper.ts";
import * as ledger from "../worker/inventory/stock-ledger.ts";
import { LedgerBook } from "./ledger-book.ts";

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
  readonly #book = new LedgerBook(this.ctx.storage, this.ctx.id.name);
  /** Never later than the first open hold's end. */
  #expiryMs = nextExpiryMs(this.#book.stock.holds);
  /** The alarm as this instance knows it; Infinity when it set none, so that the first ask after a wake sets it anew. */
  #wakeAtMs = Number.POSITIVE_INFINITY;

  async levels(): Promise<StockLevels> {
    this.#wake();
    return this.#levelsOf(this.#book.stock);
  }

  async receive({ byId, ...ask }: ReceiveAsk & { byId: string }): Promise<StockAnswer> {
    const past = this.#book.find(ledger.FIND_OPERATION, ask.operationId);
    return this.#settle(receive(changeOf(past), ask), byId, past);
  }

  async adjust({ byId, ...ask }: AdjustAsk & { byId: string }): Promise<StockAnswer> {
    const past = this.#book.find(ledger.FIND_OPERATION, ask.operationId);
    return this.#settle(adjust(this.#book.stock, changeOf(past), ask), byId, past);
  }

  async hold(ask: HoldAsk): Promise<StockAnswer> {
    assert(ask.expiresAtMs <= this.#nowMs() + HOLD_MS_MAX, "a hold ends within its limit");
    const past = settlingOf(this.#book.find(ledger.FIND_SETTLED, ask.holdId));
    let decision = hold(this.#book.stock, past, ask);
    // Before units run short, those whose hold has run out are taken back: the alarm may be a little late.
    if (!decision.ok && this.#releaseExpired()) decision = hold(this.#book.stock, past, ask);
    const repeats = decision.ok && decision.value === null;
    return this.#settle(decision, BY_CHECKOUT, repeats ? this.#book.find(ledger.FIND_PLACED, ask.holdId) : null);
  }

  async extend(holdId: string, expiresAtMs: number): Promise<StockAnswer> {
    assert(expiresAtMs <= this.#nowMs() + HOLD_MS_MAX, "a hold ends within its limit");
    const past = this.#book.find(ledger.FIND_SETTLED, holdId);
    return this.#settle(extend(this.#book.stock, settlingOf(past), holdId, expiresAtMs), BY_CHECKOUT, null);
  }

  async commit(holdId: string): Promise<StockAnswer> {
    const past = this.#book.find(ledger.FIND_SETTLED, holdId);
    return this.#settle(commit(this.#book.stock, settlingOf(past), holdId), BY_CHECKOUT, past);
  }

  async release(holdId: string): Promise<StockAnswer> {
    const past = this.#book.find(ledger.FIND_SETTLED, holdId);
    return this.#settle(release(this.#book.stock, settlingOf(past), holdId), BY_CHECKOUT, past);
  }

  async entries(afterNumber: number, limit: number): Promise<readonly StockEntry[]> {
    return this.#book.entries(afterNumber, limit).map(ledger.entryOf);
  }

  async levelsAt(moment: Moment): Promise<StockLevels> {
    const row = this.#book.entryAt(moment);
    return this.#levelsOf(row ? { ...row, onHand: row.on_hand } : { number: 0, onHand: 0, held: 0 });
  }

  async followChain(afterNumber: number, limit: number): Promise<ChainTurn> {
    return this.#book.followChain(afterNumber, limit);
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
      this.#wakeAtMs = this.#nowMs() + RETRY_MS;
      await this.#ring();
    }
  }

  /** Writes what was decided, or answers as the first time. `past` is the entry that an ask repeats. */
  #settle(decision: Decision, byId: string, past: Row): StockAnswer {
    if (!decision.ok) return decision;
    if (decision.value) {
      this.#write([decision.value], byId);
      this.#wake();
    }
    const at = decision.value === null && past ? { ...past, onHand: past.on_hand } : this.#book.stock;
    return done({ ...this.#levelsOf(at), repeated: decision.value === null });
  }

  #write(events: readonly StockEvent[], byId: string): void {
    try {
      this.#book.write(events, byId, this.#nowMs());
    } finally {
      for (const event of events)
        if ("expiresAtMs" in event) this.#expiryMs = Math.min(this.#expiryMs, event.expiresAtMs);
    }
  }

  /** True when there was something to give back. */
  #releaseExpired(): boolean {
    if (this.#expiryMs > this.#nowMs()) return false;
    const expired = expireHolds(this.#book.stock, this.#nowMs(), EXPIRED_MAX);
    this.#write(expired, BY_EXPIRY);
    this.#expiryMs = nextExpiryMs(this.#book.stock.holds);
    return expired.length > 0;
  }

  async #tell(): Promise<void> {
    const { number } = this.#book.stock;
    const { told } = this.#book;
    if (told === null || told >= number) return;
    const payload = { sku: this.#book.key };
    const event: StoreEvent = { id: crypto.randomUUID(), atMs: this.#nowMs(), kind: "stock.changed", payload };
    await this.env.EVENTS.send(event);
    this.#book.markTold(number);
  }

  /** Sets the alarm where something is due before it rings; by the same write as the change, since nothing is awaited. */
  #wake(): void {
    const nowMs = this.#nowMs();
    const dueAtMs = (this.#book.told ?? 0) < this.#book.stock.number ? nowMs : this.#expiryMs;
    if (dueAtMs === Number.POSITIVE_INFINITY) return;
    const wakeAtMs = Math.max(dueAtMs, nowMs + WAKE_EVERY_MS);
    if (wakeAtMs >= this.#wakeAtMs && nowMs < this.#wakeAtMs + WAKE_LATE_MS) return;
    this.#wakeAtMs = wakeAtMs;
    this.ctx.waitUntil(this.#ring());
  }

  #ring(): Promise<void> {
    return this.ctx.storage.setAlarm(this.#wakeAtMs - aheadMsOf(this.env));
  }

  #nowMs(): number {
    return Date.now() + aheadMsOf(this.env);
  }

  #levelsOf({ number, onHand, held }: Pick<StockLevels, "number" | "onHand" | "held">): StockLevels {
    return { sku: this.#book.key, onHand, held, available: availableOf({ onHand, held }), number };
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

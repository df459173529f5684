/**
 * One counter, alone with its key: between reading and writing nothing is awaited, so tries that come at once are still
 * counted one by one. It forgets itself when its time is over, and leaves nothing behind.
 */
import { DurableObject } from "cloudflare:workers";
import { type LimitAnswer, type LimitRule, windowEndMs } from "../worker/http/counters.ts";

type Row = { value: number; endsAtMs: number };

export class Counter extends DurableObject<Env> {
  /** Counts one try; a refused one is not counted, and writes nothing. */
  async take({ limit, windowMs }: LimitRule): Promise<LimitAnswer> {
    const nowMs = Date.now();
    const row = this.#read(nowMs);
    const { value, endsAtMs } = row ?? { value: 0, endsAtMs: windowEndMs(nowMs, windowMs) };
    if (value >= limit) return { allowed: false, remaining: 0, retryAfterMs: endsAtMs - nowMs };
    this.#write({ value: value + 1, endsAtMs }, row === null);
    return { allowed: true, remaining: limit - value - 1, retryAfterMs: 0 };
  }

  /** Adds to the sum; a delta of 0 only reads. */
  async add(delta: number, ttlMs: number): Promise<number> {
    const nowMs = Date.now();
    const row = this.#read(nowMs);
    const { value, endsAtMs } = row ?? { value: 0, endsAtMs: nowMs + ttlMs };
    if (delta !== 0) this.#write({ value: value + delta, endsAtMs }, row === null);
    return value + delta;
  }

  /** A count that began since the alarm was set has its own end, and is kept until then. */
  override async alarm(): Promise<void> {
    const row = this.#read(Date.now());
    if (row) await this.ctx.storage.setAlarm(row.endsAtMs);
    else await this.ctx.storage.deleteAll();
  }

  #read(nowMs: number): Row | null {
    const row = this.ctx.storage.kv.get<Row>("row");
    return row && row.endsAtMs > nowMs ? row : null;
  }

  /** The alarm is set by the same write that begins a count. */
  #write(row: Row, begins: boolean): void {
    this.ctx.storage.kv.put("row", row);
    if (begins) this.ctx.waitUntil(this.ctx.storage.setAlarm(row.endsAtMs));
  }
}

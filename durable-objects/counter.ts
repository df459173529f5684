import { DurableObject } from "cloudflare:workers";
import type { LimitAnswer, LimitRule } from "../worker/http/counters.ts";

type Row = { value: number; endsAtMs: number };

/** One counter, alone with its key, so that tries counted at once are still counted one by one. Forgets itself when its window ends. */
export class Counter extends DurableObject<Env> {
  /** Counts one try; a refused one is not counted, so waiting always helps. */
  async take(rule: LimitRule): Promise<LimitAnswer> {
    const nowMs = Date.now();
    const { value, endsAtMs } = this.#read(nowMs) ?? { value: 0, endsAtMs: nowMs + rule.windowMs };
    const allowed = value < rule.limit;
    if (allowed) await this.#write({ value: value + 1, endsAtMs });
    return { allowed, remaining: Math.max(0, rule.limit - value - 1), retryAfterMs: allowed ? 0 : endsAtMs - nowMs };
  }

  /** Adds to the sum; a delta of 0 only reads. */
  async add(delta: number, ttlMs: number): Promise<number> {
    const nowMs = Date.now();
    const { value, endsAtMs } = this.#read(nowMs) ?? { value: 0, endsAtMs: nowMs + ttlMs };
    if (delta !== 0) await this.#write({ value: value + delta, endsAtMs });
    return value + delta;
  }

  override async alarm() {
    await this.ctx.storage.deleteAll();
  }

  #read(nowMs: number): Row | null {
    const row = this.ctx.storage.kv.get<Row>("row");
    return row && row.endsAtMs > nowMs ? row : null;
  }

  // The read before it and this write are one turn: no `await` lies between them.
  async #write(row: Row): Promise<void> {
    this.ctx.storage.kv.put("row", row);
    await this.ctx.storage.setAlarm(row.endsAtMs);
  }
}

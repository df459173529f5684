/** An object's one alarm, set where something is due before it rings. */

/** The alarm rings once in this time at most: that is how often holds run out, and how often the store is told of changes. */
const EVERY_MS = 1_000;
/** An alarm so late is taken for lost, and set again by the next ask. */
const LATE_MS = 60_000;
/** The runtime gives up on an alarm that throws six times, so a failed one is set again by itself. */
const RETRY_MS = 5_000;

export class AlarmClock {
  readonly #ctx: DurableObjectState;
  /** How far the store's clock is ahead of the runtime's, by which alarms ring. */
  readonly #aheadMs: number;
  /** As this instance knows it; Infinity when it set none, so that the first ask after a wake sets it anew. */
  #atMs = Number.POSITIVE_INFINITY;

  constructor(ctx: DurableObjectState, aheadMs: number) {
    this.#ctx = ctx;
    this.#aheadMs = aheadMs;
  }

  nowMs(): number {
    return Date.now() + this.#aheadMs;
  }

  /** It has rung: the next one is set anew. */
  rang(): void {
    this.#atMs = Number.POSITIVE_INFINITY;
  }

  /** By the same write as the change that makes it due, since nothing is awaited. Infinity is never. */
  wakeAt(dueAtMs: number): void {
    if (dueAtMs === Number.POSITIVE_INFINITY) return;
    const nowMs = this.nowMs();
    const atMs = Math.max(dueAtMs, nowMs + EVERY_MS);
    if (atMs >= this.#atMs && nowMs < this.#atMs + LATE_MS) return;
    this.#atMs = atMs;
    this.#ctx.waitUntil(this.#set());
  }

  /** What it woke for has failed. */
  retry(): Promise<void> {
    this.#atMs = this.nowMs() + RETRY_MS;
    return this.#set();
  }

  #set(): Promise<void> {
    return this.#ctx.storage.setAlarm(this.#atMs - this.#aheadMs);
  }
}

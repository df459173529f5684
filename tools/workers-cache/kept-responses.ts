/** What is kept, in memory: as many bytes as there is room for, what was asked for longest ago goes first. */
import { type Age, ageOf, type Keeping } from "./keeping.ts";

export type Kept = {
  status: number;
  headers: readonly (readonly [string, string])[];
  body: ArrayBuffer;
  /** The same, packed with gzip; null where that does not pay. */
  packed: ArrayBuffer | null;
  tags: readonly string[];
  keeping: Keeping;
  storedAtMs: number;
};

/** A response that is larger is not kept. */
export const KEPT_BYTES_MAX = 2 * 1_048_576;
const ROOM_BYTES = 64 * 1_048_576;
/** Purges remembered, so that what was made before one and comes in after it is not kept. */
const PURGES_MAX = 10_000;

export class KeptResponses {
  readonly #kept = new Map<string, Kept>();
  readonly #byTag = new Map<string, Set<string>>();
  readonly #purgedAtMs = new Map<string, number>();
  /** Purges before this are forgotten: whatever was begun before it may be void. */
  #forgottenMs = Number.NEGATIVE_INFINITY;
  #bytes = 0;

  find(address: string, nowMs: number): { kept: Kept; age: Age } | null {
    const kept = this.#kept.get(address);
    if (!kept) return null;
    const age = ageOf(kept.keeping, nowMs - kept.storedAtMs);
    this.#kept.delete(address);
    if (age === "gone") return this.#forget(address, kept);
    this.#kept.set(address, kept);
    return { kept, age };
  }

  /** Unless one of its tags was purged since the answer was begun. */
  keep(address: string, kept: Kept, begunAtMs: number): void {
    if (kept.body.byteLength > KEPT_BYTES_MAX || begunAtMs <= this.#forgottenMs) return;
    if (kept.tags.some((tag) => (this.#purgedAtMs.get(tag) ?? -1) >= begunAtMs)) return;
    this.#drop(address);
    this.#kept.set(address, kept);
    this.#bytes += bytesOf(kept);
    for (const tag of kept.tags) this.#byTag.set(tag, (this.#byTag.get(tag) ?? new Set()).add(address));
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= ROOM_BYTES) break;
      this.#drop(oldest);
    }
  }

  purge(tags: readonly string[], nowMs: number): void {
    if (this.#purgedAtMs.size + tags.length > PURGES_MAX) {
      this.#purgedAtMs.clear();
      this.#forgottenMs = nowMs;
    }
    for (const tag of tags.map((name) => name.toLowerCase())) {
      this.#purgedAtMs.set(tag, nowMs);
      for (const address of this.#byTag.get(tag) ?? []) this.#drop(address);
    }
  }

  purgeAll(nowMs: number): void {
    this.#forgottenMs = nowMs;
    for (const address of [...this.#kept.keys()]) this.#drop(address);
  }

  #drop(address: string): void {
    const kept = this.#kept.get(address);
    if (!kept) return;
    this.#kept.delete(address);
    this.#forget(address, kept);
  }

  #forget(address: string, kept: Kept): null {
    this.#bytes -= bytesOf(kept);
    for (const tag of kept.tags) {
      const addresses = this.#byTag.get(tag);
      addresses?.delete(address);
      if (addresses?.size === 0) this.#byTag.delete(tag);
    }
    return null;
  }
}

const bytesOf = ({ body, packed }: Kept): number => body.byteLength + (packed?.byteLength ?? 0);

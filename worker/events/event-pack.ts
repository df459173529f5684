/** Queues take 100 messages and 256 KB in one send (developers.cloudflare.com/queues/platform/limits). Packs stay below both. */
import { assert } from "../base/assert.ts";
import type { StoreEvent } from "./event.ts";

/** Messages in one pack. */
export const PACK_EVENTS_MAX = 100;
/** Below 256,000: the queue counts some bytes of its own a message. */
export const PACK_BYTES_MAX = 230_000;
/** One message takes 128,000 bytes. */
export const EVENT_BYTES_MAX = 120_000;

const encoder = new TextEncoder();

/** Splits events into packs in their order. An event too large for any pack is a bug of whoever made it. */
export function packEvents(events: readonly StoreEvent[]): StoreEvent[][] {
  const packs: StoreEvent[][] = [];
  let pack: StoreEvent[] = [];
  let packBytes = 0;
  for (const event of events) {
    const bytes = encoder.encode(JSON.stringify(event)).length;
    assert(bytes <= EVENT_BYTES_MAX, `an event fits into one message: ${event.kind}`);
    if (pack.length > 0 && (pack.length === PACK_EVENTS_MAX || packBytes + bytes > PACK_BYTES_MAX)) {
      packs.push(pack);
      [pack, packBytes] = [[], 0];
    }
    pack.push(event);
    packBytes += bytes;
  }
  return pack.length > 0 ? [...packs, pack] : packs;
}

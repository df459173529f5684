/**
 * Ids people read. An order number is drawn at random, so it can be neither guessed nor counted, and carries
 * the shard its order lives on, so that it is found without asking every database.
 */
import { assert } from "./assert.ts";

/** Crockford's base 32: no I, L, O or U, so a number survives being read aloud (crockford.com/base32.html). */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** What two digits of an order number can tell apart. There are fewer databases; each has many of these. */
export const SHARDS_LOGICAL = 1_024;
const RANDOM_DIGITS = 10;
const ORDER_NUMBER = /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/;

/** The logical shard, 0 to 1023, of any string key: 32-bit FNV-1a, folded (datatracker.ietf.org/doc/draft-eastlake-fnv). */
export function shardOfKey(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return ((hash >>> 10) ^ hash) & (SHARDS_LOGICAL - 1);
}

/**
 * An order number such as `7K3M-9QXD-PV2A`: ten random digits (50 bits), then two that name the shard.
 * `random` is at least ten bytes from a cryptographic source.
 */
export function orderNumberOf(shard: number, random: Uint8Array): string {
  assert(Number.isInteger(shard) && shard >= 0 && shard < SHARDS_LOGICAL, "a shard is within its range");
  assert(random.length >= RANDOM_DIGITS, "an order number has fifty random bits");
  const drawn = Array.from(random.subarray(0, RANDOM_DIGITS), (byte) => DIGITS.charAt(byte & 31)).join("");
  const digits = drawn + DIGITS.charAt(shard >> 5) + DIGITS.charAt(shard & 31);
  return `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`;
}

/** The shard an order number names, or null when the text is no order number. */
export function shardOfOrderNumber(number: string): number | null {
  if (!ORDER_NUMBER.test(number)) return null;
  const [high, low] = [DIGITS.indexOf(number.charAt(12)), DIGITS.indexOf(number.charAt(13))];
  return high * 32 + low;
}

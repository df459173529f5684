/**
 * A drop: SKUs that are sold from a moment on, to those who waited for it. Its state is told by the clock, so no timer
 * opens it late and no copy of its row, however old, opens it early.
 */
import { createHash } from "node:crypto";
import { shardOfKey } from "../base/id.ts";

export const DROP_STATUSES = ["draft", "announced", "cancelled"] as const;
export type DropStatus = (typeof DROP_STATUSES)[number];
/** `announced` until it opens, `open` until it closes. */
export type DropState = "draft" | "announced" | "open" | "closed" | "cancelled";

/** What its room and its doors need to know. */
export type DropFacts = {
  id: string;
  version: number;
  opensAtMs: number;
  closesAtMs: number;
  /** How long a pass lets its holder begin a checkout. */
  passMs: number;
  /** No more are let in than so many a minute. */
  ratePerMinute: number;
};
export type Drop = DropFacts & { title: string; skus: readonly string[]; status: DropStatus; updatedAtMs: number };

export const DROP_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export const DROP_ID_LENGTH_MAX = 60;
export const DROP_TITLE_LENGTH_MAX = 120;
export const DROP_SKUS_MAX = 20;
/** Announced and not yet closed, of the whole store: each purchase looks through them. */
export const DROPS_LIVE_MAX = 50;
export const DROP_MS_MAX = 7 * 86_400_000;
export const PASS_MS = { min: 60_000, preset: 10 * 60_000, max: 60 * 60_000 } as const;
export const RATE_PER_MINUTE = { preset: 300, max: 6_000 } as const;

/** Objects that keep the tickets of one drop. It cannot change while a drop is on: a ticket is found by it. */
export const DOORS = 16;
/** Tickets one door keeps: hashing spreads 100,000 visitors to 6,250 a door, a few hundred more or less. */
export const DOOR_TICKETS_MAX = 10_000;

type Timed = Pick<Drop, "status" | "opensAtMs" | "closesAtMs">;

export function stateOf({ status, opensAtMs, closesAtMs }: Timed, nowMs: number): DropState {
  if (status !== "announced") return status;
  if (nowMs < opensAtMs) return "announced";
  return nowMs < closesAtMs ? "open" : "closed";
}

/** Whether its SKUs are kept for those with a pass. */
export const isLive = (drop: Timed, nowMs: number): boolean =>
  stateOf(drop, nowMs) === "announced" || stateOf(drop, nowMs) === "open";

export const factsOf = ({ id, version, opensAtMs, closesAtMs, passMs, ratePerMinute }: DropFacts): DropFacts => ({
  id,
  version,
  opensAtMs,
  closesAtMs,
  passMs,
  ratePerMinute,
});

/** Whose a ticket is: the account's where one is signed in, so on all its devices; else the device's. */
export const holderOf = (visitorId: string, customerId: string | null): string =>
  customerId === null
    ? `device:${visitorId}`
    : `account:${createHash("sha256").update(customerId).digest("hex").slice(0, 32)}`;

/** Which of the doors keeps a holder's ticket: 0 to `DOORS − 1`. */
export const doorOf = (holder: string): number => shardOfKey(holder) % DOORS;

/**
 * Where a ticket stands among those who were there before the opening: the first 48 bits of SHA-256(`seed:ticket`), lowest
 * first. The seed is drawn at the opening, after the tickets, and is told then, so that anyone can check the order.
 */
export function shuffleKeyOf(seed: string, ticketId: string): number {
  return Number.parseInt(createHash("sha256").update(`${seed}:${ticketId}`).digest("hex").slice(0, 12), 16);
}

/** Gives out 1, 2, 3, … over all doors' sorted shuffle keys, lowest first; by door, in the door's own order. */
export function numbersOf(keysByDoor: readonly (readonly number[])[]): number[][] {
  const all = keysByDoor.flatMap((keys, door) => keys.map((key) => ({ key, door })));
  // Of two that are equal the earlier door's comes first; sorting is stable.
  all.sort((one, other) => one.key - other.key);
  const numbers: number[][] = keysByDoor.map(() => []);
  for (const [index, { door }] of all.entries()) numbers[door]?.push(index + 1);
  return numbers;
}

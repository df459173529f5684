/** What the room of a drop remembers from one turn to the next, and what follows from it. */
import { admit, type Counted, passesFor, rateOf } from "./admission.ts";
import { DOORS, type DropFacts } from "./drop.ts";
import type { DoorCount, Grant, RoomFigures } from "./queue-keepers.ts";

/** One door as the room last heard of it; `grant` is what it was given and has not confirmed yet. */
type KnownDoor = { count: DoorCount; grant: Grant | null };
type Sample = { atMs: number; used: number; upTo: number };
export type RoomState = {
  facts: DropFacts;
  phase: "before" | "open" | "over";
  /** Drawn at the opening, kept before anybody hears of it. */
  seed: string | null;
  /** The highest number that was given out, and up to which one visitors are let in. */
  last: number;
  upTo: number;
  credit: number;
  turnedAtMs: number;
  turns: number;
  doors: KnownDoor[];
  units: { left: number; atMs: number } | null;
  /** The last minute, oldest first. */
  samples: Sample[];
};

/** Far apart, so that a minute has few of them. */
const SAMPLE_EVERY_MS = 2_000;
const MINUTE_MS = 60_000;
/** One door's next visitor is sent to look how many units are left, or, where it is high time, every door's. */
const UNITS_STALE_MS = 2_000;
const UNITS_OLD_MS = 6_000;

const nobody = (): DoorCount => ({ tickets: 0, arrived: 0, numbered: 0, waiting: 0, used: 0, lapsed: 0 });
export const newRoom = (facts: DropFacts): RoomState => ({
  facts,
  phase: "before",
  seed: null,
  last: 0,
  upTo: 0,
  credit: 0,
  turnedAtMs: 0,
  turns: 0,
  doors: Array.from({ length: DOORS }, () => ({ count: nobody(), grant: null })),
  units: null,
  samples: [],
});

export const sumOf = (room: RoomState, part: keyof DoorCount): number =>
  room.doors.reduce((sum, { count }) => sum + count[part], 0);

/** Every number up to `upTo` ends as used or lapsed, once; those that have not are open. */
function countedOf(room: RoomState, nowMs: number): Counted {
  const [used, lapsed] = [sumOf(room, "used"), sumOf(room, "lapsed")];
  const first = room.samples.find(({ atMs }) => atMs > nowMs - MINUTE_MS);
  return { used, lapsed, open: Math.max(0, room.upTo - used - lapsed), usedLastMinute: used - (first?.used ?? used) };
}

/** What a door answered. Arrivals without a number get the next ones, before any later turn's. */
export function hear(room: RoomState, door: number, count: DoorCount): void {
  const known = room.doors[door];
  if (!known) return;
  if (known.grant && count.numbered >= known.grant.from + known.grant.count) known.grant = null;
  known.count = count;
  const unnumbered = count.arrived - count.numbered;
  if (known.grant || unnumbered === 0) return;
  known.grant = { from: count.numbered, count: unnumbered, first: room.last + 1 };
  room.last += unnumbered;
}

/** Lets in as many as may come in now. Call it once every door was heard. */
export function letIn(room: RoomState, nowMs: number): void {
  const counted = countedOf(room, nowMs);
  const { count, credit } = admit({
    ...counted,
    waiting: nowMs < room.facts.closesAtMs ? room.last - room.upTo : 0,
    unitsLeft: room.units?.left ?? null,
    capPerMinute: room.facts.ratePerMinute,
    sinceMs: Math.max(0, nowMs - room.turnedAtMs),
    credit: room.credit,
  });
  Object.assign(room, { upTo: room.upTo + count, credit, turnedAtMs: nowMs, turns: room.turns + 1 });
  const newest = room.samples.at(-1);
  if (newest && nowMs - newest.atMs < SAMPLE_EVERY_MS) return;
  room.samples.push({ atMs: nowMs, used: counted.used, upTo: room.upTo });
  // The oldest one kept is where the minute begins.
  while ((room.samples[1]?.atMs ?? nowMs) <= nowMs - MINUTE_MS) room.samples.shift();
}

/** How many come in a minute, by what was let in; by what may be let in where that is too new to say. 0 when none may. */
export function perMinuteOf(room: RoomState, nowMs: number): number {
  const counted = countedOf(room, nowMs);
  const [oldest] = room.samples;
  const spanMs = oldest ? nowMs - oldest.atMs : 0;
  const admitted = oldest ? room.upTo - oldest.upTo : 0;
  if (spanMs >= MINUTE_MS / 4 && admitted > 0) return (admitted * MINUTE_MS) / spanMs;
  const places = passesFor(room.units?.left ?? null, counted) - counted.open;
  return places > 0 ? rateOf(counted, room.facts.ratePerMinute) : 0;
}

export const isSoldOut = (room: RoomState): boolean => room.units !== null && room.units.left <= 0;

/** Whether this door's next visitor should look how many units are left. */
export function wantsUnits(room: RoomState, door: number, nowMs: number): boolean {
  const ageMs = room.units ? nowMs - room.units.atMs : Number.POSITIVE_INFINITY;
  return ageMs >= UNITS_OLD_MS || (ageMs >= UNITS_STALE_MS && room.turns % DOORS === door);
}

export function figuresOf(room: RoomState, nowMs: number): RoomFigures {
  const { used, lapsed, open } = countedOf(room, nowMs);
  return {
    phase: room.phase,
    seed: room.phase === "before" ? null : room.seed,
    present: sumOf(room, "tickets"),
    waiting: Math.max(0, room.last - room.upTo),
    admitted: room.upTo,
    used,
    lapsed,
    open,
    perMinute: Math.round(perMinuteOf(room, nowMs)),
    unitsLeft: room.units?.left ?? null,
  };
}

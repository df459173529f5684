/** What the objects of a drop answer: its doors, which keep tickets, and its room, which decides how many are let in. */
import type { Outcome } from "../base/outcome.ts";
import type { DropFacts } from "./drop.ts";
import type { DropQueueProblem } from "./drop-problem.ts";

/** Where a holder stands. `wantsUnits` asks the caller to tell the room how many units are left. */
export type Place = { nextAskMs: number; wantsUnits: boolean } & (
  | { state: "none" | "lapsed" }
  /** In, and it has not opened. */
  | { state: "before" }
  /** In without a proof: stands in line from then on. */
  | { state: "resting"; untilMs: number }
  /** `before` is null for the moment until the ticket has its number; `waitMs` while nobody is let in. */
  | { state: "waiting"; before: number | null; waitMs: number | null; soldOut: boolean }
  | { state: "admitted"; untilMs: number }
  /** The pass has held a checkout, this one last; until its end it may hold another in the place of one that ended unpaid. */
  | { state: "used"; untilMs: number; checkoutId: string | null }
);
export type JoinAsk = { facts: DropFacts; holder: string; proof: { nonce: string; untilMs: number } | null };
/** `replaces` is the checkout that the pass was used for, where that has ended. */
export type UseAsk = { holder: string; checkoutId: string; replaces: string | null };
export type UseAnswer = { ok: true } | { ok: false; checkoutId: string | null; tiedAtMs: number };

/** What a door has counted since it began; `waiting` is now. */
export type DoorCount = {
  tickets: number;
  arrived: number;
  numbered: number;
  waiting: number;
  used: number;
  lapsed: number;
};
/** Numbers for the arrivals `from` to `from + count − 1`, beginning with `first`. */
export type Grant = { from: number; count: number; first: number };
export type DoorTurn = {
  facts: DropFacts;
  upTo: number;
  perMinute: number;
  soldOut: boolean;
  wantsUnits: boolean;
  grant: Grant | null;
};

/** Every call repeats safely. */
export type DoorKeeper = {
  /** A ticket that is there already is answered as it is. */
  join(ask: JoinAsk): Promise<Outcome<Place, DropQueueProblem>>;
  place(facts: DropFacts, holder: string): Promise<Place>;
  /** Ties the pass to one checkout; refused with the checkout it is tied to. */
  use(ask: UseAsk): Promise<UseAnswer>;
  /** The checkout holds its units. */
  markHeld(holder: string, checkoutId: string): Promise<void>;
  count(): Promise<DoorCount>;
  /** The opening: nobody comes before it any more. Answers the shuffle keys of those who did, lowest first. */
  seal(seed: string): Promise<readonly number[]>;
  /** Gives those their numbers, in that order. */
  number(numbers: readonly number[]): Promise<void>;
  turn(turn: DoorTurn): Promise<DoorCount>;
  forget(): Promise<void>;
};

/** `unitsLeft` is null until somebody told. `seed` is told once the drop has opened. */
export type RoomFigures = {
  phase: "closed" | "before" | "open" | "over";
  seed: string | null;
  present: number;
  waiting: number;
  admitted: number;
  used: number;
  lapsed: number;
  open: number;
  perMinute: number;
  unitsLeft: number | null;
};
export type RoomKeeper = {
  /** A door has its first ticket, or has heard of a change. */
  follow(facts: DropFacts): Promise<void>;
  /** Staff changed the drop; nothing where nobody has joined. */
  change(facts: DropFacts): Promise<void>;
  tellUnits(unitsLeft: number): Promise<void>;
  figures(): Promise<RoomFigures>;
};

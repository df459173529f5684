/** A visitor's way through the waiting room: join with a proof of work, ask, take the pass. Each step may be sent again. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import { readAvailability } from "../inventory/supply-flow.ts";
import type { World } from "../world.ts";
import { checkWork } from "./challenge-flow.ts";
import { type Drop, doorOf, factsOf, isLive } from "./drop.ts";
import type { DropQueueProblem } from "./drop-problem.ts";
import { readDrop } from "./drop-store.ts";
import { readTicket, signPass, signTicket } from "./pass.ts";
import type { Place } from "./queue-keepers.ts";

/** `ticket` is what to ask with; `pass` is there once admitted. */
export type PlaceAnswer = { ticket: string; place: Place; pass: string | null };
type Answer = Promise<Outcome<PlaceAnswer, DropQueueProblem>>;

/** `payload` null is a visitor without scripts, who pays with time. A drop that is over takes nobody in. */
export async function joinDrop(world: World, dropId: string, holder: string, payload: string | null): Answer {
  const found = await findOpenDrop(world, dropId);
  if (!found.ok) return found;
  const drop = found.value;
  const proof = payload === null ? null : await checkWork(world, { dropId, holder }, payload);
  if (proof && !proof.ok) return proof;
  const door = world.waitingDoorOf(dropId, doorOf(holder));
  const joined = await door.join({ facts: factsOf(drop), holder, proof: proof?.value ?? null });
  return joined.ok ? done(answerOf(world, drop, holder, joined.value)) : joined;
}

/** `ticket` is the signed text that joining answered. */
export async function askPlace(world: World, dropId: string, ticket: string): Answer {
  const holder = readTicket(world.config.authSecret, dropId, ticket);
  if (holder === null) return refused({ code: "drop.ticket_invalid" });
  const found = await findOpenDrop(world, dropId);
  if (!found.ok) return found;
  const drop = found.value;
  const place = await world.waitingDoorOf(dropId, doorOf(holder)).place(factsOf(drop), holder);
  if (place.wantsUnits) world.defer(tellUnits(world, drop));
  return done(answerOf(world, drop, holder, place));
}

/** Drafts are nobody's to know. */
export async function findOpenDrop(world: World, dropId: string): Promise<Outcome<Drop, DropQueueProblem>> {
  const drop = await readDrop(world, dropId);
  if (!drop || drop.status === "draft") return refused({ code: "drop.unknown" });
  return isLive(drop, world.nowMs()) ? done(drop) : refused({ code: "drop.over" });
}

const UNITS_MAX = 1_000_000_000;

/** So the object that sells is asked how many are left by one visitor every other second, not by all of them. */
async function tellUnits(world: World, drop: Drop): Promise<void> {
  const units = await readAvailability(world, drop.skus, null);
  // What is not counted has no end.
  const left = [...units.values()].reduce((sum, count) => Math.min(UNITS_MAX, sum + Math.max(0, count)), 0);
  await world.waitingRoomOf(drop.id).tellUnits(left);
}

function answerOf(world: World, drop: Drop, holder: string, place: Place): PlaceAnswer {
  const { authSecret } = world.config;
  const hasPass = place.state === "admitted" || place.state === "used";
  return {
    ticket: signTicket(authSecret, drop.id, holder),
    place,
    pass: hasPass ? signPass(authSecret, { dropId: drop.id, holder, expiresAtMs: place.untilMs }) : null,
  };
}

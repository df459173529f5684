/** Takes what pages tell of their speed: gathered in memory, then sent as one message, so that no page waits for a database. */
import { newGathering } from "../base/gather-store.ts";
import { whyOf } from "../base/why.ts";
import type { World } from "../world.ts";
import type { PageVitals } from "./vitals.ts";
import { type GatheredVitals, newVitals, tallyVitals } from "./vitals-tally.ts";

/** How long counts gather before they are sent. */
const GATHER_MS = 5_000;

const gather = newGathering(GATHER_MS, newVitals, sendVitals);

export const noteVitals = (world: World, told: PageVitals & { id: string }): void =>
  gather(world, (waiting) => tallyVitals(waiting, { ...told, atMs: world.nowMs() }));

async function sendVitals(world: World, { counts }: GatheredVitals): Promise<void> {
  if (counts.size === 0) return;
  try {
    const payload = { counts: [...counts.values()] };
    await world.send([{ id: world.newId(), atMs: world.nowMs(), kind: "vitals.told", payload }]);
  } catch (error) {
    world.log.error("vitals.not_sent", { counts: counts.size, why: whyOf(error) });
  }
}

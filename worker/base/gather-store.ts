/**
 * What many requests note is gathered in an isolate's memory and written once, a moment after, without making anybody wait.
 * What a stopped isolate had not written yet is lost, as a count may be.
 */
import type { World } from "../world.ts";

type Waiting = Pick<World, "nowMs" | "sleep" | "defer">;

/** `write` gets what has gathered, and says itself what it could not write. */
export function newGathering<Gathered, Own extends Waiting>(
  afterMs: number,
  fresh: () => Gathered,
  write: (world: Own, gathered: Gathered) => Promise<void>,
): (world: Own, note: (into: Gathered) => void) => void {
  let waiting = fresh();
  /** When the writer that was set off last will write; one that never did is not waited for twice as long. */
  let writesAtMs = 0;
  const flush = async (world: Own) => {
    writesAtMs = 0;
    const gathered = waiting;
    waiting = fresh();
    await write(world, gathered);
  };
  return (world, note) => {
    note(waiting);
    const nowMs = world.nowMs();
    if (writesAtMs > nowMs - afterMs && writesAtMs !== 0) return;
    writesAtMs = nowMs + afterMs;
    world.defer(world.sleep(afterMs).then(() => flush(world)));
  };
}

/** Asks many databases of the index side by side, and goes on with those that answered in time. */
import { whyOf } from "../../base/why.ts";
import type { Database, World } from "../../world.ts";

/** `answers` of those that came in time, by database; `missing` names the others. */
export type Asked<Answer> = { answers: Map<string, Answer>; missing: string[] };

/**
 * Databases that are asked at a time; the next waits for one to answer, and the deadline is that of all. An invocation has six
 * connections at once (developers.cloudflare.com/workers/platform/limits): more would wait unseen, and hold up all else.
 */
export const ASKED_AT_ONCE_MAX = 6;
/** Deadlines that a lone database has: without it there is nothing to show. */
const PATIENCE_ALONE = 4;

/**
 * A database that fails or takes longer than `deadlineMs` is missing, and logged; a lone one has longer. When none answers,
 * what the first failed of is thrown.
 */
export async function askShards<Answer>(
  world: World,
  names: readonly string[],
  ask: (db: Database, name: string) => Promise<Answer>,
): Promise<Asked<Answer>> {
  const { deadlineMs } = world.searchShards;
  const late = waited(world, names.length > 1 ? 1 : PATIENCE_ALONE);
  const answers = new Map<string, Answer>();
  const failures: { name: string; why: unknown }[] = [];
  let isLate = false;
  void late.then(() => {
    isLate = true;
  });
  const askOne = async (name: string) => {
    try {
      if (isLate) throw new Error(`not asked within ${deadlineMs} ms: others took as long`);
      const answer = await Promise.race([ask(shardDatabase(world, name), name), late]);
      if (answer === LATE) throw new Error(`no answer within ${deadlineMs} ms`);
      answers.set(name, answer);
    } catch (why) {
      failures.push({ name, why });
    }
  };
  const left = names.values();
  const askNext = async () => {
    for (const name of left) await askOne(name);
  };
  await Promise.all(Array.from({ length: Math.min(ASKED_AT_ONCE_MAX, names.length) }, askNext));
  const [first] = failures;
  if (first && answers.size === 0) throw first.why;
  for (const { name, why } of failures) world.log.error("search.shard_missing", { database: name, why: whyOf(why) });
  return { answers, missing: failures.map(({ name }) => name) };
}

const LATE: unique symbol = Symbol("late");

async function waited(world: World, deadlines: number): Promise<typeof LATE> {
  for (let passed = 0; passed < deadlines; passed += 1) await world.sleep(world.searchShards.deadlineMs);
  return LATE;
}

export function shardDatabase(world: World, name: string): Database {
  const database = world.searchShards.databases.get(name);
  if (!database) throw new Error(`The index lies in ${name}, and there is no such binding`);
  return database;
}

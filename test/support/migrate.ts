/**
 * Every worker test file begins with a store of its own: nothing kept in it, its databases migrated as a deployed store's are.
 * The files of one run share a runtime and the modules loaded in it: to start and load anew costs more than most files' tests.
 */
import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { forgetAll } from "../../worker/base/memory-store.ts";
import { beginFile } from "./file-queue.ts";

type Migrations = Record<
  "catalog" | "search" | "orders" | "accounts" | "insights",
  { name: string; queries: string[] }[]
>;
const { TEST_MIGRATIONS: migrations } = env as unknown as { TEST_MIGRATIONS: Migrations };
const searches = Object.entries(env).flatMap(([name, binding]) =>
  /^SEARCH(_\d+)?$/.test(name) ? [binding as D1Database] : [],
);

/** Every database with what it is migrated by. */
export const MIGRATED: readonly [D1Database, Migrations[keyof Migrations]][] = [
  [env.CATALOG, migrations.catalog],
  ...searches.map((search): [D1Database, Migrations["search"]] => [search, migrations.search]),
  [env.ORDERS, migrations.orders],
  [env.ACCOUNTS, migrations.accounts],
  [env.INSIGHTS, migrations.insights],
];

const [RESETS_MAX, RESET_MS] = [20, 25];

/** A database that a call of the file before is still under way in may outlive a reset: again, then. */
export async function emptyStore(): Promise<void> {
  for (let resets = 0; resets < RESETS_MAX; resets += 1) {
    await reset();
    const empty = await Promise.all(MIGRATED.map(([db]) => isEmpty(db)));
    if (!empty.includes(false)) return;
    await new Promise((wake) => setTimeout(wake, RESET_MS));
  }
  throw new Error("The store of the test file before cannot be emptied");
}

async function isEmpty(db: D1Database): Promise<boolean> {
  return (await db.prepare("SELECT name FROM sqlite_schema WHERE name NOT LIKE '_cf_%' LIMIT 1").first()) === null;
}

vi.useRealTimers();
await beginFile();
forgetAll();
await emptyStore();
// All at once: one by one, as `wrangler d1 migrations apply` does it, takes a run of the tests minutes.
await Promise.all(
  MIGRATED.map(([db, steps]) => db.batch(steps.flatMap(({ queries }) => queries.map((query) => db.prepare(query))))),
);

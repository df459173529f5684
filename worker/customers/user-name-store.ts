/** Who the ids in ledgers, timelines and entries stand for. */
import { sql } from "drizzle-orm";
import type { Database } from "../world.ts";
import { user } from "./account-tables.ts";
import { TOKEN_VIEWER } from "./viewer-store.ts";

/** Names by id, in one query; ids that are nobody's (any more) are left out. */
export async function readUserNames(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const known: [string, string][] = [[TOKEN_VIEWER.id, TOKEN_VIEWER.name]];
  const asked = [...new Set(ids)];
  if (asked.length === 0) return new Map(known);
  const rows = await db
    .select({ id: user.id, name: user.name })
    .from(user)
    .where(sql`${user.id} IN (SELECT value FROM json_each(${JSON.stringify(asked)}))`);
  return new Map([...known, ...rows.map(({ id, name }) => [id, name] as const)]);
}

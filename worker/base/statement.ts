/** A statement written as SQL that can stand in a D1 batch: Drizzle (0.45) prepares those of its query builder only. */
import type { SQL } from "drizzle-orm";
import type { Database } from "../world.ts";

/** For `db.batch([…])`. Its parameters may be as many as any statement's. */
export function statement(db: Database, query: SQL) {
  const raw = db.run(query);
  const { $client } = db as unknown as { $client: D1Database };
  return Object.assign(raw, { stmt: $client.prepare(raw.getQuery().sql) });
}

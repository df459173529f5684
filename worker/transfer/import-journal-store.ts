/** Categories that runs made, and how long is kept what runs did. */
import { eq, sql } from "drizzle-orm";
import type { Database, World } from "../world.ts";
import { importCategories } from "./import-run-tables.ts";

/** Runs whose journals are dropped side by side. */
const RUNS_AT_ONCE_MAX = 50;

/** Before a category is made. */
export async function insertMadeCategory(db: Database, runId: string, categoryId: string): Promise<void> {
  await db.insert(importCategories).values({ runId, categoryId }).onConflictDoNothing();
}
export async function listMadeCategories(db: Database, runId: string): Promise<string[]> {
  const rows = await db
    .select({ id: importCategories.categoryId })
    .from(importCategories)
    .where(eq(importCategories.runId, runId));
  return rows.map(({ id }) => id);
}

/** Drops some of what old runs did: they cannot be undone any more. Answers how many rows, 0 when nothing is left. */
export async function pruneJournal(world: World, beforeMs: number, rowsMax: number): Promise<number> {
  const { catalog } = world;
  const old = sql`SELECT id FROM import_runs WHERE journal_gone = 0 AND updated_at_ms < ${beforeMs}
    AND state IN ('done', 'refused', 'undone', 'cancelled') ORDER BY updated_at_ms LIMIT ${RUNS_AT_ONCE_MAX}`;
  const pruned = await Promise.all(
    ["import_changes", "import_stock", "import_chunks", "import_categories"].map((table) =>
      catalog.all<{ one: number }>(sql`DELETE FROM ${sql.raw(table)} WHERE rowid IN (
        SELECT rowid FROM ${sql.raw(table)} WHERE run_id IN (${old}) LIMIT ${rowsMax}) RETURNING 1 AS one`),
    ),
  );
  const rows = pruned.reduce((sum, { length }) => sum + length, 0);
  if (rows === 0) await catalog.run(sql`UPDATE import_runs SET journal_gone = 1 WHERE id IN (${old})`);
  return rows;
}

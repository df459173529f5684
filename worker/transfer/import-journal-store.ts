/** Categories and other parts that runs made, and how long is kept what runs did. */
import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../base/statement.ts";
import type { Database, World } from "../world.ts";
import type { PartKind } from "./import-run.ts";
import { importCategories, importParts } from "./import-run-tables.ts";

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

export type MadePart = { kind: PartKind; id: string };

/** For the batch that makes it. */
export const partMade = (db: Database, runId: string, { kind, id }: MadePart): BatchItem<"sqlite"> =>
  db.insert(importParts).values({ runId, kind, partId: id }).onConflictDoNothing();
/** For the batch that archives it. */
export const partUndone = (db: Database, runId: string, { kind, id }: MadePart): BatchItem<"sqlite"> =>
  statement(db, sql`UPDATE import_parts SET undone = 1 WHERE run_id = ${runId} AND kind = ${kind} AND part_id = ${id}`);

/** Those not yet taken back, after one: collections, then the brands their rules name, then definitions. */
export async function listMadeParts(
  db: Database,
  runId: string,
  after: MadePart | null,
  limit: number,
): Promise<MadePart[]> {
  const isLater = after && sql`(kind < ${after.kind} OR (kind = ${after.kind} AND part_id > ${after.id}))`;
  return db
    .select({ kind: importParts.kind, id: importParts.partId })
    .from(importParts)
    .where(and(eq(importParts.runId, runId), eq(importParts.undone, false), isLater ?? undefined))
    .orderBy(desc(importParts.kind), asc(importParts.partId))
    .limit(limit);
}

/** Products looked at for one that says something under a definition's key, those that changed last. */
const SAYING_LOOKED_AT_MAX = 5_000;
const LIVE = sql.raw("status IN ('draft', 'published')");

/** Whether a brand is a product's that is not archived, or in a rule of such a collection. */
export async function isBrandUsed(db: Database, id: string): Promise<boolean> {
  const used = await db.all(sql`
    SELECT 1 FROM products WHERE brand_id = ${id} AND ${LIVE}
    UNION ALL SELECT 1 FROM collections c, json_each(c.rule, '$.conditions') k, json_each(k.value, '$.is') v
      WHERE c.kind = 'rule' AND NOT c.archived AND json_extract(k.value, '$.field') = 'brand' AND v.value = ${id}
    LIMIT 1`);
  return used.length > 0;
}

/** Whether products say something under a definition, of those that are not archived, changed since, and were not taken back. */
export async function isDefinitionUsed(
  db: Database,
  runId: string,
  { productType, key, sinceMs }: { productType: string; key: string; sinceMs: number },
): Promise<boolean> {
  const used = await db.all(sql`
    SELECT 1 FROM (SELECT id, product_type, attributes FROM products
      WHERE ${LIVE} AND updated_at_ms >= ${sinceMs} ORDER BY updated_at_ms DESC, id DESC LIMIT ${SAYING_LOOKED_AT_MAX}) p,
      json_each(p.attributes) a
    WHERE json_extract(a.value, '$.key') = ${key} AND (${productType} = '' OR p.product_type = ${productType})
      AND NOT EXISTS (SELECT 1 FROM import_changes c
        WHERE c.run_id = ${runId} AND c.product_id = p.id AND c.undone_version IS NOT NULL)
    LIMIT 1`);
  return used.length > 0;
}

/** Drops some of what old runs did: they cannot be undone any more. Answers how many rows, 0 when nothing is left. */
export async function pruneJournal(world: World, beforeMs: number, rowsMax: number): Promise<number> {
  const { catalog } = world;
  const old = sql`SELECT id FROM import_runs WHERE journal_gone = 0 AND updated_at_ms < ${beforeMs}
    AND state IN ('done', 'refused', 'undone', 'cancelled') ORDER BY updated_at_ms LIMIT ${RUNS_AT_ONCE_MAX}`;
  const pruned = await Promise.all(
    ["import_changes", "import_stock", "import_chunks", "import_categories", "import_parts", "import_names"].map(
      (table) =>
        catalog.all<{ one: number }>(sql`DELETE FROM ${sql.raw(table)} WHERE rowid IN (
        SELECT rowid FROM ${sql.raw(table)} WHERE run_id IN (${old}) LIMIT ${rowsMax}) RETURNING 1 AS one`),
    ),
  );
  const rows = pruned.reduce((sum, { length }) => sum + length, 0);
  if (rows === 0) await catalog.run(sql`UPDATE import_runs SET journal_gone = 1 WHERE id IN (${old})`);
  return rows;
}

/** Runs, and what they did. Moves of a run name the step they leave: of two at once one is refused. */
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, notInArray, or, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../base/statement.ts";
import { listChangedSince } from "../catalog/versions/version-store.ts";
import type { Database, World } from "../world.ts";
import type { FileProblem } from "./formats/file-problem.ts";
import { type ImportState, RESTING } from "./import-run.ts";
import { importChanges, importRuns, importStock } from "./import-run-tables.ts";

export type ImportRun = typeof importRuns.$inferSelect;
export type RunMove = Partial<Omit<ImportRun, "id" | "step">>;
export const RUNS_LIMIT_MAX = 50;

/** False where a run of this id is there already. */
export async function insertRun(db: Database, run: ImportRun): Promise<boolean> {
  const rows = await db.insert(importRuns).values(run).onConflictDoNothing().returning({ id: importRuns.id });
  return rows.length > 0;
}

export async function readRun(db: Database, id: string): Promise<ImportRun | null> {
  return (await db.select().from(importRuns).where(eq(importRuns.id, id)))[0] ?? null;
}

/** Newest first. `cursor` is the last of the page before. */
export async function listRuns(
  db: Database,
  ask: { limit: number; cursor?: { atMs: number; id: string } | null },
): Promise<ImportRun[]> {
  const { cursor } = ask;
  const after = cursor
    ? or(
        lt(importRuns.createdAtMs, cursor.atMs),
        and(eq(importRuns.createdAtMs, cursor.atMs), lt(importRuns.id, cursor.id)),
      )
    : undefined;
  return db
    .select()
    .from(importRuns)
    .where(after)
    .orderBy(desc(importRuns.createdAtMs), desc(importRuns.id))
    .limit(Math.min(ask.limit, RUNS_LIMIT_MAX));
}

const UNFINISHED: readonly ImportState[] = ["staging", "checking", "applying", "withdrawing", "undoing"];
/** The newest run of a file that has not come to its end: one that is being taken back has not either. */
export async function findUnfinishedRun(db: Database, fingerprint: string): Promise<ImportRun | null> {
  const rows = await db
    .select()
    .from(importRuns)
    .where(and(eq(importRuns.fingerprint, fingerprint), inArray(importRuns.state, [...UNFINISHED])))
    .orderBy(desc(importRuns.createdAtMs))
    .limit(1);
  return rows[0] ?? null;
}

/**
 * False where somebody else moved it since it was read, or a chunk of `also`: those statements are done with the move, or nothing is.
 */
export async function moveRun(
  world: World,
  run: Pick<ImportRun, "id" | "step">,
  move: RunMove,
  also: readonly BatchItem<"sqlite">[] = [],
): Promise<boolean> {
  const step = sql`CASE ${importRuns.step} WHEN ${run.step} THEN ${run.step + 1} END`;
  const moved = world.catalog
    .update(importRuns)
    .set({ ...move, step, tries: 0, failure: "", updatedAtMs: world.nowMs() })
    .where(eq(importRuns.id, run.id));
  try {
    await world.catalog.batch([moved, ...also]);
    return true;
  } catch (error) {
    if (isChunkMoved(error)) return false;
    throw error;
  }
}

/**
 * Notes that a run's next step is begun, once more than it was since it last moved: also of a step that is killed, which
 * could not say so afterwards. Answers the run as it is then; null where it rests, or is unknown.
 */
export async function beginStep(world: World, id: string): Promise<ImportRun | null> {
  const rows = await world.catalog
    .update(importRuns)
    .set({ tries: sql`${importRuns.tries} + 1`, updatedAtMs: world.nowMs() })
    .where(and(eq(importRuns.id, id), notInArray(importRuns.state, [...RESTING])))
    .returning();
  return rows[0] ?? null;
}

/** Why the step that was begun last was not done. */
export async function noteFailure(db: Database, run: Pick<ImportRun, "id" | "step">, why: string): Promise<void> {
  await db
    .update(importRuns)
    .set({ failure: why })
    .where(and(eq(importRuns.id, run.id), eq(importRuns.step, run.step)));
}

/** For a batch of what a run applies: fails it where the run is applied no more, since somebody cancelled it. */
export const whileApplied = (db: Database, runId: string): BatchItem<"sqlite"> =>
  statement(db, sql`UPDATE import_runs SET state = CASE state WHEN 'applying' THEN state END WHERE id = ${runId}`);

/** For the same batch: what a run keeps of what was refused. */
export const runProblems = (db: Database, runId: string, problems: readonly FileProblem[]): BatchItem<"sqlite"> =>
  statement(db, sql`UPDATE import_runs SET problems = ${JSON.stringify(problems)} WHERE id = ${runId}`);

const CHUNK_MOVED = /NOT NULL constraint failed: import_(chunks\.state|runs\.(state|step))/;
/** Whether a batch failed because its chunk or its run was moved on meanwhile, or its run was cancelled. */
export const isChunkMoved = (error: unknown): boolean =>
  CHUNK_MOVED.test(`${String(error)} ${error instanceof Error ? String(error.cause) : ""}`);

export type ImportChange = { productId: string; versionBefore: number; versionAfter: number };

/** For the batch of the changes themselves. */
export const changeInserts = (db: Database, runId: string, changes: readonly ImportChange[]): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`INSERT INTO import_changes (run_id, product_id, version_before, version_after)
      SELECT ${runId}, json_extract(value, '$.productId'), json_extract(value, '$.versionBefore'), json_extract(value, '$.versionAfter')
      FROM json_each(${JSON.stringify(changes)}) WHERE true
      ON CONFLICT (run_id, product_id) DO UPDATE SET version_after = excluded.version_after`,
  );

/** In the order of their ids, after one; those that were undone are left out. */
export async function listChanges(db: Database, runId: string, afterId: string, limit: number) {
  return db
    .select()
    .from(importChanges)
    .where(
      and(eq(importChanges.runId, runId), gt(importChanges.productId, afterId), isNull(importChanges.undoneVersion)),
    )
    .orderBy(asc(importChanges.productId))
    .limit(limit);
}

/** Of these products, those that the run changed. */
export const listChangesOf = (db: Database, runId: string, productIds: readonly string[]) =>
  db
    .select()
    .from(importChanges)
    .where(
      and(
        eq(importChanges.runId, runId),
        sql`${importChanges.productId} IN (SELECT value FROM json_each(${JSON.stringify(productIds)}))`,
      ),
    );

/** For the batch of an undo, after the products' own writes. Each is looked up by its key, so a step costs the same in a run of any size. */
export const changesUndone = (
  db: Database,
  runId: string,
  productIds: readonly string[],
): [BatchItem<"sqlite">, BatchItem<"sqlite">] => [
  statement(
    db,
    sql`UPDATE import_changes SET undone_version = (SELECT version FROM products WHERE id = product_id)
      WHERE run_id = ${runId} AND product_id IN (SELECT value FROM json_each(${JSON.stringify(productIds)}))`,
  ),
  statement(db, sql`UPDATE import_runs SET undone_count = undone_count + ${productIds.length} WHERE id = ${runId}`),
];

/** Of these products, those that an undo archived and nobody changed since: an import may bring them back. */
export async function listArchivedByUndo(db: Database, productIds: readonly string[]): Promise<Set<string>> {
  const archived = await db.all<{ productId: string; version: number }>(sql`
    SELECT product_id AS productId, max(undone_version) AS version FROM import_changes
    WHERE version_before = 0 AND undone_version IS NOT NULL
      AND product_id IN (SELECT value FROM json_each(${JSON.stringify(productIds)})) GROUP BY product_id`);
  const changed = await listChangedSince(db, archived);
  return new Set(archived.flatMap(({ productId }) => (changed.has(productId) ? [] : [productId])));
}

export type StockChange = { sku: string; productId: string; delta: number };

/** For the batch of the products: what of their stock is changed after it. The first plan of each SKU is kept. */
export const stockPlanned = (
  db: Database,
  runId: string,
  chunk: number,
  planned: readonly StockChange[],
): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`INSERT INTO import_stock (run_id, sku, product_id, delta, chunk)
      SELECT ${runId}, json_extract(value, '$.sku'), json_extract(value, '$.productId'), json_extract(value, '$.delta'), ${chunk}
      FROM json_each(${JSON.stringify(planned)}) WHERE true ON CONFLICT (run_id, sku) DO NOTHING`,
  );

/** What a chunk that is applied changes of stock. */
export const listPlannedStock = (db: Database, runId: string, chunk: number): Promise<StockChange[]> =>
  db
    .select({ sku: importStock.sku, productId: importStock.productId, delta: importStock.delta })
    .from(importStock)
    .where(and(eq(importStock.runId, runId), eq(importStock.chunk, chunk)));

/** Of products that were undone, by SKU, after one. */
export async function listStockToUndo(
  db: Database,
  runId: string,
  afterSku: string,
  limit: number,
): Promise<StockChange[]> {
  return db
    .select({ sku: importStock.sku, productId: importStock.productId, delta: importStock.delta })
    .from(importStock)
    .innerJoin(
      importChanges,
      and(eq(importChanges.runId, importStock.runId), eq(importChanges.productId, importStock.productId)),
    )
    .where(and(eq(importStock.runId, runId), gt(importStock.sku, afterSku), isNotNull(importChanges.undoneVersion)))
    .orderBy(asc(importStock.sku))
    .limit(limit);
}

/** Runs that are under way and have not moved for a while. */
export async function listStalledRuns(db: Database, movedBeforeMs: number, limit: number): Promise<string[]> {
  const moving: ImportState[] = ["reading", "checking", "applying", "withdrawing", "undoing"];
  const rows = await db
    .select({ id: importRuns.id })
    .from(importRuns)
    .where(
      and(inArray(importRuns.state, moving), isNotNull(importRuns.reading), lt(importRuns.updatedAtMs, movedBeforeMs)),
    )
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Runs whose parts in R2 nobody will ask for again. */
export async function listRestingRuns(db: Database, restingSinceMs: number, limit: number): Promise<ImportRun[]> {
  return db
    .select()
    .from(importRuns)
    .where(
      and(
        inArray(importRuns.state, [...RESTING]),
        eq(importRuns.partsGone, false),
        lt(importRuns.updatedAtMs, restingSinceMs),
      ),
    )
    .orderBy(asc(importRuns.updatedAtMs))
    .limit(limit);
}

/** Those of these ids that are runs. */
export async function listKnownRuns(db: Database, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .select({ id: importRuns.id })
    .from(importRuns)
    .where(sql`${importRuns.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
  return new Set(rows.map(({ id }) => id));
}

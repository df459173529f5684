/** Exports under way and done, and their files. Moves name the step they leave: of two at once one is refused. */
import { and, count, desc, eq, inArray, lt, or, sql } from "drizzle-orm";
import type { Database, World } from "../../world.ts";
import type { ExportState } from "./export-run.ts";
import { exportRuns } from "./export-run-tables.ts";

export type ExportRun = typeof exportRuns.$inferSelect;
export const EXPORTS_LISTED_MAX = 20;

/** False where a run of this id is there already. */
export async function insertExport(db: Database, run: ExportRun): Promise<boolean> {
  const rows = await db.insert(exportRuns).values(run).onConflictDoNothing().returning({ id: exportRuns.id });
  return rows.length > 0;
}

export async function readExport(db: Database, id: string): Promise<ExportRun | null> {
  return (await db.select().from(exportRuns).where(eq(exportRuns.id, id)))[0] ?? null;
}

/** Newest first. */
export const listExports = (db: Database): Promise<ExportRun[]> =>
  db.select().from(exportRuns).orderBy(desc(exportRuns.createdAtMs), desc(exportRuns.id)).limit(EXPORTS_LISTED_MAX);

export async function countWriting(db: Database): Promise<number> {
  const rows = await db.select({ n: count() }).from(exportRuns).where(eq(exportRuns.state, "writing"));
  return rows[0]?.n ?? 0;
}

/** Counts a step that begins; null where nothing is to be written any more. */
export async function beginExportStep(world: World, id: string): Promise<ExportRun | null> {
  const rows = await world.catalog
    .update(exportRuns)
    .set({ tries: sql`${exportRuns.tries} + 1` })
    .where(and(eq(exportRuns.id, id), eq(exportRuns.state, "writing")))
    .returning();
  return rows[0] ?? null;
}

/** False where somebody else moved it since it was read. */
export async function moveExport(
  world: World,
  run: Pick<ExportRun, "id" | "step">,
  move: Partial<Omit<ExportRun, "id" | "step">>,
): Promise<boolean> {
  const rows = await world.catalog
    .update(exportRuns)
    .set({ tries: 0, ...move, step: run.step + 1, updatedAtMs: world.nowMs() })
    .where(and(eq(exportRuns.id, run.id), eq(exportRuns.step, run.step)))
    .returning({ id: exportRuns.id });
  return rows.length > 0;
}

/** Those in any of the states that have stayed as they are since a moment. */
export const listStillExports = (
  db: Database,
  states: readonly ExportState[],
  sinceMs: number,
  limit: number,
): Promise<ExportRun[]> =>
  db
    .select()
    .from(exportRuns)
    .where(and(or(inArray(exportRuns.state, [...states])), lt(exportRuns.updatedAtMs, sinceMs)))
    .limit(limit);

const fileKey = (id: string) => `exports/${id}/file`;
const restKey = (id: string, step: number) => `exports/${id}/rest/${step}`;

export const beginFile = (world: World, id: string, contentType: string): Promise<R2MultipartUpload> =>
  world.transfers.createMultipartUpload(fileKey(id), { httpMetadata: { contentType } });
export const resumeFile = (world: World, { id, uploadId }: ExportRun): R2MultipartUpload =>
  world.transfers.resumeMultipartUpload(fileKey(id), uploadId);

/** What was written and is too little for a part: it begins the next one. */
export async function writeRest(world: World, id: string, step: number, bytes: Uint8Array): Promise<void> {
  await world.transfers.put(restKey(id, step), bytes);
}
export async function readRest(world: World, id: string, step: number): Promise<Uint8Array> {
  const found = await world.transfers.get(restKey(id, step));
  return found ? new Uint8Array(await found.arrayBuffer()) : new Uint8Array();
}
export async function dropRest(world: World, id: string, step: number): Promise<void> {
  await world.transfers.delete(restKey(id, step));
}

/** Null where it is not whole, or was dropped. */
export const readFileHead = (world: World, id: string): Promise<R2Object | null> => world.transfers.head(fileKey(id));
export const openExport = (world: World, id: string, range: R2Range | null): Promise<R2ObjectBody | null> =>
  world.transfers.get(fileKey(id), range ? { range } : {});
export async function dropFile(world: World, id: string): Promise<void> {
  await world.transfers.delete(fileKey(id));
}

/** Chunks of a run: which there are, how far each is, and what each came to. */
import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../base/statement.ts";
import type { Database } from "../world.ts";
import type { FileProblem } from "./formats/file-problem.ts";
import type { ChunkCounts, ChunkState } from "./import-run.ts";
import { importChunks } from "./import-run-tables.ts";

/** A chunk again is the same chunk. */
export async function insertChunk(db: Database, runId: string, number: number): Promise<void> {
  await db
    .insert(importChunks)
    .values({ runId, number, state: "staged", leftOut: [], problems: [] })
    .onConflictDoNothing();
}

export async function readChunk(db: Database, runId: string, number: number) {
  const rows = await db
    .select()
    .from(importChunks)
    .where(and(eq(importChunks.runId, runId), eq(importChunks.number, number)));
  return rows[0] ?? null;
}

/** The lowest number from 0 on that is not there; how many there are where none is missing. */
export async function firstMissingChunk(db: Database, runId: string): Promise<number> {
  const rows = await db.all<{ number: number | null }>(sql`
    SELECT min(c.number + 1) AS number FROM import_chunks c WHERE c.run_id = ${runId}
      AND NOT EXISTS (SELECT 1 FROM import_chunks n WHERE n.run_id = c.run_id AND n.number = c.number + 1)`);
  const isBegun = (await readChunk(db, runId, 0)) !== null;
  return isBegun ? (rows[0]?.number ?? 0) : 0;
}

/** What a chunk came to: positions of products that are left out, and all that was refused of it so far. */
export type ChunkEnd = { leftOut: readonly number[]; problems: readonly FileProblem[] };

/** For a batch: moves a chunk on, and fails the batch where it is not in the state it leaves. */
export const chunkMove = (
  db: Database,
  runId: string,
  number: number,
  from: ChunkState,
  to: ChunkState,
  { leftOut, problems, counts = null }: ChunkEnd & { counts?: ChunkCounts | null },
): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`UPDATE import_chunks SET state = CASE state WHEN ${from} THEN ${to} END, left_out = ${JSON.stringify(leftOut)},
        problems = ${JSON.stringify(problems)}, counts = ${counts && JSON.stringify(counts)}
      WHERE run_id = ${runId} AND number = ${number}`,
  );
/** For a batch: what was refused of a chunk for which all of its run is taken back. */
export const chunkRefused = (
  db: Database,
  runId: string,
  number: number,
  problems: readonly FileProblem[],
): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`UPDATE import_chunks SET problems = ${JSON.stringify(problems)} WHERE run_id = ${runId} AND number = ${number}`,
  );

/** All that was refused of a run's chunks, in their order, so many chunks at a time. */
export async function* listChunkProblems(db: Database, runId: string): AsyncGenerator<readonly FileProblem[]> {
  for (let after = -1; ; ) {
    const rows = await db
      .select({ number: importChunks.number, problems: importChunks.problems })
      .from(importChunks)
      .where(and(eq(importChunks.runId, runId), gt(importChunks.number, after), sql`${importChunks.problems} <> '[]'`))
      .orderBy(asc(importChunks.number))
      .limit(CHUNKS_A_TURN);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.flatMap(({ problems }) => problems);
    after = last.number;
  }
}
const CHUNKS_A_TURN = 20;

/** What was done by all chunks that are applied. */
export async function sumChunkCounts(db: Database, runId: string): Promise<ChunkCounts> {
  const rows = await db.all<ChunkCounts>(sql`
    SELECT coalesce(sum(json_extract(counts, '$.created')), 0) AS created, coalesce(sum(json_extract(counts, '$.updated')), 0) AS updated,
      coalesce(sum(json_extract(counts, '$.unchanged')), 0) AS unchanged
    FROM import_chunks WHERE run_id = ${runId} AND state = 'applied'`);
  return rows[0] ?? { created: 0, updated: 0, unchanged: 0 };
}

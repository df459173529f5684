/** What is known of pictures at other sites, and which products still wait for theirs. */
import { sql } from "drizzle-orm";
import type { Database } from "../../world.ts";
import { pictureFetches } from "./picture-fetch-tables.ts";

export type PictureFetch = typeof pictureFetches.$inferSelect;

/** By address; those that were not tried are missing. */
export async function readFetches(db: Database, addresses: readonly string[]): Promise<Map<string, PictureFetch>> {
  const rows = await db
    .select()
    .from(pictureFetches)
    .where(sql`${pictureFetches.address} IN (SELECT value FROM json_each(${JSON.stringify(addresses)}))`);
  return new Map(rows.map((row) => [row.address, row]));
}

export async function insertFetch(db: Database, row: PictureFetch): Promise<void> {
  const { address, ...rest } = row;
  await db.insert(pictureFetches).values(row).onConflictDoUpdate({ target: pictureFetches.address, set: rest });
}

/** An address is known for so long: then one that could not be had is asked for again, if its product changes. */
export const FETCH_KEPT_MS = 180 * 86_400_000;
/** Rows that one run of the timer looks at: a million in a day and a half. */
const LOOKED_AT_MAX = 500;

/**
 * Forgets what is older, of a stretch of rows that begins at `share` (0 to 1) of them: chance goes through all of them in time,
 * where an index would cost a write for each picture.
 */
export async function pruneFetches(db: Database, { nowMs, share }: { nowMs: number; share: number }): Promise<void> {
  await db.run(sql`DELETE FROM ${pictureFetches} WHERE at_ms < ${nowMs - FETCH_KEPT_MS} AND rowid IN
    (SELECT rowid FROM ${pictureFetches}
      WHERE rowid >= ${share} * (SELECT max(rowid) FROM ${pictureFetches}) ORDER BY rowid LIMIT ${LOOKED_AT_MAX})`);
}

/** Of these products, those with a picture that is known by its address only and was not refused before. */
export async function listAwaitingPictures(db: Database, productIds: readonly string[]): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    SELECT p.id FROM json_each(${JSON.stringify(productIds)}) i JOIN products p ON p.id = i.value
    WHERE p.status <> 'archived' AND EXISTS (
      SELECT 1 FROM json_each(p.media) m
      WHERE json_extract(m.value, '$.key') IS NULL AND json_extract(m.value, '$.sourceUrl') LIKE 'https://%'
        AND NOT EXISTS (
          SELECT 1 FROM picture_fetches f
          WHERE f.address = json_extract(m.value, '$.sourceUrl') AND f.media_key IS NULL))`);
  return rows.map(({ id }) => id);
}

/** Tags that wait to be purged. A tag that is asked for again while it is purged waits again. */
import { desc, lte, sql } from "drizzle-orm";
import type { Database } from "../world.ts";
import { pagePurges } from "./page-purge-tables.ts";

export async function noteTags(db: Database, tags: readonly string[], atMs: number): Promise<void> {
  await db.run(sql`
    INSERT INTO page_purges (tag, asked_at_ms) SELECT DISTINCT value, ${atMs} FROM json_each(${JSON.stringify(tags)}) WHERE true
    ON CONFLICT (tag) DO UPDATE SET asked_at_ms = max(asked_at_ms, excluded.asked_at_ms)`);
}

/** Those that were asked for last. */
export const listTags = (db: Database, limit: number): Promise<{ tag: string; askedAtMs: number }[]> =>
  db.select().from(pagePurges).orderBy(desc(pagePurges.askedAtMs), desc(pagePurges.tag)).limit(limit);

/** Of these tags, those that were not asked for again since. */
export async function dropTags(db: Database, tags: readonly { tag: string; askedAtMs: number }[]): Promise<void> {
  await db.run(sql`
    DELETE FROM page_purges WHERE EXISTS (
      SELECT 1 FROM json_each(${JSON.stringify(tags)}) AS purged
      WHERE json_extract(purged.value, '$.tag') = page_purges.tag
        AND json_extract(purged.value, '$.askedAtMs') = page_purges.asked_at_ms)`);
}

/** Forgets what was asked for by then. */
export async function dropTagsUntil(db: Database, atMs: number): Promise<void> {
  await db.delete(pagePurges).where(lte(pagePurges.askedAtMs, atMs));
}

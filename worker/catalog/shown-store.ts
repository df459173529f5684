/** Remembers which products shoppers ever saw. */
import { type SQL, sql } from "drizzle-orm";

/**
 * Notes of products that were on sale by now, as they are written, that shoppers saw them: before a write that may end it, and after
 * one that may begin it. What they never saw is told to nobody once it is archived.
 */
export const notedShown = (ids: SQL, nowMs: number): SQL => sql`
  UPDATE products SET shown_at_ms = ${nowMs} WHERE shown_at_ms IS NULL AND id IN (${ids}) AND status = 'published'
    AND COALESCE(publish_from_ms, 0) <= ${nowMs} AND (publish_until_ms IS NULL
      OR publish_until_ms > max(updated_at_ms, COALESCE(publish_from_ms, 0)))`;

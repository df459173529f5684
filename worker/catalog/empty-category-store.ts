import { sql } from "drizzle-orm";
import { statement } from "../base/statement.ts";
import type { Database } from "../world.ts";

/** Of these categories, deletes those that nothing is in or below, and nothing names; answers which. */
export async function deleteEmptyCategories(db: Database, ids: readonly string[]): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    SELECT c.id FROM json_each(${JSON.stringify(ids)}) e JOIN categories c ON c.id = e.value
    WHERE NOT EXISTS (SELECT 1 FROM product_categories p WHERE p.category_id = c.id)
      AND NOT EXISTS (SELECT 1 FROM categories b WHERE b.parent_id = c.id)
      AND NOT EXISTS (SELECT 1 FROM retired_group_slugs r WHERE r.kind = 'category' AND r.target_id = c.id)
      AND NOT EXISTS (SELECT 1 FROM collections g, json_each(g.rule, '$.conditions') k, json_each(k.value, '$.in') v
        WHERE g.kind = 'rule' AND json_extract(k.value, '$.field') = 'category' AND v.value = c.id)`);
  const empty = JSON.stringify(rows.map(({ id }) => id));
  if (rows.length === 0) return [];
  // A product that came to stand in one meanwhile keeps it.
  const stillEmpty = sql`id IN (SELECT value FROM json_each(${empty})) AND NOT EXISTS (
    SELECT 1 FROM product_categories p WHERE p.category_id = categories.id)`;
  await db.batch([
    statement(
      db,
      sql`DELETE FROM category_translations WHERE category_id IN (SELECT id FROM categories WHERE ${stillEmpty})`,
    ),
    statement(
      db,
      sql`DELETE FROM group_versions WHERE kind = 'category' AND group_id IN (SELECT id FROM categories WHERE ${stillEmpty})`,
    ),
    statement(db, sql`DELETE FROM categories WHERE ${stillEmpty}`),
  ]);
  return rows.map(({ id }) => id);
}

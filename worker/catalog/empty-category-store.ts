import { sql } from "drizzle-orm";
import { statement } from "../base/statement.ts";
import type { Database } from "../world.ts";
import { categories } from "./catalog-tables.ts";

/**
 * Of these categories, deletes those that nothing is in or below, nothing names, and nobody changed since they were made; answers
 * which. Each is looked at by the statement that deletes it: what came to stand in one meanwhile keeps it.
 */
export async function deleteEmptyCategories(db: Database, ids: readonly string[]): Promise<string[]> {
  const isEmpty = sql`categories.id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND categories.version = 1
    AND NOT EXISTS (SELECT 1 FROM product_categories p WHERE p.category_id = categories.id)
    AND NOT EXISTS (SELECT 1 FROM categories b WHERE b.parent_id = categories.id)
    AND NOT EXISTS (SELECT 1 FROM retired_group_slugs r WHERE r.kind = 'category' AND r.target_id = categories.id)
    AND NOT EXISTS (SELECT 1 FROM collections g, json_each(g.rule, '$.conditions') k, json_each(k.value, '$.in') v
      WHERE g.kind = 'rule' AND json_extract(k.value, '$.field') = 'category' AND v.value = categories.id)`;
  const empty = sql`SELECT id FROM categories WHERE ${isEmpty}`;
  const [, , deleted] = await db.batch([
    statement(db, sql`DELETE FROM category_translations WHERE category_id IN (${empty})`),
    statement(db, sql`DELETE FROM group_versions WHERE kind = 'category' AND group_id IN (${empty})`),
    db.delete(categories).where(isEmpty).returning({ id: categories.id }),
  ]);
  return deleted.map(({ id }) => id);
}

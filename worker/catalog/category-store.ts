/** Reads and writes the tree of categories. It is small and read whole: two statements, one round trip. */
import { and, eq, inArray, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../base/statement.ts";
import { isOvertaken } from "../base/unique-conflict.ts";
import { LANGUAGES, type Language } from "../markets/markets.ts";
import type { Database, World } from "../world.ts";
import { categories, categoryTranslations, productCategories, retiredGroupSlugs } from "./catalog-tables.ts";
import {
  CATEGORIES_MAX,
  CATEGORY_DEPTH_MAX,
  type CategoryFound,
  type CategoryNode,
  type CategoryRow,
  type CategoryTranslationRow,
  categoryTreeOf,
  findCategory,
} from "./category.ts";

/** Every category in a language; English, else any other, where a name is missing. */
export async function readCategoryTree(world: World, language: Language): Promise<CategoryNode[]> {
  const { rows, translations } = await readCategoryRows(world.catalog);
  return categoryTreeOf(rows, translations, language);
}

/** By its slug in the language, else by its slug in another language, else by its id, else by a slug that it had. */
export async function readCategoryBySlug(
  world: World,
  language: Language,
  slug: string,
): Promise<CategoryFound | null> {
  const place = await findCategoryPlace(world, language, slug);
  return place.kind === "here" ? place.found : null;
}

/** `moved`: it is archived, or stands below one that is; `to` is what is shown above it. `gone`: nothing is. */
export type CategoryPlace =
  | { kind: "here" | "moved"; found: CategoryFound }
  | { kind: "gone"; name: string }
  | { kind: "none" };

/** What shoppers find at an address: by the same ways, those that are shown before those that are archived. */
export async function findCategoryPlace(world: World, language: Language, slug: string): Promise<CategoryPlace> {
  const { rows, translations } = await readCategoryRows(world.catalog);
  const [shown, all] = [false, true].map((withArchived) => categoryTreeOf(rows, translations, language, withArchived));
  const found = findIn(shown ?? [], slug) ?? findIn(all ?? [], slug);
  const id = found?.category.id ?? (await findRetired(world.catalog, language, slug));
  const here = findCategory(shown ?? [], (category) => category.id === id);
  if (here) return { kind: "here", found: here };
  const hidden = findCategory(all ?? [], (category) => category.id === id);
  if (!hidden) return { kind: "none" };
  const above = hidden.path
    .toReversed()
    .flatMap((step) => findCategory(shown ?? [], ({ id }) => id === step.id) ?? [])[0];
  return above ? { kind: "moved", found: above } : { kind: "gone", name: hidden.category.name };
}

const findIn = (tree: readonly CategoryNode[], slug: string): CategoryFound | null =>
  findCategory(tree, (category) => category.slug === slug) ??
  findCategory(tree, (category) => Object.values(category.slugs).includes(slug)) ??
  findCategory(tree, (category) => category.id === slug);

async function findRetired(db: Database, language: Language, slug: string): Promise<string | null> {
  const rows = await db
    .select({ language: retiredGroupSlugs.language, id: retiredGroupSlugs.targetId })
    .from(retiredGroupSlugs)
    .where(
      and(
        eq(retiredGroupSlugs.kind, "category"),
        inArray(retiredGroupSlugs.language, [...LANGUAGES]),
        eq(retiredGroupSlugs.slug, slug),
      ),
    );
  return (rows.find((row) => row.language === language) ?? rows[0])?.id ?? null;
}

/** Statements that keep the slugs a category gives up, for links to them; one that is in use has not been given up. */
export const categorySlugs = (
  db: Database,
  id: string,
  had: readonly CategoryTranslationRow[],
  now: readonly CategoryTranslationRow[],
): BatchItem<"sqlite">[] => {
  const namesOf = (rows: readonly CategoryTranslationRow[]) =>
    sql`json_each(${JSON.stringify(rows.map(({ language, slug }) => ({ language, slug })))})`;
  const given = had.filter((row) => !now.some((each) => each.language === row.language && each.slug === row.slug));
  return [
    statement(
      db,
      sql`INSERT OR REPLACE INTO retired_group_slugs (kind, language, slug, target_id)
        SELECT 'category', json_extract(value, '$.language'), json_extract(value, '$.slug'), ${id} FROM ${namesOf(given)}`,
    ),
    statement(
      db,
      sql`DELETE FROM retired_group_slugs WHERE kind = 'category' AND (language, slug) IN (
        SELECT json_extract(value, '$.language'), json_extract(value, '$.slug') FROM ${namesOf(now)})`,
    ),
  ];
};

/** Gives categories the positions `step`, `2 × step` and so on, in this order. */
export const numberCategories = (db: Database, ids: readonly string[], step: number): Promise<unknown> =>
  db.run(sql`UPDATE categories SET position = (i.key + 1) * ${step}
    FROM json_each(${JSON.stringify(ids)}) i WHERE categories.id = i.value`);

/** Every category, at most `CATEGORIES_MAX`, in no order. */
export async function readCategoryRows(
  db: Database,
): Promise<{ rows: CategoryRow[]; translations: CategoryTranslationRow[] }> {
  const [rows, translations] = await db.batch([
    db.select().from(categories).limit(CATEGORIES_MAX),
    db
      .select()
      .from(categoryTranslations)
      .where(sql`${categoryTranslations.categoryId} IN (SELECT id FROM ${categories} LIMIT ${CATEGORIES_MAX})`),
  ]);
  return { rows, translations };
}

/** The category at the top above one; itself where none is above it, or where it is unknown. */
export async function readRootId(db: Database, categoryId: string): Promise<string> {
  const [root] = await db.all<{ id: string }>(sql`
    WITH RECURSIVE above(id, depth) AS (SELECT ${categoryId}, 0 UNION ALL
      SELECT c.parent_id, above.depth + 1 FROM above JOIN categories c ON c.id = above.id
      WHERE c.parent_id IS NOT NULL AND above.depth < ${CATEGORY_DEPTH_MAX})
    SELECT id FROM above ORDER BY depth DESC LIMIT 1`);
  return root?.id ?? categoryId;
}

/** Makes a batch fail where the category has another version by now: 0 is one that is not there. */
export const guardCategory = (db: Database, id: string, version: number): BatchItem<"sqlite"> =>
  statement(db, sql`UPDATE categories SET version = CASE version WHEN ${version} THEN version END WHERE id = ${id}`);
export const isCategoryOvertaken = (error: unknown): boolean => isOvertaken(error, "categories");

/** Statements that write a category whole; translations not named are removed. */
export function categoryWrites(
  db: Database,
  category: CategoryRow,
  translations: readonly CategoryTranslationRow[],
): [BatchItem<"sqlite">, ...BatchItem<"sqlite">[]] {
  const { id, ...rest } = category;
  return [
    db.insert(categories).values(category).onConflictDoUpdate({ target: categories.id, set: rest }),
    db.delete(categoryTranslations).where(eq(categoryTranslations.categoryId, id)),
    ...translations.map((row) => db.insert(categoryTranslations).values(row)),
  ];
}

/** Products in a category or below it, in pages by id: whose documents name it. */
export async function listProductsIn(
  db: Database,
  categoryId: string,
  afterId: string,
  limit: number,
): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    SELECT product_id AS id FROM ${productCategories}
    WHERE category_id = ${categoryId} AND product_id > ${afterId} ORDER BY product_id LIMIT ${limit}`);
  return rows.map((row) => row.id);
}

/**
 * Statements for products whose category changed: their ancestors are found again, and their version goes up, so that
 * what was made of the old names and places is known to be outdated.
 */
export function touchProductsIn(db: Database, productIds: readonly string[], atMs: number): BatchItem<"sqlite">[] {
  const ids = sql`(SELECT value FROM json_each(${JSON.stringify(productIds)}))`;
  return [
    statement(db, sql`DELETE FROM product_categories WHERE direct = 0 AND product_id IN ${ids}`),
    statement(
      db,
      sql`
      WITH RECURSIVE above (id, ancestor) AS (
        SELECT id, parent_id FROM categories WHERE parent_id IS NOT NULL
        UNION SELECT above.id, c.parent_id FROM above JOIN categories c ON c.id = above.ancestor WHERE c.parent_id IS NOT NULL
      )
      INSERT OR IGNORE INTO product_categories (product_id, category_id, direct, rank)
      SELECT pc.product_id, above.ancestor, 0, pc.rank FROM product_categories pc JOIN above ON above.id = pc.category_id
      WHERE pc.direct = 1 AND pc.product_id IN ${ids}`,
    ),
    statement(db, sql`UPDATE products SET version = version + 1, updated_at_ms = ${atMs} WHERE id IN ${ids}`),
  ];
}

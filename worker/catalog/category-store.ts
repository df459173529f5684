/** Reads and writes the tree of categories. It is small and read whole: two statements, one round trip. */
import { count, eq, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Language } from "../markets/markets.ts";
import type { Database, World } from "../world.ts";
import { categories, categoryTranslations, productCategories } from "./catalog-tables.ts";
import {
  CATEGORIES_MAX,
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

/** By its slug in the language, else by its slug in another language, else by its id. */
export async function readCategoryBySlug(
  world: World,
  language: Language,
  slug: string,
): Promise<CategoryFound | null> {
  const tree = await readCategoryTree(world, language);
  return (
    findCategory(tree, (category) => category.slug === slug) ??
    findCategory(tree, (category) => Object.values(category.slugs).includes(slug)) ??
    findCategory(tree, (category) => category.id === slug)
  );
}

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

export async function countCategories(db: Database): Promise<number> {
  return (await db.select({ count: count() }).from(categories))[0]?.count ?? 0;
}

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

/** Every category each product is in, ancestors included. */
export async function readMemberships(db: Database, productIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db
    .select({ productId: productCategories.productId, categoryId: productCategories.categoryId })
    .from(productCategories)
    .where(sql`${productCategories.productId} IN (SELECT value FROM json_each(${JSON.stringify(productIds)}))`);
  const grouped = Map.groupBy(rows, (row) => row.productId);
  return new Map([...grouped].map(([id, own]) => [id, own.map((row) => row.categoryId)]));
}

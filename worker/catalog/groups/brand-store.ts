/** Reads and writes brands, with the names that lead to them and what is said of them in each language. */
import { and, asc, eq, gt, ne, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { cursorOf, partsOfCursor } from "../../base/cursor.ts";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { statement } from "../../base/statement.ts";
import type { Database, World } from "../../world.ts";
import { retiredGroupSlugs } from "../catalog-tables.ts";
import type { Brand, BrandPlace } from "./brand.ts";
import { brandNames, brands, brandTranslations } from "./brand-tables.ts";

export async function readBrand(db: Database, id: string): Promise<Brand | null> {
  const [rows, names, texts] = await db.batch([
    db.select().from(brands).where(eq(brands.id, id)),
    db.select().from(brandNames).where(eq(brandNames.brandId, id)).orderBy(asc(brandNames.nameKey)),
    db.select().from(brandTranslations).where(eq(brandTranslations.brandId, id)),
  ]);
  const [row] = rows;
  if (!row) return null;
  const translations = Object.fromEntries(texts.map(({ brandId: _id, language, ...text }) => [language, text]));
  return { ...row, nameKeys: names.map(({ nameKey }) => nameKey), translations };
}

/**
 * By its slug, or one it had, or that of a brand that was joined with it: where the brand's slug is not the one asked for, its page
 * has moved. Of an archived one too.
 */
export async function readBrandBySlug(world: World, slug: string): Promise<Brand | null> {
  const [found] = await world.catalog.all<{ id: string }>(sql`
    SELECT COALESCE(merged_into, id) AS id, 0 AS way FROM brands WHERE slug = ${slug}
    UNION ALL SELECT target_id, 1 FROM retired_group_slugs
      WHERE kind = 'brand' AND language = 'any' AND slug = ${slug}
    ORDER BY way LIMIT 1`);
  return found ? readBrand(world.catalog, found.id) : null;
}

/** Whose id, slug or folded name it is, in this order; null where it is nobody's. */
export async function findBrandId(db: Database, words: string, nameKey: string): Promise<string | null> {
  const [found] = await db.all<{ id: string }>(sql`
    SELECT id, 0 AS way FROM brands WHERE id = ${words}
    UNION ALL SELECT id, 1 FROM brands WHERE slug = ${words}
    UNION ALL SELECT brand_id, 2 FROM brand_names WHERE name_key = ${nameKey}
    ORDER BY way LIMIT 1`);
  return found?.id ?? null;
}

/** Some of those that are shown, by id, to choose one from. */
export const listOtherBrands = (db: Database, id: string, limit: number): Promise<Pick<Brand, "id" | "name">[]> =>
  db
    .select({ id: brands.id, name: brands.name })
    .from(brands)
    .where(and(eq(brands.archived, false), ne(brands.id, id)))
    .orderBy(asc(brands.id))
    .limit(limit);

/** `products` counts those of every status. */
export type BrandRow = Pick<Brand, "id" | "slug" | "name" | "logoKey" | "archived" | "mergedInto"> & {
  products: number;
};
const LIST = "brands";

type ListAsk = { q?: string | undefined; archived?: boolean | undefined; limit: number; cursor?: string | undefined };

/** By id. `q` is a part of a name; `archived` asks for those alone that are, or are not. */
export async function listBrands(
  world: World,
  { q, archived, limit, cursor }: ListAsk,
): Promise<Outcome<{ items: BrandRow[]; nextCursor: string | null }, { code: "cursor.invalid" }>> {
  const list = `${LIST} ${archived ?? ""} ${q ?? ""}`;
  const after = cursor ? partsOfCursor(cursor, list, ["string"]) : [""];
  if (!after) return refused({ code: "cursor.invalid" });
  const rows = await world.catalog
    .select({
      id: brands.id,
      slug: brands.slug,
      name: brands.name,
      logoKey: brands.logoKey,
      archived: brands.archived,
      mergedInto: brands.mergedInto,
      // Named with its table: bare, it would be the products' own id.
      products: sql<number>`(SELECT count(*) FROM products p WHERE p.brand_id = brands.id)`,
    })
    .from(brands)
    .where(
      and(
        gt(brands.id, String(after[0])),
        archived === undefined ? undefined : eq(brands.archived, archived),
        q ? sql`instr(lower(${brands.name}), lower(${q})) > 0` : undefined,
      ),
    )
    .orderBy(asc(brands.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return done({ items: shown, nextCursor: last ? cursorOf(list, [last.id]) : null });
}

/** Which brand goes by each of these folded names. */
export async function findBrandNames(db: Database, nameKeys: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .select()
    .from(brandNames)
    .where(sql`${brandNames.nameKey} IN (SELECT value FROM json_each(${JSON.stringify(nameKeys)}))`);
  return new Map(rows.map(({ nameKey, brandId }) => [nameKey, brandId]));
}

/** Statements that write a brand whole: names and texts that are not given are removed. Its version fails the batch. */
export function brandSave(db: Database, brand: Brand, before: Brand | null): BatchItem<"sqlite">[] {
  const { nameKeys, translations, ...row } = brand;
  const texts = Object.entries(translations).map(([language, text]) => ({ language, ...text }));
  return [
    before
      ? statement(
          db,
          sql`UPDATE brands SET slug = ${row.slug}, name = ${row.name}, logo_key = ${row.logoKey},
          archived = ${row.archived ? 1 : 0}, version = CASE version WHEN ${before.version} THEN ${row.version} END, updated_at_ms = ${row.updatedAtMs}
          WHERE id = ${row.id}`,
        )
      : db.insert(brands).values(row),
    statement(db, sql`DELETE FROM brand_names WHERE brand_id = ${row.id}`),
    statement(
      db,
      sql`INSERT INTO brand_names (name_key, brand_id)
      SELECT value, ${row.id} FROM json_each(${JSON.stringify(nameKeys)})`,
    ),
    db.delete(brandTranslations).where(eq(brandTranslations.brandId, row.id)),
    statement(
      db,
      sql`INSERT INTO brand_translations (brand_id, language, description, seo_title, seo_description)
      SELECT ${row.id}, json_extract(value, '$.language'), json_extract(value, '$.description'),
        json_extract(value, '$.seoTitle'), json_extract(value, '$.seoDescription')
      FROM json_each(${JSON.stringify(texts)})`,
    ),
    ...(before && before.slug !== row.slug
      ? [
          db
            .insert(retiredGroupSlugs)
            .values({ kind: "brand", language: "any", slug: before.slug, targetId: row.id })
            .onConflictDoUpdate({
              target: [retiredGroupSlugs.kind, retiredGroupSlugs.language, retiredGroupSlugs.slug],
              set: { targetId: row.id },
            }),
        ]
      : []),
    statement(db, sql`DELETE FROM retired_group_slugs WHERE kind = 'brand' AND slug = ${row.slug}`),
  ];
}

/**
 * Statements that put one brand's names and address to another's, and archive it: those of the one, and those of the other. Their
 * versions fail the batch. Products follow: `followBrandStretch`.
 */
export const brandMerge = (db: Database, { id, version }: Brand, into: Brand, atMs: number) => {
  const next = (had: number) => sql`version = CASE version WHEN ${had} THEN ${had + 1} END, updated_at_ms = ${atMs}`;
  return {
    own: [
      statement(db, sql`UPDATE brand_names SET brand_id = ${into.id} WHERE brand_id = ${id}`),
      statement(db, sql`UPDATE brands SET merged_into = ${into.id} WHERE merged_into = ${id}`),
      statement(db, sql`UPDATE brands SET archived = 1, merged_into = ${into.id}, ${next(version)} WHERE id = ${id}`),
    ],
    other: [
      statement(
        db,
        sql`UPDATE retired_group_slugs SET target_id = ${into.id} WHERE kind = 'brand' AND target_id = ${id}`,
      ),
      statement(db, sql`UPDATE brands SET ${next(into.version)} WHERE id = ${into.id}`),
    ],
  };
};

/** Products of a brand with the names they bear, from the best placed on, after a place. */
export async function listBranded(
  db: Database,
  brandId: string,
  after: BrandPlace,
  limit: number,
): Promise<{ id: string; brand: string; rank: number }[]> {
  return db.all(sql`
    SELECT id, brand, rank FROM products WHERE brand_id = ${brandId} AND (rank, id) < (${after.rank}, ${after.id})
    ORDER BY rank DESC, id DESC LIMIT ${limit}`);
}

/** Products that have a brand's name and no brand yet, in the order of their ids. */
export async function listUnbranded(db: Database, limit: number): Promise<{ id: string; brand: string }[]> {
  return db.all(sql`
    SELECT id, brand FROM products WHERE brand_id IS NULL AND brand <> '' ORDER BY id LIMIT ${limit}`);
}

/** Reads and writes collections, and which products are in them. */
import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../../base/statement.ts";
import { LANGUAGES, type Language } from "../../markets/markets.ts";
import type { Database, World } from "../../world.ts";
import { shownIn } from "../category.ts";
import {
  COLLECTIONS_MAX,
  type Collection,
  type CollectionRule,
  type CollectionText,
  FILL_BEGIN,
} from "./collection.ts";
import { fits, fitsUntil } from "./collection-rule-store.ts";
import { collectionProducts, collections, collectionTranslations } from "./collection-tables.ts";

/** Every collection, at most `COLLECTIONS_MAX`, by position; of those by hand without their products. */
export async function listCollections(db: Database): Promise<Collection[]> {
  const [rows, texts] = await db.batch([
    db.select().from(collections).orderBy(asc(collections.position), asc(collections.id)).limit(COLLECTIONS_MAX),
    db.select().from(collectionTranslations),
  ]);
  const byId = Map.groupBy(texts, (text) => text.collectionId);
  return rows.map((row) => ({ ...row, translations: textsOf(byId.get(row.id) ?? []) }));
}

const textsOf = (rows: readonly (CollectionText & { collectionId: string; language: Language })[]) =>
  Object.fromEntries(rows.map(({ collectionId: _id, language, ...text }) => [language, text]));

/** With the products of one that is put together by hand, in their order. */
export async function readCollection(
  db: Database,
  id: string,
): Promise<(Collection & { productIds: readonly string[] }) | null> {
  const [rows, texts, members] = await db.batch([
    db.select().from(collections).where(eq(collections.id, id)),
    db.select().from(collectionTranslations).where(eq(collectionTranslations.collectionId, id)),
    db
      .select({ productId: collectionProducts.productId })
      .from(collectionProducts)
      .innerJoin(collections, and(eq(collections.id, collectionProducts.collectionId), eq(collections.kind, "hand")))
      .where(eq(collectionProducts.collectionId, id))
      .orderBy(desc(collectionProducts.rank)),
  ]);
  const [row] = rows;
  return row ? { ...row, translations: textsOf(texts), productIds: members.map(({ productId }) => productId) } : null;
}

/** As its page shows it. `slugs` has its slug in every language it has one in. */
export type ShownCollection = CollectionText & {
  id: string;
  slugs: Readonly<Partial<Record<Language, string>>>;
  /** Path of its illustration on this store, or null. */
  image: string | null;
};

/** `gone`: it is archived, and was shown before. */
export type CollectionFound =
  | { kind: "here"; collection: ShownCollection }
  | { kind: "gone"; name: string }
  | { kind: "none" };

/** By its slug in the language, in another, or by one it had; none where it is not published. */
export async function findCollection(world: World, language: Language, slug: string): Promise<CollectionFound> {
  const every = sql.raw(`(${LANGUAGES.map((each) => `'${each}'`).join(", ")})`);
  const [found] = await world.catalog.all<{ id: string }>(sql`
    SELECT collection_id AS id, iif(language = ${language}, 0, 1) AS way FROM collection_translations
      WHERE slug = ${slug} AND language IN ${every}
    UNION ALL SELECT target_id, iif(language = ${language}, 2, 3) FROM retired_group_slugs
      WHERE kind = 'collection' AND slug = ${slug} AND language IN ${every}
    ORDER BY way LIMIT 1`);
  const kept = found ? await readCollection(world.catalog, found.id) : null;
  const collection = kept?.published ? shownCollection(kept, language) : null;
  if (!collection) return { kind: "none" };
  return kept?.archived ? { kind: "gone", name: collection.name } : { kind: "here", collection };
}

/** Null of one without any text. */
export function shownCollection(collection: Collection, language: Language): ShownCollection | null {
  const texts = LANGUAGES.flatMap((each) => {
    const text = collection.translations[each];
    return text ? [{ language: each, ...text }] : [];
  });
  const shown = shownIn(texts, language);
  if (!shown) return null;
  const { language: _language, ...text } = shown;
  const slugs = Object.fromEntries(texts.map((each) => [each.language, each.slug]));
  return { id: collection.id, ...text, slugs, image: collection.imageKey ? `/media/${collection.imageKey}` : null };
}

/** Statements that write a collection whole; its version fails the batch where another change came first. */
export function collectionSave(db: Database, collection: Collection, before: Collection | null): BatchItem<"sqlite">[] {
  const { translations, ...row } = collection;
  const texts = Object.entries(translations).map(([language, text]) => ({ language, ...text }));
  const retired = Object.entries(before?.translations ?? {}).flatMap(([language, { slug }]) =>
    translations[language as Language]?.slug === slug ? [] : [{ language, slug }],
  );
  const field = (name: string) => sql.raw(`json_extract(value, '$.${name}')`);
  const each = (rows: readonly unknown[]) => sql`json_each(${JSON.stringify(rows)})`;
  return [
    before
      ? statement(
          db,
          sql`UPDATE collections SET kind = ${row.kind}, rule = ${row.rule && JSON.stringify(row.rule)},
          image_key = ${row.imageKey}, published = ${row.published ? 1 : 0}, archived = ${row.archived ? 1 : 0}, position = ${row.position},
          version = CASE version WHEN ${before.version} THEN ${row.version} END, updated_at_ms = ${row.updatedAtMs}
          WHERE id = ${row.id}`,
        )
      : db.insert(collections).values(row),
    db.delete(collectionTranslations).where(eq(collectionTranslations.collectionId, row.id)),
    statement(
      db,
      sql`INSERT INTO collection_translations
        (collection_id, language, slug, name, description, seo_title, seo_description)
      SELECT ${row.id}, ${field("language")}, ${field("slug")}, ${field("name")}, ${field("description")},
        ${field("seoTitle")}, ${field("seoDescription")} FROM ${each(texts)}`,
    ),
    statement(
      db,
      sql`INSERT OR REPLACE INTO retired_group_slugs (kind, language, slug, target_id)
      SELECT 'collection', ${field("language")}, ${field("slug")}, ${row.id} FROM ${each(retired)}`,
    ),
    statement(
      db,
      sql`DELETE FROM retired_group_slugs WHERE kind = 'collection' AND (language, slug) IN (
      SELECT ${field("language")}, ${field("slug")} FROM ${each(texts)})`,
    ),
  ];
}

/** Statements that put these products in it and no others, the first of them first. */
export const membersByHand = (db: Database, id: string, productIds: readonly string[]): BatchItem<"sqlite">[] => [
  statement(db, sql`DELETE FROM collection_products WHERE collection_id = ${id}`),
  statement(
    db,
    sql`INSERT INTO collection_products (collection_id, product_id, rank)
    SELECT ${id}, value, ${productIds.length} - key FROM json_each(${JSON.stringify(productIds)})`,
  ),
];

/** Statements that empty it, and begin the walk which puts what fits the rule into it: `fillStep` goes on with that. */
export const membersByRule = (db: Database, id: string): BatchItem<"sqlite">[] => [
  statement(db, sql`DELETE FROM collection_products WHERE collection_id = ${id}`),
  db.update(collections).set({ fill: FILL_BEGIN, overflows: false }).where(eq(collections.id, id)),
];

type Ruled = { id: string; rule: CollectionRule };
/** Statements that ask about these products again, of every rule. A collection that overflows takes no more. */
export const membershipsOf = (
  db: Database,
  rules: readonly Ruled[],
  productIds: readonly string[],
  nowMs: number,
): BatchItem<"sqlite">[] => {
  const ids = sql`(SELECT value FROM json_each(${JSON.stringify(productIds)}))`;
  const ruled = sql`(SELECT value FROM json_each(${JSON.stringify(rules.map(({ id }) => id))}))`;
  return [
    statement(db, sql`DELETE FROM collection_products WHERE product_id IN ${ids} AND collection_id IN ${ruled}`),
    statement(
      db,
      sql`UPDATE collection_products SET until_ms = NULL
      WHERE product_id IN ${ids} AND until_ms <= ${nowMs}`,
    ),
    ...rules.map(({ id, rule }) =>
      statement(
        db,
        sql`${memberInsert(id, rule, nowMs)} WHERE p.id IN ${ids} AND (${fits(rule, nowMs)})
        AND NOT (SELECT overflows FROM collections WHERE id = ${id})`,
      ),
    ),
  ];
};

const memberInsert = (id: string, rule: CollectionRule, nowMs: number) => sql`
  INSERT INTO collection_products (collection_id, product_id, rank, until_ms)
  SELECT ${id}, p.id, p.rank, iif(${fitsUntil(rule)} > ${nowMs}, ${fitsUntil(rule)}, NULL) FROM products p`;

/** The collections that are put together by rules. */
export async function listRules(db: Database): Promise<Ruled[]> {
  const rows = await db
    .select({ id: collections.id, rule: collections.rule })
    .from(collections)
    .where(eq(collections.kind, "rule"));
  return rows.flatMap(({ id, rule }) => (rule ? [{ id, rule }] : []));
}

/** The collections that have any of these products. */
export async function listCollectionsOf(db: Database, productIds: readonly string[]): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    SELECT DISTINCT collection_id AS id FROM collection_products
    WHERE product_id IN (SELECT value FROM json_each(${JSON.stringify(productIds)}))`);
  return rows.map(({ id }) => id);
}

/** Products that stopped to fit a rule by the clock alone, a stretch of them. */
export async function listEnded(db: Database, nowMs: number, limit: number): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    SELECT DISTINCT product_id AS id FROM (
      SELECT product_id FROM collection_products WHERE until_ms <= ${nowMs} ORDER BY until_ms LIMIT ${limit})`);
  return rows.map(({ id }) => id);
}

/** Collections whose rule names a brand. */
export async function findRulesWith(db: Database, brandId: string): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    SELECT DISTINCT c.id FROM collections c, json_each(c.rule, '$.conditions') k, json_each(k.value, '$.is') v
    WHERE c.kind = 'rule' AND json_extract(k.value, '$.field') = 'brand' AND v.value = ${brandId}`);
  return rows.map(({ id }) => id);
}

/** Products of a rule's collection that the rule would not put there, and those that lack, of a stretch of ids. */
export async function compareMembers(
  db: Database,
  { id, rule }: Ruled,
  productIds: readonly string[],
  nowMs: number,
): Promise<string[]> {
  const ids = sql`(SELECT value FROM json_each(${JSON.stringify(productIds)}))`;
  // Of one that overflows, or is being put together, some may lack.
  const rows = await db.all<{ id: string }>(sql`
    SELECT p.id FROM products p CROSS JOIN collections c ON c.id = ${id}
      LEFT JOIN collection_products m ON m.collection_id = c.id AND m.product_id = p.id
    WHERE p.id IN ${ids} AND (m.product_id IS NOT NULL) <> (${fits(rule, nowMs)})
      AND (m.product_id IS NOT NULL OR (c.fill IS NULL AND NOT c.overflows))`);
  return rows.map((row) => row.id);
}

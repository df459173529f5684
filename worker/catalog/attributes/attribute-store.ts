/** Reads and writes attribute definitions. */
import { asc, inArray, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../../base/statement.ts";
import type { Database } from "../../world.ts";
import { type AttributeDefinition, type AttributeName, DEFINITIONS_MAX } from "./attribute-definition.ts";
import { attributeDefinitions } from "./attribute-tables.ts";

/** `version` goes up with each change. */
export type KeptDefinition = AttributeDefinition & { version: number };

/** Of these types, or all of them, at most `DEFINITIONS_MAX`; by type, then as they are shown. Archived ones too. */
export async function listDefinitions(
  db: Database,
  productTypes: readonly string[] | null = null,
): Promise<KeptDefinition[]> {
  const rows = await db
    .select()
    .from(attributeDefinitions)
    .where(productTypes ? inArray(attributeDefinitions.productType, [...productTypes]) : undefined)
    .orderBy(asc(attributeDefinitions.productType), asc(attributeDefinitions.position), asc(attributeDefinitions.key))
    .limit(DEFINITIONS_MAX);
  return rows.map(({ updatedAtMs: _updated, ...definition }) => definition);
}

/** What may be said of products of a type: its own definitions, and those of every type. None that is archived. */
export const listDefinitionsOf = async (db: Database, productType: string): Promise<KeptDefinition[]> =>
  (await listDefinitions(db, ["", productType])).filter(({ archived }) => !archived);

export async function readDefinition(
  db: Database,
  { productType, key }: AttributeName,
): Promise<KeptDefinition | null> {
  const all = await listDefinitions(db, [productType]);
  return all.find((each) => each.key === key) ?? null;
}

/** Fails the batch where the definition has another version by now. */
export function definitionSave(
  db: Database,
  definition: KeptDefinition,
  hadVersion: number,
  atMs: number,
): BatchItem<"sqlite"> {
  const row = { ...definition, updatedAtMs: atMs };
  if (hadVersion === 0) return db.insert(attributeDefinitions).values(row);
  const { shownUnits, labels } = definition;
  return statement(
    db,
    sql`UPDATE attribute_definitions SET kind = ${row.kind}, unit = ${row.unit}, shown_units = ${JSON.stringify(shownUnits)},
      labels = ${JSON.stringify(labels)}, facetable = ${row.facetable ? 1 : 0}, required = ${row.required ? 1 : 0},
      position = ${row.position}, archived = ${row.archived ? 1 : 0}, version = CASE version WHEN ${hadVersion} THEN ${row.version} END, updated_at_ms = ${atMs}
      WHERE product_type = ${row.productType} AND key = ${row.key}`,
  );
}

/** How many there are. */
export async function countDefinitions(db: Database): Promise<number> {
  const [found] = await db.all<{ count: number }>(sql`SELECT count(*) AS count FROM attribute_definitions`);
  return found?.count ?? 0;
}

/** Products looked at for those that say something else: however many there are, saving a definition costs the same. */
const OTHERWISE_LOOKED_AT_MAX = 5_000;

/** Of the products that changed last: those of the type that say something of another kind under this key, `limit` of their ids. */
export async function listOtherwise(
  db: Database,
  { productType, key, kind }: AttributeDefinition,
  limit: number,
): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    SELECT DISTINCT p.id FROM (SELECT id, product_type, attributes FROM products
      ORDER BY updated_at_ms DESC, id DESC LIMIT ${OTHERWISE_LOOKED_AT_MAX}) p, json_each(p.attributes) a
    WHERE (${productType} = '' OR p.product_type = ${productType}) AND json_extract(a.value, '$.key') = ${key}
      AND json_extract(a.value, '$.kind') <> ${kind} LIMIT ${limit}`);
  return rows.map(({ id }) => id);
}

/** The unit that values of a key are kept in, by key; of a key that several types define, the first type's. None that is archived. */
export async function listUnits(db: Database): Promise<ReadonlyMap<string, string>> {
  const rows = await db.all<{ key: string; unit: string }>(sql`
    SELECT key, unit FROM attribute_definitions WHERE unit IS NOT NULL AND NOT archived
    ORDER BY product_type DESC, position DESC, key DESC LIMIT ${DEFINITIONS_MAX}`);
  return new Map(rows.map(({ key, unit }) => [key, unit]));
}

/** Products looked at for those that say something under a key, in one go. */
const LOOKED_AT_MAX = 2_000;

/** Of the products after one, by id: a stretch of those that say something under this key, and where it ends; null at the last. */
export async function listSaying(
  db: Database,
  key: string,
  afterId: string,
  limit: number,
): Promise<{ ids: string[]; next: string | null }> {
  const stretch = sql`SELECT id, attributes FROM products WHERE id > ${afterId} ORDER BY id LIMIT ${LOOKED_AT_MAX}`;
  const rows = await db.all<{ id: string }>(sql`
    SELECT id FROM (${stretch}) p WHERE EXISTS (
      SELECT 1 FROM json_each(p.attributes) a WHERE json_extract(a.value, '$.key') = ${key}) ORDER BY id LIMIT ${limit}`);
  const ids = rows.map(({ id }) => id);
  if (ids.length === limit) return { ids, next: ids.at(-1) ?? null };
  const [end] = await db.all<{ id: string }>(sql`SELECT id FROM (${stretch}) LIMIT 1 OFFSET ${LOOKED_AT_MAX - 1}`);
  return { ids, next: end?.id ?? null };
}

/**
 * Reads and leaves versions of categories, brands, collections, attribute definitions and the store's own pages: in the batch of each
 * write, and made from the tables themselves, as products' are. What a write replaces is kept with its version; what there is now is in the tables alone.
 */
import { and, desc, eq, lt, type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../../base/statement.ts";
import type { Database } from "../../world.ts";
import { isForgotten } from "./forgotten-store.ts";
import type { GroupKind, GroupRef, GroupState } from "./group-version.ts";
import { VERSION_BYTES_MAX, type VersionRow, type VersionWhy } from "./version.ts";
import { groupVersions } from "./version-tables.ts";

const IS = (column: string): SQL => sql`json(iif(${sql.raw(column)}, 'true', 'false'))`;
const texts = (table: string, owner: string, fields: Readonly<Record<string, string>>): SQL => {
  const pairs = Object.entries(fields).map(([name, column]) => `'${name}', ${column}`);
  return sql`json((SELECT json_group_object(language, json_object(${sql.raw(pairs.join(", "))}) ORDER BY language)
    FROM ${sql.raw(table)} WHERE ${sql.raw(owner)} = g.id))`;
};
const SEO = { seoTitle: "seo_title", seoDescription: "seo_description" };
const WORDS = { slug: "slug", name: "name", description: "description", ...SEO };

/** `(id, version, updated_at_ms, state)` of all of a kind. */
const LIVE: Readonly<Record<GroupKind, SQL>> = {
  category: sql`SELECT id, version, updated_at_ms, json_object('parentId', parent_id, 'position', position,
    'imageKey', image_key, 'archived', ${IS("archived")},
    'translations', ${texts("category_translations", "category_id", WORDS)}) AS state FROM categories g`,
  brand: sql`SELECT id, version, updated_at_ms, json_object('slug', slug, 'name', name, 'logoKey', logo_key,
    'archived', ${IS("archived")}, 'mergedInto', merged_into,
    'nameKeys', json((SELECT json_group_array(name_key ORDER BY name_key) FROM brand_names WHERE brand_id = g.id)),
    'translations', ${texts("brand_translations", "brand_id", { description: "description", ...SEO })}) AS state
    FROM brands g`,
  collection: sql`SELECT id, version, updated_at_ms, json_object('rule', json(rule), 'imageKey', image_key,
    'published', ${IS("published")}, 'archived', ${IS("archived")}, 'position', position,
    'productIds', json((SELECT json_group_array(product_id ORDER BY rank DESC, product_id) FROM collection_products
      WHERE collection_id = g.id AND g.kind = 'hand')),
    'translations', ${texts("collection_translations", "collection_id", WORDS)}) AS state FROM collections g`,
  // The id as `attributeIdOf` makes it.
  attribute: sql`SELECT replace(replace(product_type, '%', '%25'), '/', '%2F') || '/' || key AS id, version, updated_at_ms,
    json_object('kind', kind, 'unit', unit, 'shownUnits', json(shown_units), 'labels', json(labels),
      'facetable', ${IS("facetable")}, 'required', ${IS("required")}, 'position', position,
      'archived', ${IS("archived")}) AS state FROM attribute_definitions g`,
  // The id as `contentIdOf` makes it.
  page: sql`SELECT page || '.' || locale AS id, version, updated_at_ms, json_object('title', title,
    'description', description, 'body', body, 'archived', ${IS("archived")}) AS state FROM content_pages g`,
};
const live = ({ kind, id }: GroupRef): SQL => sql`(SELECT * FROM (${LIVE[kind]}) WHERE id = ${id})`;

/** The writes of one of them, which raise its version by one, with what keeps the version before and says who made the one after. */
export function groupVersioned(
  db: Database,
  group: GroupRef,
  { atMs, by, source, note }: VersionWhy,
  writes: readonly BatchItem<"sqlite">[],
): [BatchItem<"sqlite">, ...BatchItem<"sqlite">[]] {
  const { kind, id } = group;
  const columns = sql.raw("kind, group_id, version, at_ms, by_id, by_name, source, note");
  const run = (query: SQL) => statement(db, query);
  return [
    run(sql`INSERT OR IGNORE INTO group_versions (${columns})
      SELECT ${kind}, id, version, updated_at_ms, '', '', 'unrecorded', '' FROM ${live(group)}`),
    run(sql`UPDATE group_versions SET state = l.state, bytes = octet_length(l.state) FROM ${live(group)} l
      WHERE kind = ${kind} AND group_id = l.id AND group_versions.version = l.version`),
    ...writes,
    run(sql`INSERT OR REPLACE INTO group_versions (${columns})
      SELECT ${kind}, id, version, ${atMs}, ${by.id}, ${by.name}, ${source}, ${note} FROM ${live(group)}`),
    run(sql`DELETE FROM group_versions AS v WHERE kind = ${kind} AND group_id = ${id} AND (
      ${isForgotten(sql`group_versions WHERE kind = ${kind} AND group_id = ${id}`, atMs)}
      OR version <= (SELECT max(version) FROM (
        SELECT version, sum(bytes) OVER (ORDER BY version DESC) AS total FROM group_versions
        WHERE kind = ${kind} AND group_id = ${id}) WHERE total > ${VERSION_BYTES_MAX}))`),
  ];
}

/** Newest first, from below `before` on. */
export async function listGroupVersions(
  db: Database,
  { kind, id }: GroupRef,
  { before, limit }: { before: number; limit: number },
): Promise<VersionRow[]> {
  const { version, atMs, byId, byName, source, note } = groupVersions;
  return db
    .select({ version, atMs, byId, byName, source, note })
    .from(groupVersions)
    .where(and(eq(groupVersions.kind, kind), eq(groupVersions.groupId, id), lt(version, before)))
    .orderBy(desc(version))
    .limit(limit);
}

/** What it was in a version; null where that is not kept, or never was. */
export async function readGroupState(db: Database, group: GroupRef, version: number): Promise<GroupState | null> {
  const [found] = await db.all<{ state: string | null }>(sql`
    SELECT state FROM ${live(group)} WHERE version = ${version}
    UNION ALL SELECT state FROM group_versions
      WHERE kind = ${group.kind} AND group_id = ${group.id} AND version = ${version} AND state IS NOT NULL
    LIMIT 1`);
  return found?.state ? (JSON.parse(found.state) as GroupState) : null;
}

/** The version there is now; null where there is no such thing. */
export async function readGroupVersion(db: Database, group: GroupRef): Promise<number | null> {
  const [found] = await db.all<{ version: number }>(sql`SELECT version FROM ${live(group)}`);
  return found?.version ?? null;
}

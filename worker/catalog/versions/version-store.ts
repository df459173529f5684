/** Reads a product's versions: the list of them, and what it was in one. */
import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Database } from "../../world.ts";
import { products } from "../catalog-tables.ts";
import { OWN_SOURCES, type ProductState, stateOf, type VersionRow } from "./version.ts";
import { productVersions } from "./version-tables.ts";
import { livePartsOf } from "./version-write-store.ts";

/** Newest first, from below `before` on. */
export async function listVersions(
  db: Database,
  productId: string,
  { before, limit }: { before: number; limit: number },
): Promise<VersionRow[]> {
  return db
    .select({
      version: productVersions.version,
      atMs: productVersions.atMs,
      byId: productVersions.byId,
      byName: productVersions.byName,
      source: productVersions.source,
      note: productVersions.note,
    })
    .from(productVersions)
    .where(and(eq(productVersions.productId, productId), lt(productVersions.version, before)))
    .orderBy(desc(productVersions.version))
    .limit(limit);
}

/**
 * Of these products, those whose content somebody changed since a version: only such a change leaves a part behind. What the
 * store did by itself (a sale begins, a brand has another name, a picture is fetched), rates that moved derived prices and
 * categories' names are none. One whose versions of that time are forgotten counts as changed.
 */
export async function listChangedSince(
  db: Database,
  since: readonly { productId: string; version: number }[],
): Promise<Set<string>> {
  const rows = await db.all<{ id: string }>(sql`
    SELECT id FROM (SELECT value ->> 'productId' AS id, value ->> 'version' AS since FROM json_each(${JSON.stringify(since)}))
    WHERE EXISTS (SELECT 1 FROM product_version_parts p WHERE p.product_id = id AND p.last_version >= since
        AND NOT EXISTS (SELECT 1 FROM product_versions v
          WHERE v.product_id = id AND v.version = p.last_version + 1
            AND v.source IN (SELECT value FROM json_each(${JSON.stringify(OWN_SOURCES)}))))
      OR (SELECT min(version) FROM product_versions WHERE product_id = id) > since`);
  return new Set(rows.map(({ id }) => id));
}

/** What the product was in a version; null where that is not kept, or never was. One query, whatever its age. */
export async function readState(db: Database, productId: string, version: number): Promise<ProductState | null> {
  const live = livePartsOf(sql`SELECT ${productId}`);
  const [known, kept, now] = await db.batch([
    db
      // Named, because D1 knows the columns of a batch by their names.
      .select({ current: products.version, kept: sql<number | null>`${productVersions.version}`.as("kept") })
      .from(products)
      .leftJoin(productVersions, and(eq(productVersions.productId, products.id), eq(productVersions.version, version)))
      .where(eq(products.id, productId)),
    db
      .select({ part: sql<string>`part`, content: sql<string | null>`content`, until: sql<number>`min(last_version)` })
      .from(sql`product_version_parts`)
      .where(sql`product_id = ${productId} AND last_version >= ${version}`)
      .groupBy(sql`part`),
    db.select({ part: sql<string>`part`, content: sql<string>`content` }).from(sql`(${live})`),
  ]);
  const [product] = known;
  if (!product || (product.kept === null && product.current !== version)) return null;
  const parts = new Map<string, string | null>(now.map(({ part, content }) => [part, content]));
  for (const { part, content } of kept) parts.set(part, content);
  return stateOf(
    new Map([...parts].flatMap(([part, content]) => (content === null ? [] : [[part, content] as const]))),
  );
}

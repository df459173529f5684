/** What bundles are made of. */
import { eq, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Database } from "../../world.ts";
import type { Component } from "./bundle.ts";
import { bundleComponents } from "./bundle-tables.ts";

/** By the bundle's SKU; those that are no bundles are left out. */
export async function readComponents(
  db: Database,
  skus: readonly string[],
): Promise<ReadonlyMap<string, readonly Component[]>> {
  if (skus.length === 0) return new Map();
  const rows = await db
    .select()
    .from(bundleComponents)
    .where(sql`${bundleComponents.sku} IN (SELECT value FROM json_each(${JSON.stringify(skus)}))`)
    .orderBy(bundleComponents.sku, bundleComponents.componentSku);
  const bySku = Map.groupBy(rows, ({ sku }) => sku);
  return new Map(
    [...bySku].map(([sku, parts]) => [sku, parts.map((row) => ({ sku: row.componentSku, quantity: row.quantity }))]),
  );
}

/** Bundles that a SKU is part of, at most `limit`. */
export async function listBundlesWith(db: Database, componentSku: string, limit: number): Promise<string[]> {
  const rows = await db
    .select({ sku: bundleComponents.sku })
    .from(bundleComponents)
    .where(eq(bundleComponents.componentSku, componentSku))
    .orderBy(bundleComponents.sku)
    .limit(limit);
  return rows.map(({ sku }) => sku);
}

/** Those of these SKUs that are bundles, or in one. */
export async function skusOfBundles(db: Database, skus: readonly string[]): Promise<ReadonlySet<string>> {
  const asked = sql`(SELECT value FROM json_each(${JSON.stringify(skus)}))`;
  const rows = await db.all<{ sku: string }>(sql`
    SELECT sku FROM bundle_components WHERE sku IN ${asked}
    UNION SELECT component_sku FROM bundle_components WHERE component_sku IN ${asked}`);
  return new Set(rows.map(({ sku }) => sku));
}

/** Makes a SKU of these components and no others; of none, it is no bundle any more. For a batch. */
export function componentsReplace(db: Database, sku: string, components: readonly Component[]): BatchItem<"sqlite">[] {
  const removed = db.delete(bundleComponents).where(eq(bundleComponents.sku, sku));
  const rows = components.map((component) => ({
    sku,
    componentSku: component.sku,
    quantity: component.quantity,
  }));
  return rows.length === 0 ? [removed] : [removed, db.insert(bundleComponents).values(rows)];
}

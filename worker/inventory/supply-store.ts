/** Policies and locations: what decides, beside the units themselves, how a SKU is sold. */
import { and, asc, eq, sql } from "drizzle-orm";
import { readComponents } from "../catalog/bundles/bundle-store.ts";
import type { Database } from "../world.ts";
import { LOCATIONS_MAX, type Location, MAIN_LOCATION } from "./location.ts";
import { locations } from "./location-tables.ts";
import { stockPolicies } from "./policy-tables.ts";
import { POLICY_DEFAULT, type StockPolicy } from "./stock-policy.ts";
import type { Supply } from "./supply.ts";

/** Of these SKUs, and of what bundles among them are made of. */
export async function readSupply(db: Database, skus: readonly string[]): Promise<Supply> {
  const [components, own, locations] = await Promise.all([
    readComponents(db, skus),
    readPolicies(db, skus),
    listLocations(db),
  ]);
  const parts = [...components.values()].flat().map(({ sku }) => sku);
  const ofParts = parts.length === 0 ? [] : await readPolicies(db, parts);
  return { components, policies: new Map([...own, ...ofParts]), locations };
}

/** By SKU; those that were never given one are left out. */
export async function readPolicies(db: Database, skus: readonly string[]): Promise<ReadonlyMap<string, StockPolicy>> {
  if (skus.length === 0) return new Map();
  const rows = await db
    .select()
    .from(stockPolicies)
    .where(sql`${stockPolicies.sku} IN (SELECT value FROM json_each(${JSON.stringify(skus)}))`);
  return new Map(rows.map(({ sku, updatedAtMs: _updated, ...policy }) => [sku, policy]));
}

/** Of one SKU: what any has that was never given one. */
export const readPolicy = async (db: Database, sku: string): Promise<StockPolicy> =>
  (await readPolicies(db, [sku])).get(sku) ?? POLICY_DEFAULT;

/** All of them, `main` among them whether it was ever saved or not; by priority. */
export async function listLocations(db: Database): Promise<Location[]> {
  const rows = await db
    .select({
      id: locations.id,
      name: locations.name,
      country: locations.country,
      priority: locations.priority,
      active: locations.active,
      timeZone: locations.timeZone,
      cutOffMinutes: locations.cutOffMinutes,
      handlingDays: locations.handlingDays,
      pickup: locations.pickup,
      version: locations.version,
    })
    .from(locations)
    .orderBy(asc(locations.priority), asc(locations.id))
    .limit(LOCATIONS_MAX);
  return rows.some(({ id }) => id === MAIN_LOCATION.id) ? rows : [MAIN_LOCATION, ...rows];
}

/** SKUs that pressure split; at most `limit`, those that were split first. */
export async function listSplitByPressure(
  db: Database,
  limit: number,
): Promise<{ sku: string; policy: StockPolicy }[]> {
  const rows = await db
    .select()
    .from(stockPolicies)
    .where(and(eq(stockPolicies.splitBy, "pressure"), sql`${stockPolicies.buckets} > 0`))
    .orderBy(asc(stockPolicies.updatedAtMs))
    .limit(limit);
  return rows.map(({ sku, updatedAtMs: _updated, ...policy }) => ({ sku, policy }));
}

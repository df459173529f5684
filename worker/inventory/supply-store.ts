/** Policies and locations: what decides, beside the units themselves, how a SKU is sold. */
import { asc, sql } from "drizzle-orm";
import type { Database } from "../world.ts";
import { LOCATIONS_MAX, type Location, MAIN_LOCATION } from "./location.ts";
import { locations } from "./location-tables.ts";
import { stockPolicies } from "./policy-tables.ts";
import type { StockPolicy } from "./stock-policy.ts";

/** By SKU; those that were never given one are left out. */
export async function readPolicies(db: Database, skus: readonly string[]): Promise<ReadonlyMap<string, StockPolicy>> {
  if (skus.length === 0) return new Map();
  const rows = await db
    .select()
    .from(stockPolicies)
    .where(sql`${stockPolicies.sku} IN (SELECT value FROM json_each(${JSON.stringify(skus)}))`);
  return new Map(rows.map(({ sku, updatedAtMs: _updated, ...policy }) => [sku, policy]));
}

/** All of them, `main` among them whether it was ever saved or not; by priority. */
export async function listLocations(db: Database): Promise<Location[]> {
  const rows = await db
    .select({
      id: locations.id,
      name: locations.name,
      country: locations.country,
      priority: locations.priority,
      active: locations.active,
      version: locations.version,
    })
    .from(locations)
    .orderBy(asc(locations.priority), asc(locations.id))
    .limit(LOCATIONS_MAX);
  return rows.some(({ id }) => id === MAIN_LOCATION.id) ? rows : [MAIN_LOCATION, ...rows];
}

/** Reads and writes zones. Pages go by what an isolate remembers for half a minute; a checkout reads what is so now. */
import { asc, type SQL, sql } from "drizzle-orm";
import type { AuditEntry } from "../admin/audit-store.ts";
import { pendingAuditIf } from "../admin/pending-audit-store.ts";
import { newMemory } from "../base/memory-store.ts";
import { statement } from "../base/statement.ts";
import { whyOf } from "../base/why.ts";
import type { Database, World } from "../world.ts";
import { SHIPPED_ZONES } from "./shipped-zones.ts";
import { type ShippingZone, ZONES_MAX } from "./zone.ts";
import { shippingZones } from "./zone-tables.ts";

const REMEMBERED_MS = 30_000;
const remembered = newMemory<"all", readonly ShippingZone[]>(REMEMBERED_MS);

/** For pages and carts. Where D1 does not answer, the shipped zones serve, for this request alone. */
export async function readShippingZones(
  world: Pick<World, "catalog" | "nowMs" | "log">,
): Promise<readonly ShippingZone[]> {
  try {
    return await remembered.recall("all", world.nowMs(), () => listShippingZones(world.catalog));
  } catch (error) {
    world.log.error("shipping_zones.unreadable", { why: whyOf(error) });
    return SHIPPED_ZONES;
  }
}

export const forgetShippingZones = (): void => remembered.forget();

/** Every one, in order: for staff, and for what is about to be paid. */
export async function listShippingZones(db: Database): Promise<ShippingZone[]> {
  const rows = await db
    .select()
    .from(shippingZones)
    .orderBy(asc(shippingZones.position), asc(shippingZones.id))
    .limit(ZONES_MAX);
  return rows.map(({ updatedAtMs: _at, ...zone }) => zone);
}

/** False when its id is taken, or there are as many as may be. */
export async function insertShippingZone(db: Database, zone: ShippingZone, entry: AuditEntry): Promise<boolean> {
  return writeWith(
    db,
    zone,
    entry,
    sql`
    INSERT INTO shipping_zones (id, name, currency, places, methods, duties, active, position, version, updated_at_ms)
    SELECT ${zone.id}, ${zone.name}, ${zone.currency}, ${JSON.stringify(zone.places)}, ${JSON.stringify(zone.methods)},
      ${zone.duties}, ${Number(zone.active)}, ${zone.position}, ${zone.version}, ${entry.atMs}
      WHERE (SELECT count(*) FROM shipping_zones) < ${ZONES_MAX}
    ON CONFLICT (id) DO NOTHING`,
  );
}

/** False when it has another version by now. `version` is the one it gets. */
export async function updateShippingZone(db: Database, zone: ShippingZone, entry: AuditEntry): Promise<boolean> {
  return writeWith(
    db,
    zone,
    entry,
    sql`
    UPDATE shipping_zones SET name = ${zone.name}, currency = ${zone.currency}, places = ${JSON.stringify(zone.places)},
      methods = ${JSON.stringify(zone.methods)}, duties = ${zone.duties}, active = ${Number(zone.active)},
      position = ${zone.position}, version = ${zone.version}, updated_at_ms = ${entry.atMs}
      WHERE id = ${zone.id} AND version = ${zone.version - 1}`,
  );
}

/** The write, and with it what is on record of it; whether it was written. */
async function writeWith(db: Database, { id, version }: ShippingZone, entry: AuditEntry, write: SQL): Promise<boolean> {
  const isWritten = sql`changes() = 1 AND EXISTS
    (SELECT 1 FROM shipping_zones WHERE id = ${id} AND version = ${version})`;
  const [written] = await db.batch([statement(db, write), pendingAuditIf(db, entry, isWritten)]);
  return written.meta.changes === 1;
}

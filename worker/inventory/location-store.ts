/** Writes locations. Each statement guards what must hold by itself, so that of two at once the second is told. */
import { type SQL, sql } from "drizzle-orm";
import type { AuditEntry } from "../admin/audit-store.ts";
import { pendingAuditIf } from "../admin/pending-audit-store.ts";
import { statement } from "../base/statement.ts";
import type { Database } from "../world.ts";
import { LOCATIONS_MAX, type Location, MAIN_LOCATION } from "./location.ts";

/** `main` counts and is open, whether it was ever saved or not. */
const OTHERS = (id: string) => sql`(
  SELECT id, active FROM locations WHERE id <> ${id}
  UNION ALL SELECT ${MAIN_LOCATION.id}, 1
    WHERE ${id} <> ${MAIN_LOCATION.id} AND NOT EXISTS (SELECT 1 FROM locations WHERE id = ${MAIN_LOCATION.id}))`;

/** False when its id is taken, or there are as many as may be. A closed one is not made where no other is open. */
export async function insertLocation(db: Database, location: Location, entry: AuditEntry): Promise<boolean> {
  const { id, name, country, priority, active, timeZone, cutOffMinutes, handlingDays, pickup, version } = location;
  const { atMs } = entry;
  return writeWith(
    db,
    location,
    entry,
    sql`
    INSERT INTO locations (id, name, country, priority, active, time_zone, cut_off_minutes, handling_days, pickup, version,
      updated_at_ms)
    SELECT ${id}, ${name}, ${country}, ${priority}, ${Number(active)}, ${timeZone}, ${cutOffMinutes}, ${handlingDays},
      ${jsonOf(pickup)}, ${version}, ${atMs}
      WHERE (SELECT count(*) FROM ${OTHERS(id)}) < ${LOCATIONS_MAX}
        AND (${Number(active)} OR EXISTS (SELECT 1 FROM ${OTHERS(id)} WHERE active))
    ON CONFLICT (id) DO NOTHING`,
  );
}

/** False when it has another version by now, or would be the last one to close. `version` is the one it gets. */
export async function updateLocation(db: Database, location: Location, entry: AuditEntry): Promise<boolean> {
  const { id, name, country, priority, active, timeZone, cutOffMinutes, handlingDays, pickup, version } = location;
  const { atMs } = entry;
  return writeWith(
    db,
    location,
    entry,
    sql`
    UPDATE locations SET name = ${name}, country = ${country}, priority = ${priority}, active = ${Number(active)},
      time_zone = ${timeZone}, cut_off_minutes = ${cutOffMinutes}, handling_days = ${handlingDays},
      pickup = ${jsonOf(pickup)}, version = ${version}, updated_at_ms = ${atMs}
      WHERE id = ${id} AND version = ${version - 1}
        AND (${Number(active)} OR EXISTS (SELECT 1 FROM ${OTHERS(id)} WHERE active))`,
  );
}

const jsonOf = (pickup: Location["pickup"]): string | null => (pickup ? JSON.stringify(pickup) : null);

/** The write, and with it what is on record of it; whether it was written. */
async function writeWith(db: Database, { id, version }: Location, entry: AuditEntry, write: SQL): Promise<boolean> {
  const isWritten = sql`changes() = 1 AND EXISTS (SELECT 1 FROM locations WHERE id = ${id} AND version = ${version})`;
  const [done] = await db.batch([statement(db, write), pendingAuditIf(db, entry, isWritten)]);
  return done.meta.changes === 1;
}

/**
 * Staff makes, changes or closes a place that goods ship from: never over somebody else's change. It is never taken away,
 * because ledgers name it. Leaves one audit entry a version.
 */

import { isDeepStrictEqual } from "node:util";
import { type AuditEntry, auditEntryOf } from "../admin/audit-store.ts";
import { settleAudit } from "../admin/pending-audit-store.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import { CATALOG_TAG } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import type { World } from "../world.ts";
import { LOCATIONS_MAX, type Location, type LocationProblem, MAIN_LOCATION } from "./location.ts";
import { insertLocation, updateLocation } from "./location-store.ts";
import { checkPickup } from "./pickup.ts";
import { listPlacedLocations } from "./placed-locations-flow.ts";

export type NewLocation = Omit<Location, "version">;
export type LocationChanges = Partial<Omit<Location, "id" | "version">>;
/** `repeated`: it was so already, by the same ask. */
export type SavedLocation = { location: Location; repeated: boolean };
type SaveLocation = { id: string; version: number; changes: LocationChanges; by: Viewer };
type Answer = Promise<Outcome<SavedLocation, LocationProblem>>;

/** The same ask again finds its own work done. */
export async function addLocation(world: World, ask: NewLocation, by: Viewer): Answer {
  if (ask.id === MAIN_LOCATION.id) return refused({ code: "location.id_taken" });
  const pickup = ask.pickup && checkPickup(ask.pickup, ask.country);
  if (pickup && !pickup.ok) return pickup;
  const location = { ...ask, pickup: pickup?.value ?? null, version: 1 };
  const entry = entryOf(world, by, null, location);
  const isNew = await insertLocation(world.catalog, location, entry);
  const now = await listPlacedLocations(world);
  const there = now.find(({ id }) => id === ask.id);
  if (!there) return refused({ code: now.length >= LOCATIONS_MAX ? "location.too_many" : "location.last_open" });
  if (!isNew && !isSame(there, location)) return refused({ code: "location.id_taken" });
  await settleAudit(world, entry);
  return done({ location, repeated: !isNew });
}

/** `version` is the one the changes were made on. */
export async function saveLocation(world: World, ask: SaveLocation): Answer {
  const before = await readLocation(world, ask.id);
  if (!before) return refused({ code: "location.unknown" });
  const merged = { ...before, ...ask.changes, version: ask.version + 1 };
  // The address is held to the form of the country, which may be what changes.
  const pickup = merged.pickup && checkPickup(merged.pickup, merged.country);
  if (pickup && !pickup.ok) return pickup;
  const wanted = { ...merged, pickup: pickup?.value ?? null };
  if (before.version !== ask.version) return ownOrMeanwhile(wanted, before);
  const write = before.version === 0 ? insertLocation : updateLocation;
  const entry = entryOf(world, ask.by, before, wanted);
  if (!(await write(world.catalog, wanted, entry))) {
    const now = (await readLocation(world, ask.id)) ?? before;
    if (now.version === ask.version) return refused({ code: "location.last_open" });
    return ownOrMeanwhile(wanted, now);
  }
  await settleAudit(world, entry);
  // What lies there is sold from now on, or no more. A product's page ends by itself within minutes.
  if (before.active !== wanted.active) world.defer(purgePages(world, [CATALOG_TAG]));
  return done({ location: wanted, repeated: false });
}

const readLocation = async (world: World, id: string): Promise<Location | null> =>
  (await listPlacedLocations(world)).find((location) => location.id === id) ?? null;

/** The same ask again is on record; what else changed it came first. */
function ownOrMeanwhile(wanted: Location, now: Location): Awaited<Answer> {
  if (!isSame(now, wanted)) return refused({ code: "location.changed_meanwhile", version: now.version });
  // What a crash kept out of the audit is there within the timer's minute.
  return done({ location: now, repeated: true });
}

const isSame = (a: Location, b: Location): boolean =>
  a.version === b.version &&
  a.name === b.name &&
  a.country === b.country &&
  a.priority === b.priority &&
  a.active === b.active &&
  a.timeZone === b.timeZone &&
  a.cutOffMinutes === b.cutOffMinutes &&
  a.handlingDays === b.handlingDays &&
  isSamePickup(a.pickup, b.pickup);

/** Whatever the order in which its parts were sent. */
const isSamePickup = (a: Location["pickup"], b: Location["pickup"]): boolean =>
  a === null || b === null ? a === b : isDeepStrictEqual(a, b);

const entryOf = (world: World, by: Viewer, before: Location | null, after: Location): AuditEntry =>
  auditEntryOf(
    world,
    { by, action: "location.saved", subject: `location:${after.id}`, before, after },
    `location:${after.id}:${after.version}`,
  );

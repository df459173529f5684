/** Staff makes or changes a zone: never over somebody else's change. One audit entry a version. */
import { type AuditEntry, auditEntryOf } from "../admin/audit-store.ts";
import { settleAudit } from "../admin/pending-audit-store.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import { MARKETS_TAG } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import { listLocations } from "../inventory/supply-store.ts";
import type { World } from "../world.ts";
import type { ShippingZone, ZoneProblem } from "./zone.ts";
import { findPickupProblem } from "./zone-pickups.ts";
import { forgetShippingZones, insertShippingZone, listShippingZones, updateShippingZone } from "./zone-store.ts";

/** `repeated`: it was so already, by the same ask. */
export type SavedZone = { zone: ShippingZone; repeated: boolean };
type Answer = Promise<Outcome<SavedZone, ZoneProblem>>;

/** The same ask again finds its own work done. */
export async function addShippingZone(world: World, ask: Omit<ShippingZone, "version">, by: Viewer): Answer {
  const zone: ShippingZone = { ...ask, version: 1 };
  const problem = findPickupProblem(zone, await listLocations(world.catalog));
  if (problem) return refused(problem);
  const entry = entryOf(world, by, null, zone);
  const isNew = await insertShippingZone(world.catalog, zone, entry);
  const now = await listShippingZones(world.catalog);
  const there = now.find(({ id }) => id === zone.id);
  if (!there) return refused({ code: "shipping_zone.too_many" });
  if (!isNew && !isSame(there, zone)) return refused({ code: "shipping_zone.id_taken" });
  return isNew ? saved(world, zone, entry) : done({ zone: there, repeated: true });
}

/** `zone.version` is the one the change was made on. */
export async function saveShippingZone(world: World, zone: ShippingZone, by: Viewer): Answer {
  const before = await find(world, zone.id);
  if (!before) return refused({ code: "shipping_zone.unknown" });
  const wanted = { ...zone, version: zone.version + 1 };
  const problem = findPickupProblem(wanted, await listLocations(world.catalog));
  if (problem) return refused(problem);
  const entry = entryOf(world, by, before, wanted);
  if (await updateShippingZone(world.catalog, wanted, entry)) return saved(world, wanted, entry);
  const now = (await find(world, zone.id)) ?? before;
  if (!isSame(now, wanted)) return refused({ code: "shipping_zone.changed_meanwhile", version: now.version });
  return done({ zone: now, repeated: true });
}

const find = async (world: World, id: string): Promise<ShippingZone | null> =>
  (await listShippingZones(world.catalog)).find((zone) => zone.id === id) ?? null;

const isSame = (a: ShippingZone, b: ShippingZone): boolean => textOf(a) === textOf(b);
const textOf = (zone: ShippingZone): string => JSON.stringify(zone, Object.keys(flat(zone)).sort());
/** Every name that occurs anywhere in it, for a text that does not go by the order of names. */
function flat(value: unknown): Record<string, true> {
  if (typeof value !== "object" || value === null) return {};
  return Object.assign({}, ...Object.entries(value).map(([name, part]) => ({ [name]: true, ...flat(part) })));
}

const entryOf = (world: World, by: Viewer, before: ShippingZone | null, after: ShippingZone): AuditEntry =>
  auditEntryOf(world, { by, action: "shipping_zone.saved", subject: `shipping_zone:${after.id}`, before, after });

/** What parcels cost is said on home, on each product's page and among the texts: all of what is kept is made anew. */
async function saved(world: World, zone: ShippingZone, entry: AuditEntry): Promise<Outcome<SavedZone, never>> {
  await settleAudit(world, entry);
  forgetShippingZones();
  world.defer(purgePages(world, [MARKETS_TAG]));
  return done({ zone, repeated: false });
}

/** Staff makes or changes a zone: never over somebody else's change. Leaves one audit entry a version; pages that say what shipping costs are made anew. */
import { auditInsert } from "../admin/audit-store.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import { CATALOG_TAG } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import type { World } from "../world.ts";
import type { ShippingZone, ZoneProblem } from "./zone.ts";
import { forgetShippingZones, insertShippingZone, listShippingZones, updateShippingZone } from "./zone-store.ts";

/** `repeated`: it was so already, by the same ask. */
export type SavedZone = { zone: ShippingZone; repeated: boolean };
type Answer = Promise<Outcome<SavedZone, ZoneProblem>>;

/** The same ask again finds its own work done. */
export async function addShippingZone(world: World, ask: Omit<ShippingZone, "version">, by: Viewer): Answer {
  const zone: ShippingZone = { ...ask, version: 1 };
  const isNew = await insertShippingZone(world.catalog, zone, world.nowMs());
  const now = await listShippingZones(world.catalog);
  const there = now.find(({ id }) => id === zone.id);
  if (!there) return refused({ code: "shipping_zone.too_many" });
  if (!isNew && !isSame(there, zone)) return refused({ code: "shipping_zone.id_taken" });
  return saved(world, by, null, zone, !isNew);
}

/** `zone.version` is the one the change was made on. */
export async function saveShippingZone(world: World, zone: ShippingZone, by: Viewer): Answer {
  const before = await find(world, zone.id);
  if (!before) return refused({ code: "shipping_zone.unknown" });
  const wanted = { ...zone, version: zone.version + 1 };
  if (await updateShippingZone(world.catalog, wanted, world.nowMs())) return saved(world, by, before, wanted, false);
  const now = (await find(world, zone.id)) ?? before;
  if (!isSame(now, wanted)) return refused({ code: "shipping_zone.changed_meanwhile", version: now.version });
  return saved(world, by, null, now, true);
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

async function saved(
  world: World,
  by: Viewer,
  before: ShippingZone | null,
  zone: ShippingZone,
  repeated: boolean,
): Promise<Outcome<SavedZone, never>> {
  const entry = { by, action: "shipping_zone.saved", subject: `shipping_zone:${zone.id}`, before, after: zone };
  await auditInsert(world, entry, `shipping_zone:${zone.id}:${zone.version}`);
  forgetShippingZones();
  world.defer(purgePages(world, [CATALOG_TAG]));
  return done({ zone, repeated });
}

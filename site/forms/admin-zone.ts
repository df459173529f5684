/** The form that makes or changes a shipping zone. It says the version it was filled in on; sent twice, it acts once. */
import type { AstroGlobal } from "astro";
import type { Viewer } from "../../worker/customers/viewer.ts";
import type { Location } from "../../worker/inventory/location.ts";
import { listLocations } from "../../worker/inventory/supply-store.ts";
import { addShippingZone, saveShippingZone } from "../../worker/shipping/save-zone-flow.ts";
import type { ShippingZone, ZoneProblem } from "../../worker/shipping/zone.ts";
import { newZoneShape, zoneChangeShape } from "../../worker/shipping/zone-shapes.ts";
import { ADMIN } from "../admin-paths.ts";
import { type Fault, type Faults, readSent, type Sent, wholeOf } from "./admin-fields.ts";
import { draftZone, zoneFields } from "./zone-fields.ts";

/** What the fields hold: as typed, or the zone's own. `fault` is told above the form. */
export type ZoneEntry = { sent: Sent; faults: Faults; fault: Fault | null };

/** The form as it is shown first: the zone as it is, or an empty one. */
export function zoneEntry(zone: ShippingZone | null): ZoneEntry {
  const fields = zoneFields(zone);
  return { sent: (name) => fields[name] ?? "", faults: {}, fault: null };
}

/** Answers a redirect when it was saved, else what to show the form with again. */
export async function postZone(
  astro: AstroGlobal,
  zone: ShippingZone | null,
  by: Viewer,
): Promise<Response | ZoneEntry> {
  const { world } = astro.locals;
  const sent = await readSent(astro);
  if (!sent) return { ...zoneEntry(zone), fault: { key: "admin.fault.form" } };
  const locations = await listLocations(world.catalog);
  const { ask, faultsAt, faultsAtMethod } = draftZone(
    sent,
    locations.map(({ id }) => id),
  );
  const entry: ZoneEntry = { sent, faults: {}, fault: null };
  const checked = zone
    ? zoneChangeShape.safeParse({ version: wholeOf(sent("version")), ...ask })
    : newZoneShape.safeParse({ id: sent("id").trim(), ...ask });
  if (!checked.success) return { ...entry, faults: faultsAt(checked.error.issues.map(({ path }) => path)) };
  const { data } = checked;
  const saved =
    "version" in data && zone
      ? await saveShippingZone(world, { id: zone.id, ...data } as ShippingZone, by)
      : await addShippingZone(world, data as Omit<ShippingZone, "version">, by);
  if (saved.ok) return astro.redirect(ADMIN.shippingZone(saved.value.zone.id, { done: "saved" }), 303);
  const { problem } = saved;
  if (!("method" in problem)) return { ...entry, ...refusalOf(problem) };
  const at = checked.data.methods.findIndex(({ id }) => id === problem.method);
  return { ...entry, faults: faultsAtMethod(at, pickupFault(problem, locations)) };
}

type PickupProblem = Extract<ZoneProblem, { method: string }>;
function pickupFault(problem: PickupProblem, locations: readonly Location[]): Fault {
  if (problem.code === "shipping_zone.pickup_closed") return { key: "pickup.fault.closed" };
  const location = locations.find(({ id }) => id === problem.location)?.name ?? problem.location;
  const isGone = problem.code === "shipping_zone.pickup_unknown";
  return { key: isGone ? "pickup.fault.unknown" : "pickup.fault.elsewhere", values: { location } };
}

function refusalOf({ code }: Exclude<ZoneProblem, PickupProblem>): Pick<ZoneEntry, "faults" | "fault"> {
  if (code === "shipping_zone.id_taken") return { faults: { id: { key: "zones.fault.taken" } }, fault: null };
  return { faults: {}, fault: { key: code === "shipping_zone.too_many" ? "zones.fault.many" : "zones.fault.changed" } };
}

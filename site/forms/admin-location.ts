/** The form that makes or changes a location. It says the version it was filled in on; sent twice, it acts once. */
import type { AstroGlobal } from "astro";
import type { Viewer } from "../../worker/customers/viewer.ts";
import {
  CUT_OFF_MINUTES,
  HANDLING_DAYS_MAX,
  LOCATION_NAME_LENGTH_MAX,
  type Location,
  type LocationProblem,
  PRIORITY_MAX,
} from "../../worker/inventory/location.ts";
import { locationChangeShape, newLocationShape } from "../../worker/inventory/location-shapes.ts";
import { addLocation, saveLocation } from "../../worker/inventory/save-location-flow.ts";
import { ADMIN } from "../admin-paths.ts";
import { type Fault, type Faults, readSent, type Sent, wholeOf } from "./admin-fields.ts";
import { clockOf, minutesOf, pickupAddressFaults, pickupFaultAt, pickupFields, pickupOf } from "./pickup-fields.ts";

/** What the fields hold: as typed, or the location's own. `fault` is told above the form. */
export type LocationEntry = { sent: Sent; faults: Faults; fault: Fault | null };

/** The form as it is shown first. */
export function locationEntry(location: Location | null): LocationEntry {
  const fields: Record<string, string> = {
    version: String(location?.version ?? 0),
    name: location?.name ?? "",
    country: location?.country ?? "",
    priority: String(location?.priority ?? 10),
    timeZone: location?.timeZone ?? "",
    cutOff: clockOf(location?.cutOffMinutes ?? CUT_OFF_MINUTES),
    handlingDays: String(location?.handlingDays ?? 0),
    state: location?.active === false ? "closed" : "open",
    ...pickupFields(location?.pickup ?? null),
  };
  return { sent: (name) => fields[name] ?? "", faults: {}, fault: null };
}

/** `id` is null where the form makes a new one, and names it. */
export async function postLocation(
  astro: AstroGlobal,
  id: string | null,
  by: Viewer,
): Promise<Response | LocationEntry> {
  const { world } = astro.locals;
  const sent = await readSent(astro);
  if (!sent) return { ...locationEntry(null), fault: { key: "admin.fault.form" } };
  const entry: LocationEntry = { sent, faults: {}, fault: null };
  const changes = {
    name: sent("name"),
    country: sent("country"),
    priority: wholeOf(sent("priority")),
    active: sent("state") !== "closed",
    timeZone: sent("timeZone").trim() || null,
    cutOffMinutes: minutesOf(sent("cutOff")),
    handlingDays: wholeOf(sent("handlingDays")),
    pickup: pickupOf(sent),
  };
  if (id === null) {
    const checked = newLocationShape.safeParse({ id: sent("id").trim(), ...changes });
    if (!checked.success) return { ...entry, faults: faultsAt(checked.error.issues) };
    const added = await addLocation(world, checked.data, by);
    return added.ok ? saved(astro, checked.data.id) : { ...entry, ...refusalOf(astro, sent, added.problem) };
  }
  const checked = locationChangeShape.safeParse({ version: wholeOf(sent("version")), ...changes });
  if (!checked.success) return { ...entry, faults: faultsAt(checked.error.issues) };
  const { version, ...asked } = checked.data;
  const done = await saveLocation(world, { id, version, changes: asked, by });
  return done.ok ? saved(astro, id) : { ...entry, ...refusalOf(astro, sent, done.problem) };
}

const saved = (astro: AstroGlobal, id: string) => astro.redirect(ADMIN.location(id, { done: "saved" }), 303);

const FAULTS: Readonly<Record<string, Fault>> = {
  id: { key: "admin.fault.locationId" },
  name: { key: "admin.fault.locationName", values: { max: LOCATION_NAME_LENGTH_MAX } },
  country: { key: "admin.fault.locationCountry" },
  priority: { key: "admin.fault.priority", values: { max: PRIORITY_MAX } },
  timeZone: { key: "customs.fault.timeZone" },
  cutOff: { key: "customs.fault.cutOff" },
  handlingDays: { key: "policy.fault.number", values: { min: 0, max: HANDLING_DAYS_MAX } },
};
const faultsAt = (issues: readonly { path: readonly PropertyKey[] }[]): Faults =>
  Object.fromEntries(
    issues.map(({ path: [part = "", ...rest] }) => {
      if (part === "pickup") return pickupFaultAt(rest);
      const field = part === "cutOffMinutes" ? "cutOff" : String(part);
      return [field, FAULTS[field] ?? { key: "admin.fault.form" }];
    }),
  );

function refusalOf(
  { locals: { t } }: AstroGlobal,
  sent: Sent,
  problem: LocationProblem,
): Pick<LocationEntry, "faults" | "fault"> {
  switch (problem.code) {
    case "request.invalid":
      return { faults: pickupAddressFaults(t, problem.at, sent("country")), fault: null };
    case "location.id_taken":
      return { faults: { id: { key: "admin.fault.locationTaken" } }, fault: null };
    case "location.last_open":
      return { faults: { state: { key: "admin.fault.locationLast" } }, fault: null };
    case "location.too_many":
      return { faults: {}, fault: { key: "admin.fault.locationMany" } };
    case "location.changed_meanwhile":
    case "location.unknown":
      return { faults: {}, fault: { key: "admin.fault.locationChanged" } };
  }
}

/** Whether the pick-ups of a zone can be collected: each at a location that there is, in the zone, one of them open. */
import type { Location } from "../inventory/location.ts";
import { isPickupOpen } from "../inventory/pickup.ts";
import type { ShippingZone, ZoneProblem } from "./zone.ts";

/** The first thing that keeps the zone from being saved. */
export function findPickupProblem(
  { methods, places }: Pick<ShippingZone, "methods" | "places">,
  locations: readonly Location[],
): ZoneProblem | null {
  const byId = new Map(locations.map((location) => [location.id, location]));
  for (const { id: method, locations: named } of methods) {
    if (!named) continue;
    for (const id of named) {
      const location = byId.get(id);
      if (!location) return { code: "shipping_zone.pickup_unknown", method, location: id };
      if (!places.some(({ country }) => country === location.country))
        return { code: "shipping_zone.pickup_elsewhere", method, location: id };
    }
    if (!named.some((id) => isOpen(byId.get(id)))) return { code: "shipping_zone.pickup_closed", method };
  }
  return null;
}

const isOpen = (location: Location | undefined): boolean => location !== undefined && isPickupOpen(location);

/** Whether the pick-ups of a zone can be collected: each at a location that there is, in the zone, one of them open. */
import type { Location } from "../inventory/location.ts";
import { isPickupOpen } from "../inventory/pickup.ts";
import type { ShippingMethod, ShippingZone, ZoneProblem } from "./zone.ts";

/** The first thing that keeps the zone from being saved. */
export function findPickupProblem(
  { methods, places }: Pick<ShippingZone, "methods" | "places">,
  locations: readonly Location[],
): ZoneProblem | null {
  const byId = new Map(locations.map((location) => [location.id, location]));
  for (const each of methods) {
    const { id: method, locations: named } = each;
    if (!named) continue;
    for (const id of named) {
      const location = byId.get(id);
      if (!location) return { code: "shipping_zone.pickup_unknown", method, location: id };
      if (!places.some(({ country }) => country === location.country))
        return { code: "shipping_zone.pickup_elsewhere", method, location: id };
    }
    if (closedPickups([each], locations).length > 0) return { code: "shipping_zone.pickup_closed", method };
  }
  return null;
}

/** The pick-ups that no shopper is offered, because none of their locations gives anything out. */
export function closedPickups(
  methods: readonly ShippingMethod[],
  locations: readonly Location[],
): readonly ShippingMethod[] {
  const open = new Set(locations.filter(isPickupOpen).map(({ id }) => id));
  return methods.filter((method) => method.kind === "pickup" && !method.locations?.some((id) => open.has(id)));
}

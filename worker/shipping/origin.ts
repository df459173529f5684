/** Where a parcel is to leave from, as far as that is known before it is held. */
import { type Location, nearestFirst } from "../inventory/location.ts";
import type { StockNeed } from "../inventory/supply.ts";
import type { Market } from "../markets/markets.ts";
import type { TaxPlace } from "../tax/tax-place.ts";
import type { Seller } from "../tax/tax-settings.ts";
import { homeOf, type ShippingOrigin } from "./delivery-promise.ts";

/** The first of `nearest` (ids) that staff have set up; null where it is one that nobody said anything of. */
function locationOf(locations: readonly Location[], [first]: readonly string[]): Location | null {
  const location = locations.find(({ id }) => id === first);
  return location && location.version > 0 ? location : null;
}

/** Where nothing is known of what lies where. */
export const nearestLocation = (locations: readonly Location[], country: string): Location | null =>
  locationOf(locations, nearestFirst(locations, country));

/** By what needs are to be taken from; the nearest where nothing of it is counted. */
export const plannedLocation = (
  locations: readonly Location[],
  needs: readonly StockNeed[],
  country: string,
): Location | null => locationOf(locations, needs[0]?.terms.accounts ?? nearestFirst(locations, country));

/** Its own country, clock and cut-off; the market's where staff set up none. */
export function originOf(location: Location | null, market: Market): ShippingOrigin {
  if (!location) return homeOf(market);
  const { country, timeZone, cutOffMinutes, handlingDays } = location;
  return { country, timeZone: timeZone ?? market.timeZone, cutOffMinutes, handlingDays };
}

/** Whose customs it leaves: those of where it lies, else of the seller. */
export const leavesFrom = (location: Location | null, { country, region, postalCode }: Seller): TaxPlace =>
  location ? { country: location.country, region: "" } : { country, region, postalCode };

/** Places that goods are shipped from, and which of them is nearest. */
import { MAIN } from "../ledger/ledger.ts";
import type { AddressProblem } from "../markets/address.ts";
import type { PickupPoint } from "./pickup.ts";

export type Location = {
  id: string;
  name: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Of two as near, the lower one ships first. */
  priority: number;
  active: boolean;
  /** IANA name: the clock of its cut-off; null is that of the market an order comes from. */
  timeZone: string | null;
  /** What is ordered before so many minutes after midnight is handled the same day. */
  cutOffMinutes: number;
  /** Working days until a parcel is packed. */
  handlingDays: number;
  /** What shoppers are told of collecting there; null where nobody ever does. */
  pickup: PickupPoint | null;
  /** 0 where it was never saved. */
  version: number;
};
/** `main` among them. */
export const LOCATIONS_MAX = 24;
/** A lower-case slug: it is the name of an account in every SKU's ledger. */
export const LOCATION_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export const LOCATION_ID_LENGTH_MAX = 40;
export const LOCATION_NAME_LENGTH_MAX = 80;
export const PRIORITY_MAX = 1_000;
/** 14:00. */
export const CUT_OFF_MINUTES = 840;
export const CUT_OFF_MINUTES_MAX = 1_439;
export const HANDLING_DAYS_MAX = 30;
export const TIME_ZONE_LENGTH_MAX = 60;

export type LocationProblem =
  | { code: "location.unknown" | "location.id_taken" | "location.last_open" | "location.too_many" }
  | { code: "location.changed_meanwhile"; version: number }
  | AddressProblem;
/** There without being made: what a catalogue came with lies here. `placedAt` says in which country. */
export const MAIN_LOCATION: Location = {
  id: MAIN,
  name: "Main",
  country: "US",
  priority: 0,
  active: true,
  timeZone: null,
  cutOffMinutes: CUT_OFF_MINUTES,
  handlingDays: 0,
  pickup: null,
  version: 0,
};

/** One that nobody ever saved is where the seller is: customs and tax take it so. */
export const placedAt = (location: Location, { country }: { country: string }): Location =>
  location.version === 0 ? { ...location, country } : location;

/** Countries that goods pass between without customs: next best to the shopper's own. */
const ZONES: readonly ReadonlySet<string>[] = [
  // European Union (europa.eu/european-union/about-eu/countries).
  new Set("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" ")),
  // Gulf Cooperation Council's customs union.
  new Set("AE BH KW OM QA SA".split(" ")),
];
const isSameZone = (a: string, b: string): boolean => ZONES.some((zone) => zone.has(a) && zone.has(b));

/** Ids of those that sell, the nearest to a country first; `main` alone where nothing was ever set up. */
export function nearestFirst(locations: readonly Location[], country: string): string[] {
  const distanceOf = (other: string) => (other === country ? 0 : isSameZone(other, country) ? 1 : 2);
  return locations
    .filter(({ active }) => active)
    .map(({ id, priority, country: from }) => ({ id, priority, distance: distanceOf(from) }))
    .toSorted((a, b) => a.distance - b.distance || a.priority - b.priority || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

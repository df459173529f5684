/**
 * Where parcels go and how: a zone is a set of places with the methods that reach them, in one currency. Zones are the
 * staff's; these are the rules they are held to.
 */
import type { Currency } from "../pricing/money.ts";

/** A whole country, or the named parts of it; both regions and prefixes given, a place must fit both. */
export type ZonePlace = {
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Codes of its regions, as addresses keep them. */
  regions?: readonly string[];
  /** What a postal code begins with, without spaces and hyphens. */
  postalPrefixes?: readonly string[];
};

/** `upTo` is the last that costs this: grams, or minor units of the subtotal. Null, in the last step alone: and all above. */
export type FeeStep = { upTo: number | null; amountMinor: number };
export type Fee =
  | { by: "flat"; amountMinor: number }
  | { by: "weight" | "price"; steps: readonly FeeStep[] }
  /** Each parcel of at most so many grams. */
  | { by: "parcels"; amountMinor: number; parcelGramsMax: number };

export const FEE_KINDS = ["flat", "weight", "price", "parcels"] as const satisfies readonly Fee["by"][];

/** What carriers ask about before they fly a parcel: UN 3480, 3481, 3090 and 3091; class 3; class 2; class 9's magnets. */
export const HAZARDS = ["lithium", "flammable", "aerosol", "magnetic"] as const;
export type Hazard = (typeof HAZARDS)[number];

export const METHOD_KINDS = ["standard", "express", "pickup"] as const;
export type MethodKind = (typeof METHOD_KINDS)[number];
export type ShippingMethod = {
  /** Unique in its zone; what a checkout names. */
  id: string;
  kind: MethodKind;
  /** Own words by locale; where there are none, those of its kind. */
  names: Readonly<Record<string, string>>;
  fee: Fee;
  /** A subtotal from which on it costs nothing. */
  freeFromMinor: number | null;
  /** Working days on the way. */
  daysMin: number;
  daysMax: number;
  /** What it does not carry. */
  refuses: readonly Hazard[];
  /** Ids of the locations where it is collected; of a pick-up alone. */
  locations?: readonly string[];
};

/** Who pays what customs ask: `unpaid` (DAP), the buyer to the carrier; `paid` (DDP), the store. */
export const DUTIES = ["unpaid", "paid"] as const;
export type Duties = (typeof DUTIES)[number];

export type ShippingZone = {
  id: string;
  /** For staff. */
  name: string;
  currency: Currency;
  places: readonly ZonePlace[];
  /** In the order shoppers are shown those of one price. */
  methods: readonly ShippingMethod[];
  duties: Duties;
  active: boolean;
  /** Of two that fit a place as closely, the lower is taken. */
  position: number;
  version: number;
};

export const ZONES_MAX = 200;
export const PLACES_MAX = 60;
export const METHODS_MAX = 12;
export const PICKUPS_MAX = 24;
export const STEPS_MAX = 20;
export const REGIONS_MAX = 120;
export const PREFIXES_MAX = 100;
export const PREFIX_LENGTH_MAX = 10;
export const DAYS_MAX = 60;
export const ZONE_NAME_MAX = 80;
export const METHOD_NAME_MAX = 60;
export const ZONE_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export const ZONE_ID_MAX = 40;

/** `method` is the pick-up in question, `location` the one it cannot be collected at. */
export type ZoneProblem =
  | { code: "shipping_zone.pickup_closed"; method: string }
  | { code: "shipping_zone.pickup_unknown" | "shipping_zone.pickup_elsewhere"; method: string; location: string }
  | { code: "shipping_zone.unknown" | "shipping_zone.id_taken" | "shipping_zone.too_many" }
  | { code: "shipping_zone.changed_meanwhile"; version: number };

/** Where a parcel goes, as far as it is known: a page that shows prices may know no more than the country. */
export type Destination = { country: string; region?: string; postalCode?: string };

/**
 * The zone that fits a destination most closely: one of its postal code before one of its region, before one of its
 * country. `onlyId` is the one zone a market is held to. Null where nothing goes there.
 */
export function zoneFor(
  zones: readonly ShippingZone[],
  currency: Currency,
  to: Destination,
  onlyId: string | null = null,
): ShippingZone | null {
  const fitting = openIn(zones, currency, onlyId)
    .map((zone) => ({ zone, closeness: Math.max(0, ...zone.places.map((place) => closenessOf(place, to))) }))
    .filter(({ closeness }) => closeness > 0);
  const [best] = fitting.toSorted((a, b) => b.closeness - a.closeness || byPosition(a.zone, b.zone));
  return best?.zone ?? null;
}

/**
 * The first zone in which an address that is known in part may yet lie: what is not said of it counts as fitting. Null where
 * nothing goes, whatever the rest of it is.
 */
export function zoneAround(
  zones: readonly ShippingZone[],
  currency: Currency,
  to: Destination,
  onlyId: string | null = null,
): ShippingZone | null {
  const fits = ({ country, regions, postalPrefixes }: ZonePlace) =>
    country === to.country &&
    (!regions || !to.region || regions.includes(to.region)) &&
    (!postalPrefixes || !to.postalCode || isAtPrefix(postalPrefixes, to.postalCode));
  const [first] = openIn(zones, currency, onlyId)
    .filter(({ places }) => places.some(fits))
    .toSorted(byPosition);
  return first ?? null;
}

export const openIn = (zones: readonly ShippingZone[], currency: Currency, onlyId: string | null): ShippingZone[] =>
  zones.filter((zone) => zone.active && zone.currency === currency && (onlyId === null || zone.id === onlyId));

const byPosition = (a: ShippingZone, b: ShippingZone): number => a.position - b.position || (a.id < b.id ? -1 : 1);

/** 0: not there. The rest only orders: country, region, postal code. */
function closenessOf({ country, regions, postalPrefixes }: ZonePlace, to: Destination): number {
  if (country !== to.country) return 0;
  const isInRegion = !regions || regions.includes(to.region ?? "");
  const isAtCode = !postalPrefixes || isAtPrefix(postalPrefixes, to.postalCode ?? "");
  if (!isInRegion || !isAtCode) return 0;
  return 1 + (regions ? 1 : 0) + (postalPrefixes ? 2 : 0);
}

const isAtPrefix = (prefixes: readonly string[], postalCode: string): boolean =>
  prefixes.some((prefix) => packedCode(postalCode).startsWith(packedCode(prefix)));

const packedCode = (text: string): string => text.replaceAll(/[\s-]/g, "").toUpperCase();

/**
 * A zone as fields: a row for each place, a part for each method, and empty ones for more. What is typed becomes the body of
 * the API, which says what is wrong; its paths lead back to the fields. Pure.
 */
import { LOCALES } from "../../worker/markets/markets.ts";
import { findRegion } from "../../worker/markets/regions.ts";
import { minorOfText, textOfMinor } from "../../worker/pricing/amount-text.ts";
import { type Currency, isCurrency, isPayableMinor } from "../../worker/pricing/money.ts";
import {
  DAYS_MAX,
  type Fee,
  type FeeStep,
  HAZARDS,
  METHODS_MAX,
  PLACES_MAX,
  type ShippingMethod,
  type ShippingZone,
  ZONE_NAME_MAX,
  type ZonePlace,
} from "../../worker/shipping/zone.ts";
import { POSITION_MAX } from "../../worker/shipping/zone-shapes.ts";
import { type Fault, type Faults, type Sent, wholeOf } from "./admin-fields.ts";
import { unpayableFault } from "./admin-prices.ts";

export const placeField = (row: number, what: string) => `place.${row}.${what}`;
export const methodField = (row: number, what: string) => `method.${row}.${what}`;
const PLACES_EMPTY = 3;
/** As many as the form showed, and never more than a zone may have and the empty ones. */
export const placeRows = (sent: Sent): number =>
  Math.min(wholeOf(sent("places")) ?? PLACES_EMPTY, PLACES_MAX + PLACES_EMPTY);
export const methodRows = (sent: Sent): number => Math.min(wholeOf(sent("methods")) ?? 1, METHODS_MAX + 1);

/** What the last step of a fee begins with where it has no end. */
const ALL_ABOVE = "*";

export function zoneFields(zone: ShippingZone | null): Readonly<Record<string, string>> {
  const { places, methods } = zone ?? { places: [], methods: [] };
  return {
    id: zone?.id ?? "",
    version: String(zone?.version ?? 0),
    name: zone?.name ?? "",
    currency: zone?.currency ?? "EUR",
    position: String(zone?.position ?? 0),
    duties: zone?.duties ?? "unpaid",
    active: zone?.active === false ? "closed" : "open",
    places: String(places.length + PLACES_EMPTY),
    methods: String(methods.length + 1),
    ...Object.assign({}, ...places.map(shownPlace)),
    ...Object.assign({}, ...methods.map((method, row) => shownMethod(method, row, zone?.currency ?? "EUR"))),
  };
}

const shownPlace = ({ country, regions = [], postalPrefixes = [] }: ZonePlace, row: number) => ({
  [placeField(row, "country")]: country,
  [placeField(row, "regions")]: regions.join(", "),
  [placeField(row, "prefixes")]: postalPrefixes.join(", "),
});

function shownMethod(method: ShippingMethod, row: number, currency: Currency): Record<string, string> {
  const { id, kind, fee, freeFromMinor, daysMin, daysMax, refuses, locations = [], names } = method;
  const fields: Record<string, string> = {
    ...{ id, kind, by: fee.by, daysMin: String(daysMin), daysMax: String(daysMax) },
    freeFrom: freeFromMinor === null ? "" : textOfMinor(freeFromMinor, currency),
    amount: "amountMinor" in fee ? textOfMinor(fee.amountMinor, currency) : "",
    grams: fee.by === "parcels" ? String(fee.parcelGramsMax) : "",
    steps: "steps" in fee ? fee.steps.map((step) => textOfStep(step, fee.by === "price", currency)).join("\n") : "",
    ...Object.fromEntries(refuses.map((hazard) => [`refuses.${hazard}`, "on"])),
    ...Object.fromEntries(locations.map((location) => [`location.${location}`, "on"])),
    ...Object.fromEntries(Object.entries(names).map(([locale, name]) => [`name.${locale}`, name])),
  };
  return Object.fromEntries(Object.entries(fields).map(([what, text]) => [methodField(row, what), text]));
}

function textOfStep({ upTo, amountMinor }: FeeStep, isPrice: boolean, currency: Currency): string {
  const until = upTo === null ? ALL_ABOVE : isPrice ? textOfMinor(upTo, currency) : String(upTo);
  return `${until} ${textOfMinor(amountMinor, currency)}`;
}

/** `ask` is the body as typed, right or wrong; `fieldOf` finds the field of a path of it. */
export type ZoneDraft = {
  ask: Record<string, unknown>;
  faultsAt(paths: readonly (readonly PropertyKey[])[]): Faults;
  /** What is wrong with where the method of this number, of those that count, is collected. */
  faultsAtMethod(at: number, fault: Fault): Faults;
};

/** Rows that are empty, and methods that are taken away, count for nothing. */
export function draftZone(sent: Sent, locations: readonly string[]): ZoneDraft {
  const typed = sent("currency");
  const currency: Currency = isCurrency(typed) ? typed : "EUR";
  const placesAt = rowsOf(placeRows(sent), (row) =>
    ["country", "regions", "prefixes"].some((what) => sent(placeField(row, what)).trim() !== ""),
  );
  const methodsAt = rowsOf(
    methodRows(sent),
    (row) =>
      sent(methodField(row, "gone")) !== "on" &&
      ["id", "amount", "steps"].some((what) => sent(methodField(row, what)).trim() !== ""),
  );
  const ask = {
    name: sent("name"),
    currency: typed,
    position: wholeOf(sent("position")),
    duties: sent("duties"),
    active: sent("active") !== "closed",
    places: placesAt.map((row) => placeOf((what) => sent(placeField(row, what)))),
    methods: methodsAt.map((row) => methodOf((what) => sent(methodField(row, what)), currency, locations)),
  };
  return {
    ask,
    faultsAtMethod: (at, fault) => ({ [methodField(methodsAt[at] ?? 0, "locations")]: fault }),
    faultsAt: (paths) =>
      Object.fromEntries(
        paths.map((path) => {
          const [field, fault] = faultAt(path.map(String), placesAt, methodsAt);
          return [field, isUnpayable(ask, path, currency) ? unpayableFault(currency) : fault];
        }),
      ),
  };
}

/** An amount as it should be typed that ends in what cards do not know. */
function isUnpayable(ask: unknown, path: readonly PropertyKey[], currency: Currency): boolean {
  const minor = path.reduce<unknown>((part, name) => (part as Record<PropertyKey, unknown> | null)?.[name], ask);
  return typeof minor === "number" && minor > 0 && path.at(-1) !== "upTo" && !isPayableMinor(minor, currency);
}

const rowsOf = (count: number, isFilled: (row: number) => boolean): number[] =>
  Array.from({ length: count }, (_none, row) => row).filter(isFilled);

const partsOf = (text: string, between: RegExp): string[] =>
  text
    .split(between)
    .map((part) => part.trim())
    .filter(Boolean);

/** Regions may be typed by name: what is kept is their code. */
function placeOf(sent: Sent): unknown {
  const country = sent("country").trim().toUpperCase();
  const regions = partsOf(sent("regions"), /[,;\n]/).map((text) => findRegion(country, text)?.code ?? text);
  const postalPrefixes = partsOf(sent("prefixes"), /[,;\n]/);
  return { country, ...(regions.length > 0 && { regions }), ...(postalPrefixes.length > 0 && { postalPrefixes }) };
}

function methodOf(sent: Sent, currency: Currency, locations: readonly string[]): unknown {
  const chosen = locations.filter((id) => sent(`location.${id}`) === "on");
  const freeFrom = sent("freeFrom").trim();
  const names = LOCALES.map((locale) => [locale, sent(`name.${locale}`).trim()] as const);
  return {
    id: sent("id").trim(),
    kind: sent("kind"),
    names: Object.fromEntries(names.filter(([, name]) => name !== "")),
    fee: feeOf(sent, currency),
    freeFromMinor: freeFrom === "" ? null : (minorOfText(freeFrom, currency) ?? WRONG),
    daysMin: wholeOf(sent("daysMin")),
    daysMax: wholeOf(sent("daysMax")),
    refuses: HAZARDS.filter((hazard) => sent(`refuses.${hazard}`) === "on"),
    ...(chosen.length > 0 && { locations: chosen }),
  };
}
/** No amount: the shapes refuse it, and say where. */
const WRONG = -1;

function feeOf(sent: Sent, currency: Currency): unknown {
  const by = sent("by") as Fee["by"];
  if (by === "weight" || by === "price") {
    const steps = partsOf(sent("steps"), /\n/).map((line) => stepOf(line, by === "price", currency));
    return { by, steps };
  }
  const amountMinor = minorOfText(sent("amount"), currency);
  return by === "parcels" ? { by, amountMinor, parcelGramsMax: wholeOf(sent("grams")) } : { by, amountMinor };
}

function stepOf(line: string, isPrice: boolean, currency: Currency): unknown {
  const [until = "", amount = "", ...more] = line.split(/\s+/);
  const upTo = until === ALL_ABOVE ? null : ((isPrice ? minorOfText(until, currency) : wholeOf(until)) ?? WRONG);
  return { upTo, amountMinor: more.length > 0 ? null : minorOfText(amount, currency) };
}

const FORM: Fault = { key: "admin.fault.form" };
const DAYS: Fault = { key: "zones.fault.days", values: { max: DAYS_MAX } };
const SLUG: Fault = { key: "admin.fault.slug" };
const AMOUNT: Fault = { key: "admin.fault.amount" };
/** By the part of the zone. */
const ZONE_FAULTS: Readonly<Record<string, Fault>> = {
  id: SLUG,
  name: { key: "admin.fault.locationName", values: { max: ZONE_NAME_MAX } },
  position: { key: "admin.fault.priority", values: { max: POSITION_MAX } },
};
const PLACE_FAULTS: Readonly<Record<string, readonly [string, Fault]>> = {
  country: ["country", { key: "zones.fault.country" }],
  regions: ["regions", { key: "zones.fault.regions" }],
  postalPrefixes: ["prefixes", { key: "zones.fault.prefixes" }],
};
const METHOD_FAULTS: Readonly<Record<string, readonly [string, Fault]>> = {
  id: ["id", SLUG],
  amountMinor: ["amount", AMOUNT],
  parcelGramsMax: ["grams", { key: "admin.fault.units" }],
  steps: ["steps", { key: "zones.fault.steps" }],
  freeFromMinor: ["freeFrom", AMOUNT],
  daysMin: ["daysMin", DAYS],
  daysMax: ["daysMax", DAYS],
  locations: ["locations", { key: "pickup.fault.locations" }],
};

function faultAt(
  [part = "", at, ...rest]: string[],
  placesAt: readonly number[],
  methodsAt: readonly number[],
): readonly [string, Fault] {
  if (part === "places") {
    if (at === undefined) return [placeField(0, "country"), { key: "zones.fault.places" }];
    const [what, fault] = PLACE_FAULTS[rest[0] ?? ""] ?? ["country", FORM];
    return [placeField(placesAt[Number(at)] ?? 0, what), fault];
  }
  if (part !== "methods") return [part, ZONE_FAULTS[part] ?? FORM];
  if (at === undefined) return [methodField(methodsAt[0] ?? 0, "id"), { key: "zones.fault.twice" }];
  const row = methodsAt[Number(at)] ?? 0;
  const [first = "", second = ""] = rest;
  if (first === "names") return [methodField(row, `name.${second}`), FORM];
  const [what, fault] = METHOD_FAULTS[first === "fee" ? second : first] ?? ["id", FORM];
  return [methodField(row, what), fault];
}

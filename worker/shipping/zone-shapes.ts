/** What staff sends to make or change a zone, or what carriers ask of a product: each part has a limit. */
import { z } from "@hono/zod-openapi";
import { LOCATION_ID_LENGTH_MAX } from "../inventory/location.ts";
import { addressFormOf } from "../markets/address-forms.ts";
import { COUNTRIES } from "../markets/countries.ts";
import { LOCALES } from "../markets/markets.ts";
import { isLine, NOT_A_LINE } from "../markets/plain-text.ts";
import { findRegion } from "../markets/regions.ts";
import { currencyShape } from "../pricing/currency-shape.ts";
import { AMOUNT_MINOR_MAX, amountMaxOf, type Currency, isPayableMinor, payableStepOf } from "../pricing/money.ts";
import {
  DAYS_MAX,
  DUTIES,
  HAZARDS,
  METHOD_KINDS,
  METHOD_NAME_MAX,
  METHODS_MAX,
  PICKUPS_MAX,
  PLACES_MAX,
  PREFIX_LENGTH_MAX,
  PREFIXES_MAX,
  REGIONS_MAX,
  type ShippingMethod,
  STEPS_MAX,
  ZONE_ID,
  ZONE_ID_MAX,
  ZONE_NAME_MAX,
} from "./zone.ts";

export const GRAMS_MAX = 10_000_000;
export const POSITION_MAX = 10_000;
export const NOT_TO_MAX = 300;
const TARIFF_CODE = /^\d{6,10}$/;

/** Shoppers read it at the checkout, in mails and on invoices. */
const nameOf = (lengthMax: number) => z.string().trim().min(1).max(lengthMax).refine(isLine, NOT_A_LINE);
const amountMinor = z.int().min(0).max(AMOUNT_MINOR_MAX);
const id = z.string().max(ZONE_ID_MAX).regex(ZONE_ID, "lower-case letters and digits, single hyphens between");
const country = z
  .enum(COUNTRIES as [string, ...string[]])
  .openapi({ type: "string", description: "ISO 3166-1 alpha-2" });

const placeShape = z
  .strictObject({
    country,
    regions: z.array(z.string()).min(1).max(REGIONS_MAX).readonly().exactOptional(),
    postalPrefixes: z
      .array(z.string().trim().min(1).max(PREFIX_LENGTH_MAX))
      .min(1)
      .max(PREFIXES_MAX)
      .readonly()
      .exactOptional(),
  })
  .refine((place) => place.regions?.every((code) => findRegion(place.country, code)?.code === code) ?? true, {
    path: ["regions"],
    message: "codes of the country's regions, as addresses keep them",
  })
  .refine((place) => !place.postalPrefixes || addressFormOf(place.country)?.postalCode, {
    path: ["postalPrefixes"],
    message: "the country has no postal codes",
  });

const stepsShape = z
  .array(z.strictObject({ upTo: z.int().min(1).max(AMOUNT_MINOR_MAX).nullable(), amountMinor }))
  .min(1)
  .max(STEPS_MAX)
  .readonly()
  .refine(
    (steps) => steps.every(({ upTo }, at) => at === 0 || (upTo ?? Infinity) > (steps[at - 1]?.upTo ?? Infinity)),
    {
      message: "each step is above the one before; only the last may be without end",
    },
  );

const feeShape = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("flat"), amountMinor }),
  z.strictObject({ by: z.literal("weight"), steps: stepsShape }),
  z.strictObject({ by: z.literal("price"), steps: stepsShape }),
  z.strictObject({ by: z.literal("parcels"), amountMinor, parcelGramsMax: z.int().min(1).max(GRAMS_MAX) }),
]);

const days = z.int().min(0).max(DAYS_MAX);
const methodShape = z
  .strictObject({
    id,
    kind: z.enum(METHOD_KINDS),
    names: z.partialRecord(z.enum(LOCALES), nameOf(METHOD_NAME_MAX)),
    fee: feeShape,
    freeFromMinor: amountMinor.nullable(),
    daysMin: days,
    daysMax: days,
    refuses: z.array(z.enum(HAZARDS)).max(HAZARDS.length).readonly(),
    locations: z
      .array(z.string().min(1).max(LOCATION_ID_LENGTH_MAX))
      .min(1)
      .max(PICKUPS_MAX)
      .readonly()
      .refine((ids) => new Set(ids).size === ids.length, "no location twice")
      .exactOptional()
      .openapi({ description: "Of a pick-up, and of no other: the locations where it is collected" }),
  })
  .refine(({ kind, locations }) => (kind === "pickup") === (locations !== undefined), {
    path: ["locations"],
    message: "a pick-up names the locations where it is collected; no other method names any",
  })
  .refine(({ daysMin, daysMax }) => daysMin <= daysMax, { path: ["daysMax"], message: "no fewer than the least" });

const fields = {
  name: nameOf(ZONE_NAME_MAX),
  currency: currencyShape,
  places: z.array(placeShape).min(1).max(PLACES_MAX).readonly(),
  methods: z
    .array(methodShape)
    .max(METHODS_MAX)
    .readonly()
    .refine((methods) => new Set(methods.map((method) => method.id)).size === methods.length, "no id twice"),
  duties: z.enum(DUTIES).openapi({ description: "Who pays customs: `unpaid` the buyer (DAP), `paid` the store (DDP)" }),
  active: z.boolean(),
  position: z.int().min(0).max(POSITION_MAX),
};

type Amounts = { currency: Currency; methods: readonly Pick<ShippingMethod, "fee" | "freeFromMinor">[] };
/** Cards know no tenth of a fils: what is asked, and from where on nothing is, can be paid in the zone's currency. */
function checkPayable({ currency, methods }: Amounts, context: z.core.$RefinementCtx): void {
  const message = `a multiple of ${payableStepOf(currency)}: cards know no smaller amount of ${currency}`;
  const most = amountMaxOf(currency);
  const check = (minor: number | null, path: PropertyKey[]) => {
    if (minor !== null && minor > most)
      context.addIssue({ code: "custom", path, message: `no more than ${most}, in ${currency}`, input: minor });
    if (minor !== null && !isPayableMinor(minor, currency))
      context.addIssue({ code: "custom", path, message, input: minor });
  };
  for (const [at, { fee, freeFromMinor }] of methods.entries()) {
    check(freeFromMinor, ["methods", at, "freeFromMinor"]);
    if (fee.by === "flat" || fee.by === "parcels") check(fee.amountMinor, ["methods", at, "fee", "amountMinor"]);
    else
      for (const [row, step] of fee.steps.entries())
        check(step.amountMinor, ["methods", at, "fee", "steps", row, "amountMinor"]);
  }
}

/** The body of `POST /api/admin/shipping-zones`. */
export const newZoneShape = z.strictObject({ id, ...fields }).superRefine(checkPayable);
/** The body of `PUT /api/admin/shipping-zones/{id}`: the whole zone. */
export const zoneChangeShape = z
  .strictObject({
    version: z.int().min(1).openapi({ description: "The version that was read; another one by now is refused" }),
    ...fields,
  })
  .superRefine(checkPayable)
  .openapi("ShippingZoneChange");

export const zoneAnswer = z.object({ id: z.string(), version: z.int(), ...fields }).openapi("ShippingZone");

/** The body of `PUT /api/admin/products/{id}/shipping`. */
export const goodsShape = z
  .strictObject({
    version: z.int().min(0).openapi({ description: "0 where nothing was ever said of it" }),
    hazard: z.enum(HAZARDS).nullable(),
    notTo: z
      .array(z.string().regex(/^[A-Z]{2}(-.{1,40})?$/u))
      .max(NOT_TO_MAX)
      .readonly()
      .refine((places) => places.every(isPlace), "countries (AE) and regions (US-HI)"),
    tariffCode: z
      .string()
      .regex(TARIFF_CODE, "six to ten digits")
      .nullable()
      .openapi({ description: "Of the Harmonized System" }),
    originCountry: country.nullable(),
  })
  .openapi("ShippingGoods");

function isPlace(text: string): boolean {
  const [code, region] = [text.slice(0, 2), text.slice(3)];
  return COUNTRIES.includes(code) && (region === "" || findRegion(code, region)?.code === region);
}

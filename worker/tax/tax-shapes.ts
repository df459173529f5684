/** What staff send to say who sells, where the shop collects, and what a rate is. */
import { z } from "@hono/zod-openapi";
import { COUNTRIES } from "../markets/countries.ts";
import { TAX_CLASSES } from "./tax-class.ts";
import { isDay } from "./tax-date.ts";
import { RATE_BASE, TAX_KINDS } from "./tax-rate.ts";
import {
  FIRST_SETTINGS,
  LEGAL_TEXT_MAX,
  OSS_STATES,
  PREFIX_MAX,
  PROVIDER_SILENT,
  RETURN_DAYS_MAX,
  SELLER_TEXT_MAX,
  TAX_ID_MAX,
  TAX_IDS_MAX,
  VAT_UNCONFIRMED,
} from "./tax-settings.ts";

const PLAIN = /^[^\p{Cc}]*$/u;
const text = z.string().trim().max(SELLER_TEXT_MAX).regex(PLAIN, "holds a control character");
const country = z.string().refine((code) => COUNTRIES.includes(code), "is no country");
const region = z.string().regex(/^[A-Z0-9]{0,3}$/, "is no code of a region");
const unique = (list: readonly unknown[]) => new Set(list).size === list.length;
/** Days of rates; laws announce none so far ahead. */
const DAY_MIN = "1970-01-01";
const DAY_MAX = "2100-12-31";
export const dayShape = z
  .string()
  .refine((day) => isDay(day) && day >= DAY_MIN && day <= DAY_MAX, "is no day of the calendar");
export const RATE_SOURCE_MAX = 300;

const isZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};

const countries = z.array(country).max(COUNTRIES.length).refine(unique, "names a country twice");
/** Said since the first version. */
const said = {
  version: z.int().min(0).openapi({ description: "The version that was read; another one by now is refused" }),
  seller: z.strictObject({
    ...{ name: text, line1: text, line2: text, postalCode: text, city: text, region: text, country, email: text },
    timeZone: z.string().max(60).refine(isZone, "is no time zone"),
    legal: z.string().trim().max(LEGAL_TEXT_MAX),
  }),
  taxIds: z
    .record(country, z.string().trim().min(1).max(TAX_ID_MAX).regex(PLAIN))
    .refine((ids) => Object.keys(ids).length <= TAX_IDS_MAX, `are more than ${TAX_IDS_MAX}`),
  oss: z.enum(OSS_STATES).openapi({
    description:
      "Sales to consumers in other EU countries: `counted` bear the tax of home until the sum exceeds the EU's threshold, `registered` that of where they arrive, `below_threshold` that of home",
  }),
  collectsIn: countries.nullable(),
  usStates: z
    .array(z.string().regex(/^[A-Z]{2}$/, "is no state"))
    .max(60)
    .refine(unique, "names a state twice")
    .nullable(),
  invoicePrefix: z
    .string()
    .trim()
    .max(PREFIX_MAX)
    .regex(/^[A-Za-z0-9/-]*$/, "holds other signs than letters, digits, / and -"),
};
const vatUnconfirmed = z.enum(VAT_UNCONFIRMED);
const providerSilent = z.enum(PROVIDER_SILENT);
const returnDays = z.int().min(0).max(RETURN_DAYS_MAX);
const LEFT_OUT = "Left out, it stays as it is; at first it is";

/** Who sells, and where the shop collects: all that is kept. */
export const settingsShape = z
  .strictObject({ ...said, vatUnconfirmed, providerIn: countries, providerSilent, returnDays })
  .openapi("TaxSettings");
/** What came later may be left out, so that programs written before go on. */
export const settingsChangeShape = z
  .strictObject({
    ...said,
    vatUnconfirmed: vatUnconfirmed.exactOptional().openapi({
      description: `What follows for a VAT number of another member state while the EU's register does not answer. ${LEFT_OUT} \`${FIRST_SETTINGS.vatUnconfirmed}\``,
    }),
    providerIn: countries.exactOptional().openapi({
      description: `Countries whose tax Stripe Tax reckons, of those in which tax is charged. ${LEFT_OUT} none`,
    }),
    providerSilent: providerSilent.exactOptional().openapi({
      description: `What follows while Stripe Tax does not answer: the store's own rates decide, or nothing is sold. ${LEFT_OUT} \`${FIRST_SETTINGS.providerSilent}\``,
    }),
    returnDays: returnDays.exactOptional().openapi({
      description: `Days from arrival in which goods are taken back, beside what the law gives; 0: nothing beyond it. ${LEFT_OUT} ${FIRST_SETTINGS.returnDays}`,
    }),
  })
  .openapi("TaxSettingsChange");
export type SettingsChange = z.output<typeof settingsChangeShape>;

export const rateShape = z
  .strictObject({
    country,
    region: region.default("").openapi({ description: "Code of a state or province; empty: the whole country" }),
    kind: z.enum(TAX_KINDS),
    taxClass: z.enum(TAX_CLASSES),
    fromDate: dayShape.openapi({ description: "The first day it applies, where it applies: `YYYY-MM-DD`" }),
    // All of it would leave nothing to reckon the tax of where it is a part of its own base.
    per100k: z
      .int()
      .min(0)
      .max(RATE_BASE - 1)
      .openapi({ description: "Parts of 100,000: 6.875 % is 6,875" }),
    source: z.string().trim().min(1).max(RATE_SOURCE_MAX).openapi({ description: "The law or page that says so" }),
  })
  .openapi("TaxRate");
export const newRateShape = rateShape
  .extend({
    isNew: z
      .boolean()
      .default(false)
      .openapi({ description: "Whether the place is to levy a tax that it did not have" }),
  })
  .openapi("NewTaxRate");
export type NewRate = z.output<typeof newRateShape>;

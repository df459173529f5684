/** What staff sends to make or change a location: each part has a limit. */
import { z } from "@hono/zod-openapi";
import { PROMISE } from "../ledger/ledger.ts";
import { ADDRESS_FIELD_MAX } from "../markets/address.ts";
import { isTimeZone } from "../markets/check-market.ts";
import { COUNTRIES } from "../markets/countries.ts";
import { isLine, NOT_A_LINE } from "../markets/plain-text.ts";
import {
  CUT_OFF_MINUTES,
  CUT_OFF_MINUTES_MAX,
  HANDLING_DAYS_MAX,
  LOCATION_ID,
  LOCATION_ID_LENGTH_MAX,
  LOCATION_NAME_LENGTH_MAX,
  PRIORITY_MAX,
  TIME_ZONE_LENGTH_MAX,
} from "./location.ts";
import { DAY_MINUTES, READY_HOURS_MAX, WEEK_DAYS } from "./pickup.ts";

/** Half a surrogate pair would be stored as another character than was sent. */
export const wellFormed = (text: z.ZodString) => text.refine((value) => value.isWellFormed(), "no half characters");

export const locationIdShape = z
  .string()
  .max(LOCATION_ID_LENGTH_MAX)
  .regex(LOCATION_ID, "lower-case letters and digits, single hyphens between")
  .refine((id) => id !== PROMISE, "kept for units that are sold before they are here")
  .openapi({ example: "rotterdam" });
/** For asks that name a location there is or is not: any text that an id could be. */
export const locationNameShape = wellFormed(z.string().min(1).max(LOCATION_ID_LENGTH_MAX)).openapi({
  description: "A location's id; `main` where it is left out",
  example: "main",
});

/** Where it is collected stands in mails and on orders. */
const text = z.string().max(ADDRESS_FIELD_MAX).refine(isLine, NOT_A_LINE);
const dayMinutes = z.int().min(0).max(DAY_MINUTES);
const openHoursShape = z
  .strictObject({ fromMinutes: dayMinutes, toMinutes: dayMinutes })
  .refine(({ fromMinutes, toMinutes }) => fromMinutes < toMinutes, {
    path: ["toMinutes"],
    message: "later than it opens",
  });
const pickupShape = z
  .strictObject({
    open: z.boolean().openapi({ description: "What is bought may be collected there now" }),
    address: z
      .strictObject({
        ...{ name: text, line1: text, line2: text.default(""), city: text.default("") },
        ...{ district: text.exactOptional(), region: text.default(""), postalCode: text.default("") },
        phone: text.exactOptional(),
      })
      .openapi({ description: "In the location's country; `name` is what shoppers read" }),
    hours: z
      .array(openHoursShape.nullable())
      .length(WEEK_DAYS)
      .readonly()
      .refine((hours) => hours.some((day) => day !== null), "open on one day of the week at least")
      .openapi({ description: "Minutes after midnight, Sunday first; null is closed" }),
    readyHours: z
      .int()
      .min(0)
      .max(READY_HOURS_MAX)
      .openapi({ description: "Hours from the order, or the next opening, until it is ready" }),
  })
  .openapi("PickupPoint");

const fields = {
  name: z.string().trim().min(1).max(LOCATION_NAME_LENGTH_MAX).refine(isLine, NOT_A_LINE),
  country: z.enum(COUNTRIES as [string, ...string[]]).openapi({ type: "string", description: "ISO 3166-1 alpha-2" }),
  priority: z.int().min(0).max(PRIORITY_MAX).openapi({ description: "Of two as near, the lower one ships first" }),
  active: z.boolean().openapi({ description: "What lies at a closed one is counted, but not sold" }),
  timeZone: z
    .string()
    .max(TIME_ZONE_LENGTH_MAX)
    .refine(isTimeZone, "an IANA name")
    .nullable()
    .openapi({ description: "The clock of its cut-off; null is that of the market", example: "Europe/Amsterdam" }),
  cutOffMinutes: z
    .int()
    .min(0)
    .max(CUT_OFF_MINUTES_MAX)
    .openapi({ description: "Minutes after midnight until which an order is handled the same day" }),
  handlingDays: z.int().min(0).max(HANDLING_DAYS_MAX).openapi({ description: "Working days until a parcel is packed" }),
  pickup: pickupShape
    .nullable()
    .openapi({ description: "What shoppers are told of collecting there; null where nobody does" }),
};

/** The body of `POST /api/admin/locations`; the dashboard's form is held to it too. */
export const newLocationShape = z.strictObject({
  id: locationIdShape,
  ...fields,
  active: fields.active.default(true),
  timeZone: fields.timeZone.default(null),
  cutOffMinutes: fields.cutOffMinutes.default(CUT_OFF_MINUTES),
  handlingDays: fields.handlingDays.default(0),
  pickup: fields.pickup.default(null),
});
/** The body of `PATCH /api/admin/locations/{id}`. */
export const locationChangeShape = z
  .strictObject({
    version: z.int().min(0).openapi({ description: "The version that was read; another one by now is refused" }),
    name: fields.name.exactOptional(),
    country: fields.country.exactOptional(),
    priority: fields.priority.exactOptional(),
    active: fields.active.exactOptional(),
    timeZone: fields.timeZone.exactOptional(),
    cutOffMinutes: fields.cutOffMinutes.exactOptional(),
    handlingDays: fields.handlingDays.exactOptional(),
    pickup: fields.pickup.exactOptional(),
  })
  .openapi("LocationChange");

export const locationAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    country: z.string(),
    priority: z.int(),
    active: z.boolean(),
    timeZone: z.string().nullable(),
    cutOffMinutes: z.int(),
    handlingDays: z.int(),
    pickup: pickupShape.nullable(),
    version: z.int().openapi({ description: "0 of `main` where it was never saved" }),
  })
  .openapi("Location");

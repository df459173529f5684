/** Orders as OpenAPI describes them. */
import { z } from "@hono/zod-openapi";
import { promiseAnswer, soldVariantAnswer } from "../catalog/product-answer.ts";
import { currencyShape } from "../pricing/currency-shape.ts";
import { CUSTOMS_HINTS } from "../shipping/customs.ts";
import { TREATMENTS } from "../tax/place-of-supply.ts";
import { TAX_SOURCES, VAT_CHECKS } from "../tax/tax-answer.ts";
import { RATE_BASE, TAX_KINDS } from "../tax/tax-rate.ts";
import { NUMBER_COUNTRIES } from "../tax/vat/business-number.ts";
import { ORDER_MOVES, type OrderState } from "./order.ts";

/** Takes order numbers and the ids that clients make up. */
export const ID = /^[\w:.-]{1,64}$/;
export const ORDER_STATES = Object.keys(ORDER_MOVES) as [OrderState, ...OrderState[]];

const minor = z.int();
const atMs = z.int().openapi({ description: "Milliseconds since 1970" });
const currency = currencyShape;
const quantity = z.int().min(1);
/** Seen by staff only. */
const byId = z.string().nullable().optional();

export const totalsShape = z
  .object({
    currency,
    subtotalMinor: minor,
    discountMinor: minor,
    shippingMinor: minor,
    taxMinor: minor,
    taxIncluded: z.boolean(),
    totalMinor: minor,
  })
  .openapi("Totals");

export const addressShape = z.object({
  name: z.string(),
  line1: z.string(),
  line2: z.string(),
  district: z.string().optional(),
  city: z.string(),
  region: z.string(),
  postalCode: z.string(),
  country: z.string(),
  phone: z.string().optional().openapi({ description: "In E.164" }),
});

const openHours = z.object({ fromMinutes: z.int(), toMinutes: z.int() });
export const pickupPlaceShape = z
  .object({
    location: z.string(),
    address: addressShape,
    hours: z
      .array(openHours.nullable())
      .readonly()
      .openapi({ description: "Minutes after midnight, Sunday first; null is closed" }),
    readyFrom: z.string().openapi({
      description: "By the clock there, as the buyer was told",
      example: "2026-11-24T15:15",
    }),
  })
  .openapi("PickupPlace");

const per100k = z.int().openapi({ description: `Parts of ${RATE_BASE}: 6.875 % is 6,875` });
const levier = z.string().exactOptional().openapi({ description: "Who levies it, where several levy the same tax" });
const taxParts = z.array(z.object({ kind: z.enum(TAX_KINDS), per100k, amountMinor: minor, at: levier })).readonly();
const orderTaxShape = z
  .object({
    treatment: z.enum(TREATMENTS).openapi({ description: "Why this tax is charged, or none" }),
    source: z.enum(TAX_SOURCES),
    country: z.string().openapi({ description: "Whose tax it is; empty where none is charged" }),
    region: z.string(),
    day: z.string().openapi({ description: "Whose rates they are: the day of the order in its market" }),
    groups: z
      .array(z.object({ kind: z.enum(TAX_KINDS), per100k, netMinor: minor, taxMinor: minor, at: levier }))
      .readonly(),
    shipping: z.array(z.object({ amountMinor: minor, parts: taxParts })).readonly(),
    buyer: z
      .object({
        company: z.string(),
        vatNumber: z.string(),
        check: z.enum(VAT_CHECKS),
        checkedAtMs: z.int().optional(),
        consultation: z.string().optional(),
        numberOf: z.enum(NUMBER_COUNTRIES).optional().openapi({ description: "Whose number, where it is none of VAT" }),
      })
      .optional(),
    calculation: z.string().optional().openapi({ description: "Its number at the provider that reckoned it" }),
    unanswered: z
      .literal(true)
      .optional()
      .openapi({ description: "The provider did not answer: the store's own rates decided" }),
    certificate: z.string().optional().openapi({ description: "By which the buyer was exempt" }),
    union: z
      .object({
        home: z.string(),
        eurMinor: minor.nullable().openapi({ description: "In cents, without tax; null where no rate was known" }),
        rate: z.string().exactOptional(),
        rateDate: z.string().exactOptional(),
      })
      .optional()
      .openapi({ description: "There where it counts against the EU's threshold for sales to other member states" }),
  })
  .openapi("OrderTax");

const lineShape = soldVariantAnswer.extend({
  quantity,
  totalMinor: minor,
  taxMinor: minor,
  taxes: taxParts.optional().openapi({ description: "Each tax on it; they sum to `taxMinor`" }),
  fulfilledQuantity: z.int(),
  restockedQuantity: z.int(),
  promise: promiseAnswer.optional(),
  digital: z.boolean().optional().openapi({ description: "Downloaded, not shipped: see the order's downloads" }),
  leftQuantity: z.int().openapi({ description: "Units still to be shipped" }),
});
const unitsShape = z.array(z.object({ sku: z.string(), quantity })).readonly();
const refundShape = z.object({
  id: z.string(),
  amountMinor: minor,
  currency,
  reason: z.string(),
  restock: z.array(z.object({ sku: z.string(), quantity, location: z.string().exactOptional() })).readonly(),
  restocked: z.boolean().openapi({ description: "The units of `restock` are on the shelf, also if it failed later" }),
  state: z.enum(["pending", "succeeded", "failed"]),
  byId,
  createdAtMs: atMs,
  settledAtMs: atMs.nullable(),
});
const fulfilmentShape = z.object({
  id: z.string(),
  carrier: z.string(),
  trackingNumber: z.string(),
  lines: unitsShape,
  byId,
  createdAtMs: atMs,
});
const eventShape = z.object({
  number: z.int(),
  kind: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  byId,
  atMs,
});
const paymentShape = z.object({ id: z.string(), amountMinor: minor, currency, capturedAtMs: atMs });

export const orderShape = z
  .object({
    id: z.string(),
    email: z.string(),
    market: z.string(),
    state: z.enum(ORDER_STATES),
    version: z.int(),
    paymentState: z.enum(["paid", "partly_refunded", "refunded"]),
    totals: totalsShape,
    capturedMinor: minor,
    refundedMinor: minor,
    refundAskedMinor: minor,
    refundableMinor: minor,
    shippingAddress: addressShape,
    tax: orderTaxShape.nullable().openapi({ description: "Null of orders from before it was kept" }),
    shipping: z.object({
      id: z.string(),
      name: z.string(),
      amountMinor: minor,
      daysMin: z.int(),
      daysMax: z.int(),
      duties: z.literal("paid").optional().openapi({ description: "The store pays what customs ask" }),
      estimate: z
        .object({ fromDateIso: z.string(), toDateIso: z.string() })
        .optional()
        .openapi({ description: "The days on which it was to arrive, as the buyer was told" }),
      pickup: pickupPlaceShape.optional().openapi({ description: "Where it is collected; left out of what is sent" }),
      customs: z.enum(CUSTOMS_HINTS).optional().openapi({
        description: "What may be asked for on arrival, as the buyer was told; left out within the customs union",
      }),
    }),
    placedAtMs: atMs,
    lines: z.array(lineShape).readonly(),
    refunds: z.array(refundShape).readonly(),
    fulfilments: z.array(fulfilmentShape).readonly(),
    events: z.array(eventShape).readonly(),
    allocation: z
      .array(z.object({ sku: z.string(), location: z.string(), quantity }))
      .readonly()
      .optional()
      .openapi({
        description: "For staff: which units ship from which location, bundles taken apart; `promise` is not here yet",
      }),
    checkoutId: z.string().optional().openapi({ description: "For staff" }),
    customerId: z.string().nullable().optional().openapi({ description: "For staff" }),
    payments: z.array(paymentShape).readonly().optional().openapi({ description: "For staff" }),
  })
  .openapi("Order");

export const orderRowShape = z.object({
  id: z.string(),
  email: z.string(),
  market: z.string(),
  state: z.enum(ORDER_STATES),
  totalMinor: minor,
  currency,
  placedAtMs: atMs,
  isShipped: z.boolean().openapi({ description: "False of an order of downloads alone" }),
  isCollected: z.boolean().openapi({ description: "At a pick-up point" }),
});

/** What staff send of a market, over HTTP or from the dashboard's form; what it may say is decided by check-market.ts. */
import { z } from "@hono/zod-openapi";
import { COUNTRIES_MAX, LINKED_ID_MAX, PAYMENT_METHODS_MAX } from "./check-market.ts";
import { marketIdShape } from "./market-id-shape.ts";
import { MARKET_STATES, TAX_DISPLAYS } from "./markets.ts";

const NAME_MAX = 64;
const HOST_MAX = 253;
const name = z.string().trim().max(NAME_MAX);
const link = z.string().trim().min(1).max(LINKED_ID_MAX).nullable();

const fields = {
  version: z.int().min(0).openapi({ description: "The version that was read; 0 makes a new one" }),
  locale: name.openapi({ description: "One that the store has words for", example: "fr-CA" }),
  countries: z
    .array(name)
    .max(COUNTRIES_MAX)
    .openapi({ description: "ISO 3166-1 alpha-2; the first is where a visitor is taken to be" }),
  currency: name.openapi({ description: "ISO 4217", example: "CAD" }),
  priceListId: link.openapi({ description: "Null: the list of its currency" }),
  taxDisplay: z.enum(TAX_DISPLAYS),
  shippingZoneId: link.openapi({ description: "Null: the tariff of each country" }),
  paymentMethods: z
    .array(name)
    .max(PAYMENT_METHODS_MAX)
    .nullable()
    .openapi({ description: "Types as Stripe names them, in the market's currency; none, or null: it chooses" }),
  timeZone: name.openapi({ example: "America/Toronto" }),
  domain: z
    .string()
    .trim()
    .min(1)
    .max(HOST_MAX)
    .nullable()
    .openapi({ description: "A host name of its own, set up to lead to the store: its pages are there" }),
  state: z.enum(MARKET_STATES),
  position: z.int().min(0).openapi({ description: "The lower comes first; the first that is open is the default" }),
};
/** The body of `PUT /api/admin/markets/{id}`; the dashboard's form is held to it too. */
export const marketBody = z.strictObject(fields).openapi("MarketChange");
export const marketAnswer = z.object({ id: marketIdShape, ...fields }).openapi("Market");

/** The markets a new store begins with, as the migrations of `CATALOG` write them; from then on they are the staff's. */
import { type MarketFacts, type Markets, marketsOf } from "./markets.ts";

type Shipped = Pick<MarketFacts, "id" | "locale" | "countries" | "currency" | "taxDisplay" | "timeZone">;

const SHIPPED: readonly Shipped[] = [
  {
    id: "en-us",
    locale: "en-US",
    countries: ["US"],
    currency: "USD",
    taxDisplay: "exclusive",
    timeZone: "America/New_York",
  },
  {
    id: "en-gb",
    locale: "en-GB",
    countries: ["GB"],
    currency: "GBP",
    taxDisplay: "inclusive",
    timeZone: "Europe/London",
  },
  {
    id: "de-de",
    locale: "de-DE",
    countries: ["DE", "AT"],
    currency: "EUR",
    taxDisplay: "inclusive",
    timeZone: "Europe/Berlin",
  },
  {
    id: "ja-jp",
    locale: "ja-JP",
    countries: ["JP"],
    currency: "JPY",
    taxDisplay: "inclusive",
    timeZone: "Asia/Tokyo",
  },
  { id: "ar-ae", locale: "ar-AE", countries: ["AE"], currency: "AED", taxDisplay: "inclusive", timeZone: "Asia/Dubai" },
];

/** Room to put others between. */
const POSITION_STEP = 10;

export const SHIPPED_MARKETS: Markets = marketsOf(
  SHIPPED.map((shipped, index) => ({
    ...shipped,
    priceListId: null,
    shippingZoneId: null,
    paymentMethods: null,
    domain: null,
    state: "open",
    position: (index + 1) * POSITION_STEP,
    version: 1,
  })),
);

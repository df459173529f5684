/** The markets a new store has, for tests of rules; a test in the runtime reads them as the store does. */
import type { MarketFacts } from "../../worker/markets/markets.ts";
import { SHIPPED_MARKETS } from "../../worker/markets/shipped-markets.ts";

export const MARKETS = SHIPPED_MARKETS.list;
export const marketOf = SHIPPED_MARKETS.find;

/** What is kept of one: like the American, but for what is said. */
export const marketFacts = (over: Partial<MarketFacts> = {}): MarketFacts => ({
  id: "en-us",
  locale: "en-US",
  countries: ["US"],
  currency: "USD",
  priceListId: null,
  taxDisplay: "exclusive",
  shippingZoneId: null,
  paymentMethods: null,
  timeZone: "America/New_York",
  domain: null,
  state: "open",
  position: 10,
  version: 1,
  ...over,
});

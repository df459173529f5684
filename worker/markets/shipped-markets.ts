/** The markets a new store begins with, as the migrations of `CATALOG` write them; from then on they are the staff's. */
import { type MarketFacts, type Markets, marketsOf } from "./markets.ts";

type Shipped = readonly [
  locale: MarketFacts["locale"],
  countries: MarketFacts["countries"],
  currency: MarketFacts["currency"],
  taxDisplay: MarketFacts["taxDisplay"],
  timeZone: string,
];

/** Each one's path is its locale in lower case. */
const SHIPPED: readonly Shipped[] = [
  ["en-US", ["US"], "USD", "exclusive", "America/New_York"],
  ["en-GB", ["GB"], "GBP", "inclusive", "Europe/London"],
  ["en-CA", ["CA"], "CAD", "exclusive", "America/Toronto"],
  ["fr-CA", ["CA"], "CAD", "exclusive", "America/Toronto"],
  ["de-DE", ["DE", "AT"], "EUR", "inclusive", "Europe/Berlin"],
  ["fr-FR", ["FR"], "EUR", "inclusive", "Europe/Paris"],
  ["es-ES", ["ES"], "EUR", "inclusive", "Europe/Madrid"],
  ["it-IT", ["IT"], "EUR", "inclusive", "Europe/Rome"],
  ["pl-PL", ["PL"], "PLN", "inclusive", "Europe/Warsaw"],
  ["ja-JP", ["JP"], "JPY", "inclusive", "Asia/Tokyo"],
  ["ko-KR", ["KR"], "KRW", "inclusive", "Asia/Seoul"],
  ["ar-AE", ["AE"], "AED", "inclusive", "Asia/Dubai"],
  ["pt-BR", ["BR"], "BRL", "inclusive", "America/Sao_Paulo"],
  ["hi-IN", ["IN"], "INR", "inclusive", "Asia/Kolkata"],
];

/** Room to put others between. */
const POSITION_STEP = 10;

export const SHIPPED_MARKETS: Markets = marketsOf(
  SHIPPED.map(([locale, countries, currency, taxDisplay, timeZone], index) => ({
    id: locale.toLowerCase(),
    ...{ locale, countries, currency, taxDisplay, timeZone },
    priceListId: null,
    shippingZoneId: null,
    paymentMethods: null,
    domain: null,
    state: "open",
    position: (index + 1) * POSITION_STEP,
    version: 1,
  })),
);

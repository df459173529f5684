import { describe, expect, test } from "vitest";
import { checkMarket, type MarketAsk, PATHS_RESERVED, type SoldBy } from "../../worker/markets/check-market.ts";
import { marketBody } from "../../worker/markets/market-shapes.ts";
import { type MarketFacts, marketsOf } from "../../worker/markets/markets.ts";
import { SHIPPED_ZONES } from "../../worker/shipping/shipped-zones.ts";
import { marketFacts } from "../support/markets.ts";

const germany = marketFacts({ id: "de-de", locale: "de-DE", countries: ["DE"], currency: "EUR", position: 20 });
const markets = marketsOf([marketFacts(), germany, marketFacts({ id: "old", state: "closed", position: 30 })]);
const ask = (over: Partial<MarketAsk> = {}, of: MarketFacts = germany): MarketAsk => ({
  ...of,
  paymentMethods: [],
  ...over,
});
const newMarket = (over: Partial<MarketAsk> = {}) => ask({ id: "de-at", version: 0, ...over });

const lists: SoldBy["lists"] = [
  { id: "EUR", currency: "EUR" },
  { id: "GBP", currency: "GBP" },
  { id: "KWD", currency: "KWD" },
  { id: "CHF", currency: "EUR" },
  { id: "PARTNERS", currency: "EUR" },
  { id: "USD", currency: "USD" },
];
const SOLD_BY: SoldBy = { lists, zones: SHIPPED_ZONES, host: "store.example" };
/** The rules it breaks, each behind its place. */
const faults = (asked: MarketAsk): string[] => {
  const checked = checkMarket(markets, asked, SOLD_BY);
  if (checked.ok) return [];
  return checked.problem.code === "market.invalid"
    ? checked.problem.at.map(({ path, rule }) => `${path} ${rule}`)
    : [checked.problem.code];
};

const withoutId = ({ id: _id, ...body }: MarketAsk) => body;

describe("a market", () => {
  test("is taken as it was asked for, one version on", () => {
    expect(
      checkMarket(markets, ask({ timeZone: "Europe/Vienna", paymentMethods: ["card", "sepa_debit"] }), SOLD_BY),
    ).toEqual({
      ok: true,
      value: { ...germany, timeZone: "Europe/Vienna", paymentMethods: ["card", "sepa_debit"], version: 2 },
    });
    expect(faults(newMarket({ state: "draft" }))).toEqual([]);
    const asTold = marketBody.safeParse({ ...withoutId(ask()), paymentMethods: null });
    expect(asTold.success, "as it is told").toBe(true);
    expect(checkMarket(markets, ask({ paymentMethods: null }), SOLD_BY)).toMatchObject({
      value: { paymentMethods: null },
    });
  });

  test.each<[string, Partial<MarketAsk>]>([
    ["locale locale_unknown", { locale: "xx-XX" }],
    ["currency currency_unknown", { currency: "XXX" }],
    ["currency currency_fixed", { currency: "GBP" }],
    ["timeZone time_zone_unknown", { timeZone: "Europe/Nowhere" }],
    ["timeZone time_zone_unknown", { timeZone: "+02:00" }],
    ["countries countries_missing", { countries: [] }],
    ["countries.1 country_unknown", { countries: ["DE", "ZZ"] }],
    ["countries.1 country_twice", { countries: ["DE", "DE"] }],
    ["countries.0 country_not_served", { countries: ["AQ"] }],
    ["domain domain_invalid", { domain: "https://shop.example" }],
    ["domain domain_invalid", { domain: "203.0.113.7" }],
    ["domain domain_invalid", { domain: "[2001:db8::1]" }],
    ["domain domain_invalid", { domain: "localhost" }],
    ["domain domain_invalid", { domain: "shop.example:8443" }],
    ["domain domain_local", { domain: "shop.localhost" }],
    ["domain domain_local", { domain: "printer.local" }],
    ["domain domain_of_store", { domain: "store.example" }],
    ["priceListId price_list_invalid", { priceListId: "a b" }],
    ["priceListId price_list_unknown", { priceListId: "NOWHERE" }],
    ["priceListId price_list_of_other_currency", { priceListId: "USD" }],
    ["shippingZoneId shipping_zone_invalid", { shippingZoneId: "é" }],
    ["shippingZoneId shipping_zone_unknown", { shippingZoneId: "nowhere" }],
    ["shippingZoneId shipping_zone_of_other_currency", { shippingZoneId: "us" }],
    ["paymentMethods payment_method_invalid", { paymentMethods: ["card", "card"] }],
    ["paymentMethods payment_method_invalid", { paymentMethods: ["card", "barter"] }],
    ["paymentMethods payment_method_of_other_currency", { paymentMethods: ["card", "blik"] }],
    ["position position_invalid", { position: -1 }],
    ["state was_open", { state: "draft" }],
  ])("is refused by name: %s", (fault, over) => {
    expect(faults(ask(over))).toEqual([fault]);
  });

  test("sells by a list of its currency, and in no currency that nobody can pay in", () => {
    expect(faults(ask({ priceListId: "PARTNERS" }))).toEqual([]);
    expect(faults(newMarket({ currency: "KWD" }))).toEqual([]);
    expect(faults(newMarket({ currency: "CLF" }))).toEqual([
      "currency currency_not_paid",
      "priceListId price_list_missing",
    ]);
  });

  test("that names no list needs the one of its currency's code, in that currency", () => {
    expect(faults(newMarket({ currency: "JPY" }))).toEqual(["priceListId price_list_missing"]);
    expect(faults(newMarket({ currency: "CHF" }))).toEqual(["priceListId price_list_of_other_currency"]);
  });

  test("is closed even where its list was never right, and not opened again on it", () => {
    const swiss = marketFacts({ id: "de-ch", currency: "CHF", priceListId: "EUR", position: 40 });
    const ends = (["closed", "open"] as const).map(
      (state) => checkMarket(marketsOf([marketFacts(), swiss]), ask({ state }, swiss), SOLD_BY).ok,
    );
    expect(ends).toEqual([true, false]);
  });

  test("has an address that is free, and nobody else's", () => {
    expect(faults(newMarket({ id: "DE" }))).toEqual(["id path_invalid"]);
    expect(faults(newMarket({ id: "../x" }))).toEqual(["id path_invalid"]);
    expect(faults(newMarket({ id: "old" })), "closed ones keep theirs").toEqual(["id path_taken"]);
    for (const id of PATHS_RESERVED) expect(faults(newMarket({ id })), id).toEqual(["id path_reserved"]);
  });

  test("tells of every fault at once", () => {
    expect(faults(newMarket({ id: "api", locale: "", countries: ["DE", "de"], timeZone: "" }))).toEqual([
      "id path_reserved",
      "locale locale_unknown",
      "countries.1 country_unknown",
      "timeZone time_zone_unknown",
    ]);
  });

  test("that stands for all others stays open", () => {
    expect(faults(ask({ state: "closed" }, marketFacts()))).toEqual(["state default_stays_open"]);
    expect(faults(ask({ state: "closed" }))).toEqual([]);
  });

  test("that nobody made cannot be changed", () => {
    expect(faults(ask({ id: "fr-xx", version: 3 }))).toEqual(["market.unknown"]);
  });
});

/** The dashboard's form of a market: what it shows is what it sends, and what is wrong is told at its field. */
import { describe, expect, test } from "vitest";
import {
  draftMarket,
  faultsOfMarket,
  faultsOfShape,
  marketFieldName,
  marketFields,
  methodField,
} from "../../site/forms/market-fields.ts";
import { sampleAddress } from "../../site/forms/sample-address.ts";
import { messagesOf, wordsOf } from "../../site/messages.ts";
import { addressLinesOf } from "../../worker/markets/address-lines.ts";
import { COUNTRIES_MAX, checkMarket, type MarketAsk, type SoldBy } from "../../worker/markets/check-market.ts";
import { marketBody } from "../../worker/markets/market-shapes.ts";
import { LOCALES, type MarketFacts, type Markets } from "../../worker/markets/markets.ts";
import { SHIPPED_MARKETS } from "../../worker/markets/shipped-markets.ts";
import { CURRENCIES } from "../../worker/pricing/money.ts";
import { SHIPPED_ZONES } from "../../worker/shipping/shipped-zones.ts";

const SOLD_BY: SoldBy = { lists: CURRENCIES.map((id) => ({ id, currency: id })), zones: SHIPPED_ZONES, host: "" };
const sentOf = (market: MarketFacts | null, over: Record<string, string> = {}, markets: Markets = SHIPPED_MARKETS) => {
  const fields: Record<string, string> = { ...marketFields(market, markets), ...over };
  return (name: string) => fields[name] ?? "";
};
const AUSTRIA = { id: "de-at", locale: "de-DE", countries: "AT", currency: "EUR", timeZone: "Europe/Vienna" };

/** What is told of it: the fields with their messages, or nothing. */
function faultsOf(market: MarketFacts | null, over: Record<string, string>): Record<string, string> {
  const sent = sentOf(market, over);
  const shaped = marketBody.safeParse(draftMarket(sent));
  const faults = shaped.success
    ? refusedAt({ id: market?.id ?? sent("id"), ...shaped.data }, sent)
    : faultsOfShape(shaped.error.issues.map(({ path }) => path));
  return Object.fromEntries(Object.entries(faults).map(([field, { key }]) => [field, key]));
}
function refusedAt(ask: MarketAsk, sent: (name: string) => string) {
  const checked = checkMarket(SHIPPED_MARKETS, ask, SOLD_BY);
  return checked.ok || checked.problem.code !== "market.invalid" ? {} : faultsOfMarket(checked.problem.at, sent);
}

describe("the form of a market", () => {
  test.each(SHIPPED_MARKETS.all.map((market) => [market.id, market] as const))(
    "sends %s as it shows it",
    (_id, market) => {
      const {
        id,
        language: _language,
        direction: _direction,
        ...facts
      } = {
        ...market,
        ...{ paymentMethods: ["card"], domain: "shop.example", shippingZoneId: "de", priceListId: "EUR" },
      };
      expect(draftMarket(sentOf({ id, ...facts } as unknown as MarketFacts))).toEqual(facts);
      expect(faultsOf(market, {})).toEqual({});
    },
  );

  test("of a new one is a draft after all there are, and needs a path, a country and a clock", () => {
    expect(draftMarket(sentOf(null))).toMatchObject({ version: 0, state: "draft", position: 150, paymentMethods: [] });
    expect(faultsOf(null, {})).toEqual({
      id: "markets.fault.path_invalid",
      countries: "markets.fault.countries_missing",
      timeZone: "markets.fault.time_zone_unknown",
    });
    expect(faultsOf(null, AUSTRIA)).toEqual({});
  });

  test("tells its faults in the order its fields stand in", () => {
    const faults = faultsOf(null, { ...AUSTRIA, position: "-1", timeZone: "", id: "admin" });
    expect(Object.keys(faults)).toEqual(["position"]);
    expect(Object.keys(faultsOf(null, { ...AUSTRIA, domain: "a b", timeZone: "", id: "admin" }))).toEqual([
      ...["id", "domain", "timeZone"],
    ]);
  });

  test("takes countries however they are parted, and says which is none", () => {
    expect(draftMarket(sentOf(null, { countries: " at; DE\nli " }))).toMatchObject({ countries: ["AT", "DE", "LI"] });
    const sent = sentOf(null, { ...AUSTRIA, countries: "AT, QX" });
    const faults = refusedAt({ id: "de-at", ...marketBody.parse(draftMarket(sent)) }, sent);
    expect(faults).toEqual({ countries: { key: "markets.fault.country_unknown", values: { country: "QX" } } });
    const many = Array.from({ length: COUNTRIES_MAX + 50 }, () => "AT").join(",");
    expect(Object.keys(faultsOf(null, { ...AUSTRIA, countries: many }))).toEqual(["countries"]);
  });

  test("that is not the one that was shown is refused, and nothing of it is believed", () => {
    expect(faultsOf(null, { ...AUSTRIA, state: "gone", taxDisplay: "" })).toMatchObject({
      state: "admin.fault.form",
      taxDisplay: "admin.fault.form",
    });
    expect(faultsOf(null, { ...AUSTRIA, [methodField("barter")]: "on", [methodField("blik")]: "on" })).toEqual({
      paymentMethods: "markets.fault.payment_method_of_other_currency",
    });
  });

  test("has a name for every field, in every language", () => {
    for (const field of [...Object.keys(marketFields(null, SHIPPED_MARKETS)), "paymentMethods"])
      for (const locale of LOCALES)
        expect(wordsOf(locale, marketFieldName(field)), `${locale} ${field}`).not.toBeNull();
  });
});

test("the address that a market is shown with is put together as its country writes one", () => {
  const shown = (id: string) => {
    const market = SHIPPED_MARKETS.known(id);
    if (!market) throw new Error(`There is no market ${id}`);
    return addressLinesOf(
      sampleAddress(messagesOf(market.locale), market.countries[0], market.language),
      market.locale,
    );
  };
  expect(shown("de-de").at(-1)).toBe("Deutschland");
  expect(shown("de-de").join("|")).toMatch(/\|\d{5} \p{L}+\|/u);
  expect(shown("ja-jp")[0]).toMatch(/^〒\d{3}-\d{4}$/);
  for (const { id } of SHIPPED_MARKETS.all) expect(shown(id).length, id).toBeGreaterThanOrEqual(3);
});

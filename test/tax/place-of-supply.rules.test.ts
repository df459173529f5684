import { describe, expect, test } from "vitest";
import type { Market } from "../../worker/markets/markets.ts";
import { withAdded } from "../../worker/tax/added-rate.ts";
import { CONSUMER, supplyOf, type TaxBuyer } from "../../worker/tax/place-of-supply.ts";
import { SHIPPED_RATES } from "../../worker/tax/shipped-rates.ts";
import type { TaxPlace } from "../../worker/tax/tax-place.ts";
import type { TaxSettings } from "../../worker/tax/tax-settings.ts";
import { marketOf } from "../support/markets.ts";
import { marketLike, quoteFor, shippedFacts, soldFrom } from "../support/quote-for.ts";

function told(
  to: Partial<TaxPlace> & { country: string },
  over: Partial<TaxSettings> = {},
  buyer: TaxBuyer = CONSUMER,
) {
  const { settings, table } = shippedFacts(over);
  const { treatment, place } = supplyOf({ settings, table, day: "2026-10-01" }, { region: "", ...to }, buyer);
  return place ? `${treatment} ${place.country}${place.region && `-${place.region}`}` : treatment;
}
const business = (vatCountry: string): TaxBuyer => ({ vatCountry, exemptions: [] });
const held = (country: string, region = "") => ({
  ...{ country, region, certificate: `${country}-1`, validFrom: "2026-01-01", validUntil: "2026-12-31" },
});
const EXEMPT: TaxBuyer = { vatCountry: null, exemptions: [held("US"), held("DE")] };

describe("what is collected is taxed where it lies", () => {
  const collected = (
    to: Partial<TaxPlace> & { country: string },
    over: Partial<TaxSettings> = {},
    buyer = CONSUMER,
  ) => {
    const terms = { ...shippedFacts(over), day: "2026-10-01", collected: true };
    const { treatment, place } = supplyOf(terms, { region: "", ...to }, buyer);
    return place ? `${treatment} ${place.country}${place.region && `-${place.region}`}` : treatment;
  };

  test("at its rate, whatever is said of what is sent there", () => {
    expect(collected({ country: "DE" })).toBe("domestic DE");
    expect(collected({ country: "AT" }), "no one-stop shop").toBe("destination AT");
    expect(collected({ country: "AT" }, { oss: "below_threshold" }), "no threshold").toBe("destination AT");
    expect(collected({ country: "AT" }, { collectsIn: [] })).toBe("destination AT");
    expect(collected({ country: "US", region: "CA" }, soldFrom("US", "CA"))).toBe("domestic US-CA");
    expect(collected({ country: "CA", region: "ON" })).toBe("destination CA-ON");
  });

  test("also by a business of another member state, which is sent nothing", () => {
    expect(told({ country: "AT" }, {}, business("AT"))).toBe("reverse_charge");
    expect(collected({ country: "AT" }, {}, business("AT"))).toBe("destination AT");
    expect(collected({ country: "DE" }, {}, business("FR"))).toBe("domestic DE");
  });

  test("by nobody with a certificate of the place", () => {
    expect(collected({ country: "DE" }, {}, EXEMPT)).toBe("exempt");
  });

  test("is no export where nothing is charged", () => {
    expect(collected({ country: "GB" }, { collectsIn: ["CH"] })).toBe("not_collected");
    expect(collected({ country: "NZ" })).toBe("not_collected");
    expect(collected({ country: "ES", postalCode: "35001" })).toBe("not_collected");
    expect(collected({ country: "US", region: "CA" }, { usStates: ["NY"] })).toBe("not_collected");
  });
});

describe("a sale to a consumer is taxed", () => {
  test("at home where it stays, and where it arrives in the Union under the one-stop shop", () => {
    expect(told({ country: "DE" })).toBe("domestic DE");
    expect(told({ country: "AT" })).toBe("oss AT");
    expect(told({ country: "IE" })).toBe("oss IE");
  });

  test("at home's rate below the Union's threshold", () => {
    expect(told({ country: "AT" }, { oss: "below_threshold" })).toBe("home_rate DE");
    expect(told({ country: "DE" }, { oss: "below_threshold" })).toBe("domestic DE");
  });

  test("by what is counted where staff leave it to the store: home's rate until the threshold is passed", () => {
    const { settings, table } = shippedFacts({ oss: "counted" });
    const terms = { settings, table, day: "2026-10-01" };
    const to = { country: "AT", region: "" };
    expect(supplyOf(terms, to, CONSUMER)).toMatchObject({ treatment: "home_rate", place: { country: "DE" } });
    const past = { ...terms, isPastThreshold: true };
    expect(supplyOf(past, to, CONSUMER)).toMatchObject({ treatment: "oss", place: { country: "AT" } });
    const fixed = { ...past, settings: { ...settings, oss: "below_threshold" as const } };
    expect(supplyOf(fixed, to, CONSUMER).treatment, "what staff fixed stays").toBe("home_rate");
  });

  test("where it arrives outside the Union if the shop collects there, else it is an export", () => {
    expect(told({ country: "GB" })).toBe("destination GB");
    expect(told({ country: "GB" }, { collectsIn: ["CH"] })).toBe("export");
    expect(told({ country: "CH" }, { collectsIn: ["CH"] })).toBe("destination CH");
    expect(told({ country: "NZ" })).toBe("export");
    expect(told({ country: "AT" }, { collectsIn: [] }), "the Union is another matter").toBe("oss AT");
  });

  test("in those states of the US in which the shop collects", () => {
    expect(told({ country: "US", region: "CA" })).toBe("destination US-CA");
    expect(told({ country: "US", region: "CA" }, { usStates: ["NY"] })).toBe("not_collected");
    expect(told({ country: "US", region: "NY" }, { usStates: ["NY"], ...soldFrom("US", "NY") })).toBe("domestic US-NY");
  });

  test("by a shop outside the Union too", () => {
    expect(told({ country: "DE" }, soldFrom("US", "CA"))).toBe("destination DE");
    expect(told({ country: "DE" }, { ...soldFrom("US", "CA"), collectsIn: [] })).toBe("export");
  });

  test("not at all in parts of a country outside its tax, which postal codes tell", () => {
    for (const [country, postalCode] of [
      ...([
        ["ES", "35001"],
        ["ES", "38300"],
        ["ES", "51001"],
        ["ES", "52004"],
      ] as const),
      ...([
        ["DE", "78266"],
        ["DE", "27498"],
        ["IT", "23041"],
        ["IT", "22061"],
        ["FR", "97400"],
        ["FI", "22100"],
        ["GR", "630 86"],
        ["GR", "63087"],
        ["GB", "JE2 3AB"],
        ["GB", "gy1 1aa"],
        ["NO", "9170"],
        ["NO", "9179"],
        ["NO", "8099"],
      ] as const),
    ])
      expect(told({ country, postalCode }), postalCode).toBe("export");
    for (const [country, postalCode] of [
      ["ES", "28001"],
      ["DE", "10115"],
      ["FR", "75001"],
      // Chiuro, Bianzone, Tovo and others: Livigno's code of old.
      ["IT", "23030"],
      ["IT", "22060"],
      ["GR", "63088"],
      ["GB", "IM1 1AA"],
      // Newport and Glasgow, whose codes begin alike.
      ["GB", "NP20 1AA"],
      ["GB", "G1 1AA"],
      ["NO", "9169"],
      ["NO", "9180"],
    ] as const)
      expect(told({ country, postalCode }), postalCode).toMatch(/^(oss|domestic|destination)/);
  });

  test("as far as a tax reaches: Jersey is an export of a British shop too, and Northern Ireland and the Isle of Man are home", () => {
    const british = soldFrom("GB");
    expect(told({ country: "GB", postalCode: "JE2 3AB" }, british)).toBe("export");
    expect(told({ country: "JE" }, british)).toBe("export");
    expect(told({ country: "GB", postalCode: "BT1 1AA" }, british)).toBe("domestic GB");
    expect(told({ country: "IM" }, british)).toBe("domestic GB");
  });

  test("in Northern Ireland at the UK's rate, and by the Union's rules for goods that come from there", () => {
    const belfast = { country: "GB", postalCode: "BT1 1AA" };
    expect(told(belfast)).toBe("oss GB");
    expect(told(belfast, { collectsIn: [] }), "the Union is another matter").toBe("oss GB");
    expect(told(belfast, { oss: "below_threshold" })).toBe("home_rate DE");
    expect(told(belfast, soldFrom("US", "CA"))).toBe("destination GB");
    expect(told(belfast, { ...soldFrom("US", "CA"), collectsIn: [] })).toBe("export");
    expect(told({ country: "GB" }), "a download says no postal code").toBe("destination GB");
    expect(told({ country: "GB" }, { collectsIn: [] })).toBe("export");
  });

  test("at the rates of parts that have their own, and of countries taxed as part of another", () => {
    expect(told({ country: "AT", postalCode: "6991" })).toBe("oss AT-DE");
    expect(told({ country: "PT", postalCode: "9500-150" })).toBe("oss PT-20");
    expect(told({ country: "PT", postalCode: "9000-019" })).toBe("oss PT-30");
    expect(told({ country: "MC" })).toBe("oss FR");
    expect(told({ country: "IM" })).toBe("destination GB");
    expect(told({ country: "LI" })).toBe("destination CH");
    expect(told({ country: "LI" }, soldFrom("CH"))).toBe("domestic CH");
    expect(told({ country: "LI" }, { collectsIn: ["GB"] })).toBe("export");
  });

  test("by a shop at home in a country whose rates nobody gave, not until they are given", () => {
    expect(told({ country: "NZ" }, soldFrom("NZ"))).toBe("not_collected");
  });

  test("where the only tax begins later, not before its day", () => {
    const rate = { country: "NZ", region: "", kind: "gst", taxClass: "standard", fromDate: "2027-01-01" } as const;
    const table = withAdded(SHIPPED_RATES, [{ ...rate, per100k: 15_000 }]);
    const { settings } = shippedFacts();
    const on = (day: string) => supplyOf({ settings, table, day }, { country: "NZ", region: "" }, CONSUMER).treatment;
    expect([on("2026-12-31"), on("2027-01-01")]).toEqual(["export", "destination"]);
  });
});

describe("a sale to a business", () => {
  test("in another member state is the buyer's to tax", () => {
    expect(told({ country: "AT" }, {}, business("AT"))).toBe("reverse_charge");
    expect(told({ country: "FR" }, {}, business("AT")), "sent to a third").toBe("reverse_charge");
  });

  test("is taxed as usual at home, out of the Union, and with a number of the seller's own country", () => {
    expect(told({ country: "DE" }, {}, business("DE"))).toBe("domestic DE");
    expect(told({ country: "DE" }, {}, business("AT"))).toBe("domestic DE");
    expect(told({ country: "AT" }, {}, business("DE"))).toBe("oss AT");
    expect(told({ country: "GB" }, {}, business("GB"))).toBe("destination GB");
    expect(told({ country: "AT" }, soldFrom("US", "CA"), business("AT"))).toBe("destination AT");
  });

  test("in Northern Ireland is the buyer's by a number of its own or of a member state, not by a British one", () => {
    const belfast = { country: "GB", postalCode: "BT1 1AA" };
    expect(told(belfast, {}, business("XI"))).toBe("reverse_charge");
    expect(told(belfast, {}, business("FR"))).toBe("reverse_charge");
    expect(told(belfast, {}, business("GB"))).toBe("oss GB");
    expect(told(belfast, soldFrom("GB"), business("XI"))).toBe("domestic GB");
    const london = { country: "GB", postalCode: "EC1A 1AA" };
    expect(told(london, {}, business("XI")), "goods that go elsewhere").toBe("destination GB");
    expect(told({ country: "GB" }, {}, business("XI")), "a download").toBe("destination GB");
    expect(told({ country: "AT" }, {}, business("XI"))).toBe("oss AT");
  });

  test("is free of tax with a certificate of the place, and not beside it", () => {
    expect(told({ country: "US", region: "CA" }, {}, EXEMPT)).toBe("exempt");
    expect(told({ country: "DE" }, {}, EXEMPT)).toBe("exempt");
  });
});

describe("prices that hold a tax the sale does not bear", () => {
  const line = { sku: "A", unitMinor: 119_00, quantity: 3 };
  const germany = marketOf("de-de") as Market;
  const spain = marketLike({ countries: ["ES"], currency: "EUR", taxDisplay: "inclusive", timeZone: "Europe/Madrid" });

  test("have it taken out, unit by unit, shipping too", () => {
    const quote = quoteFor({
      market: germany,
      lines: [{ ...line, unitMinor: 120_00 }],
      shippingMinor: 6_00,
      to: { country: "AT" },
      buyer: business("AT"),
    });
    expect(quote.lines[0]).toMatchObject({ unitMinor: 100_00, totalMinor: 300_00, taxMinor: 0 });
    expect(quote.totals).toMatchObject({ shippingMinor: 5_00, taxMinor: 0, taxIncluded: false, totalMinor: 305_00 });
  });

  test("are those of the mainland for its islands outside the Union's tax", () => {
    const to = { country: "ES", postalCode: "35001" };
    expect(quoteFor({ market: spain, lines: [{ ...line, unitMinor: 121_00 }], to }).totals.totalMinor).toBe(300_00);
  });

  test("are those of home below the threshold", () => {
    const quote = quoteFor({
      market: germany,
      lines: [line],
      to: { country: "AT" },
      buyer: business("AT"),
      settings: { oss: "below_threshold" },
    });
    expect(quote.totals.totalMinor).toBe(300_00);
  });

  test("stay as they are where the market shows them without tax, or none was in them", () => {
    const us = { market: marketOf("en-us") as Market, to: { country: "US", region: "CA" }, buyer: EXEMPT };
    expect(quoteFor({ ...us, lines: [line] }).totals).toMatchObject({ taxMinor: 0, totalMinor: 357_00 });
    const uk = { market: marketOf("en-gb") as Market, to: { country: "GB" }, settings: { collectsIn: [] } };
    expect(quoteFor({ ...uk, lines: [line] }).totals).toMatchObject({ taxMinor: 0, totalMinor: 357_00 });
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Address } from "../../worker/checkout/checkout.ts";
import { ADDRESS_FORMS, checkAddress } from "../../worker/markets/address.ts";
import type { Market, MarketId } from "../../worker/markets/markets.ts";
import { regionName } from "../../worker/markets/regions.ts";
import { MARKETS, marketOf } from "../support/markets.ts";

const marketNamed = (id: MarketId) => marketOf(id) as Market;
const somewhere: Address = {
  name: "Alex Example",
  line1: "1 High Street",
  line2: "",
  city: "Town",
  region: "",
  postalCode: "",
  country: "",
};
const checked = (market: MarketId, part: Partial<Address>) =>
  checkAddress({ ...somewhere, ...part }, marketNamed(market));
const faultsOf = (market: MarketId, part: Partial<Address>) => {
  const outcome = checked(market, part);
  return outcome.ok ? [] : outcome.problem.at.map(({ path, rule }) => `${path} ${rule}`);
};

describe("an address", () => {
  test("is written as its country writes it", () => {
    const tidy = (market: MarketId, part: Partial<Address>) => {
      const outcome = checked(market, part);
      return outcome.ok && [outcome.value.region, outcome.value.postalCode];
    };
    expect(tidy("en-us", { country: "us", region: "california", postalCode: "941031234" })).toEqual([
      "CA",
      "94103-1234",
    ]);
    expect(tidy("en-gb", { country: "GB", postalCode: "sw1a1aa" })).toEqual(["", "SW1A 1AA"]);
    expect(tidy("de-de", { country: "DE", region: "Bayern", postalCode: " 80331 " })).toEqual(["", "80331"]);
    expect(tidy("de-de", { country: "AT", postalCode: "1010" })).toEqual(["", "1010"]);
    expect(tidy("ja-jp", { country: "JP", region: "東京都", postalCode: "１０００００１" })).toEqual([
      "東京都",
      "100-0001",
    ]);
    expect(tidy("ar-ae", { country: "AE", region: "دبي", postalCode: "00000" })).toEqual(["DU", ""]);
  });

  test("of Japan may name any region, or none: only the store's own form insists on a prefecture", () => {
    const japan = { country: "JP", postalCode: "100-0001" };
    for (const region of ["", "東京都", "Tokyo", "JP-13"]) expect(faultsOf("ja-jp", { ...japan, region })).toEqual([]);
  });

  test("is refused with every field that is wrong, and what is wrong with it", () => {
    expect(faultsOf("en-us", { country: "US", name: "  ", line1: "x".repeat(101), region: "Bavaria" })).toEqual([
      "shippingAddress.name required",
      "shippingAddress.line1 too_long",
      "shippingAddress.region unknown_region",
      "shippingAddress.postalCode required",
    ]);
    expect(faultsOf("ar-ae", { country: "AE" })).toEqual(["shippingAddress.region required"]);
    expect(faultsOf("en-gb", { country: "GB", postalCode: "12345", city: "Lon\ndon" })).toEqual([
      "shippingAddress.city not_text",
      "shippingAddress.postalCode bad_postal_code",
    ]);
    expect(faultsOf("de-de", { country: "AT", postalCode: "80331" })).toEqual([
      "shippingAddress.postalCode bad_postal_code",
    ]);
  });

  test("in a country the market does not ship to is refused for that alone", () => {
    expect(faultsOf("en-us", { country: "DE", name: "" })).toEqual(["shippingAddress.country not_served"]);
    expect(faultsOf("en-us", { country: "" })).toEqual(["shippingAddress.country not_served"]);
    expect(faultsOf("en-us", { country: "constructor" })).toEqual(["shippingAddress.country not_served"]);
  });

  test("that was taken is taken again as it is", () => {
    const text = fc.string({ maxLength: 20 });
    const market = fc.constantFrom(...MARKETS);
    const field = fc.record({ name: text, line1: text, line2: text, city: text, region: text });
    fc.assert(
      fc.property(market, field, fc.nat(4), (where, part, pick) => {
        const country = where.countries[pick % where.countries.length] as string;
        const postalCode = ADDRESS_FORMS[country]?.postalCode?.example ?? "";
        const first = checkAddress({ ...part, country, postalCode }, where);
        if (first.ok) expect(checkAddress(first.value, where)).toEqual(first);
      }),
    );
  });

  test("of every country has a form, and its example is a postal code there", () => {
    for (const country of MARKETS.flatMap((market) => market.countries)) {
      const { postalCode } = ADDRESS_FORMS[country] ?? {};
      if (postalCode) expect(postalCode.tidy(postalCode.example)).toMatch(postalCode.pattern);
      else expect(country).toBe("AE");
    }
  });

  test("names its region in the reader's language", () => {
    expect(regionName("AE", "DU", "ar")).toBe("دبي");
    expect(regionName("US", "CA", "de")).toBe("California");
    expect(regionName("JP", "東京都", "ja")).toBe("東京都");
  });
});

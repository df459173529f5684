import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseMarket } from "../../worker/markets/choose-market.ts";
import { marketOf } from "../../worker/markets/markets.ts";

const nobody = { country: null, acceptLanguage: null, remembered: null };

describe("a visitor of the store's front door", () => {
  test("is sent where they chose to be before, wherever they are now", () => {
    expect(chooseMarket({ country: "DE", acceptLanguage: "de", remembered: "ja-jp" })).toBe("ja-jp");
  });

  test("is sent to the market that ships to where they are", () => {
    expect(chooseMarket({ ...nobody, country: "AT", acceptLanguage: "en-US" })).toBe("de-de");
    expect(chooseMarket({ ...nobody, country: "ae" })).toBe("ar-ae");
  });

  test("reads their own language where the store does not ship to them", () => {
    expect(chooseMarket({ ...nobody, country: "CH", acceptLanguage: "fr-CH, de;q=0.8, en;q=0.9" })).toBe("en-us");
    expect(chooseMarket({ ...nobody, country: "CH", acceptLanguage: "fr-CH, de;q=0.9, en;q=0.8" })).toBe("de-de");
    expect(chooseMarket({ ...nobody, country: "FR", acceptLanguage: "en-GB,en;q=0.5" })).toBe("en-gb");
    expect(chooseMarket({ ...nobody, acceptLanguage: "ar-EG" })).toBe("ar-ae");
  });

  test("does not get a language they refuse", () => {
    expect(chooseMarket({ ...nobody, acceptLanguage: "de;q=0, ja;q=0.1" })).toBe("ja-jp");
  });

  test("gets a market whatever they send", () => {
    const text = fc.option(fc.oneof(fc.string(), fc.constantFrom("XX", "T1", "de;q=x", ",,;", "en-zz")), { nil: null });
    fc.assert(
      fc.property(text, text, text, (country, acceptLanguage, remembered) => {
        expect(marketOf(chooseMarket({ country, acceptLanguage, remembered }))).not.toBeNull();
      }),
    );
    expect(chooseMarket(nobody)).toBe("en-us");
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseMarket as chosenMarket, landingMarket, type Visitor } from "../../worker/markets/choose-market.ts";
import { marketsOf } from "../../worker/markets/markets.ts";
import { SHIPPED_MARKETS } from "../../worker/markets/shipped-markets.ts";
import { marketFacts } from "../support/markets.ts";

const chooseMarket = (visitor: Visitor) => chosenMarket(SHIPPED_MARKETS, visitor).id;

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
    expect(chooseMarket({ ...nobody, country: "CH", acceptLanguage: "nl, de;q=0.8, en;q=0.9" })).toBe("en-us");
    expect(chooseMarket({ ...nobody, country: "CH", acceptLanguage: "fr-CH, de;q=0.9, en;q=0.8" })).toBe("fr-fr");
    expect(chooseMarket({ ...nobody, country: "NZ", acceptLanguage: "en-GB,en;q=0.5" })).toBe("en-gb");
    expect(chooseMarket({ ...nobody, acceptLanguage: "ar-EG" })).toBe("ar-ae");
  });

  test("in Canada reads French or English, whichever they would rather", () => {
    expect(chooseMarket({ ...nobody, country: "CA", acceptLanguage: "fr-FR,fr;q=0.9,en;q=0.8" })).toBe("fr-ca");
    expect(chooseMarket({ ...nobody, country: "CA", acceptLanguage: "en-US,en;q=0.9,fr;q=0.8" })).toBe("en-ca");
    expect(chooseMarket({ ...nobody, country: "CA", acceptLanguage: "de" })).toBe("en-ca");
    expect(chooseMarket({ ...nobody, country: "CA" })).toBe("en-ca");
  });

  test("in a country with several markets is sent to the one they would rather read", () => {
    const swiss = { countries: ["CH"] as const, currency: "EUR" as const };
    const markets = marketsOf([
      marketFacts(),
      marketFacts({ id: "de-ch", locale: "de-DE", position: 20, ...swiss }),
      marketFacts({ id: "en-ch", locale: "en-GB", position: 30, ...swiss }),
    ]);
    const sent = (acceptLanguage: string) => chosenMarket(markets, { ...nobody, country: "CH", acceptLanguage }).id;
    expect(sent("de-CH, en;q=0.9")).toBe("de-ch");
    expect(sent("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7")).toBe("en-ch");
    expect(sent("fr")).toBe("de-ch");
  });

  test("is never sent to a market that is not open", () => {
    const closed = marketFacts({ id: "de-de", locale: "de-DE", countries: ["DE"], state: "closed", position: 20 });
    const draft = marketFacts({ id: "ja-jp", locale: "ja-JP", countries: ["JP"], state: "draft", position: 5 });
    const markets = marketsOf([marketFacts(), closed, draft]);
    for (const remembered of ["de-de", "ja-jp", null])
      for (const country of ["DE", "JP"])
        expect(chosenMarket(markets, { country, acceptLanguage: "de, ja", remembered }).id).toBe("en-us");
  });

  test("is led to the market whose own domain it is, wherever they are", () => {
    const french = marketFacts({
      id: "fr-fr",
      locale: "fr-FR",
      countries: ["FR"],
      domain: "shop.example",
      position: 20,
    });
    const markets = marketsOf([marketFacts(), french]);
    const landed = (host: string) =>
      landingMarket(markets, { country: "US", acceptLanguage: "en", remembered: "en-us", host, userAgent: null }).id;
    expect(landed("SHOP.example")).toBe("fr-fr");
    expect(landed("store.example")).toBe("en-us");
  });

  test.each([
    ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "de", "en-us"],
    ["Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)", "de", "en-us"],
    ["facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", null, "en-us"],
    ["WhatsApp/2.23.20.0", "de", "en-us"],
    [
      "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ChatGPT-User/1.0; +https://openai.com/bot)",
      "de",
      "en-us",
    ],
    ["a program that reads no language", null, "en-us"],
    ["Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537.36", "de", "de-de"],
    ["Mozilla/5.0 (Linux; Android 10; CUBOT X30) Chrome/140 Mobile Safari/537.36", "de", "de-de"],
  ])(
    "%s, which reads %s, is led to %s: a machine to the default market, wherever it calls from",
    (userAgent, acceptLanguage, id) => {
      const landed = landingMarket(SHIPPED_MARKETS, {
        country: "DE",
        acceptLanguage,
        remembered: null,
        host: "",
        userAgent,
      });
      expect(landed.id).toBe(id);
    },
  );

  test("does not get a language they refuse", () => {
    expect(chooseMarket({ ...nobody, acceptLanguage: "de;q=0, ja;q=0.1" })).toBe("ja-jp");
  });

  test("gets a market whatever they send", () => {
    const text = fc.option(fc.oneof(fc.string(), fc.constantFrom("XX", "T1", "de;q=x", ",,;", "en-zz")), { nil: null });
    fc.assert(
      fc.property(text, text, text, (country, acceptLanguage, remembered) => {
        expect(SHIPPED_MARKETS.find(chooseMarket({ country, acceptLanguage, remembered }))).not.toBeNull();
      }),
    );
    expect(chooseMarket(nobody)).toBe("en-us");
  });
});

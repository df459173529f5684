import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Address } from "../../worker/checkout/checkout.ts";
import { checkAddress } from "../../worker/markets/address.ts";
import { addressFormOf } from "../../worker/markets/address-forms.ts";
import { addressLinesOf, inOneLine } from "../../worker/markets/address-lines.ts";
import { COUNTRIES } from "../../worker/markets/countries.ts";
import type { Market, MarketId } from "../../worker/markets/markets.ts";
import { phoneExample, phoneOf, phoneText } from "../../worker/markets/phone.ts";
import { findRegion, REGIONS, regionName } from "../../worker/markets/regions.ts";
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

  test("whose postal code lies in another region is refused, since tax goes by the code and the parcel by the rest", () => {
    const madrid = { country: "ES", city: "Madrid", region: "M", postalCode: "28001" };
    expect(faultsOf("es-es", madrid)).toEqual([]);
    expect(faultsOf("es-es", { ...madrid, postalCode: "35001" })).toEqual(["shippingAddress.postalCode other_region"]);
    expect(faultsOf("es-es", { ...madrid, postalCode: "35001", region: "Las Palmas" })).toEqual([]);
    expect(faultsOf("es-es", { ...madrid, region: "Bavaria" })).toEqual(["shippingAddress.region unknown_region"]);
    const milan = { country: "IT", city: "Milano", region: "MI", postalCode: "20121" };
    expect(faultsOf("it-it", milan)).toEqual([]);
    expect(faultsOf("it-it", { ...milan, postalCode: "23041" })).toEqual(["shippingAddress.postalCode other_region"]);
    expect(faultsOf("it-it", { ...milan, region: "SO", postalCode: "23041" })).toEqual([]);
    expect(faultsOf("it-it", { ...milan, region: "CO", postalCode: "22061" })).toEqual([]);
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
        const postalCode = addressFormOf(country)?.postalCode?.example ?? "";
        const first = checkAddress({ ...part, country, postalCode }, where);
        if (first.ok) expect(checkAddress(first.value, where)).toEqual(first);
      }),
    );
  });

  test("of every country has a form, and its example is a postal code there that stays as it is", () => {
    for (const country of COUNTRIES) {
      const form = addressFormOf(country);
      expect(form?.fields, country).toEqual(expect.arrayContaining(["name", "line1", "line2"]));
      for (const field of form?.required ?? []) expect(form?.fields).toContain(field);
      const { pattern, example = "", tidy } = form?.postalCode ?? {};
      if (!pattern || !tidy) continue;
      expect(example, country).toMatch(pattern);
      expect(tidy(example), country).toBe(example);
      expect(tidy(` ${example.toLowerCase().replaceAll(/[ -]/g, "")} `), country).toBe(example);
      expect(tidy("not a postal code"), country).toBe("not a postal code");
    }
    expect(addressFormOf("XX")).toBeNull();
    expect(addressFormOf("constructor")).toBeNull();
  });

  test("in every country that has regions is found by code and by name, and no code is twice", () => {
    for (const [country, regions] of Object.entries(REGIONS)) {
      expect(new Set(regions.map(({ code }) => code)).size, country).toBe(regions.length);
      for (const region of regions) expect(findRegion(country, region.code.toLowerCase())).toBe(region);
    }
    expect(findRegion("JP", "tokyo")?.code).toBe("東京都");
    expect(findRegion("AE", "Dubai")?.code).toBe("DU");
    expect(findRegion("CA", "Colombie-Britannique")?.code).toBe("BC");
  });

  test("names its region in the reader's language", () => {
    expect(regionName("AE", "DU", "ar")).toBe("دبي");
    expect(regionName("US", "CA", "de")).toBe("California");
    expect(regionName("JP", "東京都", "ja")).toBe("東京都");
  });
});

describe("a postal code", () => {
  const written = (country: string, text: string) => addressFormOf(country)?.postalCode?.tidy(text);

  test.each([
    ["US", "９４１０３-１２３４", "94103-1234"],
    ["GB", "ec1y8sy", "EC1Y 8SY"],
    ["GB", "m2  5bq", "M2 5BQ"],
    ["GB", "bfpo61", "BFPO 61"],
    ["CA", "h3z2y7", "H3Z 2Y7"],
    ["JP", "１５４ー００２３", "154-0023"],
    ["KR", "０３０５１", "03051"],
    ["PL", "00950", "00-950"],
    ["BR", "40301110", "40301-110"],
    ["IN", "110 034", "110034"],
    ["DE", "D-80331", "80331"],
    ["FR", "f 33380", "33380"],
    ["LV", "1010", "LV-1010"],
  ])("of %s typed as %s is %s", (country, typed, code) => {
    expect(written(country, typed)).toBe(code);
  });

  test("of five digits is asked for in Korea; its old six are refused", () => {
    expect(written("KR", "135-080")).not.toMatch(addressFormOf("KR")?.postalCode?.pattern as RegExp);
  });
});

describe("on a label an address", () => {
  const home = { name: "Robin Example", line1: "1 Example", line2: "", city: "City", region: "", postalCode: "" };

  test.each([
    [{ country: "US", city: "Austin", region: "TX", postalCode: "78701" }, ["Austin, TX 78701"]],
    [{ country: "CA", city: "Montréal", region: "QC", postalCode: "H3Z 2Y7" }, ["Montréal QC H3Z 2Y7"]],
    [{ country: "GB", city: "Leeds", postalCode: "LS1 1AA" }, ["Leeds", "LS1 1AA"]],
    [{ country: "DE", city: "Berlin", postalCode: "10115" }, ["10115 Berlin"]],
    [{ country: "FR", city: "Paris", postalCode: "75001" }, ["75001 Paris"]],
    [{ country: "IT", city: "Roma", region: "RM", postalCode: "00144" }, ["00144 Roma RM"]],
    [{ country: "ES", city: "Madrid", region: "M", postalCode: "28001" }, ["28001 Madrid"]],
    [{ country: "ES", city: "Getafe", region: "M", postalCode: "28901" }, ["28901 Getafe Madrid"]],
    [{ country: "PL", city: "Łódź", postalCode: "90-001" }, ["90-001 Łódź"]],
    [
      { country: "BR", district: "Centro", city: "São Paulo", region: "SP", postalCode: "01000-000" },
      ["Centro", "São Paulo-SP", "01000-000"],
    ],
    [{ country: "IN", city: "Mumbai", region: "MH", postalCode: "400001" }, ["Mumbai 400001", "Maharashtra"]],
    [{ country: "AE", city: "", region: "DU" }, ["Dubai"]],
  ])("to %o is written as there", (place, lines) => {
    expect(addressLinesOf({ ...home, ...place }, "en-US").slice(2, -1)).toEqual(lines);
  });

  test("goes from large to small in Japan and Korea, and from small to large in Latin letters", () => {
    const tokyo = { city: "千代田区", region: "東京都", postalCode: "100-0005", country: "JP" };
    expect(
      addressLinesOf({ ...tokyo, name: "見本 太郎", line1: "丸の内1-1-1", line2: "見本ビル3階" }, "ja-JP"),
    ).toEqual(["〒100-0005", "東京都千代田区", "丸の内1-1-1 見本ビル3階", "見本 太郎", "日本"]);
    expect(addressLinesOf({ ...home, ...tokyo, city: "Chiyoda" }, "en-US")).toEqual([
      "Robin Example",
      "1 Example",
      "Chiyoda, Tokyo",
      "100-0005",
      "Japan",
    ]);
    const seoul = { city: "강남구", region: "서울", postalCode: "06236", country: "KR", district: "" };
    expect(addressLinesOf({ ...seoul, name: "예시", line1: "테헤란로 1", line2: "101호" }, "en-US")).toEqual([
      "서울 강남구",
      "테헤란로 1 101호",
      "예시",
      "06236",
      "South Korea",
    ]);
  });

  test("in Arabic has the script's own comma, and a number whose groups stay in their order", () => {
    const dubai = {
      name: "مثال",
      line1: "شارع 5",
      line2: "",
      city: "دبي",
      region: "DU",
      postalCode: "",
      country: "AE",
    };
    const lines = addressLinesOf({ ...dubai, city: "ديرة", phone: "+971501234567" }, "ar-AE");
    expect(lines).toEqual(["مثال", "شارع 5", "ديرة، دبي", "الإمارات العربية المتحدة", "\u2068050 123 4567\u2069"]);
    expect(inOneLine(lines.slice(1, 4))).toBe("شارع 5، ديرة، دبي، الإمارات العربية المتحدة");
    const latin = addressLinesOf({ ...dubai, name: "Alex", line1: "5 Example St", city: "Deira" }, "ar-AE");
    expect(inOneLine(latin.slice(1, 3))).toBe("5 Example St, Deira, Dubai");
  });

  test("of an older order keeps what its country's form no longer asks for", () => {
    const kent = { ...home, country: "GB", city: "Dover", region: "Kent", postalCode: "CT16 1AA" };
    expect(addressLinesOf(kent, "en-GB")).toContain("Kent");
    expect(addressLinesOf({ ...home, country: "??" }, "en-GB").at(-1)).toBe("??");
  });

  test("never has an empty line, or a comma with nothing before or behind it", () => {
    const part = fc.constantFrom("", "Somewhere", "東京", "دبي");
    const address = fc.record({ line2: part, district: part, city: part, region: part, postalCode: part });
    fc.assert(
      fc.property(fc.constantFrom(...COUNTRIES), address, (country, given) => {
        for (const line of addressLinesOf({ ...home, ...given, country }, "en-US"))
          expect(line, country).not.toMatch(/^$|^[\s,]|[\s,]$|, ,/);
      }),
    );
  });
});

describe("what is typed to confuse", () => {
  test("is taken without the marks that turn the text around it; joiners that Hindi is written with stay", () => {
    const outcome = checked("de-de", {
      country: "DE",
      postalCode: "10115",
      name: "\u202EAlex\u2066 Ex\u200Bample",
      city: "क्\u200Dष",
    });
    expect(outcome.ok && [outcome.value.name, outcome.value.city]).toEqual(["Alex Example", "क्\u200Dष"]);
    expect(faultsOf("de-de", { country: "DE", postalCode: "10115", name: "\u202E\u200F" })).toEqual([
      "shippingAddress.name required",
    ]);
  });

  test("is refused where it cannot be printed: control characters, half characters, 10,000 characters", () => {
    const place = { country: "DE", postalCode: "10115" };
    expect(faultsOf("de-de", { ...place, name: "Alex\u0000" })).toEqual(["shippingAddress.name not_text"]);
    expect(faultsOf("de-de", { ...place, line1: "1 \uD83D" })).toEqual(["shippingAddress.line1 not_text"]);
    expect(faultsOf("de-de", { ...place, name: "ن".repeat(10_000) })).toEqual(["shippingAddress.name too_long"]);
    expect(faultsOf("de-de", { country: "DE", postalCode: "1".repeat(10_000) })).toEqual([
      "shippingAddress.postalCode too_long",
    ]);
    expect(faultsOf("de-de", { ...place, name: "Алекс 例 مثال 예 🏡" })).toEqual([]);
  });
});

describe("a telephone number", () => {
  test.each([
    ["US", "(212) 555-0123", "+12125550123", "(212) 555-0123"],
    ["GB", "020 7946 0018", "+442079460018", "020 7946 0018"],
    ["DE", "+43 1 534530", "+431534530", "+43 1 534530"],
    ["JP", "０９０ー１２３４ー５６７８", "+819012345678", "090-1234-5678"],
    ["KR", "010-2345-6789", "+821023456789", "010-2345-6789"],
    ["AE", "٠٥٠ ١٢٣ ٤٥٦٧", "+971501234567", "050 123 4567"],
    ["IT", "06 6982", "+39066982", "06 6982"],
    ["BR", "(11) 96123-4567", "+5511961234567", "(11) 96123-4567"],
  ])("of %s typed as %s is kept as %s, and shown as %s", (country, typed, kept, shown) => {
    expect(phoneOf(typed, country)).toBe(kept);
    expect(phoneText(kept, country)).toBe(shown);
  });

  test("may be left out; what is none is refused, whatever is typed", () => {
    const place = { country: "US", region: "TX", postalCode: "78701" };
    expect(faultsOf("en-us", { ...place, phone: "" })).toEqual([]);
    expect(faultsOf("en-us", { ...place, phone: "212 555 0123" })).toEqual([]);
    for (const phone of ["12", "call me", "+", "9".repeat(40), "212 555 0123 ext. 5", "😀".repeat(20)])
      expect(faultsOf("en-us", { ...place, phone }), phone).toEqual(["shippingAddress.phone bad_phone"]);
    const taken = checked("en-us", { ...place, phone: " 212-555-0123 " });
    expect(taken.ok && taken.value.phone).toBe("+12125550123");
  });

  test("has an example in every country that the store ships to", () => {
    for (const country of MARKETS.flatMap(({ countries }) => countries))
      expect(phoneOf(phoneExample(country), country), country).not.toBeNull();
  });
});

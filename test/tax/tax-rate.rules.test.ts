import { describe, expect, test } from "vitest";
import { REGIONS } from "../../worker/markets/regions.ts";
import { type AddedRate, fitOf, withAdded } from "../../worker/tax/added-rate.ts";
import { SHIPPED_RATES } from "../../worker/tax/shipped-rates.ts";
import { TAX_CLASSES, type TaxClass } from "../../worker/tax/tax-class.ts";
import { dayIn, isDay } from "../../worker/tax/tax-date.ts";
import { leviesAt, type RateTable } from "../../worker/tax/tax-rate.ts";
import { MARKETS } from "../support/markets.ts";

const rates = (
  country: string,
  region: string,
  day: string,
  of: TaxClass = "standard",
  table: RateTable = SHIPPED_RATES,
) => leviesAt(table, { country, region }, of, day).map(({ kind, per100k }) => `${kind} ${per100k / 1_000}`);

describe("rates of tax", () => {
  test("count from their first day to the day before the next one's", () => {
    expect(rates("DE", "", "2020-06-30")).toEqual(["vat 19"]);
    expect(rates("DE", "", "2020-07-01")).toEqual(["vat 16"]);
    expect(rates("DE", "", "2020-12-31", "food")).toEqual(["vat 5"]);
    expect(rates("DE", "", "2021-01-01", "food")).toEqual(["vat 7"]);
    expect(rates("JP", "", "2019-09-30", "food")).toEqual(["consumption_tax 8"]);
    expect(rates("EE", "", "2025-06-30")).toEqual(["vat 22"]);
    expect(rates("EE", "", "2025-07-01")).toEqual(["vat 24"]);
    expect(rates("SE", "", "2028-01-01", "food")).toEqual(["vat 12"]);
  });

  test("are the standard rate where a class has none of its own, or had none yet", () => {
    expect(rates("AE", "", "2026-10-01", "books")).toEqual(["vat 5"]);
    expect(rates("DE", "", "2019-12-17", "ebooks")).toEqual(["vat 19"]);
    expect(rates("DE", "", "2019-12-18", "ebooks")).toEqual(["vat 7"]);
  });

  test("are known of every place a market ships to, of all 27 member states, of Switzerland and Norway", () => {
    const union = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE CH NO".split(" ");
    for (const country of [...union, ...MARKETS.flatMap((market) => market.countries)])
      for (const region of REGIONS[country]?.map(({ code }) => code) ?? [""])
        for (const taxClass of TAX_CLASSES)
          for (const levy of leviesAt(SHIPPED_RATES, { country, region }, taxClass, "2026-10-01"))
            expect(levy.per100k, `${country} ${region} ${taxClass}`).toBeLessThanOrEqual(27_000);
  });

  test("stand in order of their days, each on a day there is", () => {
    for (const [place, levied] of Object.entries(SHIPPED_RATES))
      for (const dated of levied.flatMap((levy) => Object.values(levy.rates))) {
        const days = dated.map(({ fromDate }) => fromDate);
        expect(days.every(isDay), place).toBe(true);
        expect(days, place).toEqual([...new Set(days)].sort());
        for (const { per100k } of dated) expect(Number.isInteger(per100k), place).toBe(true);
      }
  });

  test("there are 51 states to tax, five of them without a sales tax", () => {
    const all = REGIONS.US?.flatMap(({ code }) => rates("US", code, "2026-10-01"));
    expect(all).toHaveLength(51);
    expect(all?.filter((rate) => rate === "sales_tax 0")).toHaveLength(5);
  });

  test.each([
    ...([
      ["CY", 3, 3, 5],
      ["EE", 9, 9, 24],
      ["HR", 5, 5, 25],
      ["LT", 5, 5, 21],
      ["LV", 5, 5, 21],
      ["MT", 5, 5, 0],
      ["SK", 5, 23, 23],
    ] as const),
  ])("of %s are %d %% on books, %d %% on their files and %d %% on food", (country, ...wanted) => {
    const classes = ["books", "ebooks", "food"] as const;
    expect(classes.map((of) => rates(country, "", "2026-10-01", of))).toEqual(wanted.map((rate) => [`vat ${rate}`]));
  });

  test("of books and islands changed on their days", () => {
    expect([rates("LT", "", "2025-12-31", "books"), rates("LT", "", "2026-01-01", "books")]).toEqual([
      ["vat 9"],
      ["vat 5"],
    ]);
    expect([rates("SK", "", "2024-12-31", "books"), rates("SK", "", "2025-01-01", "books")]).toEqual([
      ["vat 10"],
      ["vat 5"],
    ]);
    expect([rates("PT", "30", "2024-09-30", "food"), rates("PT", "30", "2024-10-01", "food")]).toEqual([
      ["vat 5"],
      ["vat 4"],
    ]);
    expect(rates("PT", "30", "2026-10-01")).toEqual(["vat 22"]);
    expect(rates("PT", "20", "2026-10-01", "books")).toEqual(["vat 4"]);
  });

  test("of South Dakota return to 4.5 % in July 2027, on groceries too", () => {
    for (const of of ["standard", "food"] as const)
      expect([rates("US", "SD", "2027-06-30", of), rates("US", "SD", "2027-07-01", of)]).toEqual([
        ["sales_tax 4.2"],
        ["sales_tax 4.5"],
      ]);
  });

  test("of the states are none on files where the law taxes what can be touched, and none on books where programs alone are taxed", () => {
    const of = (state: string) =>
      (["books", "ebooks", "digital"] as const).map((each) => rates("US", state, "2026-10-01", each).join());
    expect(of("CA")).toEqual(["sales_tax 7.25", "sales_tax 0", "sales_tax 0"]);
    expect(of("NY")).toEqual(["sales_tax 4", "sales_tax 0", "sales_tax 4"]);
    expect(of("TX")).toEqual(["sales_tax 6.25", "sales_tax 6.25", "sales_tax 6.25"]);
    const free = REGIONS.US?.filter(({ code }) => of(code)[1] === "sales_tax 0" && of(code)[0] !== "sales_tax 0");
    expect(free?.map(({ code }) => code).toSorted()).toEqual("CA FL IL KS MA MI MO ND NV NY OK VA".split(" "));
  });

  test("name Canada's taxes one by one, as the province has them", () => {
    expect(rates("CA", "AB", "2026-10-01")).toEqual(["gst 5"]);
    expect(rates("CA", "QC", "2026-10-01")).toEqual(["gst 5", "qst 9.975"]);
    expect(rates("CA", "BC", "2026-10-01")).toEqual(["gst 5", "pst 7"]);
    expect(rates("CA", "ON", "2026-10-01", "books")).toEqual(["hst 5"]);
    expect(rates("CA", "NS", "2025-03-31")).toEqual(["hst 15"]);
    expect(rates("CA", "NS", "2025-04-01")).toEqual(["hst 14"]);
  });

  test("a place nobody has given rates, and a day before any known rate, are bugs", () => {
    expect(() => rates("NZ", "", "2026-10-01")).toThrow("has tax rates");
    expect(() => rates("US", "ZZ", "2026-10-01")).toThrow("has tax rates");
    expect(() => rates("AE", "DU", "2017-12-31")).toThrow("has tax rates");
  });
});

describe("rates that staff add", () => {
  const added = (over: Partial<AddedRate>): AddedRate => ({
    ...{ country: "DE", region: "", kind: "vat", taxClass: "standard", fromDate: "2027-01-01", per100k: 20_000 },
    ...over,
  });
  const withRates = (...rows: AddedRate[]) => withAdded(SHIPPED_RATES, rows);

  test("count from their day, and leave what was before", () => {
    const table = withRates(added({}));
    expect(rates("DE", "", "2026-12-31", "standard", table)).toEqual(["vat 19"]);
    expect(rates("DE", "", "2027-01-01", "standard", table)).toEqual(["vat 20"]);
    expect(rates("DE", "", "2027-01-01", "books", table)).toEqual(["vat 7"]);
    expect(rates("DE", "", "2027-01-01")).toEqual(["vat 19"]);
  });

  test("stand over one of the same day, in whichever order they were added", () => {
    const table = withRates(
      added({ fromDate: "2021-01-01", per100k: 18_000 }),
      added({ fromDate: "2020-07-01", per100k: 1 }),
    );
    expect(rates("DE", "", "2026-10-01", "standard", table)).toEqual(["vat 18"]);
    expect(rates("DE", "", "2020-08-01", "standard", table)).toEqual(["vat 0.001"]);
  });

  test("may be of a place or a tax that had none; a region keeps what its country levies", () => {
    const table = withRates(
      added({ country: "NZ", kind: "gst", per100k: 15_000, fromDate: "2010-10-01" }),
      added({ country: "CA", region: "AB", kind: "pst", per100k: 1_000, fromDate: "2027-01-01" }),
    );
    expect(rates("NZ", "", "2026-10-01", "food", table)).toEqual(["gst 15"]);
    expect(rates("CA", "AB", "2027-01-01", "standard", table)).toEqual(["gst 5", "pst 1"]);
    expect(rates("CA", "YT", "2027-01-01", "standard", table)).toEqual(["gst 5"]);
  });

  test("of a tax that begins later leave the days before as they are", () => {
    const table = withRates(
      added({ country: "CA", region: "AB", kind: "pst", per100k: 1_000 }),
      added({ country: "JP", kind: "vat", taxClass: "food", per100k: 5_000 }),
    );
    expect(rates("CA", "AB", "2026-11-21", "standard", table)).toEqual(["gst 5"]);
    expect(rates("CA", "AB", "2027-01-01", "standard", table)).toEqual(["gst 5", "pst 1"]);
    expect(rates("JP", "", "2026-11-21", "food", table)).toEqual(["consumption_tax 8"]);
    expect(rates("JP", "", "2027-01-01", "standard", table), "of another class").toEqual(["consumption_tax 10"]);
    expect(rates("JP", "", "2027-01-01", "food", table)).toEqual(["consumption_tax 8", "vat 5"]);
  });

  test("of a whole country reach each of its regions that has the tax, and no other", () => {
    const regions = REGIONS.CA?.map(({ code }) => code) ?? [];
    const table = withRates(added({ country: "CA", kind: "gst", per100k: 6_000 }));
    for (const region of regions) {
      const before = rates("CA", region, "2027-01-01");
      const after = before.map((rate) => (rate === "gst 5" ? "gst 6" : rate));
      expect(rates("CA", region, "2027-01-01", "standard", table), region).toEqual(after);
      expect(rates("CA", region, "2026-12-31", "standard", table), region).toEqual(before);
    }
    expect(rates("CA", "QC", "2027-01-01", "standard", table)).toEqual(["gst 6", "qst 9.975"]);
    const brazil = withRates(added({ country: "BR", kind: "icms", per100k: 21_000 }));
    expect(rates("BR", "RJ", "2027-01-01", "standard", brazil)).toEqual(["icms 21"]);
    const states = withRates(added({ country: "US", kind: "sales_tax", taxClass: "books", per100k: 0 }));
    expect(rates("US", "NY", "2027-01-01", "books", states)).toEqual(["sales_tax 0"]);
    expect(rates("US", "NY", "2027-01-01", "standard", states)).toEqual(rates("US", "NY", "2027-01-01"));
  });

  test("of the mainland leave the parts apart alone, which have rates of their own", () => {
    const table = withRates(added({ country: "PT", per100k: 24_000 }), added({ country: "AT", per100k: 21_000 }));
    expect(rates("PT", "", "2027-01-01", "standard", table)).toEqual(["vat 24"]);
    expect(rates("PT", "20", "2027-01-01", "standard", table)).toEqual(["vat 16"]);
    expect(rates("AT", "DE", "2027-01-01", "standard", table)).toEqual(["vat 19"]);
  });

  test("of a region stand over those of its country, and a region's first has the country's, whichever was added first", () => {
    const region = added({ country: "CA", region: "AB", kind: "pst", per100k: 1_000 });
    const own = added({ country: "CA", region: "QC", kind: "gst", per100k: 5_500 });
    const country = added({ country: "CA", kind: "gst", per100k: 6_000 });
    for (const table of [withRates(region, own, country), withRates(country, own, region)]) {
      expect(rates("CA", "AB", "2027-01-01", "standard", table)).toEqual(["gst 6", "pst 1"]);
      expect(rates("CA", "QC", "2027-01-01", "standard", table)).toEqual(["gst 5.5", "qst 9.975"]);
    }
  });

  test("fit where the place has the tax, or has none; are new beside another, and never beside one inside its base", () => {
    const told = (country: string, region: string, kind: AddedRate["kind"]) =>
      fitOf(SHIPPED_RATES, { country, region, kind }).fit;
    for (const [country, region, kind] of [
      ["JP", "", "consumption_tax"],
      ["CA", "QC", "gst"],
      ["CA", "", "pst"],
      ["US", "", "sales_tax"],
      ["US", "NY", "sales_tax"],
      ["NZ", "", "gst"],
    ] as const)
      expect(told(country, region, kind), `${country}-${region} ${kind}`).toBe("known");
    expect([told("JP", "", "vat"), told("CA", "AB", "pst"), told("CA", "QC", "hst")]).toEqual(["new", "new", "new"]);
    expect([told("BR", "", "vat"), told("BR", "SP", "gst")]).toEqual(["mixed", "mixed"]);
    expect(fitOf(SHIPPED_RATES, { country: "CA", region: "QC", kind: "hst" }).kinds).toEqual(["gst", "qst"]);
  });
});

describe("the day of an order", () => {
  test("is the market's: a rate changes at midnight there, on days of 23 and 25 hours too", () => {
    expect(dayIn("Asia/Tokyo", Date.parse("2019-09-30T14:59:59.999Z"))).toBe("2019-09-30");
    expect(dayIn("Asia/Tokyo", Date.parse("2019-09-30T15:00:00Z"))).toBe("2019-10-01");
    expect(dayIn("Europe/Berlin", Date.parse("2026-12-31T22:59:59Z"))).toBe("2026-12-31");
    expect(dayIn("Europe/Berlin", Date.parse("2026-12-31T23:00:00Z"))).toBe("2027-01-01");
    expect(dayIn("Europe/Berlin", Date.parse("2026-03-29T21:59:59Z"))).toBe("2026-03-29");
    expect(dayIn("Europe/Berlin", Date.parse("2026-03-29T22:00:00Z"))).toBe("2026-03-30");
    expect(dayIn("Europe/Berlin", Date.parse("2026-10-25T22:30:00Z"))).toBe("2026-10-25");
    expect(dayIn("America/New_York", Date.parse("2028-03-01T04:59:00Z"))).toBe("2028-02-29");
  });

  test("is one of the calendar", () => {
    expect(["2028-02-29", "2026-12-31"].every(isDay)).toBe(true);
    expect(["2026-02-29", "2026-13-01", "2026-1-1", "", "2026-10-01T00:00", "x".repeat(10_000)].some(isDay)).toBe(
      false,
    );
  });
});

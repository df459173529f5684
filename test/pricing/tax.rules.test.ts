import { describe, expect, test } from "vitest";
import { REGIONS } from "../../worker/markets/regions.ts";
import { taxRateAt } from "../../worker/pricing/tax.ts";
import { MARKETS } from "../support/markets.ts";

const onDay = (date: string) => Date.parse(`${date}T12:00:00Z`);

describe("tax", () => {
  test("a rate counts from its first day to the day before the next one's", () => {
    const germany = { country: "DE", region: "" };
    expect(taxRateAt(germany, onDay("2020-06-30"))).toBe(19_000);
    expect(taxRateAt(germany, onDay("2020-07-01"))).toBe(16_000);
    expect(taxRateAt(germany, onDay("2020-12-31"))).toBe(16_000);
    expect(taxRateAt(germany, onDay("2021-01-01"))).toBe(19_000);
    expect(taxRateAt({ country: "JP", region: "" }, onDay("2019-09-30"))).toBe(8_000);
  });

  test("every place that a market ships to has a rate", () => {
    for (const country of MARKETS.flatMap((market) => market.countries))
      for (const region of REGIONS[country]?.map(({ code }) => code) ?? [""])
        expect(taxRateAt({ country, region }, onDay("2026-10-01"))).toBeLessThan(25_000);
  });

  test("there are 51 states to tax, five of them without a sales tax", () => {
    const rates = REGIONS.US?.map(({ code }) => taxRateAt({ country: "US", region: code }, onDay("2026-10-01")));
    expect(rates).toHaveLength(51);
    expect(rates?.filter((rate) => rate === 0)).toHaveLength(5);
  });

  test("a place the store does not sell to is a bug, as is a day before any known rate", () => {
    expect(() => taxRateAt({ country: "CH", region: "" }, onDay("2026-10-01"))).toThrow("has a tax rate");
    expect(() => taxRateAt({ country: "US", region: "ZZ" }, onDay("2026-10-01"))).toThrow("has a tax rate");
    expect(() => taxRateAt({ country: "AE", region: "DU" }, onDay("2017-12-31"))).toThrow("is known");
  });
});

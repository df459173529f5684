import { describe, expect, test } from "vitest";
import { type AddedRate, withAdded } from "../../worker/tax/added-rate.ts";
import { RATES_TOLD_MAX, ratedCountries, ratesInForce } from "../../worker/tax/rates-in-force.ts";
import { SHIPPED_RATES } from "../../worker/tax/shipped-rates.ts";

const added: AddedRate = {
  ...{ country: "EE", region: "", kind: "vat", taxClass: "standard", fromDate: "2028-01-01", per100k: 26_000 },
};
const told = (country: string, day: string, table = SHIPPED_RATES) =>
  ratesInForce(table, SHIPPED_RATES, { country, day }).rates.map(
    ({ region, kind, taxClass, per100k, fromDate, until, isAdded }) =>
      `${region} ${kind} ${taxClass} ${per100k} ${fromDate} ${until ?? ""} ${isAdded ? "added" : "shipped"}`.trim(),
  );

describe("rates in force", () => {
  test("are those of the day, each with its last day where a later one is known", () => {
    expect(told("CA", "2025-03-31")).toContain("NS hst standard 15000 2010-07-01 2025-03-31 shipped");
    expect(told("CA", "2025-04-01")).toContain("NS hst standard 14000 2025-04-01  shipped");
    expect(told("CA", "2000-01-01")).toEqual([]);
  });

  test("say which of them staff added", () => {
    const table = withAdded(SHIPPED_RATES, [added]);
    const standard = (day: string) => told("EE", day, table).filter((line) => line.includes("standard"));
    expect(standard("2027-12-31")).toEqual(["vat standard 24000 2025-07-01 2027-12-31 shipped"]);
    expect(standard("2028-01-01")).toEqual(["vat standard 26000 2028-01-01  added"]);
    const same = withAdded(SHIPPED_RATES, [{ ...added, fromDate: "2025-07-01", per100k: 23_000 }]);
    expect(told("EE", "2026-01-01", same)[0]).toBe("vat standard 23000 2025-07-01  added");
  });

  test("are told by country and class, and no more of them than a page holds", () => {
    const books = ratesInForce(SHIPPED_RATES, SHIPPED_RATES, { day: "2026-01-01", taxClass: "books" });
    expect(new Set(books.rates.map(({ taxClass }) => taxClass))).toEqual(new Set(["books"]));
    const all = ratesInForce(SHIPPED_RATES, SHIPPED_RATES, { day: "2026-01-01" });
    expect([all.rates.length, all.isWhole]).toEqual([RATES_TOLD_MAX, false]);
    expect(ratesInForce(SHIPPED_RATES, SHIPPED_RATES, { day: "2026-01-01", country: "DE" }).isWhole).toBe(true);
    expect(ratedCountries(SHIPPED_RATES)).toEqual(expect.arrayContaining(["DE", "US", "JP"]));
  });
});

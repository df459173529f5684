/** What a list is narrowed by, as an address has it: read whole or refused with its place, and written one way. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countFilters,
  FILTER_KEYS_MAX,
  FILTER_VALUES_MAX,
  type Filters,
  withoutFilter,
} from "../../worker/search/facets/facet.ts";
import { filtersOfAddress, partsOfFilters } from "../../worker/search/facets/filter-address.ts";

const read = (query: string, currency: "USD" | "JPY" = "USD") => filtersOfAddress(new URLSearchParams(query), currency);
const faults = (query: string, currency: "USD" | "JPY" = "USD") => {
  const found = read(query, currency);
  return found.ok ? [] : found.problem.map(({ path }) => path);
};

describe("an address", () => {
  test("has several values of several facets, and ranges of prices and numbers", () => {
    expect(
      read("brand=Nordlicht&brand=Kestrel&price.min=99.5&price.max=1200&a.memory.min=16&available=yes&q=x"),
    ).toEqual({
      ok: true,
      value: {
        values: { brand: ["Nordlicht", "Kestrel"], available: ["yes"] },
        ranges: { price: { from: 9_950, to: 120_000 }, "attribute:memory": { from: 16, to: null } },
      },
    });
  });

  test("may have fields that were left empty, and parts that are no filters", () => {
    expect(read("price.min=&price.max=&brand=&sort=newest&utm_source=x&a.=1")).toEqual({
      ok: true,
      value: { values: {}, ranges: {} },
    });
  });

  test("has amounts as people type them, and none finer than the currency", () => {
    expect(read("price.min=12,5").ok && read("price.min=12,5")).toMatchObject({
      value: { ranges: { price: { from: 1_250 } } },
    });
    expect(read("price.max=٩٩")).toMatchObject({ value: { ranges: { price: { to: 9_900 } } } });
    expect(read("price.min=1500", "JPY")).toMatchObject({ value: { ranges: { price: { from: 1_500 } } } });
    expect(faults("price.min=1.5", "JPY")).toEqual(["price.min"]);
    expect(faults("price.min=-1&price.max=1e9")).toEqual(["price.min", "price.max"]);
  });

  test.each([
    ["price=5", "price"],
    ["price.min=cheap", "price.min"],
    ["a.memory.max=NaN", "a.memory.max"],
    ["price.min=10&price.max=9", "price.max"],
    [`brand=${"x".repeat(201)}`, "brand"],
  ])("with %s is refused, and says where", (query, path) => {
    expect(faults(query)).toEqual([path]);
  });

  test("asks for so many things and no more", () => {
    const values = Array.from({ length: FILTER_VALUES_MAX + 1 }, (_, index) => `brand=${index}`).join("&");
    const keys = Array.from({ length: FILTER_KEYS_MAX + 1 }, (_, index) => `a.k${index}=x`).join("&");
    expect(faults(values)).toEqual(["brand"]);
    expect(faults(keys)).toEqual([""]);
  });

  test("written from filters reads as the same filters, whatever their values are", () => {
    const value = fc
      .string({ minLength: 1, maxLength: 40 })
      .map((text) => text.normalize("NFC").trim())
      .filter(Boolean);
    const filters: fc.Arbitrary<Filters> = fc.record({
      values: fc.dictionary(
        fc.constantFrom("brand", "category", "attribute:colour", "attribute:panel"),
        fc.uniqueArray(value, { minLength: 1, maxLength: 5 }).map((list) => list.toSorted()),
      ),
      ranges: fc.dictionary(
        fc.constantFrom("price", "attribute:memory"),
        fc.record({ from: fc.integer({ min: 0, max: 500 }), to: fc.integer({ min: 500, max: 99_999 }) }),
      ),
    });
    fc.assert(
      fc.property(filters, (wanted) => {
        const parts = partsOfFilters(wanted, "EUR");
        const again = filtersOfAddress(new URLSearchParams(parts), "EUR");
        expect(again.ok && partsOfFilters(again.value, "EUR")).toEqual(parts);
        expect(again.ok && again.value).toEqual({ values: { ...wanted.values }, ranges: { ...wanted.ranges } });
      }),
    );
  });
});

test("one choice is taken back without the others, and the last of a facet takes the facet along", () => {
  const filters = { values: { brand: ["A", "B"], available: ["yes"] }, ranges: { price: { from: 1, to: null } } };
  expect(countFilters(filters)).toBe(4);
  expect(withoutFilter(filters, "brand", "A").values).toEqual({ brand: ["B"], available: ["yes"] });
  expect(withoutFilter(filters, "available", "yes").values).toEqual({ brand: ["A", "B"] });
  expect(withoutFilter(filters, "price")).toEqual({ values: filters.values, ranges: {} });
});

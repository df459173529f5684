/**
 * Filters as an address has them, and back: `brand=Nordlicht&brand=Kestrel&price.min=100&a.memory.min=16&available=yes`.
 * Prices are in the currency's own unit, as a form sends what a shopper types. Parts that are empty say nothing.
 */
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { minorOfText, textOfMinor } from "../../pricing/amount-text.ts";
import type { Currency } from "../../pricing/money.ts";
import {
  ATTRIBUTE_PREFIX,
  FILTER_KEYS_MAX,
  FILTER_VALUE_LENGTH_MAX,
  FILTER_VALUES_MAX,
  type FilterRange,
  type Filters,
} from "./facet.ts";

const PLAIN_KEYS = new Set(["category", "brand", "price", "available"]);
const ATTRIBUTE_PART = "a.";
const END = /\.(min|max)$/;
const NUMBER = /^-?\d{1,12}(?:\.\d{1,6})?$/;

export type FilterFault = { path: string; why: string };
type Part = readonly [name: string, value: string];

/** A facet's key as an address has it; null for what is no filter. */
const keyOf = (name: string): string | null => {
  if (name.startsWith(ATTRIBUTE_PART) && name.length > ATTRIBUTE_PART.length)
    return ATTRIBUTE_PREFIX + name.slice(ATTRIBUTE_PART.length);
  return PLAIN_KEYS.has(name) ? name : null;
};

/** The name of a facet in an address: `a.memory` for `attribute:memory`. */
export const partOfKey = (key: string): string =>
  key.startsWith(ATTRIBUTE_PREFIX) ? ATTRIBUTE_PART + key.slice(ATTRIBUTE_PREFIX.length) : key;

/**
 * Every fault is named; what is too much is refused as a whole. Names that are no filters are of something else: of what is in
 * `others`, where that is given.
 */
export function filtersOfAddress(
  parts: Iterable<Part>,
  currency: Currency,
  others: ReadonlySet<string> | null = null,
): Outcome<Filters, FilterFault[]> {
  const values = new Map<string, Set<string>>();
  const ranges = new Map<string, FilterRange>();
  const faults: FilterFault[] = [];
  for (const [name, raw] of parts) {
    const value = raw.normalize("NFC").trim();
    const end = END.exec(name)?.[1];
    const key = keyOf(name.replace(END, ""));
    if (key === null && others && !others.has(name)) faults.push({ path: name, why: "means nothing here" });
    if (key === null || value === "") continue;
    const why = end ? putEnd(ranges, key, end, value, currency) : putValue(values, key, value);
    if (why) faults.push({ path: name, why });
  }
  for (const [key, { from, to }] of ranges)
    if (from !== null && to !== null && from > to)
      faults.push({ path: `${partOfKey(key)}.max`, why: "is less than the least" });
  if (values.size + ranges.size > FILTER_KEYS_MAX)
    faults.push({ path: "", why: `filters by more than ${FILTER_KEYS_MAX} things` });
  if (faults.length > 0) return refused(faults);
  return done({
    values: Object.fromEntries([...values].map(([key, set]) => [key, [...set]])),
    ranges: Object.fromEntries(ranges),
  });
}

function putValue(values: Map<string, Set<string>>, key: string, value: string): string | null {
  const list = values.get(key) ?? new Set();
  if (value.length > FILTER_VALUE_LENGTH_MAX) return `is longer than ${FILTER_VALUE_LENGTH_MAX} characters`;
  if (key === "price") return "is a range: price.min, price.max";
  if (key === "available" && value !== "yes") return "is yes, or left out";
  values.set(key, list.add(value));
  return list.size > FILTER_VALUES_MAX ? `has more than ${FILTER_VALUES_MAX} values` : null;
}

function putEnd(
  ranges: Map<string, FilterRange>,
  key: string,
  end: string,
  value: string,
  currency: Currency,
): string | null {
  const amount = key === "price" ? minorOfText(value, currency) : numberOf(value);
  if (amount === null) return key === "price" ? `is no amount of ${currency}` : "is no number";
  const known = ranges.get(key) ?? { from: null, to: null };
  ranges.set(key, end === "min" ? { ...known, from: amount } : { ...known, to: amount });
  return null;
}

/** A comma is taken for a point: no sign for thousands is. */
function numberOf(text: string): number | null {
  const plain = text.normalize("NFKC").replace("\u2212", "-").replace(",", ".");
  return NUMBER.test(plain) ? Number(plain) : null;
}

/** In one order, so that the same choice is one address. */
export function partsOfFilters({ values, ranges }: Filters, currency: Currency): [string, string][] {
  const chosen = Object.entries(values).flatMap(([key, list]) =>
    list.toSorted().map((value): [string, string] => [partOfKey(key), value]),
  );
  const ends = Object.entries(ranges).flatMap(([key, { from, to }]) => {
    const ended = (end: string, amount: number | null): [string, string][] =>
      amount === null ? [] : [[`${partOfKey(key)}.${end}`, endText(key, amount, currency)]];
    return [...ended("min", from), ...ended("max", to)];
  });
  return [...chosen, ...ends].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** With a point, and without decimals that are all zeros. */
export const endText = (key: string, amount: number, currency: Currency): string =>
  key === "price" ? textOfMinor(amount, currency).replace(/\.0+$/, "") : String(amount);

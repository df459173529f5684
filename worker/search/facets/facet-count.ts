/** Counts what a list can be narrowed by, and leaves out what would not help: one value only, or too few products with it. */

import type { Facts } from "../index/index-facts.ts";
import type { Facet, FacetValue, FilterRange, Filters } from "./facet.ts";
import { ATTRIBUTE_PREFIX } from "./facet.ts";
import type { HiddenFacets } from "./hidden-facets.ts";

/** What is counted of a product. */
export type Counted = { facts: Facts | null; price: number; inStock: number };

/** Attributes offered, the most widespread first. */
const ATTRIBUTES_SHOWN_MAX = 8;
const VALUES_SHOWN_MAX = 30;
/** An attribute that fewer of the products have hardly helps to choose among them. */
const SHARE_MIN = 0.2;
/** Values that are nearly as many as products are names, not choices. */
const VALUES_SHARE_MAX = 0.5;
const PRODUCTS_MIN = 2;
const CATEGORY_PREFIX = "c:";

/**
 * `rows` are the products found; `without` those found when one facet's own choice is left aside, by its key, for the
 * facets that are chosen; what is hidden is offered where it is chosen alone. Labels of categories are their ids: whoever shows them knows their names.
 */
export function countFacets(
  rows: readonly Counted[],
  filters: Filters,
  without: ReadonlyMap<string, readonly Counted[]>,
  hidden: HiddenFacets,
): Facet[] {
  const isOffered: Offered = (kinds, key) => without.has(ATTRIBUTE_PREFIX + key) || !hidden(kinds).has(key);
  const all = tallyOf(rows, isOffered);
  const tallies = new Map([...without].map(([key, own]) => [key, tallyOf(own, isOffered)]));
  const keys = [
    ...["category", "price", "brand", "available"],
    ...attributeKeys(
      all,
      [...without.keys()].filter((key) => key.startsWith(ATTRIBUTE_PREFIX)),
    ),
  ];
  return keys.flatMap((key) => facetOf(key, tallies.get(key) ?? all, filters) ?? []);
}

type Numbers = { min: number; max: number; products: number; unit: string };
type Tally = {
  products: number;
  /** Products by value, by the facet's key. */
  values: Map<string, Map<string, number>>;
  numbers: Map<string, Numbers>;
};

type Offered = (kinds: Facts["k"], key: string) => boolean;

function tallyOf(rows: readonly Counted[], isOffered: Offered): Tally {
  const tally: Tally = { products: rows.length, values: new Map(), numbers: new Map() };
  for (const { facts, price, inStock } of rows) {
    if (!facts) continue;
    const { k, b, v, n } = facts;
    for (const kind of k) if (kind.startsWith(CATEGORY_PREFIX)) count(tally, "category", kind.slice(2));
    if (b !== "") count(tally, "brand", b);
    if (inStock === 1) count(tally, "available", "yes");
    for (const [key, value] of v) if (isOffered(k, key)) count(tally, ATTRIBUTE_PREFIX + key, value);
    widen(tally, "price", price, "");
    for (const [key, value, unit] of n) if (isOffered(k, key)) widen(tally, ATTRIBUTE_PREFIX + key, value, unit);
  }
  return tally;
}

function count({ values }: Tally, key: string, value: string): void {
  const own = values.get(key) ?? new Map<string, number>();
  own.set(value, (own.get(value) ?? 0) + 1);
  values.set(key, own);
}

/** Amounts in several units are not one range: those of the first unit that is met are taken. */
function widen({ numbers }: Tally, key: string, value: number, unit: string): void {
  const own = numbers.get(key);
  if (!own) numbers.set(key, { min: value, max: value, products: 1, unit });
  else if (own.unit === unit)
    numbers.set(key, {
      min: Math.min(own.min, value),
      max: Math.max(own.max, value),
      products: own.products + 1,
      unit,
    });
}

/** Those that are chosen, then those that most products have. */
function attributeKeys({ products, values, numbers }: Tally, chosen: readonly string[]): string[] {
  const spread = [
    ...[...values].map(([key, own]) => [key, sumOf(own)] as const),
    ...[...numbers].map(([key, own]) => [key, own.products] as const),
  ]
    .filter(([key, have]) => key.startsWith(ATTRIBUTE_PREFIX) && have >= products * SHARE_MIN && !chosen.includes(key))
    .sort(([a, aHave], [b, bHave]) => bHave - aHave || (a < b ? -1 : 1))
    .map(([key]) => key)
    .filter((key) => isHelpful(key, { products, values, numbers }));
  return [...chosen, ...spread].slice(0, Math.max(ATTRIBUTES_SHOWN_MAX, chosen.length));
}

function isHelpful(key: string, { products, values, numbers }: Tally): boolean {
  if (products < PRODUCTS_MIN) return false;
  const own = values.get(key);
  if (!own) {
    const range = numbers.get(key);
    return range !== undefined && range.min < range.max;
  }
  const isTelling = own.size > 1 || sumOf(own) < products;
  return isTelling && (key === "brand" || key === "category" || own.size <= Math.max(2, products * VALUES_SHARE_MAX));
}

const sumOf = (values: ReadonlyMap<string, number>) => [...values.values()].reduce((sum, each) => sum + each, 0);

function facetOf(key: string, tally: Tally, { values, ranges }: Filters): Facet | null {
  const chosen = values[key] ?? [];
  const range = ranges[key];
  if (chosen.length === 0 && !range && !isHelpful(key, tally)) return null;
  const numbers = tally.numbers.get(key);
  if (range || (chosen.length === 0 && numbers && !tally.values.has(key))) return rangeOf(key, numbers, range);
  return { key, kind: "values", values: valuesOf(tally.values.get(key) ?? new Map(), chosen) };
}

const rangeOf = (key: string, numbers: Numbers | undefined, range: FilterRange | undefined): Facet => ({
  key,
  kind: "range",
  min: numbers?.min ?? range?.from ?? range?.to ?? 0,
  max: numbers?.max ?? range?.to ?? range?.from ?? 0,
  from: range?.from ?? null,
  to: range?.to ?? null,
  unit: numbers?.unit || null,
});

/** Chosen ones always, then those with most products. */
function valuesOf(counts: ReadonlyMap<string, number>, chosen: readonly string[]): FacetValue[] {
  const others = [...counts]
    .filter(([value]) => !chosen.includes(value))
    .sort(([a, aCount], [b, bCount]) => bCount - aCount || (a < b ? -1 : 1))
    .map(([value]) => value);
  return [...chosen, ...others].slice(0, Math.max(VALUES_SHOWN_MAX, chosen.length)).map((value) => ({
    value,
    label: value,
    count: counts.get(value) ?? 0,
    chosen: chosen.includes(value),
  }));
}

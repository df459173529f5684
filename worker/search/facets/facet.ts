/** What a list of products can be narrowed by: the choices that are offered, with how many products each leaves, and those made. */

/**
 * `value` is as the index and the address have it, `label` as the market reads it. `count` is with everything else that
 * is chosen. `level` is how far below the others it stands, where values are a tree.
 */
export type FacetValue = { value: string; label: string; count: number; chosen: boolean; level?: number };

/**
 * `key` is `category` (values are ids), `brand`, `price` (in minor units of the market's currency), `available` (its one
 * value is `yes`), or `attribute:` and the attribute's key. A boolean attribute's values are `true` and `false`.
 * Several values of one facet widen, several facets narrow. A value that is chosen is listed even where it leaves nothing.
 */
export type Facet =
  | { key: string; kind: "values"; values: readonly FacetValue[] }
  | {
      key: string;
      kind: "range";
      /** Of the products found, without this facet's own choice. */
      min: number;
      max: number;
      /** What is chosen; null where that end is open. */
      from: number | null;
      to: number | null;
      unit: string | null;
    };

/** Both ends are in it; null where one is open, never both. */
export type FilterRange = { from: number | null; to: number | null };
/** By the facet's key. No list is empty. */
export type Filters = {
  values: Readonly<Record<string, readonly string[]>>;
  ranges: Readonly<Record<string, FilterRange>>;
};
export const NO_FILTERS: Filters = { values: {}, ranges: {} };

export const ATTRIBUTE_PREFIX = "attribute:";
/** Keys that are filtered at a time. */
export const FILTER_KEYS_MAX = 20;
/** Values of one key. */
export const FILTER_VALUES_MAX = 50;
export const FILTER_VALUE_LENGTH_MAX = 200;

export const countFilters = ({ values, ranges }: Filters): number =>
  Object.values(values).reduce((sum, list) => sum + list.length, 0) + Object.keys(ranges).length;

/** Without one value of a key; without the key's range or all of its values where none is named. */
export function withoutFilter({ values, ranges }: Filters, key: string, value?: string): Filters {
  const { [key]: list = [], ...otherValues } = values;
  const { [key]: _range, ...otherRanges } = ranges;
  const left = value === undefined ? [] : list.filter((each) => each !== value);
  return { values: left.length > 0 ? { ...otherValues, [key]: left } : otherValues, ranges: otherRanges };
}

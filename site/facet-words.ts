/** Facets in a market's words: what they are called, their values, their ends. Keys that have no words are made readable. */
import { optionValue } from "../worker/catalog/option-words.ts";
import type { Market } from "../worker/markets/markets.ts";
import {
  ATTRIBUTE_PREFIX,
  type Facet,
  type FacetValue,
  type FilterRange,
  type Filters,
  withoutFilter,
} from "../worker/search/facets/facet.ts";
import type { FacetLabels } from "../worker/search/facets/facet-label-store.ts";
import type { Format } from "./format.ts";
import type { MessageKey, Translate } from "./messages.ts";
import { wordsOf } from "./messages.ts";
import { measured, readable } from "./product-words.ts";

/** What staff call an attribute comes before the store's own words for it. */
export type FacetReader = { t: Translate; market: Market; format: Format; labels?: FacetLabels };
/** One thing that is chosen, and what is left without it. */
export type Chip = { name: string; value: string; without: Filters };

const PLAIN: Readonly<Record<string, MessageKey>> = {
  category: "catalog.filter.category",
  brand: "catalog.filter.brand",
  price: "catalog.filter.price",
  available: "catalog.filter.available",
};

export function facetName(key: string, { t, market, labels }: FacetReader): string {
  const plain = PLAIN[key];
  if (plain) return t(plain);
  const attribute = key.slice(ATTRIBUTE_PREFIX.length);
  const own = labels?.get(attribute);
  const words = own?.[market.language] ?? wordsOf(market.locale, `attributes.${attribute}`);
  return words ?? own?.en ?? readable(attribute);
}

export function valueName(key: string, { value, label }: Pick<FacetValue, "value" | "label">, reader: FacetReader) {
  if (key === "available") return reader.t("catalog.filter.available.yes");
  if (!key.startsWith(ATTRIBUTE_PREFIX)) return label;
  if (value === "true" || value === "false") return reader.t(value === "true" ? "product.yes" : "product.no");
  return optionValue(reader.market.locale, label);
}

/** An amount of money, or a number with its unit. */
export function endName(key: string, amount: number, unit: string | null, { market, format }: FacetReader): string {
  if (key === "price") return format.money(amount);
  return measured(amount, unit, { locale: market.locale, format });
}

/** What of a range is chosen, or what there is: both ends, or the one that is set. */
export function rangeName(key: string, { from, to }: FilterRange, unit: string | null, reader: FacetReader): string {
  const [least, most] = [from, to].map((end) => (end === null ? null : endName(key, end, unit, reader)));
  if (least && most) return reader.t("catalog.filter.between", { from: least, to: most });
  return least ? reader.t("catalog.filter.from", { from: least }) : reader.t("catalog.filter.to", { to: most ?? "" });
}

/** In the order of the facets, then what is chosen that no facet offers any more. */
export function chipsOf(filters: Filters, facets: readonly Facet[], reader: FacetReader): Chip[] {
  const byKey = new Map(facets.map((facet) => [facet.key, facet]));
  const order = [...byKey.keys()];
  const place = (key: string) => (byKey.has(key) ? order.indexOf(key) : order.length);
  const keys = [...Object.keys(filters.values), ...Object.keys(filters.ranges)];
  return [...new Set(keys)]
    .sort((a, b) => place(a) - place(b))
    .flatMap((key) => {
      const facet = byKey.get(key);
      const name = facetName(key, reader);
      const range = filters.ranges[key];
      if (range) {
        const unit = facet?.kind === "range" ? facet.unit : null;
        return [{ name, value: rangeName(key, range, unit, reader), without: withoutFilter(filters, key) }];
      }
      return (filters.values[key] ?? []).map((value) => {
        const known = facet?.kind === "values" ? facet.values.find((each) => each.value === value) : undefined;
        const shown = valueName(key, known ?? { value, label: value }, reader);
        return { name, value: shown, without: withoutFilter(filters, key, value) };
      });
    });
}

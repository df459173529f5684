/**
 * Words that stand in the full text beside a row's own: by them it is narrowed, so that what a list leaves out is left out
 * before it is cut off. Amounts have the band they lie in: a range asks for bands, and only its ends are looked at row by row.
 */
import type { Market, MarketId } from "../../markets/markets.ts";
import { priceListOf } from "../../pricing/price-list.ts";
import { ATTRIBUTE_PREFIX, type FilterRange, type Filters } from "../facets/facet.ts";
import { categoryKind, kindTokenOf } from "../ranking/kind.ts";
import { foldText } from "../words/fold-text.ts";
import type { Facts } from "./index-facts.ts";
import { hashOf } from "./index-place.ts";
import { type IndexRow, readersOf } from "./index-row.ts";

export type MarkedRow = Pick<IndexRow, "facts" | "markets" | "inStock" | "prices" | "title">;

/** Everything that a row is narrowed by but its kinds, which it has as a field. */
export function marksOf(row: MarkedRow): string[] {
  const { b, v, n } = JSON.parse(row.facts) as Facts;
  return [
    ...readersOf(row).flatMap(({ id, isShown }) => [markOfMarket(id), ...(isShown ? [] : [markOfElsewhere(id)])]),
    ...(row.inStock === 1 ? [STOCK_MARK] : []),
    ...(b === "" ? [] : [markOf("brand", b)]),
    ...v.map(([key, value]) => markOf(ATTRIBUTE_PREFIX + key, value)),
    ...Object.entries(JSON.parse(row.prices) as Record<string, number>).map(([listId, amountMinor]) =>
      markOfBand(`p:${listId}`, bandOf(amountMinor)),
    ),
    ...n.map(([key, value]) => markOfBand(`n:${key}`, bandOf(value))),
  ];
}

/** Rows that a market shows, in the language that it reads. */
export const markOfMarket = (id: MarketId): string => kindTokenOf(`m:${id}`);
/** Of these, the rows of which a list shows another one in their place. */
const markOfElsewhere = (id: MarketId): string => kindTokenOf(`e:${id}`);
const STOCK_MARK = kindTokenOf("s:here");

/** The word of every product with this value of a facet. */
export function markOf(key: string, value: string): string {
  if (key === "category") return kindTokenOf(categoryKind(value));
  if (key === "brand") return kindTokenOf(`b:${foldText(value)}`);
  return kindTokenOf(`v:${key.slice(ATTRIBUTE_PREFIX.length)}=${value}`);
}

/** What finds everything of a category in a market, each product by the one row that is shown there. */
export const matchOfCategory = (categoryId: string, market: Pick<Market, "id">): string =>
  `"${markOf("category", categoryId)}" NOT "${markOfElsewhere(market.id)}"`;

/** The word of products whose whole title is this, in words. Two 32-bit hashes: others share it once in 2^64. */
export const markOfTitle = (words: readonly string[]): string => {
  const title = words.join(" ");
  return kindTokenOf(`=:${hashOf(title).toString(36)}${hashOf(title, TITLE_SEED).toString(36)}`);
};
const TITLE_SEED = 0x050c5d1f;

/** Where bands begin, both signs alike: the first is from nothing on, and each further one goes half as far again as the one before. */
const EDGES = Array.from({ length: 72 }, (_, index) => 2 ** (index / 2 - 6));

/** 0 for nothing; the further from it, the larger the amount, below zero for those below. Never falls as a value rises. */
export function bandOf(value: number): number {
  if (value === 0) return 0;
  const size = Math.abs(value);
  const above = EDGES.findIndex((edge) => edge > size);
  const band = 1 + (above < 0 ? EDGES.length : above);
  return value < 0 ? -band : band;
}
const BAND_MAX = EDGES.length + 1;

const markOfBand = (of: string, band: number): string => kindTokenOf(`${of}:${band < 0 ? `m${-band}` : band}`);

/** What a market's rows are narrowed to by filters, each of these in any of its ways. */
export function narrowingOf(
  market: Pick<Market, "id" | "currency" | "priceListId">,
  { values, ranges }: Filters,
): (readonly string[])[] {
  return [
    ...Object.entries(values).map(([key, list]) =>
      key === "available" ? [STOCK_MARK] : list.map((value) => markOf(key, value)),
    ),
    ...Object.entries(ranges).map(([key, range]) =>
      key === "price"
        ? bandsOf(`p:${priceListOf(market)}`, { from: range.from ?? 0, to: range.to })
        : bandsOf(`n:${key.slice(ATTRIBUTE_PREFIX.length)}`, range),
    ),
    [markOfMarket(market.id)],
  ];
}

function bandsOf(of: string, { from, to }: FilterRange): string[] {
  const first = from === null ? -BAND_MAX : bandOf(from);
  const last = to === null ? BAND_MAX : bandOf(to);
  return Array.from({ length: last - first + 1 }, (_, index) => markOfBand(of, first + index));
}

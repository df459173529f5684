/** A product as the index has it: one row per language it is found in, placed and numbered. */
import { ancestryOf, type ProductRecord, shownMemberships } from "../../catalog/product-document.ts";
import { marketsOnSale } from "../../catalog/publication.ts";
import type { Language, Market, MarketId } from "../../markets/markets.ts";
import { priceAt } from "../../pricing/price.ts";
import { type PriceListId, priceListOf } from "../../pricing/price-list.ts";
import type { FacetUnits } from "../facets/facet-label-store.ts";
import type { SearchFields } from "../ranking/search-plan.ts";
import { factsOf } from "./index-facts.ts";
import { completenessOf, numberOf } from "./index-place.ts";
import { kindsOf, searchFieldsOf } from "./search-fields.ts";
import { shardOfProduct } from "./search-shard.ts";

/** `any` is the product's own language, which every market searches; `none` tells that it is not found any more. */
export type RowLanguage = Language | "any" | "none";
export type IndexRow = SearchFields & {
  productId: string;
  language: RowLanguage;
  /** The language its words are in. */
  wordsIn: Language;
  shard: number;
  version: number;
  /** Where it stands among all rows; where another has this number already, it stands close behind. */
  number: number;
  rank: number;
  /** 0 to `POPULARITY_MAX` and `COMPLETENESS_MAX`. */
  popularity: number;
  completeness: number;
  inStock: 0 | 1;
  createdAtMs: number;
  /**
   * Ids of the markets that read it, of its language or all of them, each between blanks. `!` stands behind one to which a list
   * shows another row of the product: the one in its own language.
   */
  markets: string;
  prices: string;
  label: string;
  facts: string;
};

/** What is known of a product besides its record. */
export type Known = {
  barcodes: readonly string[];
  inStock: boolean;
  popularity: number;
  units: FacetUnits;
  /** Those that may be searched: open, or being prepared. */
  markets: readonly Market[];
  nowMs: number;
};

/** The rows of a product; for one that is sold nowhere, the one row that says so. */
export function indexRowsOf(record: ProductRecord, known: Known): IndexRow[] {
  const { product, translations } = record;
  // Where it lies goes by where it was put: a category that is archived moves none of its products.
  const found = { ...record, memberships: shownMemberships(record) };
  const prices = pricesOf(record, known.nowMs);
  const markets = marketsOnSale(known.markets, product, known.nowMs).filter(
    (market) => prices[priceListOf(market)] !== undefined,
  );
  const roots = record.memberships.filter((row) => row.direct).map((row) => rootOf(record, row.categoryId));
  const shared = {
    productId: product.id,
    shard: shardOfProduct(product.id, [...new Set(roots)]),
    version: product.version,
    rank: product.rank,
    popularity: known.popularity,
    completeness: completenessOf({
      ...product,
      hasBarcode: record.variants.some(({ barcode }) => barcode !== null),
      descriptionLength: Math.max(0, ...translations.map(({ description }) => description.length)),
    }),
    inStock: known.inStock ? (1 as const) : (0 as const),
    createdAtMs: product.createdAtMs,
    prices: JSON.stringify(prices),
    facts: JSON.stringify(factsOf(product.brand, kindsOf(found), product.attributes, known.units)),
  };
  if (markets.length === 0)
    return [{ ...shared, ...NOTHING, markets: "", number: numberOf({ ...shared, language: "any" }) }];
  const translated = new Set(
    translations.map(({ language }) => language).filter((each) => each !== product.languageDefault),
  );
  return translations.map((row) => {
    const language = row.language === product.languageDefault ? ("any" as const) : row.language;
    return {
      ...shared,
      ...searchFieldsOf(found, row, known.barcodes),
      language,
      wordsIn: row.language,
      markets: textOf(
        language === "any"
          ? markets.map(({ id, language: read }) => (translated.has(read) ? `${id}${SHOWN_ELSEWHERE}` : id))
          : markets.filter((market) => market.language === language).map(({ id }) => id),
      ),
      number: numberOf({ ...shared, language }),
      label: row.title,
    };
  });
}

const SHOWN_ELSEWHERE = "!";
const textOf = (marked: readonly string[]): string => ` ${marked.join(" ")} `;
/** The markets that read a row. `isShown`: a list shows it to them; otherwise it is found by its words alone. */
export const readersOf = ({ markets }: Pick<IndexRow, "markets">): { id: MarketId; isShown: boolean }[] =>
  markets
    .split(" ")
    .filter(Boolean)
    .map((marked) => ({ id: marked.replace(SHOWN_ELSEWHERE, ""), isShown: !marked.endsWith(SHOWN_ELSEWHERE) }));

const NOTHING = {
  language: "none",
  wordsIn: "en",
  label: "",
  title: "",
  brand: "",
  category: "",
  codes: "",
  text: "",
  kinds: "",
} as const;

/** The category at the top, above one that the product is in. */
const rootOf = (record: ProductRecord, categoryId: string): string =>
  ancestryOf(record.categories, categoryId)[0] ?? categoryId;

/** The lowest price of a variant that is offered, in each list. */
function pricesOf({ variants, prices }: ProductRecord, nowMs: number): Partial<Record<PriceListId, number>> {
  const offered = new Set(variants.filter((variant) => variant.offered).map(({ sku }) => sku));
  const lowest: Partial<Record<PriceListId, number>> = {};
  for (const { sku, listId, ...price } of prices) {
    const { amountMinor } = priceAt(price, nowMs);
    if (offered.has(sku)) lowest[listId] = Math.min(lowest[listId] ?? amountMinor, amountMinor);
  }
  return lowest;
}

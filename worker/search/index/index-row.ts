/** A product as the index has it: one row per language it is found in, placed and numbered. */
import { ancestryOf, type ProductRecord } from "../../catalog/product-document.ts";
import { marketsOnSale } from "../../catalog/publication.ts";
import { LANGUAGES, type Language, MARKETS } from "../../markets/markets.ts";
import type { Currency } from "../../pricing/money.ts";
import type { SearchFields } from "../ranking/search-plan.ts";
import { factsOf, marksOf } from "./index-facts.ts";
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
  inStock: 0 | 1;
  createdAtMs: number;
  markets: string;
  prices: string;
  label: string;
  facts: string;
  /** Its words in the full text besides its fields: what it can be narrowed by. */
  marks: string;
};

/** A number is 16 bits of rank, 32 of a hash and 4 for the language and same ones: exact in JavaScript. */
const RANKS = 65_536;
const HASHES = 4_294_967_296;
/** Numbers of one hash: a row that finds its own taken stands in the next free one of these. */
export const NUMBERS_SAME = 16;
const LANGUAGE_PLACES: readonly RowLanguage[] = ["any", ...LANGUAGES];

/** What is known of a product besides its record. */
export type Known = { barcodes: readonly string[]; isInStock: boolean; nowMs: number };

/** The rows of a product; for one that is sold nowhere, the one row that says so. */
export function indexRowsOf(record: ProductRecord, known: Known): IndexRow[] {
  const { product, translations } = record;
  const prices = pricesOf(record);
  const markets = MARKETS.filter(
    ({ id, currency }) => prices[currency] !== undefined && marketsOnSale(product, known.nowMs).includes(id),
  );
  const roots = record.memberships.filter((row) => row.direct).map((row) => rootOf(record, row.categoryId));
  const facts = factsOf(product.brand, kindsOf(record), product.attributes);
  const shared = {
    productId: product.id,
    shard: shardOfProduct(product.id, [...new Set(roots)]),
    version: product.version,
    rank: product.rank,
    inStock: known.isInStock ? (1 as const) : (0 as const),
    createdAtMs: product.createdAtMs,
    markets: markets.length > 0 ? ` ${markets.map(({ id }) => id).join(" ")} ` : "",
    prices: JSON.stringify(prices),
    facts: JSON.stringify(facts),
    marks: marksOf(facts).join(" "),
  };
  if (markets.length === 0) return [{ ...shared, ...NOTHING, number: numberOf(product, "any") }];
  return translations.map((row) => {
    const language = row.language === product.languageDefault ? ("any" as const) : row.language;
    return {
      ...shared,
      ...searchFieldsOf(record, row, known.barcodes),
      language,
      wordsIn: row.language,
      number: numberOf(product, language),
      label: row.title,
    };
  });
}

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

/** The lowest price of a variant that is offered, in each currency. */
function pricesOf({ variants, prices }: ProductRecord): Partial<Record<Currency, number>> {
  const offered = new Set(variants.filter((variant) => variant.offered).map(({ sku }) => sku));
  const lowest: Partial<Record<Currency, number>> = {};
  for (const { sku, currency, amountMinor } of prices)
    if (offered.has(sku)) lowest[currency] = Math.min(lowest[currency] ?? amountMinor, amountMinor);
  return lowest;
}

/**
 * The higher the rank, the lower the number. Products of one rank stand in an order of no meaning that stays; the rows of a
 * product stand side by side.
 */
function numberOf({ id, rank }: { id: string; rank: number }, language: RowLanguage): number {
  const place = Math.min(Math.max(RANKS / 2 - 1 - rank, 0), RANKS - 1);
  return (place * HASHES + hashOf(id)) * NUMBERS_SAME + LANGUAGE_PLACES.indexOf(language);
}

/** 32-bit FNV-1a, its bits mixed (datatracker.ietf.org/doc/draft-eastlake-fnv; finaliser of MurmurHash3). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

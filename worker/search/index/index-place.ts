/**
 * Where a row stands among all rows: the full texts hand out matches by row number, so of thousands that match, the lowest
 * numbers are looked at. The shop's own rank comes first, then what shoppers buy, then how much is told of a product.
 */
import { LANGUAGES } from "../../markets/markets.ts";
import type { RowLanguage } from "./index-row.ts";

/** Popularity is 0 to this: each step is twice as many units sold lately. */
export const POPULARITY_MAX = 15;
/** Completeness is 0 to this: a point for each thing that helps to choose. */
export const COMPLETENESS_MAX = 7;

/** A number is 16 bits of rank, 4 of popularity, 3 of completeness, 26 of a hash, 4 for language and same ones: 53, exact in JavaScript. */
const RANKS = 65_536;
const QUALITIES = (POPULARITY_MAX + 1) * (COMPLETENESS_MAX + 1);
const HASH_BITS = 26;
const HASHES = 2 ** HASH_BITS;
/** Numbers of one hash, at least one for each language. */
const NUMBERS_SAME = 16;
/** A row that finds its own number taken stands in the next free one, of so many: those of eight products of one hash. */
export const NUMBERS_NEAR = NUMBERS_SAME * 8;
const LANGUAGE_PLACES: readonly RowLanguage[] = ["any", ...LANGUAGES];

type Placed = { productId: string; language: RowLanguage; rank: number; popularity: number; completeness: number };

/**
 * The better placed, the lower. Products that are alike in all of it stand in an order of no meaning that stays; the rows
 * of a product stand side by side.
 */
export function numberOf({ productId, language, rank, popularity, completeness }: Placed): number {
  const place = Math.min(Math.max(RANKS / 2 - 1 - rank, 0), RANKS - 1);
  const quality = QUALITIES - 1 - (popularity * (COMPLETENESS_MAX + 1) + completeness);
  const hash = hashOf(productId) >>> (32 - HASH_BITS);
  const languagePlace = Math.max(0, LANGUAGE_PLACES.indexOf(language));
  return ((place * QUALITIES + quality) * HASHES + hash) * NUMBERS_SAME + languagePlace;
}

/** 32-bit FNV-1a, its bits mixed (datatracker.ietf.org/doc/draft-eastlake-fnv; finaliser of MurmurHash3). */
export function hashOf(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** What a shopper can judge a product by. */
type Told = {
  media: readonly unknown[];
  brand: string;
  attributes: readonly unknown[];
  hasBarcode: boolean;
  descriptionLength: number;
};
const DESCRIPTION_LENGTH_MIN = 120;
const ATTRIBUTES_MIN = 5;
const PICTURES_MIN = 3;

/** A point for each: a picture, several, a brand, a code of its maker's, a description, an attribute, several. */
export const completenessOf = ({ media, brand, attributes, hasBarcode, descriptionLength }: Told): number =>
  [
    media.length > 0,
    media.length >= PICTURES_MIN,
    brand !== "",
    hasBarcode,
    descriptionLength >= DESCRIPTION_LENGTH_MIN,
    attributes.length > 0,
    attributes.length >= ATTRIBUTES_MIN,
  ].filter(Boolean).length;

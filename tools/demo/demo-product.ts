/**
 * How the demo's catalogue is written down: a product, price points as a shop would set them, and how it
 * is drawn. Small builders keep the data short; everything derived is derived here, once.
 */
import type { Attribute } from "../../worker/catalog/product.ts";
import type { ProductType } from "../../worker/catalog/product-type.ts";
import { IMPORT_LISTS, type ImportList } from "../../worker/pricing/derive-price.ts";
import { minorDigitsOf } from "../../worker/pricing/money.ts";
import type { Price } from "../../worker/pricing/price.ts";
import type { Colourway } from "./drawings/colour.ts";
import type { Brand } from "./drawings/marks.ts";
import type { Portrait } from "./drawings/picture.ts";

/** `quantity` is units on the shelf; prices are in minor units. */
export type DemoVariant = {
  sku: string;
  options: Readonly<Record<string, string>>;
  quantity: number;
  prices: Readonly<Record<ImportList, Price>>;
};
export type DemoProduct = {
  /** Names the product for good, its words (demo-words.ts) and its pictures. */
  id: string;
  brand: Brand;
  type: ProductType;
  categoryId: string;
  /** Higher comes first in a list. */
  rank: number;
  weightGrams: number;
  /** The colour it is drawn in where no variant names one. */
  finish: Colourway;
  portrait: Portrait;
  attributes: readonly Attribute[];
  variants: readonly [DemoVariant, ...DemoVariant[]];
};

/** Whole prices as printed on the tag, with tax but for USD, in the order of `IMPORT_LISTS`. */
export type PriceTag = readonly [USD: number, GBP: number, EUR: number, JPY: number, AED: number];

const minorOf = (major: number, currency: ImportList): number => Math.round(major * 10 ** minorDigitsOf(currency));

function pricesOf(tag: PriceTag, before: PriceTag | null): Record<ImportList, Price> {
  const price = (currency: ImportList, index: number): Price => ({
    amountMinor: minorOf(tag[index] ?? 0, currency),
    compareAtMinor: before ? minorOf(before[index] ?? 0, currency) : null,
  });
  return Object.fromEntries(IMPORT_LISTS.map((currency, index) => [currency, price(currency, index)])) as Record<
    ImportList,
    Price
  >;
}

/** A variant: its options, units on the shelf, its price and, where it is reduced, the price before. */
export const variant = (
  sku: string,
  options: Readonly<Record<string, string>>,
  quantity: number,
  tag: PriceTag,
  before: PriceTag | null = null,
): DemoVariant => ({ sku, options, quantity, prices: pricesOf(tag, before) });

/** Without a unit it is a plain number. */
export const measure = (key: string, value: number, unit?: string): Attribute =>
  unit === undefined ? { key, kind: "number", value } : { key, kind: "number", value, unit };
/** Only for values that are written the same in every language. */
export const term = (key: string, value: string): Attribute => ({ key, kind: "text", value });
export const has = (key: string, value = true): Attribute => ({ key, kind: "boolean", value });

/**
 * Finds the columns of a WooCommerce export by where they stand: its exporter writes the same ones in the same order whatever language
 * the site has, and only their names are translated (WC_Product_CSV_Exporter::get_default_column_names). Two things are not
 * translated and tell it: the first column `ID`, and the unit of weight in brackets, with those of three lengths after it.
 */
import type { Columns } from "./table-row.ts";
import { columnsOf, foldName } from "./table-row.ts";
import { WOO_ATTRIBUTE, WOO_COLUMNS, type WooColumn } from "./woocommerce-columns.ts";

/** Of a numbered pair of columns; `%` is the number. */
export type WooAttributeWords = { name: string; values: string };

/** Counted from the name on; before it stand ID, type, SKU and, since version 9.2, the GTIN. */
const AFTER_NAME: Readonly<Partial<Record<WooColumn, number>>> = {
  name: 0,
  published: 1,
  featured: 2,
  visibility: 3,
  short: 4,
  description: 5,
  saleFrom: 6,
  saleUntil: 7,
  inStock: 10,
  stock: 11,
  low: 12,
  weight: 15,
  sale: 21,
  price: 22,
  categories: 23,
  tags: 24,
  images: 26,
  parent: 29,
};
const POSITION_AFTER_NAME = 35;
const NAME_PLACES = [3, 4];
const WEIGHT = /\((kg|g|lbs|oz)\)$/i;
const LENGTH = /\((m|cm|mm|in|yd)\)$/i;

/** Where the name stands; null where the header is not in the exporter's order. */
function namePlaceOf(header: readonly string[]): number | null {
  const weight = header.findIndex((name) => WEIGHT.test(name.trim()));
  const name = weight - (AFTER_NAME.weight ?? 0);
  const lengths = header.slice(weight + 1, weight + 4);
  const isOrdered =
    foldName(header[0] ?? "") === "id" && NAME_PLACES.includes(name) && header.length > name + POSITION_AFTER_NAME;
  return isOrdered && lengths.every((each) => LENGTH.test(each.trim())) ? name : null;
}

export const isWooByPlace = (header: readonly string[]): boolean => namePlaceOf(header) !== null;

/** By their names in the languages that are known, else by where they stand. */
export function wooColumnsOf(header: readonly string[]): Columns<WooColumn> {
  const byName = columnsOf<WooColumn>(header, WOO_COLUMNS);
  const name = namePlaceOf(header);
  if (name === null || (["type", "name", "price", "parent", "published"] as const).every(byName.has)) return byName;
  const places: Partial<Record<WooColumn, number>> = {
    id: 0,
    type: 1,
    sku: 2,
    ...(name === NAME_PLACES[1] ? { barcode: 3 } : {}),
    ...Object.fromEntries(Object.entries(AFTER_NAME).map(([column, after]) => [column, name + after])),
  };
  const known = Object.fromEntries(
    Object.entries(WOO_COLUMNS).map(([column, names]) => {
      const own = header[places[column as WooColumn] ?? -1];
      return [column, own === undefined ? names : [own]];
    }),
  ) as unknown as Record<WooColumn, readonly string[]>;
  return columnsOf<WooColumn>(header, known);
}

/** How this header calls the columns of its attributes: after all others stand their names and values, numbered. */
export function wooAttributeWords(header: readonly string[]): readonly WooAttributeWords[] {
  const name = namePlaceOf(header);
  if (name === null) return WOO_ATTRIBUTE;
  const [first, second] = header.slice(name + POSITION_AFTER_NAME + 1).filter((each) => /(^|\D)1(\D|$)/.test(each));
  if (first === undefined || second === undefined) return WOO_ATTRIBUTE;
  const templateOf = (text: string) => text.replace(/(^|\D)1(?=\D|$)/, "$1%");
  return [...WOO_ATTRIBUTE, { name: templateOf(first), values: templateOf(second) }];
}

/** Tells what a catalogue file is from what is in it: names of files are not believed. */
import { guessedMapping } from "./column-mapping.ts";
import { dialectOf, withoutSeparatorLine } from "./csv-dialect.ts";
import { type CsvDialect, csvReader } from "./csv-records.ts";
import type { JsonKind } from "./json-items.ts";
import { isObject } from "./json-product.ts";
import { OWN_BEGIN } from "./own-format.ts";
import { bareName, columnsOf, foldName } from "./table-row.ts";
import { WOO_COLUMNS, type WooColumn } from "./woocommerce-columns.ts";
import { isWooByPlace } from "./woocommerce-places.ts";

export type TableKind = "shopify" | "woocommerce" | "magento" | "medusa" | "mapped";
export type ListKind = "own" | "icecat" | "json";
export type Detected =
  | { table: TableKind; dialect: CsvDialect }
  | { list: ListKind; items: JsonKind }
  | { refused: string };

/** How much of a file is looked at. */
export const DETECT_LENGTH = 262_144;

const NAMES: Readonly<Record<TableKind | ListKind, string>> = {
  shopify: "Shopify product CSV",
  woocommerce: "WooCommerce product CSV",
  magento: "Magento product CSV",
  medusa: "Medusa product CSV",
  mapped: "CSV",
  own: "Meridian export",
  icecat: "Icecat NDJSON",
  json: "JSON",
};
/** Those whose products may name each other. */
export const LINKING_FORMATS: readonly string[] = [NAMES.own, NAMES.json];
/** As a person calls it. */
export const nameOfFormat = (found: Exclude<Detected, { refused: string }>): string =>
  NAMES["table" in found ? found.table : found.list];

const READ =
  "Meridian reads product CSV of Shopify, WooCommerce, Magento and Medusa, any CSV with a column called title or name or with a mapping, JSON and NDJSON";

/** `head` is the beginning of the file, `DETECT_LENGTH` characters of it or all. `isMapped`: a mapping says what its columns are. */
export function detectFormat(head: string, isMapped = false): Detected {
  const text = head.replace(/^\uFEFF/, "").trimStart();
  if (text === "") return { refused: "The file is empty" };
  if (/^[{[]/.test(text)) return detectJson(text);
  if (/^<(\?xml|!doctype|html|rss|feed)/i.test(text)) return { refused: `row 1: this is XML or a web page; ${READ}` };
  return detectTable(text, isMapped);
}

function detectJson(text: string): Detected {
  if (text.startsWith(OWN_BEGIN)) return { list: "own", items: "lines" };
  const end = text.indexOf("\n");
  const first = (end < 0 ? text : text.slice(0, end)).trim();
  const isLine = first.startsWith("{") && isWhole(first) && !hasList(first);
  // A first line longer than what is looked at is judged by its beginning.
  if (/^\{"id":/.test(first) && first.includes('"supplier"') && first.includes('"title"'))
    return { list: "icecat", items: "lines" };
  if (isLine) return { list: "json", items: "lines" };
  if (text.startsWith("[") || /^\{\s*"[^"]+"\s*:/.test(text)) return { list: "json", items: "list" };
  return { refused: `row 1: JSON that holds no products; ${READ}` };
}

function isWhole(line: string): boolean {
  try {
    return isObject(JSON.parse(line));
  } catch {
    return false;
  }
}
/** `{"products":[{…}]}` on one line is a list, not a product. */
function hasList(line: string): boolean {
  const value: unknown = JSON.parse(line);
  if (!isObject(value)) return false;
  const lists = Object.values(value).filter((each) => Array.isArray(each) && each.some(isObject));
  return lists.length > 0 && !("title" in value || "name" in value || "translations" in value);
}

function detectTable(text: string, isMapped: boolean): Detected {
  const dialect = dialectOf(text);
  const reader = csvReader(dialect);
  const [record] = [...reader.push(withoutSeparatorLine(text)), ...(reader.fault ? [] : reader.end())];
  if (!record) return { refused: `row ${reader.fault?.row ?? 1}: ${reader.fault?.why ?? "no header"}; ${READ}` };
  const header = record.fields.map(bareName);
  const table = isMapped ? "mapped" : tableOf(header);
  if (table) return { table, dialect };
  const place = `row 1, column ${JSON.stringify((header[0] ?? "").slice(0, 60))}`;
  return { refused: `${place}: no header that is known begins so; ${READ}` };
}

function tableOf(header: readonly string[]): TableKind | null {
  const names = new Set(header.map(foldName));
  const has = (...wanted: readonly string[]) => wanted.every((name) => names.has(name));
  const hasOne = (...wanted: readonly string[]) => wanted.some((name) => names.has(name));
  if (has("handle", "title", "variant price") || has("url handle", "title", "price")) return "shopify";
  if (
    has("sku") &&
    hasOne("product_type", "_type") &&
    hasOne(
      "attribute_set_code",
      "_attribute_set",
      "configurable_variations",
      "product_websites",
      "url_key",
      "categories",
    )
  )
    return "magento";
  if (has("product title") && [...names].some((name) => name.startsWith("variant ") || name.startsWith("price ")))
    return "medusa";
  if (isWooCommerce(header) || isWooByPlace(header)) return "woocommerce";
  return guessedMapping(header) ? "mapped" : null;
}

function isWooCommerce(header: readonly string[]): boolean {
  const columns = columnsOf<WooColumn>(header, WOO_COLUMNS);
  const telling = (["price", "visibility", "parent", "published", "featured", "short", "inStock"] as const).filter(
    columns.has,
  );
  return columns.has("type") && columns.has("name") && (columns.has("sku") || columns.has("id")) && telling.length >= 2;
}

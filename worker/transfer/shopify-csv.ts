/**
 * Reads Shopify's product CSV: rows with one handle, standing together, are one product; each row may bring a variant,
 * an image, or both. Columns are found by name, in any order; all generations of the header are known.
 */

import { barcodeOf } from "./barcode.ts";
import { foldName } from "./detect-format.ts";
import { checkedRead, type FileProblem, type ProductReader, type Read, type RepeatedCodes } from "./file-problem.ts";
import type { ImportedProductInput } from "./imported-product.ts";
import { madeSkuOf } from "./made-sku.ts";
import { minorOf } from "./minor-amount.ts";
import { oneLine, plainTextOf } from "./plain-text.ts";
import { foreignCategoryIdOf } from "./store-categories.ts";

/** Our name of a column to the names it has had at Shopify. */
const COLUMNS = {
  handle: ["Handle", "URL handle"],
  title: ["Title"],
  body: ["Body (HTML)", "Description"],
  vendor: ["Vendor"],
  type: ["Type"],
  published: ["Published", "Published on online store"],
  status: ["Status"],
  option1Name: ["Option1 Name"],
  option1: ["Option1 Value"],
  option2Name: ["Option2 Name"],
  option2: ["Option2 Value"],
  option3Name: ["Option3 Name"],
  option3: ["Option3 Value"],
  sku: ["Variant SKU", "SKU"],
  grams: ["Variant Grams", "Weight value (grams)"],
  quantity: ["Variant Inventory Qty", "Inventory quantity"],
  price: ["Variant Price", "Price"],
  before: ["Variant Compare At Price", "Compare-at price"],
  barcode: ["Variant Barcode", "Barcode"],
  image: ["Image Src", "Product image URL"],
  alt: ["Image Alt Text"],
} as const;
type Column = keyof typeof COLUMNS;
const NEEDED: readonly Column[] = ["handle", "title", "price"];

/** The file does not say what its prices are in. US dollars are what other currencies are derived from. */
const CURRENCY = "USD";
type Row = { number: number; at(column: Column): string };
type Variant = ImportedProductInput["variants"][number];

/** Where each column is; or which needed one is missing. */
export function shopifyColumns(header: readonly string[]): Map<Column, number> | FileProblem {
  const names = header.map(foldName);
  const found = new Map<Column, number>();
  for (const column of Object.keys(COLUMNS) as Column[]) {
    const known: readonly string[] = COLUMNS[column].map(foldName);
    const index = names.findIndex((name) => known.includes(name));
    if (index >= 0) found.set(column, index);
  }
  const missing = NEEDED.find((column) => !found.has(column));
  return missing ? { row: 1, column: COLUMNS[missing][0], why: "the column is missing" } : found;
}

/** Give it the header's columns first, then each record with its row: the header is row 1. */
export function shopifyReader(
  header: readonly string[],
  columns: ReadonlyMap<Column, number>,
  repeated: RepeatedCodes,
): ProductReader<readonly string[]> {
  const nameOf = (column: Column) => header[columns.get(column) ?? -1] ?? COLUMNS[column][0];
  const seen = new Map<string, number>();
  let group: Row[] = [];
  const finish = (): Read[] => {
    const [first] = group;
    const read = first ? [readGroup(first, group, nameOf, repeated)] : [];
    group = [];
    return read;
  };
  return {
    push(record, number) {
      const row: Row = { number, at: (column) => (record[columns.get(column) ?? -1] ?? "").trim() };
      const handle = row.at("handle");
      const wrong = (why: string): Read[] => [
        { row: number, problems: [{ row: number, column: nameOf("handle"), why }] },
      ];
      if (handle === "") return wrong("is empty");
      if (group[0]?.at("handle") === handle) {
        group.push(row);
        return [];
      }
      const before = seen.get(handle);
      if (before !== undefined)
        return wrong(`${handle} is at row ${before} already; the rows of a product stand together`);
      seen.set(handle, number);
      const finished = finish();
      group = [row];
      return finished;
    },
    end: finish,
  };
}

type NameOf = (column: Column) => string;

function readGroup(first: Row, rows: readonly Row[], nameOf: NameOf, repeated: RepeatedCodes): Read {
  const problems: FileProblem[] = [];
  const refuse = (row: Row, column: Column, why: string) =>
    problems.push({ row: row.number, column: nameOf(column), why });
  const sold = rows.filter((row) => row.at("price") !== "" || row.at("option1") !== "" || row === first);
  const variants = sold.map((row) => readVariant(row, first, repeated, refuse));
  refuseRepeats(sold, variants, refuse);
  const images = rows.filter((row) => row.at("image") !== "");
  const product: ImportedProductInput = {
    source: "shopify",
    externalId: first.at("handle"),
    status: statusOf(first, refuse),
    brand: oneLine(first.at("vendor")),
    productType: oneLine(first.at("type")),
    languageDefault: "en",
    translations: { en: { title: oneLine(first.at("title")), description: plainTextOf(first.at("body")) } },
    categoryIds: [foreignCategoryIdOf(first.at("type"))],
    media: images.map((row) => ({
      sourceUrl: row.at("image"),
      alt: row.at("alt") ? { en: oneLine(row.at("alt")) } : {},
    })),
    variants,
  };
  if (problems.length > 0) return { row: first.number, problems };
  return checkedRead(first.number, product, (path) => placeOf(path, { first, sold, images, nameOf }));
}

type Refuse = (row: Row, column: Column, why: string) => void;

function readVariant(row: Row, first: Row, repeated: RepeatedCodes, refuse: Refuse): Variant {
  const options = optionsOf(row, first, refuse);
  const given = row.at("sku");
  const barcode = barcodeOf(row.at("barcode"));
  return {
    sku: given === "" || repeated.skus.has(given) ? freeSkuOf(first.at("handle"), options, repeated) : given,
    options,
    barcodes: barcode === "" || repeated.barcodes.has(barcode) ? [] : [barcode],
    weightGrams: Math.round(numberOf(row, "grams", /^\d{1,8}(\.\d+)?$/, refuse)),
    quantity: row.at("quantity") === "" ? null : Math.max(0, numberOf(row, "quantity", /^-?\d{1,7}$/, refuse)), // below zero: oversold there, so there is none to sell
    prices: pricesOf(row, refuse),
  };
}

function freeSkuOf(handle: string, options: Record<string, string>, repeated: RepeatedCodes): string {
  const sku = madeSkuOf("shopify", handle, options);
  return repeated.skus.has(sku) ? madeSkuOf("shopify", handle, options, "told-apart") : sku;
}

/** Names of options are on a product's first row. `Title: Default Title` is how Shopify says there are none. */
function optionsOf(row: Row, first: Row, refuse: Refuse): Record<string, string> {
  const pairs = (
    [
      ["option1Name", "option1"],
      ["option2Name", "option2"],
      ["option3Name", "option3"],
    ] as const
  ).flatMap(([name, value]) => {
    const [called, chosen] = [oneLine(row.at(name) || first.at(name)), oneLine(row.at(value))];
    if (chosen === "") return [];
    if (called === "") refuse(row, name, "is empty, but the option has a value");
    return [[called, chosen] as const];
  });
  const [only] = pairs;
  return pairs.length === 1 && only?.[0] === "Title" && only[1] === "Default Title" ? {} : Object.fromEntries(pairs);
}

function refuseRepeats(rows: readonly Row[], variants: readonly Variant[], refuse: Refuse): void {
  const seen = new Map<string, number>();
  variants.forEach(({ options }, index) => {
    const row = rows[index];
    const text = JSON.stringify(Object.entries(options ?? {}));
    const before = seen.get(text);
    if (row && before !== undefined)
      refuse(row, "option1", `the variant has the same options as the one at row ${before}`);
    else if (row) seen.set(text, row.number);
  });
}

/** A price of nothing is none: the variant is there, and is sold once staff price it. */
function pricesOf(row: Row, refuse: Refuse): Variant["prices"] {
  const amountMinor = priceOf(row, "price", refuse);
  const before = row.at("before") === "" ? 0 : priceOf(row, "before", refuse);
  if (amountMinor === 0) return {};
  return { [CURRENCY]: { amountMinor, compareAtMinor: before > amountMinor ? before : null } };
}

function priceOf(row: Row, column: "price" | "before", refuse: Refuse): number {
  const text = row.at(column);
  const amount = minorOf(text, CURRENCY);
  if (amount !== null) return amount;
  refuse(row, column, text === "" ? "is empty" : `${JSON.stringify(text.slice(0, 40))} is not a price in ${CURRENCY}`);
  return 0;
}

function numberOf(row: Row, column: Column, shape: RegExp, refuse: Refuse): number {
  const text = row.at(column);
  if (text !== "" && !shape.test(text))
    refuse(row, column, `${JSON.stringify(text.slice(0, 40))} is not a number that is known here`);
  return shape.test(text) ? Number(text) : 0;
}

function statusOf(row: Row, refuse: Refuse): "draft" | "published" {
  const [published, status] = [row.at("published").toLowerCase(), row.at("status").toLowerCase()];
  if (!["", "true", "false"].includes(published))
    refuse(row, "published", `${JSON.stringify(published)} is neither true nor false`);
  if (!["", "active", "draft", "archived", "unlisted"].includes(status))
    refuse(row, "status", `${JSON.stringify(status)} is not active, draft or archived`);
  return published === "false" || !["", "active"].includes(status) ? "draft" : "published";
}

type Places = { first: Row; sold: readonly Row[]; images: readonly Row[]; nameOf: NameOf };
const PLACES: Readonly<Record<string, Column>> = {
  externalId: "handle",
  brand: "vendor",
  productType: "type",
  categoryIds: "type",
  title: "title",
  description: "body",
  sku: "sku",
  options: "option1",
  barcodes: "barcode",
  weightGrams: "grams",
  quantity: "quantity",
  prices: "price",
};

/** The row and column of a part of the product that is beyond a limit. */
function placeOf(
  path: readonly PropertyKey[],
  { first, sold, images, nameOf }: Places,
): { row: number; column: string | null } {
  const [part, index, field] = path;
  if (part === "media") return { row: images[Number(index ?? 0)]?.number ?? first.number, column: nameOf("image") };
  const row = part === "variants" ? (sold[Number(index ?? 0)] ?? first) : first;
  const name = String(part === "variants" ? field : part === "translations" ? path[2] : part);
  const column = PLACES[name];
  return { row: row.number, column: column ? nameOf(column) : null };
}

/**
 * Reads Shopify's product CSV: rows with one handle are one product; each row may bring a variant, an image, or both.
 * Columns are found by name, in any order; all generations of the header are known.
 */

import type { ImportedProductInput } from "../imported-product.ts";
import { foreignCategoryIdOf } from "../store-categories.ts";
import { barcodeOf } from "./barcode.ts";
import { checkedRead, type Read, type RepeatedCodes } from "./file-problem.ts";
import { madeSkuOf } from "./made-sku.ts";
import { oneLine } from "./plain-text.ts";
import { tagsFrom, textFrom } from "./product-texts.ts";
import { type Metafield, metafieldColumns, metafieldsOf } from "./shopify-metafields.ts";
import { columnsOf, gatherProblems, type OpenedTable, type Refuse, type Row, said, shown } from "./table-row.ts";
import {
  amountAt,
  barcodesFrom,
  gramsAt,
  pictureOf,
  pricesFrom,
  quantityAt,
  type ReadSettings,
  type VariantInput,
} from "./variant-fields.ts";

/** Our name of a column to the names it has had at Shopify. */
const COLUMNS = {
  handle: ["Handle", "URL handle"],
  title: ["Title"],
  body: ["Body (HTML)", "Body HTML", "Description"],
  vendor: ["Vendor"],
  type: ["Type", "Custom Product Type"],
  category: ["Product Category", "Standardized Product Type", "Standard Product Type"],
  tags: ["Tags"],
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
  imagePosition: ["Image Position"],
  alt: ["Image Alt Text"],
  seoTitle: ["SEO Title"],
  seoDescription: ["SEO Description"],
} as const;
type Column = keyof typeof COLUMNS;
type ShopifyRow = Row<Column>;
const KIND_LENGTH_MAX = 120;
const NEEDED: readonly Column[] = ["handle", "title", "price"];

export function openShopify(header: readonly string[], settings: ReadSettings): OpenedTable {
  const columns = columnsOf<Column>(header, COLUMNS);
  const metafields = metafieldColumns(header);
  const missing = NEEDED.filter((column) => !columns.has(column));
  if (missing.length > 0)
    return {
      ok: false,
      problems: missing.map((each) => ({ row: 1, column: COLUMNS[each][0], why: "the column is missing" })),
    };
  if (columns.twice.length > 0) return { ok: false, problems: [...columns.twice] };
  return {
    ok: true,
    format: {
      factsOf(record) {
        const row = columns.rowOf(record);
        const key = row.at("handle");
        if (key === "") return { row: row.number, column: row.name("handle"), why: "is empty" };
        if (!isSold(row)) return { key, skus: [], barcodes: [] };
        const sku = row.at("sku") || madeSkuOf("shopify", key, valuesOf(row));
        return { key, skus: [sku], barcodes: [barcodeOf(row.at("barcode"))].filter(Boolean) };
      },
      build: (records, repeated) => build(records.map(columns.rowOf), repeated, { ...settings, metafields }),
    },
  };
}

/** A row that brings a variant, not only a picture. A product's first row always does. */
const isSold = (row: ShopifyRow): boolean =>
  row.at("price") !== "" || row.at("option1") !== "" || row.at("title") !== "" || row.at("sku") !== "";

type ShopifySettings = ReadSettings & { metafields: readonly Metafield[] };

function build(rows: readonly ShopifyRow[], repeated: RepeatedCodes, settings: ShopifySettings): Read {
  const { metafields } = settings;
  const { problems, notes, refuse, note } = gatherProblems<Column>();
  const first = rows[0] as ShopifyRow;
  refuseSecondTitles(first, rows, refuse);
  const sold = rows.filter((row) => row === first || isSold(row));
  const variants = sold.map((row) => readVariant(row, first, repeated, settings, refuse));
  for (const row of sold) if (row.at("price") === "") note(row, "price", "is empty: not sold until it has a price");
  refuseRepeats(sold, variants, refuse);
  const images = imagesOf(rows, settings, note);
  // Shopify's own taxonomy stands in where the shop gave no type: `Home & Garden > Decor > Vases`.
  const kind = oneLine(first.at("type") || (first.at("category").split(">").at(-1) ?? "")).slice(0, KIND_LENGTH_MAX);
  const noteOf = (part: "seoTitle" | "seoDescription" | "tags", why: string) => note(first, part, why);
  const text = {
    title: first.at("title"),
    ...said(first.says("body"), () => ({ body: first.at("body") })),
    ...said(first.says("seoTitle"), () => ({ seoTitle: first.at("seoTitle") })),
    ...said(first.says("seoDescription"), () => ({ seoDescription: first.at("seoDescription") })),
  };
  const categoryIds = [foreignCategoryIdOf(kind)];
  const isKindSaid = first.says("type") || first.says("category");
  const product: ImportedProductInput = {
    source: "shopify",
    externalId: first.at("handle"),
    ...statusOf(first, refuse),
    ...said(first.says("vendor"), () => ({ brand: oneLine(first.at("vendor")) })),
    translations: { en: textFrom(text, noteOf) },
    ...said(first.says("tags"), () => tagsFrom(first.at("tags").split(","), noteOf)),
    ...(isKindSaid ? { productType: kind, categoryIds } : { openingCategoryIds: categoryIds }),
    ...said(metafields.length > 0, () => ({
      attributes: metafieldsOf(first, metafields),
      attributeKeys: [...new Set(metafields.map(({ key }) => key))],
    })),
    ...said(first.says("image"), () => ({
      media: images.map(({ row, address }) => ({
        sourceUrl: address,
        alt: row.at("alt") ? { en: oneLine(row.at("alt")) } : {},
      })),
    })),
    variants,
  };
  if (problems.length > 0) return { row: first.number, problems };
  const category = { id: foreignCategoryIdOf(kind), name: kind, parentId: null };
  const places = { first, sold, images: images.map(({ row }) => row) };
  return checkedRead(first.number, product, (path) => placeOf(path, places), { categories: [category], notes });
}

/** Another product under the same handle would silently be taken for more variants of the first. */
function refuseSecondTitles(first: ShopifyRow, rows: readonly ShopifyRow[], refuse: Refuse<Column>): void {
  const title = first.at("title");
  for (const row of rows) {
    const other = row.at("title");
    if (other !== "" && other !== title)
      refuse(row, "title", `${first.at("handle")} is at row ${first.number} already, as ${shown(title)}`);
  }
}

function readVariant(
  row: ShopifyRow,
  first: ShopifyRow,
  repeated: RepeatedCodes,
  settings: ReadSettings,
  refuse: Refuse<Column>,
): VariantInput {
  const options = optionsOf(row, first, refuse);
  const given = row.at("sku");
  const amount = amountAt(row, "price", settings.currency, refuse) ?? 0;
  const before = amountAt(row, "before", settings.currency, refuse) ?? 0;
  return {
    sku: given === "" || repeated.skus.has(given) ? freeSkuOf(first.at("handle"), options, repeated) : given,
    ...said(row.says("option1"), () => ({ options })),
    ...said(row.says("barcode"), () => barcodesFrom([row.at("barcode")], repeated)),
    ...said(row.says("grams"), () => ({ weightGrams: gramsAt(row, "grams", 1, refuse) })),
    quantity: quantityAt(row, "quantity", refuse),
    prices: pricesFrom(settings.currency, amount, row.says("before") ? before : null),
  };
}

function freeSkuOf(handle: string, options: Record<string, string>, repeated: RepeatedCodes): string {
  const sku = madeSkuOf("shopify", handle, options);
  return repeated.skus.has(sku) ? madeSkuOf("shopify", handle, options, "told-apart") : sku;
}

const isWithoutOptions = (name: string, value: string) =>
  value === "Default Title" && (name === "Title" || name === "");

/** What a variant is chosen by, of its own row alone. */
function valuesOf(row: ShopifyRow): Record<string, string> {
  const values = ([row.at("option1"), row.at("option2"), row.at("option3")] as const).map(oneLine).filter(Boolean);
  if (values.length === 1 && isWithoutOptions(row.at("option1Name"), values[0] ?? "")) return {};
  return Object.fromEntries(values.map((value, index) => [String(index), value]));
}

/** Names of options are on a product's first row. `Title: Default Title` is how Shopify says there are none. */
function optionsOf(row: ShopifyRow, first: ShopifyRow, refuse: Refuse<Column>): Record<string, string> {
  const pairs = (
    [
      ["option1Name", "option1"],
      ["option2Name", "option2"],
      ["option3Name", "option3"],
    ] as const
  ).flatMap(([name, value]) => {
    const [called, chosen] = [oneLine(row.at(name) || first.at(name)), oneLine(row.at(value))];
    if (chosen === "" || isWithoutOptions(called, chosen)) return [];
    if (called === "") refuse(row, name, "is empty, but the option has a value");
    return [[called, chosen] as const];
  });
  return Object.fromEntries(pairs);
}

function refuseRepeats(rows: readonly ShopifyRow[], variants: readonly VariantInput[], refuse: Refuse<Column>): void {
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

/** In the order of their positions where the file has them, else of their rows; each address once. */
function imagesOf(rows: readonly ShopifyRow[], settings: ReadSettings, note: Refuse<Column>) {
  const seen = new Set<string>();
  const images = rows.flatMap((row) => {
    const written = row.at("image");
    const address = written === "" ? null : pictureOf(written, settings);
    if (written !== "" && address === null) note(row, "image", `${shown(written)} is no whole address: left out`);
    if (address === null || seen.has(address)) return [];
    seen.add(address);
    return [{ row, address }];
  });
  const placeOf = (row: ShopifyRow) => Number(row.at("imagePosition")) || Number.MAX_SAFE_INTEGER;
  return images.toSorted((one, other) => placeOf(one.row) - placeOf(other.row));
}

/** Empty cells say nothing: every product has some status. */
function statusOf(row: ShopifyRow, refuse: Refuse<Column>): Pick<ImportedProductInput, "status"> {
  const [published, status] = [row.at("published").toLowerCase(), row.at("status").toLowerCase()];
  if (!["", "true", "false"].includes(published))
    refuse(row, "published", `${shown(published)} is neither true nor false`);
  if (!["", "active", "draft", "inactive", "archived", "unlisted"].includes(status))
    refuse(row, "status", `${shown(status)} is not active, draft or archived`);
  if (published === "" && status === "") return {};
  if (status === "archived") return { status };
  return { status: published === "false" || !["", "active"].includes(status) ? "draft" : "published" };
}

type Places = { first: ShopifyRow; sold: readonly ShopifyRow[]; images: readonly ShopifyRow[] };
const PLACES: Readonly<Record<string, Column>> = {
  externalId: "handle",
  brand: "vendor",
  productType: "type",
  categoryIds: "type",
  title: "title",
  description: "body",
  descriptionHtml: "body",
  seoTitle: "seoTitle",
  seoDescription: "seoDescription",
  tags: "tags",
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
  { first, sold, images }: Places,
): { row: number; column: string | null } {
  const [part, index, field] = path;
  if (part === "media") return { row: images[Number(index ?? 0)]?.number ?? first.number, column: first.name("image") };
  const row = part === "variants" ? (sold[Number(index ?? 0)] ?? first) : first;
  const name = String(part === "variants" ? field : part === "translations" ? path[2] : part);
  const column = PLACES[name];
  return { row: row.number, column: column ? row.name(column) : null };
}

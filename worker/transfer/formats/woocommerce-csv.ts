/**
 * Reads what WooCommerce's own exporter writes: a row for each product and each variation, which names its parent by `id:` or
 * SKU. Commas inside a list are written `\,`, line breaks of a text `\n`; numbers may have a comma before the fraction.
 */

import type { ImportedProductInput } from "../imported-product.ts";
import { barcodeOf } from "./barcode.ts";
import { checkedRead, type Read, type RepeatedCodes } from "./file-problem.ts";
import { namedCategoriesOf } from "./named-category.ts";
import { oneLine } from "./plain-text.ts";
import { tagsFrom, textFrom } from "./product-texts.ts";
import { gatherProblems, type OpenedTable, type Refuse, type Row, said, shown } from "./table-row.ts";
import { pictureOf, type ReadSettings } from "./variant-fields.ts";
import { WOO_COLUMNS, type WooColumn } from "./woocommerce-columns.ts";
import { wooAttributeWords, wooColumnsOf } from "./woocommerce-places.ts";
import { attributesOfWoo, readWooVariant, saysAttributes, type WooSettings, wooListOf } from "./woocommerce-variant.ts";

export type WooRow = Row<WooColumn>;

/** What of a parent's or product's row makes it something this store sells otherwise, and what becomes of it. */
const NOT_SOLD_HERE: Readonly<Record<string, string>> = {
  grouped: "a group has no price of its own: it stays a draft, and its products are imported by themselves",
  external: "it is sold on another site: it stays a draft",
};
const TYPES = [
  "simple",
  "variable",
  "variation",
  "grouped",
  "external",
  "subscription",
  "variable-subscription",
  "subscription_variation",
  "bundle",
  "composite",
];

export function openWooCommerce(header: readonly string[], settings: ReadSettings): OpenedTable {
  const [columns, words] = [wooColumnsOf(header), wooAttributeWords(header)];
  const missing = (["type", "name"] as const).filter((each) => !columns.has(each));
  if (missing.length > 0)
    return {
      ok: false,
      problems: missing.map((each) => ({ row: 1, column: WOO_COLUMNS[each][0], why: "the column is missing" })),
    };
  if (columns.twice.length > 0) return { ok: false, problems: [...columns.twice] };
  return {
    ok: true,
    format: {
      factsOf(record) {
        const row = columns.rowOf(record);
        const own = keyOf(row);
        const codes = { skus: [skuOf(row)], barcodes: [barcodeOf(row.at("barcode"))].filter(Boolean) };
        if (typesOf(row).includes("variation")) {
          const parent = row.at("parent");
          if (parent === "")
            return { row: row.number, column: row.name("parent"), why: "is empty: a variation names its parent" };
          return { key: parent, ...codes };
        }
        const aliases = [row.at("sku"), ...(row.at("id") ? [`id:${row.at("id")}`] : [])].filter(
          (name) => name !== "" && name !== own,
        );
        if (own === "")
          return { row: row.number, column: row.name("sku"), why: "is empty, and so is ID: nothing names the product" };
        return isVariable(row) ? { key: own, aliases, skus: [], barcodes: [] } : { key: own, aliases, ...codes };
      },
      build: (records, repeated) => build(records.map(columns.rowOf), repeated, { ...settings, words }),
    },
  };
}

const typesOf = (row: WooRow): string[] =>
  row
    .at("type")
    .toLowerCase()
    .split(",")
    .map((each) => each.trim().replace("subscription_variation", "variation"));
const isVariable = (row: WooRow): boolean => typesOf(row).some((each) => each.startsWith("variable"));
const keyOf = (row: WooRow): string => (row.at("id") ? `id:${row.at("id")}` : row.at("sku") || row.at("name"));
export const skuOf = (row: WooRow): string =>
  row.at("sku") || (row.at("id") ? `WOO-${row.at("id")}` : `WOO-${row.at("name")}`);

function build(rows: readonly WooRow[], repeated: RepeatedCodes, settings: WooSettings): Read {
  const { words } = settings;
  const { problems, notes, refuse, note } = gatherProblems<WooColumn>();
  const heads = rows.filter((row) => !typesOf(row).includes("variation"));
  const head = heads[0];
  const first = rows[0] as WooRow;
  if (!head) {
    const why = `the file has no product ${shown(first.at("parent"))}`;
    return { row: first.number, problems: rows.map((row) => ({ row: row.number, column: row.name("parent"), why })) };
  }
  for (const other of heads.slice(1)) refuse(other, "id", `the product is at row ${head.number} already`);
  const variations = rows.filter((row) => typesOf(row).includes("variation"));
  const sold = isVariable(head) && variations.length > 0 ? variations : [head];
  const variants = sold.map((row) => readWooVariant(row, head, repeated, settings, refuse, note));
  const paths = wooListOf(head.at("categories")).map((path) => namedCategoriesOf(path.split(">").map(oneLine)));
  const [short, long] = [head.at("short"), head.at("description")].map(unescaped) as [string, string];
  const isDescribed = head.says("short") || head.says("description");
  const text = { title: head.at("name"), ...said(isDescribed, () => ({ body: long || short })) };
  const product: ImportedProductInput = {
    source: "woocommerce",
    // A SKU says more than a number that every shop counts from 1.
    externalId: (head.at("sku") || head.at("id") || head.at("name")).slice(0, 200),
    ...statusOf(head, refuse, note),
    ...said(head.says("brands"), () => ({ brand: oneLine(wooListOf(head.at("brands"))[0] ?? "") })),
    translations: { en: textFrom(text) },
    ...said(head.says("tags"), () => tagsFrom(wooListOf(head.at("tags")), (_, why) => note(head, "tags", why))),
    ...said(head.says("categories"), () => ({
      productType: paths[0]?.at(-1)?.name ?? "",
      categoryIds: [...new Set(paths.flatMap((path) => path.at(-1)?.id ?? []))].slice(0, 10),
    })),
    ...said(saysAttributes(head, words), () => ({ attributes: attributesOfWoo(head, variations, words) })),
    ...said(head.says("images"), () => ({ media: picturesOf(head, variations, settings, note) })),
    ...(head.at("featured") === "" ? {} : { rank: head.at("featured") === "1" ? 1 : 0 }),
    variants,
  };
  if (problems.length > 0) return { row: head.number, problems };
  return checkedRead(head.number, product, (path) => placeOf(path, head, sold), { categories: paths.flat(), notes });
}

/** Line breaks of a text are written as a backslash and an n. */
const unescaped = (text: string): string => text.replace(/\\+n/g, "\n");

/** Nothing where the file says neither whether it is published nor that it is not sold here. */
function statusOf(
  head: WooRow,
  refuse: Refuse<WooColumn>,
  note: Refuse<WooColumn>,
): Pick<ImportedProductInput, "status"> {
  const published = head.at("published").toLowerCase();
  const types = typesOf(head);
  const unknown = types.find((each) => !TYPES.includes(each) && !["virtual", "downloadable", ""].includes(each));
  if (unknown !== undefined) note(head, "type", `${shown(unknown)} is not known here: read as a simple product`);
  const elsewhere = types.map((each) => NOT_SOLD_HERE[each]).find(Boolean);
  if (elsewhere) note(head, "type", elsewhere);
  if (!["", "1", "0", "-1", "true", "false", "yes", "no", "publish", "draft", "private", "pending"].includes(published))
    refuse(head, "published", `${shown(published)} is not 1, 0 or -1`);
  if (elsewhere || head.at("visibility").toLowerCase() === "hidden") return { status: "draft" };
  if (published === "") return {};
  return { status: ["1", "true", "yes", "publish"].includes(published) ? "published" : "draft" };
}

/** The product's pictures, then those that only a variation has. */
function picturesOf(head: WooRow, variations: readonly WooRow[], settings: ReadSettings, note: Refuse<WooColumn>) {
  const seen = new Set<string>();
  return [head, ...variations].flatMap((row) =>
    wooListOf(row.at("images")).flatMap((written) => {
      const address = pictureOf(written, settings);
      if (address === null) note(row, "images", `${shown(written)} is no whole address: left out`);
      if (address === null || seen.has(address)) return [];
      seen.add(address);
      return [{ sourceUrl: address }];
    }),
  );
}

const PLACES: Readonly<Record<string, WooColumn>> = {
  externalId: "id",
  brand: "brands",
  productType: "categories",
  categoryIds: "categories",
  title: "name",
  description: "description",
  descriptionHtml: "description",
  tags: "tags",
  media: "images",
  sku: "sku",
  barcodes: "barcode",
  weightGrams: "weight",
  quantity: "stock",
  prices: "price",
};

function placeOf(
  path: readonly PropertyKey[],
  head: WooRow,
  sold: readonly WooRow[],
): { row: number; column: string | null } {
  const [part, index, field] = path;
  const row = part === "variants" ? (sold[Number(index ?? 0)] ?? head) : head;
  const column = PLACES[String(part === "variants" ? field : part === "translations" ? path[2] : part)];
  return { row: row.number, column: column ? row.name(column) : null };
}

/**
 * Reads Medusa's product CSV: a row for each variant, with all of its product. As Medusa's own importer does, it refuses a
 * column it does not know, and prices of a region that is not there: what was meant would otherwise be lost without a word.
 */
import { type Currency, isCurrency } from "../../pricing/money.ts";
import { SHIPPED_LISTS } from "../../pricing/price-list.ts";
import type { ImportedProductInput } from "../imported-product.ts";
import { barcodeOf } from "./barcode.ts";
import { checkedRead, type FileProblem, type Read, type RepeatedCodes } from "./file-problem.ts";
import { madeSkuOf } from "./made-sku.ts";
import { isMedusaColumn, MEDUSA_COLUMNS, type MedusaColumn, PRICE, REGION_PRICE } from "./medusa-columns.ts";
import { namedCategoriesOf } from "./named-category.ts";
import { oneLine } from "./plain-text.ts";
import { tagsFrom, textFrom } from "./product-texts.ts";
import {
  bareName,
  columnsOf,
  foldName,
  gatherProblems,
  type OpenedTable,
  type Refuse,
  type Row,
  said,
  shown,
} from "./table-row.ts";
import {
  barcodesFrom,
  gramsAt,
  pictureOf,
  pricesFrom,
  quantityAt,
  type ReadSettings,
  type VariantInput,
} from "./variant-fields.ts";
import { writtenMinorOf } from "./written-number.ts";

type MedusaRow = Row<MedusaColumn>;
type PriceColumn = { name: string; currency: Currency };
const NUMBERED_MAX = 50;
const KNOWN = new Set(Object.values(MEDUSA_COLUMNS).flat().map(foldName));

export function openMedusa(header: readonly string[], settings: ReadSettings): OpenedTable {
  const columns = columnsOf<MedusaColumn>(header, MEDUSA_COLUMNS);
  const prices = priceColumnsOf(header, settings);
  const problems: FileProblem[] = [
    ...(["title"] as const)
      .filter((each) => !columns.has(each))
      .map((each) => ({ row: 1, column: MEDUSA_COLUMNS[each][0], why: "the column is missing" })),
    ...header
      .filter((name) => !isMedusaColumn(foldName(name), KNOWN))
      .map((name) => ({
        row: 1,
        column: bareName(name),
        why: "is no column of a Medusa export: take it out, or say that it is to be left out",
      })),
    ...columns.twice,
    ...prices.refused,
  ];
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    format: {
      factsOf(record) {
        const row = columns.rowOf(record);
        const key = keyOf(row);
        if (key === "") return { row: row.number, column: row.name("handle"), why: "is empty, and so is Product Id" };
        return { key, skus: [row.at("sku") || madeSkuOf("medusa", key, optionsOf(row))], barcodes: codesOf(row) };
      },
      build: (records, repeated) => build(records.map(columns.rowOf), prices, repeated, settings),
    },
  };
}

const keyOf = (row: MedusaRow): string => row.at("handle") || row.at("id") || row.at("title");
const CODES = ["ean", "upc", "barcode"] as const;
const codesOf = (row: MedusaRow): string[] => [...new Set(CODES.map(row.at).map(barcodeOf))].filter(Boolean);

/** `unsold` are currencies that the store has no price list of. A region's price stands in where its currency has none of its own. */
function priceColumnsOf(header: readonly string[], { lists = SHIPPED_LISTS }: ReadSettings) {
  const isSold = (code: string): code is Currency => isCurrency(code) && lists.includes(code);
  const names = header.map(bareName);
  const own = names.flatMap((name) => {
    const code = PRICE.exec(name.toLowerCase())?.[1]?.toUpperCase();
    return code ? [{ name, code }] : [];
  });
  const regional = names.flatMap((name) => {
    const [, , code] = REGION_PRICE.exec(name.toLowerCase()) ?? [];
    return code ? [{ name, code: code.toUpperCase() }] : [];
  });
  const hasOwn = (code: string) => own.some((each) => each.code === code);
  const [refused, taken] = [regional.filter(({ code }) => hasOwn(code)), regional.filter(({ code }) => !hasOwn(code))];
  const all = [...own, ...taken];
  return {
    read: all.flatMap(({ name, code }): PriceColumn[] => (isSold(code) ? [{ name, currency: code }] : [])),
    unsold: all.filter(({ code }) => !isSold(code)),
    lists,
    refused: refused.map(({ name, code }) => ({
      row: 1,
      column: name,
      why: `is a price of a region, which this store does not have, beside the price in ${code}: take it out, or say that it is to be left out`,
    })),
  };
}
type Prices = ReturnType<typeof priceColumnsOf>;

function build(rows: readonly MedusaRow[], prices: Prices, repeated: RepeatedCodes, settings: ReadSettings): Read {
  const { problems, notes, refuse, note } = gatherProblems<MedusaColumn>();
  const first = rows[0] as MedusaRow;
  const variants = rows.map((row) => readVariant(row, prices, repeated, refuse, problems));
  refuseRepeats(rows, variants, refuse);
  noteUnsold(first, prices, notes);
  const path = categoryPathOf(first);
  const text = {
    title: first.at("title"),
    ...said(first.says("description"), () => ({ body: first.at("description") })),
  };
  const product: ImportedProductInput = {
    source: "medusa",
    externalId: keyOf(first),
    ...statusOf(first, refuse),
    // As Medusa takes it.
    openingStatus: "draft",
    ...said(first.says("type"), () => ({ productType: oneLine(first.at("type")) })),
    translations: { en: textFrom(text) },
    ...said(first.says("tags") || saysNumbered(first, TAGS), () =>
      tagsFrom([...first.at("tags").split(","), ...numbered(first, TAGS)], (_, why) => note(first, "tags", why)),
    ),
    ...said(first.says("collection") || first.says("type") || saysNumbered(first, CATEGORIES), () => ({
      categoryIds: path.slice(-1).map(({ id }) => id),
    })),
    ...factsOf(first),
    ...said(first.says("thumbnail") || saysNumbered(first, IMAGES), () => ({
      media: picturesOf(first, settings, note),
    })),
    variants,
  };
  if (problems.length > 0) return { row: first.number, problems };
  return checkedRead(first.number, product, (at) => placeOf(at, first, rows), { categories: path, notes });
}

function readVariant(
  row: MedusaRow,
  prices: Prices,
  repeated: RepeatedCodes,
  refuse: Refuse<MedusaColumn>,
  problems: FileProblem[],
): VariantInput {
  const options = optionsOf(row);
  const given = row.at("sku");
  const made = madeSkuOf("medusa", keyOf(row), options);
  const free = repeated.skus.has(made) ? madeSkuOf("medusa", keyOf(row), options, "told-apart") : made;
  return {
    sku: given === "" || repeated.skus.has(given) ? free : given,
    ...said(saysNumbered(row, OPTIONS), () => ({ options })),
    ...said(CODES.some(row.says), () => barcodesFrom(CODES.map(row.at), repeated)),
    ...said(row.says("variantWeight") || row.says("weight"), () => ({
      weightGrams: gramsAt(row, row.at("variantWeight") === "" ? "weight" : "variantWeight", 1, refuse),
    })),
    quantity: quantityAt(row, "quantity", refuse),
    ...said(prices.read.length > 0, () => ({
      prices: Object.fromEntries(prices.read.flatMap((column) => priceAt(row, column, problems))),
    })),
  };
}

function priceAt(row: MedusaRow, { name, currency }: PriceColumn, problems: FileProblem[]) {
  const text = row.named(name);
  const amountMinor = text === "" ? 0 : writtenMinorOf(text, currency);
  if (amountMinor === null)
    problems.push({ row: row.number, column: name, why: `${shown(text)} is not a price in ${currency}` });
  return amountMinor === null ? [] : Object.entries(pricesFrom(currency, amountMinor, null));
}

function noteUnsold(row: MedusaRow, { unsold, lists }: Prices, notes: FileProblem[]): void {
  for (const { name, code } of unsold)
    if (row.named(name) !== "")
      notes.push({
        row: row.number,
        column: name,
        why: `left out: there is no price list ${code} among ${lists.join(", ")}`,
      });
}

/** `Default option: Default option value` is how Medusa says there are none. */
function optionsOf(row: MedusaRow): Record<string, string> {
  const found: [string, string][] = [];
  for (let number = 1; number <= NUMBERED_MAX; number += 1) {
    const at = (part: string) =>
      oneLine(row.named(`Variant Option ${number} ${part}`) || row.named(`Option ${number} ${part}`));
    const [name, value] = [at("Name"), at("Value")];
    if (name === "" || value === "") break;
    if (!/^default option$/i.test(name)) found.push([name, value]);
  }
  return Object.fromEntries(found);
}

function refuseRepeats(
  rows: readonly MedusaRow[],
  variants: readonly VariantInput[],
  refuse: Refuse<MedusaColumn>,
): void {
  const seen = new Map<string, number>();
  variants.forEach(({ options }, index) => {
    const row = rows[index];
    const text = JSON.stringify(options ?? {});
    const before = seen.get(text);
    if (row && before !== undefined)
      refuse(row, "variantTitle", `the variant has the same options as the one at row ${before}`);
    else if (row) seen.set(text, row.number);
  });
}

/** Columns that are numbered from 1, as both versions call them; `%` is the number. */
const OPTIONS = ["Variant Option % Name", "Option % Name"];
const TAGS = ["Product Tag %", "Product Tag % Value"];
const IMAGES = ["Product Image % Url", "Product Image %", "Image % Url", "Image %"];
const CATEGORIES = ["Product Category % Name", "Product Category % Handle"];

const saysNumbered = (row: MedusaRow, patterns: readonly string[]): boolean =>
  patterns.some((each) => row.saysNamed(each.replace("%", "1")));

function numbered(row: MedusaRow, patterns: readonly string[]): string[] {
  return Array.from(
    { length: NUMBERED_MAX },
    (_, index) =>
      patterns.map((each) => row.named(each.replace("%", String(index + 1)))).find((text) => text !== "") ?? "",
  ).filter(Boolean);
}

function picturesOf(row: MedusaRow, settings: ReadSettings, note: Refuse<MedusaColumn>) {
  const written = [...new Set([row.at("thumbnail"), ...numbered(row, IMAGES)])];
  return written.filter(Boolean).flatMap((each) => {
    const address = pictureOf(each, settings);
    if (address === null) note(row, "thumbnail", `${shown(each)} is no whole address: left out`);
    return address === null ? [] : [{ sourceUrl: address }];
  });
}

function categoryPathOf(row: MedusaRow) {
  const named = numbered(row, CATEGORIES);
  return namedCategoriesOf([named[0] ?? (oneLine(row.at("collection")) || oneLine(row.at("type")))]);
}

function factsOf(row: MedusaRow): Pick<ImportedProductInput, "attributes" | "attributeKeys"> {
  const known = [
    ["Subtitle", "subtitle"],
    ["Material", "material"],
    ["Country of origin", "origin"],
  ] as const;
  const spoken = known.filter(([, column]) => row.says(column));
  return said(spoken.length > 0, () => ({
    attributes: spoken.flatMap(([key, column]) => {
      const value = oneLine(row.at(column));
      return value === "" ? [] : [{ key, kind: "text" as const, value }];
    }),
    attributeKeys: spoken.map(([key]) => key),
  }));
}

/** An empty cell says nothing: every product has some status. */
function statusOf(row: MedusaRow, refuse: Refuse<MedusaColumn>): Pick<ImportedProductInput, "status"> {
  const status = row.at("status").toLowerCase();
  if (!["", "draft", "proposed", "published", "rejected"].includes(status))
    refuse(row, "status", `${shown(status)} is not draft, proposed, published or rejected`);
  if (status === "") return {};
  return { status: status === "published" ? "published" : "draft" };
}

const PLACES: Readonly<Record<string, MedusaColumn>> = {
  externalId: "handle",
  productType: "type",
  title: "title",
  description: "description",
  descriptionHtml: "description",
  media: "thumbnail",
  sku: "sku",
  barcodes: "barcode",
  weightGrams: "variantWeight",
  quantity: "quantity",
};

function placeOf(
  path: readonly PropertyKey[],
  first: MedusaRow,
  rows: readonly MedusaRow[],
): { row: number; column: string | null } {
  const [part, index, field] = path;
  const row = part === "variants" ? (rows[Number(index ?? 0)] ?? first) : first;
  const column = PLACES[String(part === "variants" ? field : part === "translations" ? path[2] : part)];
  return { row: row.number, column: column ? row.name(column) : null };
}

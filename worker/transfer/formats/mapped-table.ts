/** Reads a table of anybody's own making by a mapping of its columns: a row is a variant, rows of one product say the same name for it. */

import type { ImportedProductInput } from "../imported-product.ts";
import { barcodeOf } from "./barcode.ts";
import { type ColumnMapping, guessedMapping, missingColumns } from "./column-mapping.ts";
import { checkedRead, type Read, type RepeatedCodes } from "./file-problem.ts";
import { madeSkuOf } from "./made-sku.ts";
import { namedCategoriesOf } from "./named-category.ts";
import { oneLine } from "./plain-text.ts";
import { tagsFrom, textFrom } from "./product-texts.ts";
import { columnsOf, gatherProblems, type OpenedTable, type Refuse, type Row, said, shown } from "./table-row.ts";
import {
  amountAt,
  barcodesFrom,
  GRAMS_PER_UNIT,
  gramsAt,
  pictureOf,
  pricesFrom,
  quantityAt,
  type ReadSettings,
  type VariantInput,
} from "./variant-fields.ts";

const PARTS = [
  "product",
  "title",
  "description",
  "brand",
  "category",
  "tags",
  "status",
  "sku",
  "barcode",
  "price",
  "compareAt",
  "quantity",
  "weight",
  "pictures",
] as const;
type Part = (typeof PARTS)[number];
type MappedRow = Row<Part>;
export type MappedSettings = ReadSettings & { mapping?: ColumnMapping | undefined };
type Reading = {
  mapping: ColumnMapping;
  settings: MappedSettings;
  gramsPerUnit: number;
  rowOf: ReturnType<typeof columnsOf<Part>>["rowOf"];
};

export function openMapped(header: readonly string[], settings: MappedSettings): OpenedTable {
  const mapping = settings.mapping ?? guessedMapping(header);
  if (!mapping)
    return {
      ok: false,
      problems: [
        {
          row: 1,
          column: header[0]?.trim() || null,
          why: "no column is called title or name: give a mapping that says which column is what",
        },
      ],
    };
  const missing = missingColumns(mapping, header);
  if (missing.length > 0)
    return {
      ok: false,
      problems: missing.map((column) => ({
        row: 1,
        column,
        why: "the mapping names this column, and the file does not have it",
      })),
    };
  const known = Object.fromEntries(
    PARTS.map((part) => [part, mapping[part] === undefined ? [] : [mapping[part]]]),
  ) as unknown as Record<Part, string[]>;
  const { rowOf, twice } = columnsOf<Part>(header, known);
  if (twice.length > 0) return { ok: false, problems: [...new Map(twice.map((each) => [each.column, each])).values()] };
  const unit = mapping.weightUnit ?? /\(?_?(kg|g|lbs?|oz)\)?$/i.exec(mapping.weight ?? "")?.[1]?.toLowerCase() ?? "g";
  const reading: Reading = { mapping, settings, rowOf, gramsPerUnit: GRAMS_PER_UNIT[unit] ?? 1 };
  return {
    ok: true,
    format: {
      factsOf(record) {
        const row = rowOf(record);
        const key = keyOf(row);
        if (key === "") return { row: row.number, column: row.name("title"), why: "is empty" };
        const sku = row.at("sku") || madeSkuOf("csv", key, optionsOf(row, reading));
        return { key, skus: [sku], barcodes: [barcodeOf(row.at("barcode"))].filter(Boolean) };
      },
      build: (records, repeated) => build(records.map(rowOf), repeated, reading),
    },
  };
}

const keyOf = (row: MappedRow): string => row.at("product") || row.at("sku") || row.at("title");

function optionsOf(row: MappedRow, { mapping }: Reading): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mapping.options ?? {}).flatMap(([name, column]) => {
      const value = oneLine(row.named(column));
      return value === "" ? [] : [[name, value] as const];
    }),
  );
}

function build(rows: readonly MappedRow[], repeated: RepeatedCodes, reading: Reading): Read {
  const { problems, notes, refuse, note } = gatherProblems<Part>();
  const first = rows[0] as MappedRow;
  const named = rows.find((row) => row.at("title") !== "") ?? first;
  const variants = rows.map((row) => readVariant(row, rows.length > 1, repeated, reading, refuse));
  refuseRepeats(rows, variants, refuse);
  const body = rows.map((row) => row.at("description")).find(Boolean) ?? "";
  const text = { title: named.at("title"), ...said(named.says("description"), () => ({ body })) };
  const path = namedCategoriesOf(categoryPathOf(named.at("category")));
  const standsIn = () => ({ productType: path.at(-1)?.name ?? "", categoryIds: path.slice(-1).map(({ id }) => id) });
  const product: ImportedProductInput = {
    source: "csv",
    externalId: keyOf(first),
    ...statusOf(named, refuse),
    ...said(named.says("brand"), () => ({ brand: oneLine(named.at("brand")) })),
    translations: { en: textFrom(text) },
    ...said(named.says("tags"), () => tagsFrom(named.at("tags").split(/[,;|]/), (_, why) => note(named, "tags", why))),
    ...said(named.says("category"), standsIn),
    ...attributesOf(named, rows.length > 1, reading),
    ...said(
      rows.some((row) => row.says("pictures")),
      () => ({ media: picturesOf(rows, reading.settings, note) }),
    ),
    variants,
  };
  if (problems.length > 0) return { row: first.number, problems };
  return checkedRead(first.number, product, (at) => placeOf(at, named, rows), { categories: path, notes });
}

/** Several categories are parted by `|`, `;` or a comma: the first is where the product stands. */
const categoryPathOf = (text: string): string[] =>
  (text.split(/[|;]/)[0] ?? "")
    .split(/\s*(?:>|\/|»|→)\s*/)
    .flatMap((each, index, all) => (all.length === 1 ? [each.split(",")[0] ?? ""] : index < 4 ? [each] : []))
    .map(oneLine);

function readVariant(
  row: MappedRow,
  isOneOfMany: boolean,
  repeated: RepeatedCodes,
  reading: Reading,
  refuse: Refuse<Part>,
): VariantInput {
  const { currency } = reading.settings;
  const given = row.at("sku");
  const amount = amountAt(row, "price", currency, refuse) ?? 0;
  const before = amountAt(row, "compareAt", currency, refuse) ?? 0;
  const made = madeSkuOf("csv", keyOf(row), optionsOf(row, reading));
  const free = repeated.skus.has(made) ? madeSkuOf("csv", keyOf(row), optionsOf(row, reading), "told-apart") : made;
  return {
    sku: given === "" || repeated.skus.has(given) ? free : given,
    ...said(isOneOfMany, () => ({ options: optionsOf(row, reading) })),
    ...said(row.says("barcode"), () => barcodesFrom([row.at("barcode")], repeated)),
    ...said(row.says("weight"), () => ({ weightGrams: gramsAt(row, "weight", reading.gramsPerUnit, refuse) })),
    quantity: quantityAt(row, "quantity", refuse),
    ...said(row.says("price"), () => ({
      prices: pricesFrom(currency, amount, row.says("compareAt") ? before : null),
    })),
  };
}

function refuseRepeats(rows: readonly MappedRow[], variants: readonly VariantInput[], refuse: Refuse<Part>): void {
  const seen = new Map<string, number>();
  variants.forEach(({ options }, index) => {
    const [row, text] = [rows[index], JSON.stringify(options ?? {})];
    const before = seen.get(text);
    if (row && before !== undefined)
      refuse(row, "product", `is the same product, with the same options, as row ${before}`);
    else if (row) seen.set(text, row.number);
  });
}

/** An empty cell says nothing: every product has some status. */
function statusOf(row: MappedRow, refuse: Refuse<Part>): Pick<ImportedProductInput, "status"> {
  const text = row.at("status").toLowerCase();
  if (text === "") return {};
  if (text === "archived") return { status: "archived" };
  if (["draft", "false", "0", "no", "inactive", "hidden", "disabled", "n", "nein"].includes(text))
    return { status: "draft" };
  if (!["published", "active", "true", "1", "yes", "visible", "enabled", "y", "ja"].includes(text))
    refuse(row, "status", `${shown(text)} is not published, draft or archived`);
  return { status: "published" };
}

/** What would be an option of one of many is a fact of the only one. */
function attributesOf(row: MappedRow, isOneOfMany: boolean, { mapping }: Reading) {
  const all = Object.entries({ ...(isOneOfMany ? {} : mapping.options), ...mapping.attributes });
  const spoken = all.filter(([, column]) => row.saysNamed(column));
  return said(spoken.length > 0, () => ({
    attributes: spoken.flatMap(([key, column]) => {
      const value = oneLine(row.named(column)).slice(0, 8_000);
      return value === "" ? [] : [{ key, kind: "text" as const, value }];
    }),
    attributeKeys: spoken.map(([key]) => key),
  }));
}

function picturesOf(rows: readonly MappedRow[], settings: ReadSettings, note: Refuse<Part>) {
  const seen = new Set<string>();
  return rows.flatMap((row) =>
    row
      .at("pictures")
      .split(/[\s|;]+|,(?=\s*(?:https?:)?\/\/)|,\s+/)
      .filter(Boolean)
      .flatMap((written) => {
        const address = pictureOf(written, settings);
        if (address === null) note(row, "pictures", `${shown(written)} is no whole address: left out`);
        if (address === null || seen.has(address)) return [];
        seen.add(address);
        return [{ sourceUrl: address }];
      }),
  );
}

const PLACES: Readonly<Record<string, Part>> = {
  externalId: "product",
  brand: "brand",
  productType: "category",
  categoryIds: "category",
  title: "title",
  description: "description",
  descriptionHtml: "description",
  tags: "tags",
  media: "pictures",
  sku: "sku",
  barcodes: "barcode",
  weightGrams: "weight",
  quantity: "quantity",
  prices: "price",
};

function placeOf(
  path: readonly PropertyKey[],
  named: MappedRow,
  rows: readonly MappedRow[],
): { row: number; column: string | null } {
  const [part, index, field] = path;
  const row = part === "variants" ? (rows[Number(index ?? 0)] ?? named) : named;
  const column = PLACES[String(part === "variants" ? field : part === "translations" ? path[2] : part)];
  return { row: row.number, column: column ? row.name(column) : null };
}

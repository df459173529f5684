/**
 * Reads Magento 2's product export: a row for each SKU. A configurable product names its simple ones in one packed cell; rows
 * with a `store_view_code` say texts in another language. Both may stand anywhere in the file.
 */
import type { Attribute } from "../../catalog/product.ts";
import { LANGUAGES, type Language } from "../../markets/markets.ts";
import type { ImportedProductInput } from "../imported-product.ts";
import { checkedRead, type Read, type RepeatedCodes } from "./file-problem.ts";
import { madeSkuOf } from "./made-sku.ts";
import { labelOf, MAGENTO_COLUMNS, type MagentoColumn, pairsOf, UNSAID, variationsOf } from "./magento-columns.ts";
import { namedCategoriesOf } from "./named-category.ts";
import { decodeEntities, oneLine } from "./plain-text.ts";
import { textFrom } from "./product-texts.ts";
import { columnsOf, gatherProblems, type OpenedTable, type Refuse, type Row, said, shown } from "./table-row.ts";
import {
  amountAt,
  gramsAt,
  pictureOf,
  pricesFrom,
  quantityAt,
  type ReadSettings,
  type VariantInput,
} from "./variant-fields.ts";

type MagentoRow = Row<MagentoColumn>;
const GRAMS_PER_KILOGRAM = 1_000;
const CATEGORIES_MAX = 10;

export function openMagento(header: readonly string[], settings: ReadSettings): OpenedTable {
  const columns = columnsOf<MagentoColumn>(header, MAGENTO_COLUMNS);
  const missing = (["sku", "name"] as const).filter((each) => !columns.has(each));
  if (missing.length > 0)
    return {
      ok: false,
      problems: missing.map((each) => ({ row: 1, column: MAGENTO_COLUMNS[each][0], why: "the column is missing" })),
    };
  if (columns.twice.length > 0) return { ok: false, problems: [...columns.twice] };
  return {
    ok: true,
    format: {
      factsOf(record) {
        const row = columns.rowOf(record);
        const key = row.at("sku");
        if (key === "") return { row: row.number, column: row.name("sku"), why: "is empty" };
        if (isTranslation(row)) return { key, skus: [], barcodes: [] };
        const claims = variationsOf(row.at("variations")).map(({ sku }) => sku);
        return { key, claims, skus: claims.length > 0 ? [] : [key], barcodes: [] };
      },
      build: (records, repeated) => build(records.map(columns.rowOf), repeated, settings),
    },
  };
}

const STORE_ITSELF = new Set(["", "default", "admin", "all"]);
const isTranslation = (row: MagentoRow): boolean => !STORE_ITSELF.has(row.at("store").toLowerCase());

function build(rows: readonly MagentoRow[], repeated: RepeatedCodes, settings: ReadSettings): Read {
  const { problems, notes, refuse, note } = gatherProblems<MagentoColumn>();
  const own = rows.filter((row) => !isTranslation(row));
  const head = own.find((row) => row.at("variations") !== "") ?? own[0];
  const first = rows[0] as MagentoRow;
  if (!head) {
    const why = `the file has no row of ${first.at("sku")} without a store view`;
    return { row: first.number, problems: [{ row: first.number, column: first.name("sku"), why }] };
  }
  refuseRepeats(own, refuse);
  const sold = soldOf(head, own, note);
  const variants = sold.map(({ row, options }) => readVariant(row, options, repeated, settings, refuse, note));
  const paths = pathsOf(head);
  const product: ImportedProductInput = {
    source: "magento",
    externalId: head.at("sku"),
    ...statusOf(head, refuse, note),
    ...brandOf(head),
    ...said(head.says("set"), () => ({ productType: oneLine(head.at("set")) })),
    translations: textsOf(head, rows, note),
    ...said(head.says("categories"), () => ({
      categoryIds: [...new Set(paths.flatMap((path) => path.at(-1)?.id ?? []))].slice(0, CATEGORIES_MAX),
    })),
    ...said(head.says("attributes"), () => ({
      attributes: attributesOf(head, new Set(sold.flatMap(({ codes }) => codes))),
    })),
    ...said(head.says("image") || head.says("moreImages"), () => ({
      media: picturesOf([head, ...sold.map(({ row }) => row)], settings, note),
    })),
    variants,
  };
  if (problems.length > 0) return { row: head.number, problems };
  const rowsOfVariants = sold.map(({ row }) => row);
  return checkedRead(head.number, product, (path) => placeOf(path, head, rowsOfVariants), {
    categories: paths.flat(),
    notes,
  });
}

function refuseRepeats(rows: readonly MagentoRow[], refuse: Refuse<MagentoColumn>): void {
  const seen = new Map<string, number>();
  for (const row of rows) {
    const before = seen.get(row.at("sku"));
    if (before !== undefined) refuse(row, "sku", `${row.at("sku")} is at row ${before} already`);
    seen.set(row.at("sku"), row.number);
  }
}

type Sold = { row: MagentoRow; options: Record<string, string>; codes: readonly string[] };

/** The simple products of a configurable one, in its order; else the product itself. */
function soldOf(head: MagentoRow, rows: readonly MagentoRow[], note: Refuse<MagentoColumn>): Sold[] {
  const bySku = new Map(rows.map((row) => [row.at("sku"), row]));
  const found = variationsOf(head.at("variations")).flatMap(({ sku, options }) => {
    const row = bySku.get(sku);
    if (!row) note(head, "variations", `the file has no row of ${sku}: left out`);
    const named = Object.entries(options).map(([code, value]) => [labelOf(code, head.at("labels")), oneLine(value)]);
    return row ? [{ row, options: Object.fromEntries(named), codes: Object.keys(options) }] : [];
  });
  return found.length > 0 ? found : [{ row: head, options: {}, codes: [] }];
}

function readVariant(
  row: MagentoRow,
  options: Record<string, string>,
  repeated: RepeatedCodes,
  settings: ReadSettings,
  refuse: Refuse<MagentoColumn>,
  note: Refuse<MagentoColumn>,
): VariantInput {
  const price = amountAt(row, "price", settings.currency, refuse) ?? 0;
  const special = amountAt(row, "special", settings.currency, refuse) ?? 0;
  const isDated = special > 0 && row.at("specialUntil") !== "";
  if (isDated) note(row, "special", "is for some days only: the regular price is taken");
  const amount = special > 0 && !isDated ? special : price;
  const sku = row.at("sku");
  return {
    sku: repeated.skus.has(sku) ? madeSkuOf("magento", sku, options) : sku,
    ...said(row.says("variations"), () => ({ options })),
    ...said(row.says("weight"), () => ({ weightGrams: gramsAt(row, "weight", GRAMS_PER_KILOGRAM, refuse) })),
    quantity:
      row.at("inStock") === "0" ? 0 : row.at("manageStock") === "0" ? null : quantityAt(row, "quantity", refuse),
    ...said(row.says("price"), () => ({
      prices: pricesFrom(settings.currency, amount, row.says("special") ? price : null),
    })),
  };
}

/** `Default Category` is the root of every tree there, and no shopper sees it. Paths are parted by commas before a root. */
function pathsOf(head: MagentoRow) {
  const written = head.at("categories");
  const root = written.split("/")[0] ?? "";
  const paths = root === "" ? [] : written.split(new RegExp(`,(?=${escaped(root)}(?:/|,|$))`));
  return paths
    .map((path) => namedCategoriesOf(path.split("/").slice(1).map(oneLine)))
    .filter((path) => path.length > 0);
}
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A store view's code names its language where it is one: `de`, `de_DE`, `german`. */
function languageOf(code: string): Language | null {
  const folded = code.toLowerCase();
  const words: Readonly<Record<string, Language>> = {
    english: "en",
    german: "de",
    deutsch: "de",
    japanese: "ja",
    arabic: "ar",
  };
  return LANGUAGES.find((each) => new RegExp(`(^|[^a-z])${each}([^a-z]|$)`).test(folded)) ?? words[folded] ?? null;
}

function textsOf(
  head: MagentoRow,
  rows: readonly MagentoRow[],
  note: Refuse<MagentoColumn>,
): ImportedProductInput["translations"] {
  const texts: Record<string, object> = { en: textOf(head, head, note) };
  for (const row of rows.filter((each) => isTranslation(each) && each.at("sku") === head.at("sku"))) {
    const language = languageOf(row.at("store"));
    if (language === null) note(row, "store", `${shown(row.at("store"))} names no language of this store: left out`);
    else texts[language] = textOf(row, head, note);
  }
  return texts as ImportedProductInput["translations"];
}

/** A store view only says what differs. */
function textOf(row: MagentoRow, head: MagentoRow, note: Refuse<MagentoColumn>) {
  const at = (column: MagentoColumn) => row.at(column) || head.at(column);
  const text = {
    title: decodeEntities(at("name")),
    ...said(row.says("description") || row.says("short"), () => ({ body: at("description") || at("short") })),
    ...said(row.says("seoTitle"), () => ({ seoTitle: at("seoTitle") })),
    ...said(row.says("seoDescription"), () => ({ seoDescription: at("seoDescription") })),
  };
  return textFrom(text, (part, why) => part !== "tags" && note(row, part, why));
}

/** Nothing where the file says neither whether it is enabled nor that it is not sold by itself. */
function statusOf(
  head: MagentoRow,
  refuse: Refuse<MagentoColumn>,
  note: Refuse<MagentoColumn>,
): Pick<ImportedProductInput, "status"> {
  const online = head.at("online").toLowerCase();
  if (!["", "1", "2", "0", "enabled", "disabled"].includes(online))
    refuse(head, "online", `${shown(online)} is neither 1 nor 2`);
  const type = head.at("type").toLowerCase();
  const isBundle = ["bundle", "grouped"].includes(type);
  if (isBundle) note(head, "type", `a ${type} product stays a draft: make it a bundle of its parts in the dashboard`);
  const isHidden = head.at("visibility").toLowerCase() === "not visible individually";
  if (isBundle || isHidden) return { status: "draft" };
  return online === "" ? {} : { status: ["1", "enabled"].includes(online) ? "published" : "draft" };
}

const facts = (head: MagentoRow) => pairsOf(head.at("attributes"));
/** A shop that has no such attribute says nothing of brands. */
function brandOf(head: MagentoRow): Pick<ImportedProductInput, "brand"> {
  const found = facts(head).find(([name]) => ["brand", "manufacturer"].includes(name.toLowerCase()));
  return found ? { brand: oneLine(found[1]).slice(0, 120) } : {};
}

function attributesOf(head: MagentoRow, chosen: ReadonlySet<string>): Attribute[] {
  return facts(head).flatMap(([name, written]): Attribute[] => {
    const values = valuesOf(written);
    const [value = ""] = values;
    if (value === "" || chosen.has(name) || UNSAID.test(name)) return [];
    const key = labelOf(name, "").slice(0, 100);
    if (values.length === 1 && /^(yes|no)$/i.test(value))
      return [{ key, kind: "boolean", value: /^yes$/i.test(value) }];
    return values.map((each) => ({ key, kind: "text", value: each.slice(0, 8_000) }));
  });
}

/** What was chosen of a list stands parted by bars, without spaces (`climate=Cool|Windy`): a fact each. */
const valuesOf = (written: string): string[] => [
  ...new Set(
    written
      .split(/(?<!\s)\|(?!\s)/)
      .map((each) => oneLine(decodeEntities(each)))
      .filter(Boolean),
  ),
];

function picturesOf(rows: readonly MagentoRow[], settings: ReadSettings, note: Refuse<MagentoColumn>) {
  const seen = new Set<string>();
  let left = 0;
  const pictures = rows.flatMap((row) => {
    const [own, more] = [row.at("image"), row.at("moreImages").split(",")];
    return [own, ...more]
      .filter((each) => each !== "" && each !== "no_selection")
      .flatMap((written) => {
        const address = pictureOf(written.trim(), settings);
        if (address === null) left += 1;
        if (address === null || seen.has(address)) return [];
        seen.add(address);
        return [
          {
            sourceUrl: address,
            alt: written === own && row.at("imageLabel") ? { en: oneLine(row.at("imageLabel")) } : {},
          },
        ];
      });
  });
  if (left > 0)
    note(
      rows[0] as MagentoRow,
      "image",
      "pictures have no whole address: left out unless the address of their folder is given",
    );
  return pictures.slice(0, PICTURES_MAX);
}
const PICTURES_MAX = 50;

const PLACES: Readonly<Record<string, MagentoColumn>> = {
  externalId: "sku",
  productType: "set",
  categoryIds: "categories",
  attributes: "attributes",
  title: "name",
  description: "description",
  descriptionHtml: "description",
  seoTitle: "seoTitle",
  seoDescription: "seoDescription",
  media: "image",
  sku: "sku",
  options: "variations",
  weightGrams: "weight",
  quantity: "quantity",
  prices: "price",
};

function placeOf(
  path: readonly PropertyKey[],
  head: MagentoRow,
  sold: readonly MagentoRow[],
): { row: number; column: string | null } {
  const [part, index, field] = path;
  const row = part === "variants" ? (sold[Number(index ?? 0)] ?? head) : head;
  const column = PLACES[String(part === "variants" ? field : part === "translations" ? path[2] : part)];
  return { row: row.number, column: column ? row.name(column) : null };
}

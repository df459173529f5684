/** What WooCommerce says of one thing that is sold: a simple product, or a variation of a variable one. */
import type { Attribute } from "../../catalog/product.ts";
import type { RepeatedCodes } from "./file-problem.ts";
import { madeSkuOf } from "./made-sku.ts";
import { oneLine } from "./plain-text.ts";
import { type Refuse, type Row, said } from "./table-row.ts";
import {
  amountAt,
  barcodesFrom,
  GRAMS_PER_UNIT,
  gramsAt,
  pricesFrom,
  quantityAt,
  type ReadSettings,
  type VariantInput,
} from "./variant-fields.ts";
import type { WooColumn } from "./woocommerce-columns.ts";
import type { WooAttributeWords } from "./woocommerce-places.ts";

type WooRow = Row<WooColumn>;
export type WooSettings = ReadSettings & { words: readonly WooAttributeWords[] };
/** Attributes are numbered from 1; the exporter has no more than a product has. */
const ATTRIBUTES_MAX = 100;
const TEXT_LENGTH_MAX = 8_000;

/** A list parted by commas, in which a comma of a value has a backslash before it. */
export const wooListOf = (text: string): string[] =>
  text
    .split(/(?<!\\),/)
    .map((each) => each.replaceAll("\\,", ",").trim())
    .filter(Boolean);

/** Name of each attribute to its values as written. */
function attributesAt(row: WooRow, words: readonly WooAttributeWords[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name: named, values } of words) {
    for (let number = 1; number <= ATTRIBUTES_MAX; number += 1) {
      const name = oneLine(row.named(named.replace("%", String(number))));
      if (name !== "") found.set(name, row.named(values.replace("%", String(number))));
      else if (number > 20) break;
    }
    // Some releases call the values otherwise, and the name the same.
    if ([...found.values()].some((value) => value !== "")) return found;
  }
  return found;
}

/** Whether the file has columns of attributes. */
export const saysAttributes = (row: WooRow, words: readonly WooAttributeWords[]): boolean =>
  words.some(({ name }) => row.saysNamed(name.replace("%", "1")));

/** What a variation is chosen by. One that leaves an attribute open fits every value: it is named so. */
function variationOptionsOf(row: WooRow, head: WooRow, words: readonly WooAttributeWords[]): Record<string, string> {
  const chosen = [...attributesAt(row, words)].map(
    ([name, value]) => [name, oneLine(value.replaceAll("\\,", ",")) || "Any"] as const,
  );
  if (chosen.some(([, value]) => value !== "Any")) return Object.fromEntries(chosen);
  // Its name ends in what it is: `Hoodie - Blue, Yes`.
  const ending = row.at("name").startsWith(head.at("name"))
    ? row.at("name").slice(head.at("name").length)
    : row.at("name");
  return { Variation: oneLine(ending.replace(/^[\s–-]+/, "")) || row.at("sku") || row.at("id") };
}

export function readWooVariant(
  row: WooRow,
  head: WooRow,
  repeated: RepeatedCodes,
  settings: WooSettings,
  refuse: Refuse<WooColumn>,
  note: Refuse<WooColumn>,
): VariantInput {
  const options = row === head ? {} : variationOptionsOf(row, head, settings.words);
  // Without columns of attributes, what variations are chosen by is made of what they are called.
  const isChosen = row === head ? row.says("parent") : saysAttributes(row, settings.words);
  const given = row.at("sku") || (row.at("id") ? `WOO-${row.at("id")}` : madeSkuOf("woo", head.at("name"), options));
  const regular = amountAt(row, "price", settings.currency, refuse) ?? 0;
  const sale = amountAt(row, "sale", settings.currency, refuse) ?? 0;
  const isDated = sale > 0 && (row.at("saleFrom") !== "" || row.at("saleUntil") !== "");
  if (isDated) note(row, "sale", "is for some days only: the regular price is taken");
  const amount = sale > 0 && !isDated ? sale : regular;
  const unit = /\((\w+)\)/.exec(row.name("weight"))?.[1]?.toLowerCase() ?? "kg";
  const low = row.at("low");
  return {
    sku: repeated.skus.has(given) ? madeSkuOf("woo", row.at("id") || head.at("name"), options) : given,
    ...(isChosen ? { options } : { openingOptions: options }),
    ...said(row.says("barcode"), () => barcodesFrom([row.at("barcode")], repeated)),
    ...said(row.says("weight"), () => ({
      weightGrams: gramsAt(row.at("weight") === "" ? head : row, "weight", GRAMS_PER_UNIT[unit] ?? 1_000, refuse),
    })),
    quantity: stockOf(row, head, refuse),
    ...(/^\d{1,6}$/.test(low) ? { lowStockAt: Number(low) } : {}),
    ...said(row.says("price"), () => ({
      prices: pricesFrom(settings.currency, amount, row.says("sale") ? regular : null),
    })),
  };
}

/** What is out of stock has none; a variation without a count of its own has its parent's only where that is kept there. */
function stockOf(row: WooRow, head: WooRow, refuse: Refuse<WooColumn>): number | null {
  const written = row.at("stock").toLowerCase() === "parent" ? head : row;
  const counted = quantityAt(written, "stock", refuse);
  if (counted !== null) return counted;
  return ["0", "no", "outofstock"].includes(row.at("inStock").toLowerCase()) ? 0 : null;
}

/** Versions before 3.1, and files made by hand, part them by bars. */
const valuesOf = (written: string): string[] =>
  /(?<!\\),/.test(written) ? wooListOf(written) : written.split("|").flatMap(wooListOf);

/** What is not chosen by, as facts of the product. */
export function attributesOfWoo(
  head: WooRow,
  variations: readonly WooRow[],
  words: readonly WooAttributeWords[],
): Attribute[] {
  const chosen = new Set(variations.flatMap((row) => [...attributesAt(row, words).keys()]));
  return [...attributesAt(head, words)].flatMap(([key, written]) => {
    const value = valuesOf(written).map(oneLine).join(", ").slice(0, TEXT_LENGTH_MAX);
    return value === "" || chosen.has(key) ? [] : [{ key: key.slice(0, 100), kind: "text" as const, value }];
  });
}

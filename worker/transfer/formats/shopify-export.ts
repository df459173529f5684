/** Writes products as Shopify's product CSV (its older header, which every program that reads Shopify files knows). */

import type { Variant } from "../../catalog/product.ts";
import type { ProductRecord } from "../../catalog/product-document.ts";
import { variantsOf } from "../../catalog/product-document.ts";
import { type Currency, minorDigitsOf } from "../../pricing/money.ts";
import { defused } from "./formula-guard.ts";

const HEADER =
  "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Fulfillment Service,Variant Price,Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Position,Image Alt Text,Gift Card,SEO Title,SEO Description,Status";
const COLUMNS = HEADER.split(",");
const LINE_END = "\r\n";
/** Shopify has no more; the rest stand together in the last. */
const OPTIONS_MAX = 3;
const STATUSES = { published: "active", draft: "draft", archived: "archived" } as const;

export type ShopifyExport = { origin: string; currency: Currency };
type Cells = Readonly<Record<string, string>>;

export const shopifyHeader = (): string => HEADER + LINE_END;

/**
 * A row for each variant; pictures that are more than variants have rows of their own. `origin` is where this store's pictures are.
 * Prices are of one currency; a variant that has none in it has an empty cell, since nothing is no price.
 */
export function shopifyRows(record: ProductRecord, { origin, currency }: ShopifyExport): string {
  const { product, translations } = record;
  const text = translations.find((row) => row.language === product.languageDefault) ?? translations[0];
  if (!text) return "";
  const variants = variantsOf({ ...record, variants: record.variants.filter(({ offered }) => offered) });
  const names = optionNamesOf(variants);
  const pictures = product.media.map(({ key, sourceUrl, alt }) => ({
    address: key === null ? (sourceUrl ?? "") : `${origin}/media/${key}`,
    alt: alt[product.languageDefault] ?? "",
  }));
  const first: Cells = {
    Title: text.title,
    "Body (HTML)": text.descriptionHtml ?? htmlOf(text.description),
    Vendor: product.brand,
    Type: product.productType,
    Tags: product.tags.join(", "),
    Published: product.status === "published" ? "true" : "false",
    "Gift Card": "false",
    "SEO Title": text.seoTitle,
    "SEO Description": text.seoDescription,
    Status: STATUSES[product.status],
  };
  const count = Math.max(1, variants.length, pictures.length);
  return Array.from({ length: count }, (_, index) => {
    const [variant, picture] = [variants[index], pictures[index]];
    return lineOf({
      Handle: text.slug,
      ...(index === 0 ? first : {}),
      ...(variant ? variantCells(variant, { names, currency }, index === 0) : {}),
      ...(picture
        ? { "Image Src": picture.address, "Image Position": String(index + 1), "Image Alt Text": picture.alt }
        : {}),
    });
  }).join("");
}

const lineOf = (cells: Cells): string => COLUMNS.map((column) => cellOf(cells[column] ?? "")).join(",") + LINE_END;

/** A cell that a spreadsheet would run is written as text. */
function cellOf(text: string): string {
  const safe = defused(text);
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function optionNamesOf(variants: readonly Variant[]): string[] {
  const names = [...new Set(variants.flatMap(({ options }) => Object.keys(options)))];
  return names.length <= OPTIONS_MAX
    ? names
    : [...names.slice(0, OPTIONS_MAX - 1), names.slice(OPTIONS_MAX - 1).join(" / ")];
}

function variantCells(
  { sku, options, barcode, weightGrams, prices }: Variant,
  { names, currency }: { names: readonly string[]; currency: Currency },
  isFirst: boolean,
): Cells {
  const chosen =
    names.length === 0
      ? [["Title", "Default Title"] as const]
      : names.map(
          (name) =>
            [
              name,
              options[name] ??
                name
                  .split(" / ")
                  .map((each) => options[each] ?? "")
                  .join(" / "),
            ] as const,
        );
  const cells = chosen.flatMap(([name, value], index) => [
    ...(isFirst ? [[`Option${index + 1} Name`, name] as const] : []),
    [`Option${index + 1} Value`, value] as const,
  ]);
  const price = prices[currency];
  return {
    ...Object.fromEntries(cells),
    "Variant SKU": sku,
    "Variant Grams": String(weightGrams),
    "Variant Inventory Policy": "deny",
    "Variant Fulfillment Service": "manual",
    "Variant Price": price ? plainAmount(price.amountMinor, currency) : "",
    "Variant Compare At Price": price?.compareAtMinor ? plainAmount(price.compareAtMinor, currency) : "",
    "Variant Requires Shipping": "true",
    "Variant Taxable": "true",
    "Variant Barcode": barcode ?? "",
  };
}

/** `12.50`, `980`: a point before the fraction, as many digits as the currency has. */
function plainAmount(minor: number, currency: Currency): string {
  const digits = minorDigitsOf(currency);
  const text = String(minor).padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const htmlOf = (text: string): string =>
  text === ""
    ? ""
    : text
        .split(/\n{2,}/)
        .map((paragraph) => `<p>${escaped(paragraph).replaceAll("\n", "<br>")}</p>`)
        .join("");

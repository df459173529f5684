/**
 * Decides what an import does to each product: makes it, updates the one that has its SKU or barcode, or nothing.
 * Whatever is not clear is refused with its place; then nothing of the whole import is written.
 */

import { slugOf, slugWith } from "../catalog/slug.ts";
import { shortHashOf } from "./formats/short-hash.ts";
import { type ImportedProduct, ownLanguageOf } from "./imported-product.ts";

export type Refusal = { path: string; why: string };
export type ImportProblem = { code: "import.refused"; at: readonly Refusal[] };
export const REFUSALS_MAX = 50;

export type Known = {
  /** The hash of its last import, by product id. */
  hashes: ReadonlyMap<string, string | null>;
  byExternal: ReadonlyMap<string, string>;
  bySku: ReadonlyMap<string, string>;
  byBarcode: ReadonlyMap<string, { productId: string; sku: string }>;
  /** Products that an undo archived, and nobody touched since: an import brings them back. */
  undone: ReadonlySet<string>;
};
/** `productId` is that of the product it updates, or the one it is made with. */
export type Decision = {
  kind: "create" | "update" | "unchanged";
  productId: string;
  hash: string;
  ask: ImportedProduct;
};

const READABLE_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const ID_LENGTH_MAX = 100;

/** A product's id here, for good: what it is called at its source where that reads well, else the id made for it. */
export function productIdOf(
  { source, externalId, id: said }: Pick<ImportedProduct, "source" | "externalId" | "id">,
  made: string,
): string {
  if (said !== undefined) return said;
  const id = `${source}-${externalId}`;
  return READABLE_ID.test(id) && id.length <= ID_LENGTH_MAX ? id : made;
}

/** `hashes` and `made` (new ids) are in the order of `products`. */
export function decideImport(
  products: readonly ImportedProduct[],
  hashes: readonly string[],
  made: readonly string[],
  known: Known,
): { decisions: Decision[]; refusals: Refusal[] } {
  const refusals = repeatsWithin(products);
  const taken = new Map<string, number>();
  const decisions = products.map((ask, index): Decision => {
    const [hash = "", id = ""] = [hashes[index], made[index]];
    const found = findKnown(ask, known);
    const productId = found ?? freeIdOf(productIdOf(ask, id), id, known, taken);
    const other = taken.get(productId);
    if (other !== undefined)
      refusals.push({ path: `products.${index}`, why: `is the same product as products.${other}` });
    taken.set(productId, index);
    if (found === null) return { kind: "create", productId, hash, ask };
    if (known.hashes.get(found) === hash) return { kind: "unchanged", productId, hash, ask };
    refusals.push(...strangersOf(ask, index, found, known));
    return { kind: "update", productId, hash, ask };
  });
  return { decisions, refusals };
}

/** `a-b` of `c` and `a` of `b-c` read the same: whoever comes second gets the id made for it. */
const freeIdOf = (wish: string, made: string, known: Known, taken: ReadonlyMap<string, number>): string =>
  known.hashes.has(wish) || taken.has(wish) ? made : wish;

/** Its own id at its source counts first, then its SKUs, then its barcodes. */
function findKnown(ask: ImportedProduct, known: Known): string | null {
  if (ask.id !== undefined && known.hashes.has(ask.id)) return ask.id;
  const external = known.byExternal.get(externalKeyOf(ask));
  if (external) return external;
  const bySku = ask.variants.map((variant) => known.bySku.get(variant.sku)).find(Boolean);
  if (bySku) return bySku;
  const codes = ask.variants.flatMap((variant) => variant.barcodes ?? []);
  return codes.map((code) => known.byBarcode.get(code)?.productId).find(Boolean) ?? null;
}

export const externalKeyOf = ({ source, externalId }: Pick<ImportedProduct, "source" | "externalId">) =>
  `${source}/${externalId}`;

/** SKUs of another product: to write them would take them away from it. */
const strangersOf = (ask: ImportedProduct, index: number, productId: string, known: Known): Refusal[] =>
  ask.variants.flatMap(({ sku }, position) => {
    const owner = known.bySku.get(sku);
    const path = `products.${index}.variants.${position}.sku`;
    return owner === undefined || owner === productId ? [] : [{ path, why: `${sku} belongs to the product ${owner}` }];
  });

function repeatsWithin(products: readonly ImportedProduct[]): Refusal[] {
  const seen = new Map<string, string>();
  const refusals: Refusal[] = [];
  const see = (what: string, value: string, path: string) => {
    const first = seen.get(`${what} ${value}`);
    if (first !== undefined) refusals.push({ path, why: `the ${what} ${value} is at ${first} already` });
    else seen.set(`${what} ${value}`, path);
  };
  products.forEach((product, index) => {
    see("product", externalKeyOf(product), `products.${index}.externalId`);
    product.variants.forEach((variant, position) => {
      const path = `products.${index}.variants.${position}`;
      see("SKU", variant.sku, `${path}.sku`);
      for (const barcode of new Set(variant.barcodes)) see("barcode", barcode, `${path}.barcodes`);
    });
  });
  return refusals;
}

/** Slugs to try for a translation, in order: the one asked for alone, else made from the title, ever more particular. */
export function slugWishesOf({ ask, productId }: Decision, language: keyof ImportedProduct["translations"]): string[] {
  const translation = ask.translations[language];
  if (!translation) return [];
  if (translation.slug) return [translation.slug];
  // A Shopify handle is the end of the product's address there: links to it are known.
  const handle = ask.source === "shopify" && language === ownLanguageOf(ask) ? [slugOf(ask.externalId, language)] : [];
  const base = slugOf(translation.title, language);
  const ending = slugOf(ask.externalId, "en");
  return [
    ...new Set([...handle, base, ...(ending ? [slugWith(base, ending)] : []), slugWith(base, shortHashOf(productId))]),
  ].filter(Boolean);
}

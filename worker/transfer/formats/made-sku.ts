/** A SKU for a variant that came without one: the same each time, because it is made of what does not change. */
import { SKU_LENGTH_MAX } from "../../catalog/product.ts";
import { SHORT_HASH_LENGTH, shortHashOf } from "./short-hash.ts";

/**
 * Such as `SHOPIFY-CLAY-PLANT-POT-LARGE`; a long one is cut, and ends in a hash of the whole. So does one `told-apart`
 * from another that reads the same: `+1` and `-1` differ in signs only.
 */
export function madeSkuOf(
  source: string,
  handle: string,
  options: Readonly<Record<string, string>>,
  apart?: "told-apart",
): string {
  const parts = [source, handle, ...Object.values(options)];
  const text = parts.join("-");
  const words = text
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .toUpperCase();
  if (words.length <= SKU_LENGTH_MAX && !apart) return words;
  const hash = shortHashOf(apart ? JSON.stringify(parts) : text).toUpperCase();
  const begin = words.slice(0, SKU_LENGTH_MAX - SHORT_HASH_LENGTH - 1).replace(/[\ud800-\udbff]$/, "");
  return `${begin}-${hash}`;
}

/** A SKU for a variant that came without one: the same each time, because it is made of what does not change. */
import { SKU_LENGTH_MAX } from "../catalog/product.ts";

const HASH_LENGTH = 7;

/** Such as `SHOPIFY-CLAY-PLANT-POT-LARGE`; a long one is cut, and ends in a hash of the whole. */
export function madeSkuOf(source: string, handle: string, options: Readonly<Record<string, string>>): string {
  const text = [source, handle, ...Object.values(options)].join("-");
  const words = text
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .toUpperCase();
  return words.length <= SKU_LENGTH_MAX ? words : `${words.slice(0, SKU_LENGTH_MAX - HASH_LENGTH - 1)}-${hashOf(text)}`;
}

/** 32-bit FNV-1a, in base 36. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36).toUpperCase().padStart(HASH_LENGTH, "0");
}

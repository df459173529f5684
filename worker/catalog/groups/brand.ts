/** Where a walk through a brand's products is, the best placed first. */
export type BrandPlace = { rank: number; id: string };
export const BRAND_BEGIN: BrandPlace = { rank: Number.MAX_SAFE_INTEGER, id: "" };

/** Brands: found by the names that products are imported with, shown by the one that staff gave them. */
import type { Language } from "../../markets/markets.ts";
import { shortHashOf } from "../../transfer/formats/short-hash.ts";
import { slugOf, slugWith } from "../slug.ts";

export type BrandText = { description: string; seoTitle: string; seoDescription: string };
export type Brand = {
  id: string;
  slug: string;
  name: string;
  /** Folded names that lead to it, its own among them. */
  nameKeys: readonly string[];
  logoKey: string | null;
  /** It has no page; products keep bearing its name. */
  archived: boolean;
  /** The brand it was joined with, whose page its address leads to. */
  mergedInto: string | null;
  version: number;
  updatedAtMs: number;
  translations: Readonly<Partial<Record<Language, BrandText>>>;
};

/** Other names that lead to one brand, those of brands that were joined with it among them. */
export const BRAND_ALIASES_MAX = 1_000;

/** Case, width and spaces are of no account: `HP ` and `hp` are one brand. */
export const brandKeyOf = (name: string): string => name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();

/** A brand that products name: made where nobody goes by its key yet. `slug` where that is free, else `otherSlug`. */
export type NamedBrand = { nameKey: string; name: string; slug: string; otherSlug: string };

/** Each once, by its key; the first spelling counts. Two of one write never wish for the same slug. */
export function namedBrandsOf(names: readonly string[]): NamedBrand[] {
  const found = new Map<string, NamedBrand>();
  const taken = new Set<string>();
  for (const name of names) {
    const nameKey = brandKeyOf(name);
    if (nameKey === "" || found.has(nameKey)) continue;
    const plain = slugOf(name, "en") || "brand";
    const otherSlug = slugWith(plain, shortHashOf(nameKey));
    const slug = taken.has(plain) ? otherSlug : plain;
    taken.add(slug);
    found.set(nameKey, { nameKey, name: name.trim(), slug, otherSlug });
  }
  return [...found.values()];
}

/** The readable part of a product's address: lower-case letters and digits of any script, parted by single hyphens. */
import type { Language } from "../markets/markets.ts";
import { SLUG_LENGTH_MAX } from "./product.ts";

/** How German is written without umlauts (DIN 5007-2). */
const GERMAN: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
const LATIN_MARKS = /(\p{Script=Latin})\p{M}+/gu;

/** Empty when the text has no letter or digit. */
export function slugOf(text: string, language: Language): string {
  const lower = text.normalize("NFKC").toLowerCase();
  const spelled = language === "de" ? lower.replace(/[äöüß]/g, (letter) => GERMAN[letter] ?? letter) : lower;
  const plain = spelled.replaceAll("ß", "ss").normalize("NFKD").replace(LATIN_MARKS, "$1").normalize("NFKC");
  return shorten(plain.replace(/[^\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}]+/gu, "-").replace(/^-+|-+$/g, ""));
}

/** The slug to take: the wish, else the wish with an ending that only this product has. */
export function slugWith(wish: string, ending: string): string {
  const room = SLUG_LENGTH_MAX - ending.length - 1;
  const begin = room > 0 ? shorten(wish, room) : "";
  return begin === "" ? shorten(ending) : `${begin}-${ending}`;
}

/** Ends at a whole word where one ends in the second half; never inside a letter of two code units. */
function shorten(slug: string, max = SLUG_LENGTH_MAX): string {
  if (slug.length <= max) return slug;
  const cut = slug.slice(0, max).replace(/[\ud800-\udbff]$/, "");
  const end = cut.lastIndexOf("-");
  return (end > max / 2 ? cut.slice(0, end) : cut).replace(/-+$/, "");
}

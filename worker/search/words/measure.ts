/**
 * Numbers with their units. However it is written (`2 TB`, `2tb`, `24"`, `24 Zoll`, `24インチ`), an amount becomes one word
 * (`2tb`, `24in`), and a query for an amount also finds the same amount in another unit.
 */
import { hasDecimalComma, type SearchLanguage } from "./search-language.ts";
import { isUnit, unitsOf } from "./units.ts";

/** `24"`, `24''`, `24″` with nothing in between; a quotation that ends in a number is taken for an amount too. */
const INCH_SIGNS = /(?<=\d)\s?(?:"|″|”|“|''|’’|′′)/g;
const THOUSANDS = /(?<![\d.,])(?!0,)(\d{1,3})((?:,\d{3})+)(?![\d.,]*\d)/g;
/** Hindi parts further thousands in pairs: `1,00,000`. */
const LAKHS = /(?<![\d.,])(\d{1,2})((?:,\d{2})+,\d{3})(?![\d.,]*\d)/g;
const DECIMAL_COMMA = /(?<![\d.,])(?:(\d{1,12}),(\d{1,2})|(0),(\d{3}))(?![\d,])/g;

type Amounts = { spaced: RegExp; unspaced: RegExp; dotted: RegExp };
const known = new Map<SearchLanguage, Amounts>();

/** The forms of amounts in a language: made when it is first read. */
function amountsIn(language: SearchLanguage): Amounts {
  const before = known.get(language);
  if (before) return before;
  const units = [...unitsOf(language).keys()].sort((a, b) => b.length - a.length);
  const any = units.join("|");
  // `in` apart from its number is mostly the word: `2 in 1`, `5 in stock`.
  const apart = units.filter((unit) => unit !== "in").join("|");
  const written = units.filter((unit) => UNSPACED_UNIT.test(unit)).join("|");
  const made = {
    spaced: new RegExp(
      `(?<![\\p{L}\\p{N}.])(\\d{1,12}(?:\\.\\d{1,12})?)(?:(?:[ -]?(${apart}))|(in))(?![\\p{L}\\p{M}\\p{N}])`,
      "gu",
    ),
    unspaced: new RegExp(`(?<!\\d)(\\d{1,12}(?:\\.\\d{1,12})?)[ ]?(${written})`, "gu"),
    // `20.000 mAh`, and with blanks only round thousands: `iPhone 15 128 Go` is no amount of fifteen thousand.
    dotted: new RegExp(
      `(?<![\\p{L}\\p{N}.,])(?!0\\.)(\\d{1,3}(?:(?:\\.\\d{3}){1,3}|(?: 000){1,3}))(?=(?:,\\d{1,2})?[ -]?(?:${any})(?![\\p{L}\\p{M}\\p{N}]))`,
      "gu",
    ),
  };
  known.set(language, made);
  return made;
}
const UNSPACED_UNIT = /^[\p{Script=Han}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Writes every amount in a folded text as one word. Signs of inches must not have been folded away. */
export function joinAmounts(text: string, language: SearchLanguage): string {
  const units = unitsOf(language);
  const { spaced, unspaced, dotted } = amountsIn(language);
  const inches = text.replace(INCH_SIGNS, "in ");
  const whole = hasDecimalComma(language) ? inches.replace(dotted, (amount) => amount.replace(/[. ]/g, "")) : inches;
  const together = (_: string, head: string, rest: string) => head + rest.replaceAll(",", "");
  return whole
    .replace(LAKHS, together)
    .replace(THOUSANDS, together)
    .replace(DECIMAL_COMMA, (amount) => amount.replace(",", "."))
    .replace(unspaced, (_, amount: string, unit: string) => ` ${plainOf(amount)}${units.get(unit)} `)
    .replace(
      spaced,
      (_, amount: string, unit: string | undefined) => plainOf(amount) + (unit ? (units.get(unit) ?? unit) : "in"),
    );
}

/** `2.0` and `2.50` without the zeros that say nothing. */
const plainOf = (amount: string) => (amount.includes(".") ? amount.replace(/\.?0+$/, "") : amount);

type Amount = { value: number; unit: string };
/** The amount that a word is, or null. */
function amountOf(word: string): Amount | null {
  const [, value, unit] = /^(\d+(?:\.\d+)?)(\p{L}+)$/u.exec(word) ?? [];
  return value && unit && isUnit(unit) ? { value: Number(value), unit } : null;
}

/** One of the first is so many of the second. Makers of disks count in thousands, makers of memory in 1,024s. */
const SAME: readonly (readonly [string, string, readonly number[]])[] = [
  ["tb", "gb", [1_000, 1_024]],
  ["gb", "mb", [1_000, 1_024]],
  ["in", "cm", [2.54]],
  ["m", "cm", [100]],
  ["cm", "mm", [10]],
  ["ft", "m", [0.3048]],
  ["ghz", "mhz", [1_000]],
  ["kw", "w", [1_000]],
  ["kva", "va", [1_000]],
  ["kg", "g", [1_000]],
  ["l", "ml", [1_000]],
  ["ah", "mah", [1_000]],
  ["gbps", "mbps", [1_000]],
];
/** Sold by their class: a screen of 15.6 inches is called a 15 inch one. */
const TENTHS = Array.from({ length: 9 }, (_, index) => index + 1);

/** The same amount as other words, such as `2000gb` and `2048gb` for `2tb`; none for a word that is no amount. */
export function sameAmounts(word: string): string[] {
  const amount = amountOf(word);
  if (!amount) return [];
  const { value, unit } = amount;
  const converted = SAME.flatMap(([large, small, factors]) => {
    if (unit === large) return factors.map((factor) => `${rounded(value * factor)}${small}`);
    return unit === small ? factors.map((factor) => `${rounded(value / factor)}${large}`) : [];
  });
  const classes = unit === "in" && Number.isInteger(value) ? TENTHS.map((tenth) => `${value}.${tenth}in`) : [];
  return [...new Set([...converted, ...classes])].filter((other) => other !== word);
}

/** Shops round to a tenth: 24 inches are 61 cm, 15.6 are 39.6 cm. */
const rounded = (value: number): string => plainOf((Math.round(value * 10) / 10).toString());

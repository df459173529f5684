/**
 * Numbers with their units. However it is written (`2 TB`, `2tb`, `24"`, `24 Zoll`, `24インチ`), an amount becomes one word
 * (`2tb`, `24in`), and a query for an amount also finds the same amount in another unit.
 */

/** Each unit's spellings, folded, the one that the index keeps first. */
const UNITS: readonly (readonly string[])[] = [
  ["in", "inch", "inches", "zoll", "インチ", "型", "بوصه", "انش"],
  ["mm", "millimeter", "millimetre", "millimeters", "millimetres"],
  ["cm", "centimeter", "centimetre", "centimeters", "centimetres", "zentimeter", "センチ", "سم"],
  ["m", "meter", "metre", "meters", "metres", "メートル", "متر"],
  ["ft", "feet", "foot", "fuss"],
  ["kb", "kilobyte", "kilobytes"],
  ["mb", "megabyte", "megabytes", "メガバイト", "ميجابايت", "ميغابايت"],
  ["gb", "gigabyte", "gigabytes", "gig", "gigs", "ギガバイト", "جيجابايت", "غيغابايت"],
  ["tb", "terabyte", "terabytes", "テラバイト", "تيرابايت"],
  ["hz", "hertz", "ヘルツ", "هرتز"],
  ["khz"],
  ["mhz", "megahertz"],
  ["ghz", "gigahertz", "ギガヘルツ"],
  ["w", "watt", "watts", "ワット", "واط"],
  ["kw", "kilowatt", "kilowatts"],
  ["wh"],
  ["v", "volt", "volts", "ボルト", "فولت"],
  ["va"],
  ["kva"],
  ["mah"],
  ["ah"],
  ["mw"],
  ["db"],
  ["g", "gram", "grams", "gramm", "グラム", "جرام", "غرام"],
  ["kg", "kilo", "kilos", "kilogram", "kilograms", "kilogramm", "キログラム", "كجم", "كغ"],
  ["ml", "milliliter", "millilitre", "milliliters", "millilitres", "ミリリットル", "مل"],
  ["l", "liter", "litre", "liters", "litres", "リットル", "لتر"],
  ["mp", "megapixel", "megapixels", "メガピクセル", "ميجابكسل"],
  ["dpi"],
  ["fps"],
  ["mbps", "mbit/s", "mbit"],
  ["gbps", "gbit/s", "gbit"],
];
const UNIT_OF = new Map(UNITS.flatMap((spellings) => spellings.map((spelling) => [spelling, spellings[0] ?? ""])));
const SPELLINGS = [...UNIT_OF.keys()].sort((a, b) => b.length - a.length).join("|");

/** `24"`, `24''`, `24″` with nothing in between; a quotation that ends in a number is taken for an amount too. */
const INCH_SIGNS = /(?<=\d)\s?(?:"|″|”|“|''|’’|′′)/g;
const THOUSANDS = /(?<![\d.,])(\d{1,3})((?:,\d{3})+)(?![\d.,]*\d)/g;
const DECIMAL_COMMA = /(?<![\d.,])(\d{1,12}),(\d{1,2})(?![\d,])/g;
/** `in` apart from its number is mostly the word: `2 in 1`, `5 in stock`. */
const AMOUNT = new RegExp(
  `(?<![\\p{L}\\p{N}.])(\\d{1,12}(?:\\.\\d{1,12})?)(?:(?:[ -]?(${SPELLINGS.replace("|in|", "|")}))|(in))(?![\\p{L}\\p{N}])`,
  "gu",
);
const EAST_ASIAN_AMOUNT =
  /(?<!\d)(\d{1,12}(?:\.\d{1,12})?)[ ]?(インチ|型|センチ|メートル|ギガバイト|テラバイト|メガバイト|ワット|リットル)/gu;

/** Writes every amount in a folded text as one word. Signs of inches must not have been folded away. */
export function joinAmounts(text: string): string {
  return text
    .replace(INCH_SIGNS, "in ")
    .replace(THOUSANDS, (_, head: string, rest: string) => head + rest.replaceAll(",", ""))
    .replace(DECIMAL_COMMA, "$1.$2")
    .replace(EAST_ASIAN_AMOUNT, (_, amount: string, unit: string) => ` ${plainOf(amount)}${UNIT_OF.get(unit)} `)
    .replace(
      AMOUNT,
      (_, amount: string, unit: string | undefined) => plainOf(amount) + (unit ? (UNIT_OF.get(unit) ?? unit) : "in"),
    );
}

/** `2.0` and `2.50` without the zeros that say nothing. */
const plainOf = (amount: string) => (amount.includes(".") ? amount.replace(/\.?0+$/, "") : amount);

type Amount = { value: number; unit: string };
/** The amount that a word is, or null. */
function amountOf(word: string): Amount | null {
  const [, value, unit] = /^(\d+(?:\.\d+)?)(\p{L}+)$/u.exec(word) ?? [];
  return value && unit && UNIT_OF.get(unit) === unit ? { value: Number(value), unit } : null;
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

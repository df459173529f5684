/** Postal codes as their country writes them, however they were typed: case, spaces, hyphens and full-width digits do not matter. */

export type PostalCode = {
  /** Of the whole code, as it is written. */
  pattern: RegExp;
  example: string;
  /** In its usual form; text that is no code of the country comes back as it was typed, but for spaces around it. */
  tidy(text: string): string;
};

/** Longer text is no postal code, and is not looked at. */
const LENGTH_MAX = 40;
const SEPARATORS = /[\s\p{Pd}\u30FC\u2212]/gu;

/** `examples` show where the country puts its separators. */
export function postalCodeOf(country: string, zip: string, examples: readonly string[]): PostalCode {
  const pattern = new RegExp(`^(?:${zip})$`);
  return {
    pattern,
    example: examples[0] ?? "",
    tidy: (text) => {
      const typed = text.normalize("NFKC").trim();
      if (typed.length > LENGTH_MAX) return typed;
      return waysToWrite(country, typed, examples).find((way) => pattern.test(way)) ?? typed;
    },
  };
}

/** The likeliest first: the separators of an example of the same length, then none, then as it was typed. */
function waysToWrite(country: string, typed: string, examples: readonly string[]): string[] {
  const packed = typed.toUpperCase().replaceAll(SEPARATORS, "");
  // "D-80331" is written with its country from abroad, and Latvia's code always is.
  const spellings = [packed, packed.replace(/^[A-Z]{1,3}(?=\d)/, ""), `${country}${packed}`];
  return [...spellings.flatMap((spelling) => [...separated(spelling, examples), spelling]), typed.toUpperCase()];
}

function separated(packed: string, examples: readonly string[]): string[] {
  const alike = examples.filter((example) => example.replaceAll(SEPARATORS, "").length === packed.length);
  return alike.map((example) => {
    let at = 0;
    return [...example].map((sign) => (/[\s-]/.test(sign) ? sign : packed[at++])).join("");
  });
}

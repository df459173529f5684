/**
 * The languages whose words the search knows: all of the catalogue's (a language that is missing here does not compile),
 * and what of each is decided in one place. Scripts of their own need no language: Arabic, Devanagari and Hangul words are
 * known by their letters.
 */
export const SEARCH_LANGUAGES = ["en", "de", "ja", "ar", "fr", "es", "it", "pl", "ko", "pt", "hi"] as const;
export type SearchLanguage = (typeof SEARCH_LANGUAGES)[number];

/** Languages with endings of their own, beside the English ones that every language's products have. */
export const INFLECTED = ["de", "fr", "es", "it", "pt", "pl"] as const;
export type InflectedLanguage = (typeof INFLECTED)[number];

export const isInflected = (language: SearchLanguage): language is InflectedLanguage =>
  (INFLECTED as readonly SearchLanguage[]).includes(language);

/** `1.234,5` where others write `1,234.5` (Unicode CLDR, decimal separators of these languages). */
export const hasDecimalComma = (language: SearchLanguage): boolean => isInflected(language);

/** Puts nouns together without a blank: a word may end in the thing that it is. */
export const hasCompounds = (language: SearchLanguage): boolean => language === "de";

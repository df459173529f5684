/**
 * Number and gender of French, Spanish, Italian and Portuguese nouns and adjectives (J. Savoy's light stemmers: Report on
 * CLEF-2001 experiments; Light stemming approaches for the French, Portuguese, German and Hungarian languages, 2006).
 * Words come folded, so each rule is the one for letters without accents; what makes one part of speech of another is left out.
 */

const LEAST = { french: 4, spanish: 5, italian: 4, portuguese: 4 } as const;
/** Letters from which on French loses more than a plural: below, too little would be left. */
const FRENCH_LONG = 5;
const PORTUGUESE_LONG = 5;

type Rule = readonly [ending: RegExp, becomes: string];
const byFirst = (word: string, rules: readonly Rule[]): string => {
  const rule = rules.find(([ending]) => ending.test(word));
  return rule ? word.replace(rule[0], rule[1]) : word;
};

/** `tableaux` and `tableau`, `journaux` and `journal`, `noires` and `noir`. */
export function frenchStemOf(word: string): string {
  if (word.length < LEAST.french) return word;
  const one = byFirst(word, FRENCH_PLURALS);
  if (one.length < FRENCH_LONG) return one;
  const single = one.replace(/([a-z])\1+/g, "$1");
  const short = single.length >= FRENCH_LONG ? single.replace(/ie$/, "") : single;
  return short.length >= FRENCH_LONG ? short.replace(/r$/, "").replace(/e{1,2}$/, "") : short;
}
const FRENCH_PLURALS: readonly Rule[] = [
  [/(?<=[^e])aux$/, "al"],
  [/[sx]$/, ""],
];

/** `luces` and `luz`, `auriculares` and `auricular`, `negras` and `negro`. */
export function spanishStemOf(word: string): string {
  return word.length < LEAST.spanish ? word : byFirst(word, SPANISH);
}
const SPANISH: readonly Rule[] = [
  [/(?<=es)es$/, ""],
  [/ces$/, "z"],
  [/[aeo]s?$/, ""],
];

/** `tasche` and `tasca`, `orologi` and `orologio`, `cavi` and `cavo`: goods have short names, so four letters are enough. */
export function italianStemOf(word: string): string {
  return word.length < LEAST.italian ? word : byFirst(word, ITALIAN);
}
const ITALIAN: readonly Rule[] = [
  [/(?<=...)(?:[ih]e|[ih]i|ia|io)$/, ""],
  [/[aeio]$/, ""],
];

/** `botões` and `botão`, `portáteis` and `portátil`, `homens` and `homem`, `pretas` and `preto`. */
export function portugueseStemOf(word: string): string {
  if (word.length < LEAST.portuguese) return word;
  const one = byFirst(word, PORTUGUESE_PLURALS);
  return one.length < PORTUGUESE_LONG ? one : byFirst(one, PORTUGUESE_GENDERS);
}
const PORTUGUESE_PLURALS: readonly Rule[] = [
  [/(?<=..[rslz])es$/, ""],
  [/ns$/, "m"],
  // `il` becomes `eis` as `el` does.
  [/(?:eis|il)$/, "el"],
  [/ais$/, "al"],
  [/ois$/, "ol"],
  [/[oa]es$/, "ao"],
  [/(?<=..)s$/, ""],
];
const PORTUGUESE_GENDERS: readonly Rule[] = [
  [/(?<=....)ona$/, "ao"],
  [/[aeo]$/, ""],
];

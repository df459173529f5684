/**
 * The options of variants in words: pages, mails and the lines at the payment provider say them alike, in the shopper's
 * language. A name or value that has no words of ours (an imported one) is shown as it came.
 */
import type { Locale } from "../markets/markets.ts";
import { colonOf, isolatedFor } from "../markets/typography.ts";
import arAE from "./option-words/ar-AE.json" with { type: "json" };
import deDE from "./option-words/de-DE.json" with { type: "json" };
import enCA from "./option-words/en-CA.json" with { type: "json" };
import enGB from "./option-words/en-GB.json" with { type: "json" };
import enUS from "./option-words/en-US.json" with { type: "json" };
import esES from "./option-words/es-ES.json" with { type: "json" };
import frCA from "./option-words/fr-CA.json" with { type: "json" };
import frFR from "./option-words/fr-FR.json" with { type: "json" };
import hiIN from "./option-words/hi-IN.json" with { type: "json" };
import itIT from "./option-words/it-IT.json" with { type: "json" };
import jaJP from "./option-words/ja-JP.json" with { type: "json" };
import koKR from "./option-words/ko-KR.json" with { type: "json" };
import plPL from "./option-words/pl-PL.json" with { type: "json" };
import ptBR from "./option-words/pt-BR.json" with { type: "json" };
import type { VariantOptions } from "./product.ts";

/** Of names and of values. A locale that lacks one does not compile. */
export const OPTION_WORDS: Readonly<Record<Locale, Readonly<Record<keyof typeof enUS, string>>>> = {
  "en-US": enUS,
  "en-GB": enGB,
  "en-CA": enCA,
  "fr-CA": frCA,
  "de-DE": deDE,
  "fr-FR": frFR,
  "es-ES": esES,
  "it-IT": itIT,
  "pl-PL": plPL,
  "ja-JP": jaJP,
  "ko-KR": koKR,
  "ar-AE": arAE,
  "pt-BR": ptBR,
  "hi-IN": hiIN,
};

export const optionName = (locale: Locale, name: string): string => wordsFor(locale, name);
export const optionValue = (locale: Locale, value: string): string => wordsFor(locale, value);

/** Such as `["Graphite", "512 GB"]`. Empty for a product without options. */
export const optionValues = (options: VariantOptions, locale: Locale): string[] =>
  Object.values(options).map((value) => optionValue(locale, value));

/** Such as `Colour: Graphite · Storage: 512 GB`. Empty for a product without options. */
export const optionsText = (options: VariantOptions, locale: Locale): string =>
  Object.entries(options)
    .map(
      ([name, value]) => optionName(locale, name) + colonOf(locale) + isolatedFor(locale, optionValue(locale, value)),
    )
    .join(" · ");

function wordsFor(locale: Locale, text: string): string {
  const words: Readonly<Record<string, string>> = OPTION_WORDS[locale];
  return (Object.hasOwn(words, text) && words[text]) || sizeIn(locale, text) || text;
}

const UNITS = { MB: "megabyte", GB: "gigabyte", TB: "terabyte" } as const;
/** What a store of data holds, such as `512 GB`, is written as its locale has it: `512 Go`. Null for any other text. */
function sizeIn(locale: Locale, text: string): string | null {
  const [, count, unit] = /^(\d{1,6}) ?(MB|GB|TB)$/.exec(text) ?? [];
  if (!count || !unit) return null;
  // Arabic's short signs are hardly known: specifications write the word.
  const unitDisplay = locale === "ar-AE" ? "long" : "short";
  const written = { style: "unit", unit: UNITS[unit as keyof typeof UNITS], unitDisplay } as const;
  // A plain space, as the catalogue's own words have: programs read them, too.
  return new Intl.NumberFormat(locale, written).format(Number(count)).replaceAll(/[\u00a0\u202f]/g, " ");
}

/** A variant's options in the page's language. Options that have no words of ours (imported ones) are shown as they came. */
import type { VariantOptions } from "../worker/catalog/product.ts";
import type { Locale } from "../worker/markets/markets.ts";
import { wordsOf } from "./messages.ts";

export const optionName = (locale: Locale, name: string): string => wordsOf(locale, `options.${name}`) ?? name;
export const optionValue = (locale: Locale, value: string): string => wordsOf(locale, `options.${value}`) ?? value;

/** Such as `Colour: Graphite · Storage: 512 GB`. Empty for a product without options. */
export const optionsText = (options: VariantOptions, locale: Locale): string =>
  Object.entries(options)
    .map(([name, value]) => `${optionName(locale, name)}: ${optionValue(locale, value)}`)
    .join(" · ");

/** What a market is called: its country, its language and the currency it is sold in, which together name one. Pure. */
import type { Market } from "../worker/markets/markets.ts";

/** Such as `Canada · French · CAD`. */
export function marketName({ countries: [country], language, currency }: Market, locale: string): string {
  const regions = new Intl.DisplayNames(locale, { type: "region" });
  const languages = new Intl.DisplayNames(locale, { type: "language" });
  return [regions.of(country) ?? country, languages.of(language) ?? language, currency].join(" \u00b7 ");
}

/** What a market is called: its country, and the currency it is sold in. Pure. */
import type { Market } from "../worker/markets/markets.ts";

/** Such as `United States · USD`. */
export function marketName({ countries: [country], currency }: Market, locale: string): string {
  return `${new Intl.DisplayNames(locale, { type: "region" }).of(country) ?? country} \u00b7 ${currency}`;
}

/** What the page of components is filled with where the shop's own words are too short to try its layout. */
import type { Totals } from "../../../worker/checkout/checkout.ts";
import type { Market } from "../../../worker/markets/markets.ts";

/** Long words, a word that does not end, and both directions of text. */
export const LONG_WORDS =
  "Donaudampfschifffahrtsgesellschaftskapitänsmützenhalterung with everything it comes with, سماعات رأس لاسلكية, ノイズキャンセリング";

/** Sums that add up, in a market's own currency. */
export const totalsOf = ({ currency, taxDisplay }: Market): Totals => ({
  currency,
  subtotalMinor: 45_800,
  discountMinor: 1_800,
  shippingMinor: 600,
  taxMinor: 3_400,
  taxIncluded: taxDisplay === "inclusive",
  totalMinor: taxDisplay === "inclusive" ? 44_600 : 48_000,
});

/**
 * What a reduced price is compared with. In the European Union whoever announces a reduction states the lowest price of the
 * 30 days before it (article 6a of Directive 98/6/EC, as amended by (EU) 2019/2161), and a percentage or "before" goes by
 * that price alone (Court of Justice, C-330/23, Aldi Süd). Elsewhere it is what staff say it cost before.
 */
import { isInEu } from "../markets/unions.ts";
import type { PriceNow } from "./price.ts";

/** `lowest30Days`: `minor` is the prior price of the directive, and has to be told as such. */
export type Before = { minor: number; lowest30Days: boolean };

/** A market that sells to one member state is held to the directive. */
export const tellsPriorPrice = ({ countries }: { countries: readonly string[] }): boolean => countries.some(isInEu);

/** Null where no reduction may be told: not reduced, or not against what was asked in the 30 days before. */
export function beforeOf(
  price: Pick<PriceNow, "amountMinor" | "beforeMinor" | "priorMinor">,
  market: { countries: readonly string[] },
): Before | null {
  if (price.beforeMinor === null) return null;
  if (!tellsPriorPrice(market)) return { minor: price.beforeMinor, lowest30Days: false };
  const { priorMinor } = price;
  return priorMinor !== null && priorMinor > price.amountMinor ? { minor: priorMinor, lowest30Days: true } : null;
}

/** Which markets show a product: beside being sold there, it needs a price in the market's list. */
import type { Market } from "../markets/markets.ts";
import { type PriceList, type PriceListId, priceListOf } from "../pricing/price-list.ts";
import type { Publication } from "./publication.ts";

/** Those of the markets it is for, whatever the time, in whose list it has no price. */
export const marketsWithoutPrice = (
  markets: readonly Market[],
  { markets: chosen }: Pick<Publication, "markets">,
  priced: ReadonlySet<PriceListId>,
): Market[] =>
  markets.filter((market) => (chosen === null || chosen.includes(market.id)) && !priced.has(priceListOf(market)));

/** The markets that a price in a list brings a product to: those of the list, and of lists that follow it. */
export function marketsOfList(
  listId: PriceListId,
  lists: readonly Pick<PriceList, "id" | "derivation">[],
  markets: readonly Market[],
): Market[] {
  const reached = new Set(
    lists.filter(({ id, derivation }) => id === listId || derivation?.baseId === listId).map(({ id }) => id),
  );
  return markets.filter((market) => reached.has(priceListOf(market)));
}

/** Markets that an ask names and that there are none of, as a refusal tells them. */
import type { MarketId, Markets } from "./markets.ts";

/** `named` are ids by where each stands in the ask. One in any state is known. */
export const unknownMarkets = (markets: Markets, named: Readonly<Record<string, MarketId>>) =>
  Object.entries(named)
    .filter(([, id]) => markets.known(id) === null)
    .map(([path]) => ({ path, why: "is no market of the store" }));

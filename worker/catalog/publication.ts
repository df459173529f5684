/** Where and when a product is sold: the one rule that pages, carts, checkouts, search and lists go by. */
import type { MarketId } from "../markets/markets.ts";
import type { ProductStatus } from "./product.ts";

/** In every market where `markets` is null. From `publishFromMs` on, and no longer from `publishUntilMs` on; null: no end. */
export type Publication = {
  markets: readonly MarketId[] | null;
  publishFromMs: number | null;
  publishUntilMs: number | null;
};
export type PublicationFacts = Publication & { status: ProductStatus };

export const PUBLISHED_EVERYWHERE: Publication = { markets: null, publishFromMs: null, publishUntilMs: null };

/** Whether shoppers of a market find and buy it at a time. A price in the market's currency is needed besides. */
export const isOnSale = (facts: PublicationFacts, marketId: MarketId, nowMs: number): boolean =>
  isOut(facts, nowMs) && (facts.markets === null || facts.markets.includes(marketId));

/** Those of the markets that it is sold in at a time, in their order. */
export const marketsOnSale = <Of extends { id: MarketId }>(
  markets: readonly Of[],
  facts: PublicationFacts,
  nowMs: number,
): Of[] => markets.filter(({ id }) => isOnSale(facts, id, nowMs));

/** Whether it is sold at a time in the markets it is for. */
export const isOut = ({ status, publishFromMs, publishUntilMs }: PublicationFacts, nowMs: number): boolean =>
  status === "published" &&
  (publishFromMs === null || publishFromMs <= nowMs) &&
  (publishUntilMs === null || publishUntilMs > nowMs);

/** The rule of publication.ts as conditions of statements: what a list shows is what a page would. */
import { type SQL, sql } from "drizzle-orm";
import type { MarketId } from "../markets/markets.ts";

/** `isOnSale`, for a statement that names `products` as `p`. */
export const onSale = (marketId: MarketId, nowMs: number): SQL => sql`p.status = 'published'
  AND (p.markets IS NULL OR instr(p.markets, ${`"${marketId}"`}) > 0)
  AND (p.publish_from_ms IS NULL OR p.publish_from_ms <= ${nowMs})
  AND (p.publish_until_ms IS NULL OR p.publish_until_ms > ${nowMs})`;

/** Collections that shoppers of a market are led to: shown in the store, with something on sale there. */
import { sql } from "drizzle-orm";
import { LANGUAGES, type Market } from "../../markets/markets.ts";
import { priceListOf } from "../../pricing/price-list.ts";
import type { World } from "../../world.ts";
import { onSale } from "../on-sale-store.ts";
import { COLLECTIONS_MAX } from "./collection.ts";

export type SoldCollection = { id: string; slug: string; name: string; description: string };

/** As `shownIn` chooses a text: the first of the languages is what all fall back on. */
const PLACE = sql.raw(
  `CASE language ${LANGUAGES.map((language, at) => `WHEN '${language}' THEN ${at}`).join(" ")} END`,
);

/** The first of them in their order. Not remembered: a page that a change made anew shows the change. */
export const listSoldCollections = (world: World, market: Market, limit = COLLECTIONS_MAX): Promise<SoldCollection[]> =>
  world.catalog.all<SoldCollection>(sql`
    SELECT c.id, t.slug, t.name, t.description FROM collections c
      JOIN collection_translations t ON t.collection_id = c.id AND t.language = (
        SELECT language FROM collection_translations WHERE collection_id = c.id
        ORDER BY language <> ${market.language}, ${PLACE} LIMIT 1)
    WHERE c.published = 1 AND c.archived = 0 AND EXISTS (
      SELECT 1 FROM collection_products m CROSS JOIN products p ON p.id = m.product_id
        CROSS JOIN product_prices pp ON pp.product_id = p.id AND pp.list_id = ${priceListOf(market)}
      WHERE m.collection_id = c.id AND ${onSale(market.id, world.nowMs())})
    ORDER BY c.position, c.id LIMIT ${limit}`);

/** Reads in which price lists a product has a price that shoppers are shown. */
import { eq } from "drizzle-orm";
import { PRICE_LISTS_MAX, type PriceListId } from "../pricing/price-list.ts";
import type { Database } from "../world.ts";
import { productPrices } from "./price-tables.ts";

export async function readPricedLists(db: Database, productId: string): Promise<ReadonlySet<PriceListId>> {
  const rows = await db
    .select({ listId: productPrices.listId })
    .from(productPrices)
    .where(eq(productPrices.productId, productId))
    .limit(PRICE_LISTS_MAX);
  return new Set(rows.map(({ listId }) => listId));
}

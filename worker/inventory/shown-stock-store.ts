/** What pages are told of stock, from the projection: no object is asked. */
import { sql } from "drizzle-orm";
import type { Database } from "../world.ts";
import { type Projected, readProjected } from "./offer-store.ts";
import { tellStock } from "./shown-stock.ts";
import { offerOf } from "./stock-offer.ts";
import { keptMost } from "./stock-policy.ts";
import { type StockNews, WATCHED_SKUS_MAX } from "./stock-watchers.ts";
import { freeUnits, policyOf } from "./supply.ts";

type Row = { sku: string; productId: string; lowStockAt: number; number: number };
type ShownSku = StockNews & { productId: string };

/** Of every variant of a published product, at most `WATCHED_SKUS_MAX`; empty when there is no such product. */
export async function readShownOfProduct(db: Database, productId: string): Promise<StockNews[]> {
  const rows = await db.all<Row>(sql`${FACTS}
    JOIN products p ON p.id = v.product_id AND p.status = 'published'
    WHERE v.product_id = ${productId} ORDER BY v.position LIMIT ${WATCHED_SKUS_MAX}`);
  return (await shownOf(db, rows)).map(({ productId: _product, ...news }) => news);
}

/** By SKU; those the store does not know are left out. */
export async function readShown(db: Database, skus: readonly string[]): Promise<Map<string, ShownSku>> {
  const rows = await db.all<Row>(sql`${FACTS} WHERE v.sku IN (SELECT value FROM json_each(${JSON.stringify(skus)}))`);
  return new Map((await shownOf(db, rows)).map((shown) => [shown.sku, shown]));
}

// A bundle has no ledger whose entries could be counted: what was projected later is newer.
const FACTS = sql`SELECT v.sku, v.product_id AS productId, v.low_stock_at AS lowStockAt, coalesce(CASE
    WHEN EXISTS (SELECT 1 FROM bundle_components b WHERE b.sku = v.sku) THEN s.updated_at_ms ELSE s.ledger_number
  END, 0) AS number FROM variants v LEFT JOIN stock_levels s ON s.sku = v.sku`;

async function shownOf(db: Database, rows: readonly Row[]): Promise<ShownSku[]> {
  const projected = await readProjected(
    db,
    rows.map(({ sku }) => sku),
  );
  return rows.map(({ sku, productId, number, lowStockAt }) => {
    const shown = tellStock({ ...unitsOf(sku, projected), lowStockAt });
    return { sku, productId, number, shown };
  });
}

/** What components keep back is not a bundle's own: of it, pages are told what may be bought in no market in particular. */
function unitsOf(sku: string, { supply, levels }: Projected) {
  const { units, here } = offerOf(sku, levels, supply, null);
  if (supply.components.has(sku) || units === Number.POSITIVE_INFINITY)
    return { free: here, promisable: units > here ? units - here : 0, keptMost: 0 };
  const own = levels.get(sku);
  return { free: freeUnits(own, supply), promisable: own?.promisable ?? 0, keptMost: keptMost(policyOf(supply, sku)) };
}

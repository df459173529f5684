/** The rows of a market's sitemaps: products and brands by stretches of their tables, of any size. */
import { sql } from "drizzle-orm";
import type { Language, Market, MarketId } from "../../markets/markets.ts";
import { type PriceListId, priceListOf } from "../../pricing/price-list.ts";
import type { Database } from "../../world.ts";
import { onSale } from "../on-sale-store.ts";

/** From just after `after` to `until`, both places of rows; `limit` rows of them. */
export type Stretch = { after: number; until: number; limit: number };
/** `place` goes on the list from here. `markets` and `lists` say where else it is sold: null is in every market. */
export type MappedProduct = {
  place: number;
  slugs: Readonly<Partial<Record<Language, string>>>;
  languageDefault: Language;
  markets: readonly MarketId[] | null;
  lists: readonly PriceListId[];
  changedAtMs: number;
};
export type MappedBrand = { place: number; slug: string; changedAtMs: number };

/**
 * The highest place of products and of brands: none is taken twice, so no more files are needed than those hold. `collections`:
 * whether any is shown.
 */
export async function readMapSizes(db: Database): Promise<{ products: number; brands: number; collections: boolean }> {
  const [found] = await db.all<{ products: number | null; brands: number | null; collections: 0 | 1 }>(sql`
    SELECT (SELECT max(rowid) FROM products) AS products, (SELECT max(rowid) FROM brands) AS brands,
      EXISTS (SELECT 1 FROM collections WHERE published = 1 AND archived = 0) AS collections`);
  return {
    products: found?.products ?? 0,
    brands: found?.brands ?? 0,
    collections: found?.collections === 1,
  };
}

type ProductRow = Omit<MappedProduct, "slugs" | "markets" | "lists"> & {
  slugs: string;
  markets: string | null;
  lists: string;
};

/** Those that shoppers of the market find, in the order of their places. */
export async function listMappedProducts(
  db: Database,
  market: Market,
  nowMs: number,
  { after, until, limit }: Stretch,
): Promise<MappedProduct[]> {
  const rows = await db.all<ProductRow>(sql`
    SELECT p.rowid AS place, p.language_default AS languageDefault, p.markets,
      max(p.updated_at_ms, COALESCE(p.publish_from_ms, 0)) AS changedAtMs,
      (SELECT json_group_object(t.language, t.slug) FROM product_translations t WHERE t.product_id = p.id) AS slugs,
      (SELECT json_group_array(pp.list_id) FROM product_prices pp WHERE pp.product_id = p.id) AS lists
    FROM products p
    WHERE p.rowid > ${after} AND p.rowid <= ${until} AND ${onSale(market.id, nowMs)} AND EXISTS (
      SELECT 1 FROM product_prices pp WHERE pp.product_id = p.id AND pp.list_id = ${priceListOf(market)})
    ORDER BY p.rowid LIMIT ${limit}`);
  return rows.map(({ slugs, markets, lists, ...row }) => ({
    ...row,
    slugs: JSON.parse(slugs) as MappedProduct["slugs"],
    markets: markets === null ? null : (JSON.parse(markets) as MarketId[]),
    lists: JSON.parse(lists) as PriceListId[],
  }));
}

/** Those that have a page, and a product that was ever published. */
export const listMappedBrands = (db: Database, { after, until, limit }: Stretch): Promise<MappedBrand[]> =>
  db.all<MappedBrand>(sql`
    SELECT b.rowid AS place, b.slug, b.updated_at_ms AS changedAtMs FROM brands b
    WHERE b.rowid > ${after} AND b.rowid <= ${until} AND b.archived = 0
      AND EXISTS (SELECT 1 FROM products p WHERE p.brand_id = b.id AND p.status = 'published')
    ORDER BY b.rowid LIMIT ${limit}`);

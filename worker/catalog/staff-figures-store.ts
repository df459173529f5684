/** What the dashboard's lists say beside a product or a SKU: price, units, title. One query a list, whatever its length. */
import { sql } from "drizzle-orm";
import type { Language } from "../markets/markets.ts";
import type { PriceListId } from "../pricing/price-list.ts";
import type { World } from "../world.ts";
import { imagePathOf } from "./pictures/image-path.ts";
import type { Media, VariantOptions } from "./product.ts";
import { readAvailable } from "./product-store.ts";

/** `fromMinor` is the lowest price in the list, null where it has none. `available` is units over all variants. */
export type ProductFigures = { fromMinor: number | null; available: number };

/** By product id; products that are not there are left out. */
export async function readProductFigures(
  world: World,
  productIds: readonly string[],
  listId: PriceListId,
): Promise<Map<string, ProductFigures>> {
  type Row = { productId: string; sku: string; openingQuantity: number; fromMinor: number | null };
  const rows = await world.catalog.all<Row>(sql`
    SELECT v.product_id AS productId, v.sku, v.opening_quantity AS openingQuantity, pp.from_minor AS fromMinor
    FROM variants v LEFT JOIN product_prices pp ON pp.product_id = v.product_id AND pp.list_id = ${listId}
    WHERE v.product_id IN (SELECT value FROM json_each(${JSON.stringify(productIds)}))`);
  const available = await readAvailable(world, rows);
  return new Map(
    [...Map.groupBy(rows, (row) => row.productId)].map(([id, own]) => [
      id,
      {
        fromMinor: own[0]?.fromMinor ?? null,
        available: own.reduce((sum, { sku }) => sum + (available.get(sku) ?? 0), 0),
      },
    ]),
  );
}

/** A SKU as a person knows it. The title is the language's, else the product's own. */
export type VariantName = {
  sku: string;
  productId: string;
  title: string;
  options: VariantOptions;
  image: string;
  lowStockAt: number;
};

/** By SKU; those the catalogue does not know are left out. */
export async function readVariantNames(
  world: World,
  skus: readonly string[],
  language: Language,
): Promise<Map<string, VariantName>> {
  type Row = Omit<VariantName, "options" | "image"> & { options: string; media: string | null; productType: string };
  const rows = await world.catalog.all<Row>(sql`
    SELECT v.sku, v.product_id AS productId, v.options, v.low_stock_at AS lowStockAt, coalesce(t.title, d.title) AS title,
      json_extract(p.media, '$[0]') AS media, p.product_type AS productType
    FROM variants v JOIN products p ON p.id = v.product_id
    LEFT JOIN product_translations t ON t.product_id = p.id AND t.language = ${language}
    LEFT JOIN product_translations d ON d.product_id = p.id AND d.language = p.language_default
    WHERE v.sku IN (SELECT value FROM json_each(${JSON.stringify(skus)}))`);
  return new Map(
    rows.map(({ media, productType, options, ...row }) => [
      row.sku,
      {
        ...row,
        options: JSON.parse(options) as VariantOptions,
        image: imagePathOf(media ? (JSON.parse(media) as Media) : null, { id: row.productId, productType }),
      },
    ]),
  );
}

/** SKUs in their order, after one; for work that goes through all of them. */
export async function listSkus(world: World, afterSku: string, limit: number): Promise<string[]> {
  const rows = await world.catalog.all<{ sku: string }>(
    sql`SELECT sku FROM variants WHERE sku > ${afterSku} ORDER BY sku LIMIT ${limit}`,
  );
  return rows.map(({ sku }) => sku);
}

/** The variants that a market sells, by stretches of their table: what its product feeds are made of. */
import { sql } from "drizzle-orm";
import type { Language, Market } from "../../markets/markets.ts";
import type { ListedPrice, Tier } from "../../pricing/price.ts";
import { priceListOf } from "../../pricing/price-list.ts";
import type { Database } from "../../world.ts";
import { onSale } from "../on-sale-store.ts";
import type { Media, VariantOptions } from "../product.ts";
import type { Stretch } from "./sitemap-store.ts";

/** `slug`, `title` and `description` are those shown in the market. `siblings`: variants of its product, itself among them. */
export type FedVariant = {
  place: number;
  sku: string;
  productId: string;
  productType: string;
  options: VariantOptions;
  barcode: string | null;
  weightGrams: number;
  brand: string;
  media: readonly Media[];
  /** The category that the product was put in. */
  categoryId: string | null;
  siblings: number;
  isDigital: boolean;
  isBundle: boolean;
  slug: string;
  title: string;
  description: string;
  price: ListedPrice;
};

type Row = Omit<FedVariant, "options" | "media" | "price" | "isDigital" | "isBundle"> & {
  options: string;
  media: string;
  isDigital: 0 | 1;
  isBundle: 0 | 1;
  amountMinor: number;
  compareAtMinor: number | null;
  saleMinor: number | null;
  saleFromMs: number | null;
  saleUntilMs: number | null;
  tiers: string | null;
  priorMinor: number | null;
};

/** The highest place of a variant. */
export async function readVariantPlaces(db: Database): Promise<number> {
  const [found] = await db.all<{ places: number | null }>(sql`SELECT max(rowid) AS places FROM variants`);
  return found?.places ?? 0;
}

/** Offered, published and priced there; in the order of their places. */
export async function listFedVariants(
  db: Database,
  market: Market,
  nowMs: number,
  { after, until, limit }: Stretch,
): Promise<FedVariant[]> {
  const language: Language = market.language;
  const rows = await db.all<Row>(sql`
    SELECT v.rowid AS place, v.sku, v.product_id AS productId, p.product_type AS productType, v.options, v.barcode,
      v.weight_grams AS weightGrams, p.brand, p.media,
      (SELECT pc.category_id FROM product_categories pc WHERE pc.product_id = p.id AND pc.direct = 1
        ORDER BY pc.category_id LIMIT 1) AS categoryId,
      (SELECT count(*) FROM variants s WHERE s.product_id = p.id AND s.offered = 1) AS siblings,
      EXISTS (SELECT 1 FROM digital_goods d WHERE d.sku = v.sku) AS isDigital,
      EXISTS (SELECT 1 FROM bundle_components b WHERE b.sku = v.sku) AS isBundle,
      COALESCE(t.slug, f.slug) AS slug, COALESCE(t.title, f.title) AS title, COALESCE(t.description, f.description) AS description,
      pr.amount_minor AS amountMinor, pr.compare_at_minor AS compareAtMinor, pr.sale_minor AS saleMinor,
      pr.sale_from_ms AS saleFromMs, pr.sale_until_ms AS saleUntilMs, pr.tiers, pr.prior_minor AS priorMinor
    FROM variants v
      JOIN products p ON p.id = v.product_id
      JOIN prices pr ON pr.sku = v.sku AND pr.list_id = ${priceListOf(market)}
      LEFT JOIN product_translations t ON t.product_id = p.id AND t.language = ${language}
      LEFT JOIN product_translations f ON f.product_id = p.id AND f.language = p.language_default
    WHERE v.rowid > ${after} AND v.rowid <= ${until} AND v.offered = 1 AND ${onSale(market.id, nowMs)}
      AND COALESCE(t.slug, f.slug) IS NOT NULL
    ORDER BY v.rowid LIMIT ${limit}`);
  return rows.map(variantOf);
}

function variantOf({
  amountMinor,
  compareAtMinor,
  saleMinor,
  saleFromMs,
  saleUntilMs,
  tiers,
  priorMinor,
  ...row
}: Row) {
  const sale = saleMinor === null ? null : { amountMinor: saleMinor, fromMs: saleFromMs ?? 0, untilMs: saleUntilMs };
  const price = { amountMinor, compareAtMinor, sale, tiers: JSON.parse(tiers ?? "[]") as Tier[], priorMinor };
  return {
    ...row,
    options: JSON.parse(row.options) as VariantOptions,
    media: JSON.parse(row.media) as Media[],
    isDigital: row.isDigital === 1,
    isBundle: row.isBundle === 1,
    price,
  };
}

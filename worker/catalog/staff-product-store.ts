/** Products as staff sees them: drafts too, in every language and currency. */
import { sql } from "drizzle-orm";
import { cursorOf, partsOfCursor } from "../base/cursor.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Language } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { imagePathOf } from "./pictures/image-path.ts";
import type { Media, ProductStatus, Variant } from "./product.ts";
import { type ProductRow, variantsOf } from "./product-document.ts";
import { readProductRecord } from "./product-record-store.ts";
import { readAvailable } from "./product-store.ts";
import type { TextState } from "./versions/version.ts";

/** Times are ISO 8601; `available` is units as last projected. */
export type StaffProduct = Omit<ProductRow, "createdAtMs" | "updatedAtMs"> & {
  createdAt: string;
  updatedAt: string;
  image: string;
  translations: Partial<Record<Language, TextState>>;
  /** The categories it was put in, without those above them. */
  categoryIds: string[];
  relatedIds: readonly string[];
  variants: (Variant & { position: number; offered: boolean; available: number })[];
};
/** Title and slug are in the product's own language; `updatedAt` is ISO 8601. */
export type StaffProductRow = {
  id: string;
  status: ProductStatus;
  title: string;
  slug: string;
  brand: string;
  image: string;
  variantCount: number;
  version: number;
  updatedAt: string;
};

/** Of any status; null when there is none. */
export async function readProductForStaff(world: World, id: string): Promise<StaffProduct | null> {
  const record = await readProductRecord(world.catalog, id);
  if (!record) return null;
  const { createdAtMs, updatedAtMs, ...product } = record.product;
  const available = await readAvailable(world, record.variants);
  const rows = new Map(record.variants.map((row) => [row.sku, row]));
  return {
    ...product,
    createdAt: new Date(createdAtMs).toISOString(),
    updatedAt: new Date(updatedAtMs).toISOString(),
    image: imagePathOf(product.media[0], product),
    translations: Object.fromEntries(
      record.translations.map(({ productId: _id, language, ...text }) => [language, text]),
    ),
    categoryIds: record.memberships.filter((row) => row.direct).map((row) => row.categoryId),
    relatedIds: record.relatedIds,
    variants: variantsOf(record).map((variant) => ({
      ...variant,
      position: rows.get(variant.sku)?.position ?? 0,
      offered: rows.get(variant.sku)?.offered ?? false,
      available: available.get(variant.sku) ?? 0,
    })),
  };
}

type ListAsk = {
  q?: string | undefined;
  status?: ProductStatus | undefined;
  limit: number;
  cursor?: string | undefined;
};
type RawRow = Omit<StaffProductRow, "image" | "updatedAt"> & {
  media: string | null;
  productType: string;
  updatedAtMs: number;
};

/** Last changed first. `q` is an id, SKU or barcode, or a part of a title or brand. */
export async function listProductsForStaff(
  world: World,
  { q, status, limit, cursor }: ListAsk,
): Promise<Outcome<{ items: StaffProductRow[]; nextCursor: string | null }, { code: "cursor.invalid" }>> {
  const list = `staff ${status ?? ""} ${q ?? ""}`;
  const after = cursor ? partsOfCursor(cursor, list, ["number", "string"]) : null;
  if (cursor && !after) return refused({ code: "cursor.invalid" });
  const rows = await world.catalog.all<RawRow>(sql`
    SELECT p.id, p.status, p.brand, p.version, p.product_type AS productType, p.updated_at_ms AS updatedAtMs,
      json_extract(p.media, '$[0]') AS media, d.title, d.slug,
      (SELECT count(*) FROM variants v WHERE v.product_id = p.id) AS variantCount
    FROM products p JOIN product_translations d ON d.product_id = p.id AND d.language = p.language_default
    WHERE ${after ? sql`(p.updated_at_ms, p.id) < (${after[0]}, ${after[1]})` : sql`true`}
      AND ${status ? sql`p.status = ${status}` : sql`true`} AND ${q ? matching(q) : sql`true`}
    ORDER BY p.updated_at_ms DESC, p.id DESC LIMIT ${limit + 1}`);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return done({
    items: shown.map(({ media, productType, updatedAtMs, ...row }) => ({
      ...row,
      image: imagePathOf(media ? (JSON.parse(media) as Media) : null, { id: row.id, productType }),
      updatedAt: new Date(updatedAtMs).toISOString(),
    })),
    nextCursor: last ? cursorOf(list, [last.updatedAtMs, last.id]) : null,
  });
}

const matching = (q: string) => sql`(
  p.id IN (
    SELECT ${q} UNION SELECT product_id FROM variants WHERE sku = ${q}
    UNION SELECT v.product_id FROM barcodes b JOIN variants v ON v.sku = b.sku WHERE b.barcode = ${q})
  OR p.external_id = ${q} OR instr(lower(p.brand), lower(${q})) > 0
  OR EXISTS (SELECT 1 FROM product_translations t WHERE t.product_id = p.id AND instr(lower(t.title), lower(${q})) > 0))`;

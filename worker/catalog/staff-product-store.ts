/** A product as staff sees it: a draft too, in every language and currency. */
import type { Language } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { imagePathOf } from "./pictures/image-path.ts";
import type { Variant } from "./product.ts";
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

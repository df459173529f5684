/** Puts a product into the catalogue's tables as an import leaves it: translated, priced, published. */

import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { products, productTranslations, variants } from "../../worker/catalog/catalog-tables.ts";
import { prices, productPrices } from "../../worker/catalog/price-tables.ts";
import type { ProductStatus } from "../../worker/catalog/product.ts";
import { LANGUAGES, type Language } from "../../worker/markets/markets.ts";
import type { Currency } from "../../worker/pricing/money.ts";

export const SEED_PRICES = { USD: 99_99, GBP: 91_00, EUR: 104_00, JPY: 16_500, AED: 386_00 } as const;

export type SeedProduct = {
  /** One variant a SKU; the first is also the product's id, slug and title unless they are given. */
  sku: string | readonly string[];
  id?: string;
  title?: string;
  status?: ProductStatus;
  languages?: readonly Language[];
  /** Only these currencies; all five by default. */
  prices?: Readonly<Partial<Record<Currency, number>>>;
  openingQuantity?: number;
  lowStockAt?: number;
};

/** Answers the product's id. Titles end with the language, as in `Lamp (de)`, all but the English one. */
export async function seedProduct(seed: SeedProduct): Promise<string> {
  const db = drizzle(env.CATALOG);
  const skus = typeof seed.sku === "string" ? [seed.sku] : seed.sku;
  const id = seed.id ?? `product-${skus[0]}`;
  const title = seed.title ?? `Article ${skus[0]}`;
  const nowMs = Date.now();
  const product = {
    id,
    source: "test",
    externalId: id,
    status: seed.status ?? ("published" as const),
    brand: "Test",
    productType: "laptop",
    languageDefault: "en" as const,
    attributes: [],
    media: [],
    rank: 0,
    version: 1,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  const amounts = Object.entries(seed.prices ?? SEED_PRICES) as [Currency, number][];
  await db.batch([
    db.insert(products).values(product),
    ...(seed.languages ?? LANGUAGES).map((language) =>
      db.insert(productTranslations).values({
        productId: id,
        language,
        slug: `${id}-${language}`.toLowerCase(),
        title: language === "en" ? title : `${title} (${language})`,
        description: `What ${title} is.`,
      }),
    ),
    ...skus.map((sku, position) =>
      db.insert(variants).values({
        sku,
        productId: id,
        position,
        options: skus.length > 1 ? { Model: sku } : {},
        weightGrams: 500,
        openingQuantity: seed.openingQuantity ?? 10,
        lowStockAt: seed.lowStockAt ?? 2,
      }),
    ),
    ...skus.flatMap((sku) =>
      amounts.map(([currency, amountMinor]) => db.insert(prices).values({ sku, listId: currency, amountMinor })),
    ),
    ...amounts.map(([currency, fromMinor]) =>
      db.insert(productPrices).values({ productId: id, listId: currency, fromMinor }),
    ),
  ]);
  return id;
}

export async function setPrice(sku: string, currency: Currency, amountMinor: number): Promise<void> {
  await env.CATALOG.prepare("UPDATE prices SET amount_minor = ? WHERE sku = ? AND list_id = ?")
    .bind(amountMinor, sku, currency)
    .run();
}

export async function setProductStatus(productId: string, status: ProductStatus): Promise<void> {
  await env.CATALOG.prepare("UPDATE products SET status = ? WHERE id = ?").bind(status, productId).run();
}

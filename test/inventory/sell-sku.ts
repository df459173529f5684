/** Puts a variant in the catalogue, as an import would: a product, and a SKU with the units it comes with. */
import { env } from "cloudflare:workers";
import { worldOf } from "../../worker/world.ts";

export const testWorld = () => worldOf(env, { waitUntil: () => {} }, "request-of-a-test", "http://store.test");

export async function sellSku(sku: string, openingQuantity: number, lowStockAt = 3): Promise<{ productId: string }> {
  const productId = `product-of-${sku}`;
  await env.CATALOG.batch([
    env.CATALOG.prepare(
      "INSERT INTO products (id, source, status, brand, product_type, language_default, attributes, media, rank, version, created_at_ms, updated_at_ms) VALUES (?, 'test', 'published', 'Orbit', 'laptop', 'en', '[]', '[]', 0, 1, 0, 0)",
    ).bind(productId),
    env.CATALOG.prepare(
      "INSERT INTO variants (sku, product_id, position, options, weight_grams, opening_quantity, low_stock_at) VALUES (?, ?, 0, '{}', 100, ?, ?)",
    ).bind(sku, productId, openingQuantity, lowStockAt),
  ]);
  return { productId };
}

/** A SKU in the catalogue with the units it comes with, and the world that its stock's flows are tried in. */
import { env } from "cloudflare:workers";
import { worldOf } from "../../worker/world.ts";
import { seedProduct } from "../support/seed-catalog.ts";

export const testWorld = () => worldOf(env, { waitUntil: () => {} }, "request-of-a-test", "http://store.test");

export async function sellSku(sku: string, openingQuantity: number, lowStockAt = 3): Promise<{ productId: string }> {
  return { productId: await seedProduct({ sku, openingQuantity, lowStockAt }) };
}

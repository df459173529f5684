/** A small catalogue with more units than any run can sell, imported over the store's own API. */
import type { ImportedProductInput } from "../worker/transfer/imported-product.ts";
import { bodyOf, clientOf } from "./client.ts";

const PRODUCTS = 48;
const UNITS = 1_000_000;
const KINDS = ["Headphones", "Keyboard", "Monitor", "Laptop", "Phone", "Charger"];
const SENTENCE = "Made to last, easy to mend, and tested by people who use it every day. ";

/** Answers the slugs and SKUs of what is on sale. */
export async function importCatalogue(storeUrl: string, token: string): Promise<{ slugs: string[]; skus: string[] }> {
  const products = Array.from({ length: PRODUCTS }, (_, index) => productOf(index));
  const response = await fetch(`${storeUrl}/api/admin/imports`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ products }),
  });
  if (!response.ok) throw new Error(`The catalogue was refused: ${response.status} ${await response.text()}`);
  const client = clientOf(1);
  const listed = await client.send("GET", `${storeUrl}/api/products?market=en-us&limit=100`);
  client.close();
  const slugs = bodyOf<{ items: { slug: string }[] }>(listed, 200).items.map(({ slug }) => slug);
  if (slugs.length !== PRODUCTS) throw new Error(`${slugs.length} of ${PRODUCTS} products are on sale`);
  return { slugs, skus: products.map((_, index) => skuOf(index)) };
}

const skuOf = (index: number): string => `BENCH-${String(index).padStart(3, "0")}`;

function productOf(index: number): ImportedProductInput {
  const kind = KINDS[index % KINDS.length] ?? "";
  return {
    source: "bench",
    externalId: String(index),
    status: "published",
    brand: "Meridian",
    productType: kind.toLowerCase(),
    languageDefault: "en",
    translations: { en: { title: `${kind} ${index}`, description: SENTENCE.repeat(8) } },
    attributes: [
      { key: "colour", kind: "text", value: "black" },
      { key: "weight", kind: "number", value: 300 + index, unit: "g" },
    ],
    variants: [{ sku: skuOf(index), quantity: UNITS, prices: { USD: { amountMinor: 1_999 + 100 * index } } }],
  };
}

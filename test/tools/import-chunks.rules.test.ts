import { expect, test } from "vitest";
import { CHUNK_BYTES_MAX, chunksOf } from "../../tools/import-chunks.ts";
import type { Read } from "../../worker/transfer/file-problem.ts";
import { importedProductShape, PRODUCTS_PER_IMPORT_MAX } from "../../worker/transfer/imported-product.ts";

const read = (row: number, description = ""): Read => ({
  row,
  product: importedProductShape.parse({
    source: "test",
    externalId: `article-${row}`,
    status: "published",
    brand: "",
    productType: "",
    languageDefault: "en",
    translations: { en: { title: "Article", description } },
    variants: [{ sku: `SKU-${row}`, prices: { USD: { amountMinor: 100 } } }],
  }),
});
async function* inOrder(reads: readonly Read[]) {
  yield* reads;
}
const cut = (reads: readonly Read[]) => Array.fromAsync(chunksOf(inOrder(reads)));

test("a file's products go to the store in order, each once, as many at once as it takes", async () => {
  const chunks = await cut(Array.from({ length: 2 * PRODUCTS_PER_IMPORT_MAX + 1 }, (_, index) => read(index + 2)));
  expect(chunks.map((chunk) => chunk.products.length)).toEqual([PRODUCTS_PER_IMPORT_MAX, PRODUCTS_PER_IMPORT_MAX, 1]);
  const rows = chunks.flatMap((chunk) => chunk.rows);
  expect(rows).toEqual(Array.from(rows, (_, index) => index + 2));
  for (const chunk of chunks)
    expect(chunk.products.map((product) => product.externalId)).toEqual(chunk.rows.map((row) => `article-${row}`));
});

test("long descriptions make smaller chunks, none larger than a request may be, also in scripts of three bytes a letter", async () => {
  const chunks = await cut(Array.from({ length: 60 }, (_, index) => read(index, "説".repeat(19_000))));
  expect(chunks.length).toBeGreaterThan(3);
  expect(chunks.flatMap((chunk) => chunk.rows)).toHaveLength(60);
  for (const { products } of chunks) {
    const bytes = new TextEncoder().encode(JSON.stringify({ products, openingQuantity: 1_000_000, dryRun: true }));
    expect(bytes.length).toBeLessThanOrEqual(CHUNK_BYTES_MAX + 100);
    expect(bytes.length).toBeLessThan(1_048_576);
  }
});

test("a file without products has no chunk", async () => {
  expect(await cut([])).toEqual([]);
});

test("a file that changed between looking and sending is sent no further", async () => {
  const problems = [{ row: 3, column: "Title", why: "is empty" }];
  await expect(cut([read(2), { row: 3, problems }])).rejects.toThrow(
    'changed while it was read\nrow 3, column "Title"',
  );
});

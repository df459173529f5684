import { expect, test } from "vitest";
import {
  CATEGORIES_A_CHUNK,
  CHUNK_BYTES_MAX,
  type ChunkFill,
  chunkFiller,
} from "../../worker/transfer/chunk-filler.ts";
import type { Read } from "../../worker/transfer/formats/file-problem.ts";
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
  categories: [{ id: "things", name: "Things", parentId: null }],
  notes: [],
});
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;
function cut(reads: readonly Read[]): ChunkFill[] {
  const filler = chunkFiller();
  return [...reads.flatMap(filler.add), ...filler.end()];
}

test("a file's products go to the store in order, each once, as many at once as it takes", () => {
  const chunks = cut(Array.from({ length: 2 * PRODUCTS_PER_IMPORT_MAX + 1 }, (_, index) => read(index + 2)));
  expect(chunks.map((chunk) => chunk.products.length)).toEqual([PRODUCTS_PER_IMPORT_MAX, PRODUCTS_PER_IMPORT_MAX, 1]);
  const rows = chunks.flatMap((chunk) => chunk.rows);
  expect(rows).toEqual(Array.from(rows, (_, index) => index + 2));
  for (const chunk of chunks) {
    expect(chunk.products.map((product) => product.externalId)).toEqual(chunk.rows.map((row) => `article-${row}`));
    expect(chunk.categories).toHaveLength(1);
  }
});

test("long descriptions make smaller chunks, none larger than a request may be, also in scripts of three bytes a letter", () => {
  const chunks = cut(Array.from({ length: 60 }, (_, index) => read(index, "説".repeat(19_000))));
  expect(chunks.length).toBeGreaterThan(3);
  expect(chunks.flatMap((chunk) => chunk.rows)).toHaveLength(60);
  for (const chunk of chunks) expect(bytesOf(chunk)).toBeLessThan(CHUNK_BYTES_MAX + 10_000);
});

test("a file without products has no chunk, and what is refused is in none", () => {
  expect(cut([])).toEqual([]);
  expect(cut([{ row: 3, problems: [{ row: 3, column: "Title", why: "is empty" }] }])).toEqual([]);
});

test("a shop's whole tree of categories comes before its first product, in chunks that one step can make", () => {
  const languages = ["en", "de", "ja", "ar", "fr", "es", "it", "pt", "ko", "hi", "pl"];
  const categories = Array.from({ length: 900 }, (_, index) => ({
    id: `shelf-${index}`,
    name: "棚".repeat(60),
    parentId: null,
    whole: Object.fromEntries(languages.map((each) => [each, "説明".repeat(100)])) as never,
  }));
  const chunks = cut([{ ...read(2), categories } as Read, read(3)]);
  const staged = chunks.flatMap((chunk) => chunk.categories.map(({ id }) => id));
  expect(staged.slice(0, 900)).toEqual(categories.map(({ id }) => id));
  expect(chunks.flatMap((chunk) => chunk.rows)).toEqual([2, 3]);
  expect(chunks.findIndex((chunk) => chunk.rows.includes(2))).toBe(17);
  for (const chunk of chunks) {
    expect(chunk.categories.length).toBeLessThanOrEqual(CATEGORIES_A_CHUNK);
    expect(bytesOf(chunk)).toBeLessThan(CHUNK_BYTES_MAX + 10_000);
  }
});

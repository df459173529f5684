/**
 * Brings everything made from a product up to date after a change: its documents in KV, the search index, kept pages.
 * It reads the product as it is now, so an event seen twice, late or out of order never brings back an old value.
 */
import { deleteDocuments, documentKey, readVersions, writeDocuments } from "../catalog/document-store.ts";
import { documentOf, type ProductRecord } from "../catalog/product-document.ts";
import type { ProductTraces } from "../catalog/product-record-store.ts";
import { CATALOG_TAG, categoryTag, productTag } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import { LANGUAGES } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { indexRows } from "./index/index-products-flow.ts";
import { readProductsToIndex } from "./index/read-products-flow.ts";

/** Products read and written in one go. */
export const PROJECT_CHUNK = 50;
/** Times a product that changes while it is projected is done again. A change brings its own event in any case. */
const TURNS_MAX = 3;

/** Repeats safely; ids of no product are passed over. */
export async function projectProducts(world: World, productIds: readonly string[]): Promise<void> {
  const tags = new Set<string>();
  for (let start = 0; start < productIds.length; start += PROJECT_CHUNK) {
    const chunk = productIds.slice(start, start + PROJECT_CHUNK);
    for (const tag of await projectChunk(world, chunk)) tags.add(tag);
  }
  if (tags.size > 0) await purgePages(world, [...tags, CATALOG_TAG]);
}

async function projectChunk(world: World, ids: readonly string[]): Promise<string[]> {
  const tags: string[] = [];
  let left = ids;
  for (let turn = 0; turn < TURNS_MAX && left.length > 0; turn += 1) {
    const records = await projectOnce(world, left);
    tags.push(...records.flatMap(tagsOf));
    // KV cannot refuse an older write, so whoever wrote looks whether what it wrote is still true.
    const now = await readVersions(world.catalog, left);
    left = records.filter(({ product }) => now.get(product.id) !== product.version).map(({ product }) => product.id);
  }
  return tags;
}

async function projectOnce(world: World, ids: readonly string[]): Promise<ProductRecord[]> {
  const { records, traces, rows } = await readProductsToIndex(world, ids);
  await Promise.all([projectDocuments(world, records, traces), indexRows(world, rows)]);
  return records;
}

/** Writes the documents of a product's own languages; those of other languages are made by their first reader. */
export async function projectDocuments(
  world: World,
  records: readonly ProductRecord[],
  traces: ReadonlyMap<string, ProductTraces>,
): Promise<void> {
  const documents = records
    .filter((record) => record.product.status === "published")
    .flatMap((record) => record.translations.flatMap((row) => documentOf(record, row.language) ?? []));
  const written = new Set(documents.map((document) => documentKey(document.language, document.slug)));
  const outdated = records.flatMap((record) => outdatedKeysOf(record, tracesOf(traces, record)));
  await writeDocuments(world, documents);
  await deleteDocuments(
    world,
    outdated.filter((key) => !written.has(key)),
  );
}

/** Keys that may have a document which is not true any more. A product of the first version never had another. */
function outdatedKeysOf({ product, translations }: ProductRecord, traces: ProductTraces): string[] {
  if (product.version === 1) return [];
  const slugs = new Set([...translations, ...traces.retiredSlugs].map((row) => row.slug));
  return [...slugs].flatMap((slug) => LANGUAGES.map((language) => documentKey(language, slug)));
}

function tagsOf({ product, memberships }: ProductRecord): string[] {
  const categories = memberships.map((row) => categoryTag(row.categoryId));
  return product.version === 1 ? categories : [productTag(product.id), ...categories];
}

const NO_TRACES: ProductTraces = { barcodes: [], retiredSlugs: [] };
const tracesOf = (traces: ReadonlyMap<string, ProductTraces>, record: ProductRecord) =>
  traces.get(record.product.id) ?? NO_TRACES;

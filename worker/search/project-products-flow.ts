/**
 * Brings everything made from a product up to date after a change: its documents in KV, the search index, kept pages.
 * It reads the product as it is now, so an event seen twice, late or out of order never brings back an old value.
 */
import { deleteDocuments, documentKey, readVersions, writeDocuments } from "../catalog/document-store.ts";
import { listCollectionsOf } from "../catalog/groups/collection-store.ts";
import { documentOf, type ProductRecord } from "../catalog/product-document.ts";
import type { ProductTraces } from "../catalog/product-record-store.ts";
import { KV_WRITES_MAX } from "../events/event-jobs.ts";
import { brandTag, categoryListTag, collectionTag, productTag } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import { LANGUAGES } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { indexRows } from "./index/index-products-flow.ts";
import { readProductsToIndex } from "./index/read-products-flow.ts";
import { restateProducts } from "./index/restate-products-flow.ts";

/** Products read and written in one go. */
export const PROJECT_CHUNK = 50;
/** Times a product that changes while it is projected is done again. A change brings its own event in any case. */
const TURNS_MAX = 3;

/** Writes and deletes of KV that an invocation has left. */
export type KvRoom = { left: number };
export const newKvRoom = (): KvRoom => ({ left: KV_WRITES_MAX });
/** So long after it was given up, a slug's documents are dropped again with each change: its own change may come late. */
const RETIRED_DROPPED_MS = 30 * 86_400_000;

/** Repeats safely; ids of no product are passed over. Answers those for which `room` was too small: they are as before. */
export async function projectProducts(
  world: World,
  productIds: readonly string[],
  room: KvRoom = newKvRoom(),
): Promise<string[]> {
  const tags = new Set<string>();
  const left: string[] = [];
  for (let start = 0; start < productIds.length; start += PROJECT_CHUNK) {
    const chunk = await projectChunk(world, productIds.slice(start, start + PROJECT_CHUNK), room);
    for (const tag of chunk.tags) tags.add(tag);
    left.push(...chunk.left);
  }
  await purgePages(world, [...tags]);
  return left;
}

async function projectChunk(world: World, ids: readonly string[], room: KvRoom) {
  const tags: string[] = [];
  const left: string[] = [];
  let again = ids;
  for (let turn = 0; turn < TURNS_MAX && again.length > 0; turn += 1) {
    const { records, late } = await projectOnce(world, again, room);
    left.push(...late);
    tags.push(...(await tagsOf(world, records)));
    // Units may have gone, or come, while they were read.
    await restateProducts(
      world,
      records.map(({ product }) => product.id),
    );
    // KV cannot refuse an older write, so whoever wrote looks whether what it wrote is still true.
    const now = await readVersions(world.catalog, again);
    again = records.filter(({ product }) => now.get(product.id) !== product.version).map(({ product }) => product.id);
  }
  return { tags, left };
}

async function projectOnce(world: World, ids: readonly string[], room: KvRoom) {
  const { records, traces, rows } = await readProductsToIndex(world, ids);
  const work = new Map(records.map((record) => [record, keysOf(record, tracesOf(traces, record), world.nowMs())]));
  const fitting = records.filter((record) => {
    const operations = (work.get(record) ?? []).length;
    if (operations > room.left && room.left < KV_WRITES_MAX) return false;
    room.left -= operations;
    return true;
  });
  const fits = new Set(fitting.map(({ product }) => product.id));
  await Promise.all([
    projectDocuments(world, fitting, traces),
    indexRows(
      world,
      rows.filter(({ productId }) => fits.has(productId)),
    ),
  ]);
  const late = records.filter((record) => !fitting.includes(record)).map(({ product }) => product.id);
  return { records: fitting, late };
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
  const nowMs = world.nowMs();
  const outdated = records
    .filter(({ product }) => product.version > 1)
    .flatMap((record) => keysOf(record, tracesOf(traces, record), nowMs));
  await writeDocuments(world, documents);
  await deleteDocuments(
    world,
    outdated.filter((key) => !written.has(key)),
  );
}

/**
 * Keys that have a product's documents, or may have one that is not true any more: in a language of its own under that
 * language's slugs and, from before it was written in it, the default language's; in another one under any.
 */
function keysOf({ product, translations }: ProductRecord, { retiredSlugs }: ProductTraces, nowMs: number): string[] {
  const own = new Set(translations.map(({ language }) => language));
  const recent = retiredSlugs.filter(({ retiredAtMs }) => retiredAtMs > nowMs - RETIRED_DROPPED_MS);
  const keys = [...translations, ...recent].flatMap(({ language: of, slug }) =>
    LANGUAGES.filter((language) => !own.has(language) || language === of || of === product.languageDefault).map(
      (language) => documentKey(language, slug),
    ),
  );
  return [...new Set(keys)].slice(0, KV_WRITES_MAX);
}

/** What shows the product, and lists it may now be in or not. A new one is on no page yet. */
async function tagsOf(world: World, records: readonly ProductRecord[]): Promise<string[]> {
  const collections = await listCollectionsOf(
    world.catalog,
    records.map(({ product }) => product.id),
  );
  return [
    ...collections.map(collectionTag),
    ...records.flatMap(({ product, memberships }) => [
      ...memberships.flatMap(({ categoryId, direct }) => (direct ? [categoryListTag(categoryId)] : [])),
      ...(product.brandId === null ? [] : [brandTag(product.brandId)]),
      ...(product.version === 1 ? [] : [productTag(product.id)]),
    ]),
  ];
}

const NO_TRACES: ProductTraces = { barcodes: [], retiredSlugs: [] };
const tracesOf = (traces: ReadonlyMap<string, ProductTraces>, record: ProductRecord) =>
  traces.get(record.product.id) ?? NO_TRACES;

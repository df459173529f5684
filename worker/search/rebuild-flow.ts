/** Projections can be thrown away: these make documents and index again from the catalogue, and tell when they differ. */
import { documentKey, readKeptVersions } from "../catalog/document-store.ts";
import { countSold, listProductIds, readProductRecords, readProductTraces } from "../catalog/product-record-store.ts";
import type { World } from "../world.ts";
import { PROJECT_CHUNK, projectDocuments } from "./project-products-flow.ts";
import { countSearchable, deleteSearchRows, readIndexVersions, replaceSearchRows } from "./search-store.ts";
import { searchRowsOf } from "./search-text.ts";

/** One turn of a rebuild. Go on with `nextId` until it is null; begin with an empty text. */
export type RebuildTurn = { products: number; nextId: string | null };

/** Products of one turn: a few statements and some hundred documents, well within what a request may do. */
export const REBUILD_TURN = 200;

/** Rebuilds the index of the next stretch of products, dropping rows of products that are gone. */
export async function rebuildSearch(world: World, afterId: string): Promise<RebuildTurn> {
  const ids = await listProductIds(world.catalog, afterId, REBUILD_TURN);
  const nextId = ids.length === REBUILD_TURN ? (ids.at(-1) ?? null) : null;
  await deleteSearchRows(world.search, afterId, nextId);
  for (const chunk of chunksOf(ids)) {
    const traces = await readProductTraces(world.catalog, chunk);
    const records = await readProductRecords(world.catalog, chunk);
    const rows = records.flatMap((record) => searchRowsOf(record, traces.get(record.product.id)?.barcodes ?? []));
    await replaceSearchRows(world.search, rows);
  }
  return { products: ids.length, nextId };
}

/** Writes the documents of the next stretch of products anew. */
export async function rebuildDocuments(world: World, afterId: string): Promise<RebuildTurn> {
  const ids = await listProductIds(world.catalog, afterId, REBUILD_TURN);
  for (const chunk of chunksOf(ids))
    await projectDocuments(
      world,
      await readProductRecords(world.catalog, chunk),
      await readProductTraces(world.catalog, chunk),
    );
  return { products: ids.length, nextId: ids.length === REBUILD_TURN ? (ids.at(-1) ?? null) : null };
}

/** Ids are of products. Go on with `nextId` until it is null. */
export type ProjectionCheck = {
  /** Published products with a price, and how many products search finds: counted at the first stretch, null at others. */
  sold: number | null;
  searchable: number | null;
  /** Of the stretch that was looked at: products whose index row or document is of another version. */
  checked: number;
  searchDiffers: string[];
  documentDiffers: string[];
  nextId: string | null;
};

/** Compares a stretch of products with what was made of them. A document that is not there is made when it is read. */
export async function checkProjections(world: World, afterId: string): Promise<ProjectionCheck> {
  const ids = await listProductIds(world.catalog, afterId, PROJECT_CHUNK);
  const isFirst = afterId === "";
  const [check, sold, searchable] = await Promise.all([
    checkProducts(world, ids),
    isFirst ? countSold(world.catalog) : null,
    isFirst ? countSearchable(world.search) : null,
  ]);
  return { ...check, sold, searchable, nextId: ids.length === PROJECT_CHUNK ? (ids.at(-1) ?? null) : null };
}

/** The same for these products, `PROJECT_CHUNK` at most; those that are not there are left out. */
export async function checkProducts(world: World, ids: readonly string[]): Promise<ProjectionCheck> {
  const [records, indexed] = await Promise.all([
    readProductRecords(world.catalog, ids),
    readIndexVersions(world.search, ids),
  ]);
  const documentDiffers: string[] = [];
  for (const { product, translations } of records) {
    const keys = translations.map((row) => documentKey(row.language, row.slug));
    const kept = await readKeptVersions(world, keys);
    const differs = [...kept.values()].some((version) => version !== product.version || product.status !== "published");
    if (differs) documentDiffers.push(product.id);
  }
  const searchDiffers = records.filter(({ product }) => indexed.get(product.id) !== product.version);
  return {
    sold: null,
    searchable: null,
    checked: records.length,
    searchDiffers: searchDiffers.map(({ product }) => product.id),
    documentDiffers,
    nextId: null,
  };
}

const chunksOf = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / PROJECT_CHUNK) }, (_, index) =>
    ids.slice(index * PROJECT_CHUNK, (index + 1) * PROJECT_CHUNK),
  );

/** Projections can be thrown away: these make documents and index again from the catalogue, and tell when they differ. */
import { documentKey, readKeptVersions } from "../catalog/document-store.ts";
import { countSold, listProductIds, readProductRecords, readProductTraces } from "../catalog/product-record-store.ts";
import type { World } from "../world.ts";
import { shardDatabase } from "./index/ask-shards-flow.ts";
import { countSearchable, type ProductState, readIndexVersions } from "./index/index-part-store.ts";
import { REBUILD_TURN } from "./index/rebuild-search-flow.ts";
import { isSame, readProductStates } from "./index/restate-products-flow.ts";
import { readSearchState } from "./index/search-state-store.ts";
import { PROJECT_CHUNK, projectDocuments } from "./project-products-flow.ts";

/** One turn of a rebuild. Go on with `nextId` until it is null; begin with an empty text. */
export type RebuildTurn = { products: number; nextId: string | null };

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
  /** Published products with a price, and how many products search finds: counted at the first stretch; null at others, and of millions. */
  sold: number | null;
  searchable: number | null;
  /** Of the stretch that was looked at: products whose index row or document is of another version, or in stock where the product is not, or the other way round. */
  checked: number;
  searchDiffers: string[];
  documentDiffers: string[];
  nextId: string | null;
};

/** Compares a stretch of products with what was made of them. A document that is not there is made when it is read. */
export async function checkProjections(world: World, afterId: string): Promise<ProjectionCheck> {
  const ids = await listProductIds(world.catalog, afterId, PROJECT_CHUNK);
  const isFirst = afterId === "";
  const [check, sold] = await Promise.all([checkProducts(world, ids), isFirst ? countSold(world.catalog) : null]);
  const searchable = sold === null ? null : await countFound(world);
  return { ...check, sold, searchable, nextId: ids.length === PROJECT_CHUNK ? (ids.at(-1) ?? null) : null };
}

/** The same for these products, `PROJECT_CHUNK` at most; those that are not there are left out. */
export async function checkProducts(world: World, ids: readonly string[]): Promise<ProjectionCheck> {
  const [records, indexed, states] = await Promise.all([
    readProductRecords(world.catalog, ids),
    readPlaces(world, ids),
    readProductStates(world, ids),
  ]);
  const documentDiffers: string[] = [];
  for (const { product, translations } of records) {
    const keys = translations.map((row) => documentKey(row.language, row.slug));
    const kept = await readKeptVersions(world, keys);
    const differs = [...kept.values()].some((version) => version !== product.version || product.status !== "published");
    if (differs) documentDiffers.push(product.id);
  }
  const searchDiffers = records.filter(
    ({ product }) => !isRight(indexed.get(product.id) ?? [], product.version, states.get(product.id)),
  );
  return {
    sold: null,
    searchable: null,
    checked: records.length,
    searchDiffers: searchDiffers.map(({ product }) => product.id),
    documentDiffers,
    nextId: null,
  };
}

type Place = { version: number; isFound: boolean; state: ProductState };

/** Every database's version of each product. */
async function readPlaces(world: World, ids: readonly string[]): Promise<Map<string, Place[]>> {
  const { serving } = await readSearchState(world.searchShards, world.search);
  const parts = await Promise.all(
    [...world.searchShards.databases.keys()].map((name) => readIndexVersions(shardDatabase(world, name), serving, ids)),
  );
  return new Map(ids.map((id) => [id, parts.flatMap((part) => part.get(id) ?? [])]));
}

/** The newest version is this one, in stock as the product is, and no other database shows an older one. */
const isRight = (places: readonly Place[], version: number, state: ProductState | undefined): boolean =>
  places.some((place) => place.version === version) &&
  places.every((place) => !place.isFound || (place.version === version && isSame(place.state, state)));

async function countFound(world: World): Promise<number> {
  const { serving } = await readSearchState(world.searchShards, world.search);
  const counts = await Promise.all(
    [...world.searchShards.databases.values()].map((db) => countSearchable(db, serving)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

const chunksOf = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / PROJECT_CHUNK) }, (_, index) =>
    ids.slice(index * PROJECT_CHUNK, (index + 1) * PROJECT_CHUNK),
  );

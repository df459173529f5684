/**
 * Brings into the index what changes of a product without a change of the product: whether any of it can be bought, and how
 * much of it is sold. Its words stay, so it is done by the index's own rows. Bears any repeat and any order.
 */
import { listOfferedSkus } from "../../catalog/product-record-store.ts";
import { listOffers } from "../../inventory/offer-store.ts";
import type { World } from "../../world.ts";
import { readPopularity } from "../popularity/popularity-store.ts";
import { shardDatabase } from "./ask-shards-flow.ts";
import { listProductRows, type ProductState, readIndexStates } from "./index-part-store.ts";
import { numberOf } from "./index-place.ts";
import { writeIndexRows } from "./index-store.ts";
import { type Generation, writtenGenerations } from "./search-state.ts";
import { readSearchState } from "./search-state-store.ts";

/** Products of one call. */
export const RESTATED_MAX = 50;
/** Times that what was written is compared with what is true now: of two at once, the older one never has the last word. */
const TURNS_MAX = 4;

/** `RESTATED_MAX` products at most; those that the index does not have are passed over. */
export async function restateProducts(world: World, productIds: readonly string[]): Promise<void> {
  let left = productIds;
  for (let turn = 0; turn < TURNS_MAX && left.length > 0; turn += 1) {
    const states = await readProductStates(world, left);
    const { serving, ...state } = await readSearchState(world.searchShards, world.search);
    const changed = new Set<string>();
    for (const generation of writtenGenerations({ serving, ...state }))
      for (const name of world.searchShards.databases.keys())
        for (const id of await restateIn(world, name, generation, states)) changed.add(id);
    left = [...changed];
  }
}

/** `isThere`: some of one of its SKUs can be bought. Most changes of a level change nothing of that, and end with a look. */
export async function restateStock(world: World, productId: string, isThere: boolean): Promise<void> {
  const { serving, ...state } = await readSearchState(world.searchShards, world.search);
  for (const generation of writtenGenerations({ serving, ...state }))
    for (const name of world.searchShards.databases.keys()) {
      const kept = await readIndexStates(shardDatabase(world, name), generation, [productId]);
      if ((kept.get(productId)?.inStock ?? isThere) !== isThere) return restateProducts(world, [productId]);
    }
}

/** As the catalogue, the levels that are projected, and the orders say. */
export async function readProductStates(world: World, ids: readonly string[]): Promise<Map<string, ProductState>> {
  const [skus, popularity] = await Promise.all([
    listOfferedSkus(world.catalog, ids),
    readPopularity(world.insights, ids),
  ]);
  const offers = await listOffers(
    world.catalog,
    skus.map(({ sku }) => sku),
    null,
  );
  const inStock = new Set(skus.flatMap(({ sku, productId }) => ((offers.get(sku)?.units ?? 0) > 0 ? [productId] : [])));
  return new Map(ids.map((id) => [id, { inStock: inStock.has(id), popularity: popularity.get(id) ?? 0 }]));
}

/** Answers the products that were different. */
async function restateIn(
  world: World,
  name: string,
  generation: Generation,
  states: ReadonlyMap<string, ProductState>,
): Promise<string[]> {
  const db = shardDatabase(world, name);
  const kept = await readIndexStates(db, generation, [...states.keys()]);
  const different = [...kept].flatMap(([id, state]) => (isSame(state, states.get(id)) ? [] : [id]));
  if (different.length === 0) return [];
  const rows = await listProductRows(db, generation, different);
  const restated = rows.map((row) => {
    const { inStock, popularity } = states.get(row.productId) ?? { inStock: false, popularity: 0 };
    const placed = { ...row, popularity };
    return { ...placed, number: numberOf(placed), inStock: inStock ? (1 as const) : (0 as const) };
  });
  await writeIndexRows(db, generation, { rows: restated, gone: [] });
  return different;
}

export const isSame = (a: ProductState, b: ProductState | undefined): boolean =>
  a.inStock === b?.inStock && a.popularity === b.popularity;

/** Keeps what collections by rule hold true: after products change, and when one stops to fit by the clock alone. */
import { productTag } from "../../http/cache-policy.ts";
import { purgePages } from "../../http/purge-pages-flow.ts";
import type { World } from "../../world.ts";
import { listProductIds } from "../product-record-store.ts";
import { compareMembers, listEnded, listRules, membershipsOf } from "./collection-store.ts";

/** Products asked about in one go, of every rule. */
const COLLECT_CHUNK = 50;
/** Of one minute: each asks every rule. */
const ENDED_TURNS_MAX = 4;

/** Repeats safely; it reads the products as they are now. Pages are purged with the products' own change. */
export async function collectProducts(world: World, productIds: readonly string[]): Promise<void> {
  const rules = await listRules(world.catalog);
  if (rules.length === 0) return;
  for (let start = 0; start < productIds.length; start += COLLECT_CHUNK) {
    const chunk = productIds.slice(start, start + COLLECT_CHUNK);
    const [first, ...rest] = membershipsOf(world.catalog, rules, chunk, world.nowMs());
    if (first) await world.catalog.batch([first, ...rest]);
  }
}

/** For the timer: what is in a collection for its first days leaves it after them. */
export async function dropEnded(world: World): Promise<{ dropped: number }> {
  let dropped = 0;
  for (let turn = 0; turn < ENDED_TURNS_MAX; turn += 1) {
    const ids = await listEnded(world.catalog, world.nowMs(), COLLECT_CHUNK);
    if (ids.length === 0) break;
    await collectProducts(world, ids);
    await purgePages(world, ids.map(productTag));
    dropped += ids.length;
  }
  return { dropped };
}

/** Products asked about in one turn of doctor. */
const EXAMINED_A_TURN = 500;

/** Of the next stretch of products, those that a collection by rule has and should not, or the other way round. */
export async function checkCollections(world: World, after: string) {
  const ids = await listProductIds(world.catalog, after, EXAMINED_A_TURN);
  const differs = new Set<string>();
  for (const rule of await listRules(world.catalog))
    for (const id of await compareMembers(world.catalog, rule, ids, world.nowMs())) differs.add(id);
  return { checked: ids.length, differs: [...differs], next: nextOf(ids) };
}

/** Puts the next stretch of products where the rules say. */
export async function rebuildCollections(world: World, after: string) {
  const ids = await listProductIds(world.catalog, after, EXAMINED_A_TURN);
  await collectProducts(world, ids);
  return { done: ids.length, next: nextOf(ids) };
}

const nextOf = (ids: readonly string[]): string | null =>
  ids.length === EXAMINED_A_TURN ? (ids.at(-1) ?? null) : null;

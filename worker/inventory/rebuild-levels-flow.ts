/** The levels that lists and badges read can be thrown away: these compare them with the SKUs' objects, and make them again. */
import { readComponents } from "../catalog/bundles/bundle-store.ts";
import { listSkus } from "../catalog/staff-figures-store.ts";
import type { World } from "../world.ts";
import { projectLevel, readLevelsNow } from "./project-stock-flow.ts";
import type { StockLevels } from "./stock.ts";
import { listLevels, type StockLevelRow } from "./stock-store.ts";

/** SKUs of one turn: each costs an object and a few statements, well within what a request may do. */
export const LEVELS_TURN = 50;
/** A level that differs is looked at again after this: it may just be on its way. */
const ON_ITS_WAY_MS = 3_000;

/** Go on with `next` until it is null; begin with an empty text. */
export type LevelsTurn = { checked: number; differs: string[]; next: string | null };

/** Compares the levels that are kept of a stretch of SKUs with what their objects say. Asks no object that has no level. */
export async function checkLevels(world: World, afterSku: string): Promise<LevelsTurn> {
  const skus = await listSkus(world, afterSku, LEVELS_TURN);
  const first = await findDifferent(world, skus);
  if (first.length > 0) await world.sleep(ON_ITS_WAY_MS);
  return { checked: skus.length, differs: await findDifferent(world, first), next: nextOf(skus) };
}

/** Projects every SKU of a stretch that is a bundle, or whose ledger was ever opened. Fine while the store sells: an older level never wins. */
export async function rebuildLevels(world: World, afterSku: string): Promise<{ done: number; next: string | null }> {
  const skus = await listSkus(world, afterSku, LEVELS_TURN);
  const [levels, bundles] = await Promise.all([readLevelsNow(world, skus), readComponents(world.catalog, skus)]);
  const opened = skus.filter((sku) => (levels.get(sku)?.number ?? 0) > 0 || bundles.has(sku));
  for (const sku of opened) await projectLevel(world, sku);
  return { done: opened.length, next: nextOf(skus) };
}

async function findDifferent(world: World, skus: readonly string[]): Promise<string[]> {
  const kept = await listLevels(world.catalog, skus);
  const now = await readLevelsNow(
    world,
    kept.map(({ sku }) => sku),
  );
  return kept.filter((row) => !isSame(row, now.get(row.sku))).map(({ sku }) => sku);
}

const isSame = (row: StockLevelRow, now: StockLevels | undefined) =>
  now !== undefined && row.onHand === now.onHand && row.held === now.held && row.promisable === now.promisable;

const nextOf = (skus: readonly string[]) => (skus.length === LEVELS_TURN ? (skus.at(-1) ?? null) : null);

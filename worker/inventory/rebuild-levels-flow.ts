/** The levels that lists and badges read can be thrown away: these compare them with the SKUs' objects, and make them again. */
import { listSkus } from "../catalog/staff-figures-store.ts";
import type { World } from "../world.ts";
import { projectStock } from "./project-stock-flow.ts";
import type { StockLevels } from "./stock.ts";
import { readLevels } from "./stock-flow.ts";
import { listLevels } from "./stock-store.ts";

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

/** Projects every SKU of a stretch whose ledger was ever opened. Fine while the store sells: an older level never wins. */
export async function rebuildLevels(world: World, afterSku: string): Promise<{ done: number; next: string | null }> {
  const skus = await listSkus(world, afterSku, LEVELS_TURN);
  const levels = await Promise.all(skus.map((sku) => readLevels(world, sku)));
  const opened = levels.flatMap((level) => (level.ok && level.value.number > 0 ? [level.value.sku] : []));
  for (const sku of opened) await projectStock(world, sku);
  return { done: opened.length, next: nextOf(skus) };
}

async function findDifferent(world: World, skus: readonly string[]): Promise<string[]> {
  const kept = await listLevels(world.catalog, skus);
  const now = await Promise.all(kept.map(({ sku }) => readLevels(world, sku)));
  return kept.filter((row, index) => !isSame(row, now[index])).map(({ sku }) => sku);
}

const isSame = (row: { onHand: number; held: number }, now: Awaited<ReturnType<typeof readLevels>> | undefined) =>
  now?.ok === true && sameUnits(row, now.value);
const sameUnits = (row: { onHand: number; held: number }, { onHand, held }: StockLevels) =>
  row.onHand === onHand && row.held === held;

const nextOf = (skus: readonly string[]) => (skus.length === LEVELS_TURN ? (skus.at(-1) ?? null) : null);

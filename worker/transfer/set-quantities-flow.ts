/** Sets how many units of a variant are on sale to what an import says, as an entry in its ledger. */
import { assert } from "../base/assert.ts";
import { AVAILABILITY_SKUS_MAX, adjustStock, readLevelsOf } from "../inventory/stock-flow.ts";
import type { World } from "../world.ts";
import type { StockChange } from "./import-run-store.ts";
import type { Quantity } from "./import-writes.ts";
import { type RunByWhom, viewerOfRun } from "./viewer-of-run.ts";

/**
 * By how much each is changed; one that is so already is left out. Units that shoppers hold stay held: what is set is what is
 * free to be sold.
 */
export async function planQuantities(
  world: World,
  quantities: readonly (Quantity & { productId: string })[],
): Promise<StockChange[]> {
  const planned: StockChange[] = [];
  for (let start = 0; start < quantities.length; start += AVAILABILITY_SKUS_MAX) {
    const chunk = quantities.slice(start, start + AVAILABILITY_SKUS_MAX);
    const levels = await readLevelsOf(
      world,
      chunk.map(({ sku }) => sku),
    );
    for (const { sku, quantity, productId } of chunk) {
      const delta = quantity - (levels.get(sku)?.available ?? 0);
      if (delta !== 0) planned.push({ sku, productId, delta });
    }
  }
  return planned;
}

/** Answers those that could not be lowered so far, since shoppers hold their units. The same operation is done once. */
export async function setQuantities(
  world: World,
  planned: readonly StockChange[],
  { byId, operationId }: { byId: string; operationId(sku: string): string },
): Promise<StockChange[]> {
  const held: StockChange[] = [];
  for (const change of planned) {
    const { sku, delta } = change;
    const ask = { sku, operationId: operationId(sku).slice(0, OPERATION_ID_LENGTH_MAX), delta, byId };
    const adjusted = await adjustStock(world, { ...ask, reason: "import" });
    assert(adjusted.ok || adjusted.problem.code === "stock.below_held", "a variant that is here has stock to adjust");
    if (!adjusted.ok) held.push(change);
  }
  return held;
}
const OPERATION_ID_LENGTH_MAX = 160;

/** What a run planned, once: whoever of its drivers comes second finds it done. Answers as `setQuantities`. */
export const setStockOfRun = (
  world: World,
  run: RunByWhom & { id: string },
  planned: readonly StockChange[],
): Promise<StockChange[]> =>
  setQuantities(world, planned, { byId: viewerOfRun(run).id, operationId: (sku) => `import:${run.id}:${sku}` });

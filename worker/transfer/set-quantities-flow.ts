/** Sets how many units of a variant are on sale to what an import says, as an entry in its ledger. */
import { assert } from "../base/assert.ts";
import type { Viewer } from "../customers/viewer.ts";
import { AVAILABILITY_SKUS_MAX, adjustStock, readLevelsOf } from "../inventory/stock-flow.ts";
import type { World } from "../world.ts";
import type { StockChange } from "./import-run-store.ts";
import type { Quantity } from "./import-writes.ts";

/** A run keeps what it is about to change, so that the same entry is made however often it is killed, and can be undone. */
type Setting = {
  by: Viewer;
  run: { id: string; plan(planned: readonly StockChange[]): Promise<StockChange[]> } | null;
};

/**
 * Units that shoppers hold stay held: what is set is what is free to be sold. Bears repeating: what is there already
 * is not set again. A sale at the very same time may be counted on top.
 */
export async function setQuantities(
  world: World,
  quantities: readonly (Quantity & { productId: string })[],
  { by, run }: Setting,
): Promise<void> {
  for (let start = 0; start < quantities.length; start += AVAILABILITY_SKUS_MAX) {
    const chunk = quantities.slice(start, start + AVAILABILITY_SKUS_MAX);
    const levels = await readLevelsOf(
      world,
      chunk.map(({ sku }) => sku),
    );
    const wanted = chunk
      .map(({ sku, quantity, productId }) => ({ sku, productId, delta: quantity - (levels.get(sku)?.available ?? 0) }))
      .filter(({ delta }) => delta !== 0);
    const planned = run ? await run.plan(wanted) : wanted;
    for (const { sku, delta } of planned) {
      const operationId = run ? `import:${run.id}:${sku}`.slice(0, OPERATION_ID_LENGTH_MAX) : `import:${world.newId()}`;
      const adjusted = await adjustStock(world, { sku, operationId, delta, reason: "import", byId: by.id });
      assert(adjusted.ok || adjusted.problem.code === "stock.below_held", "a variant that is here has stock to adjust");
    }
  }
}
const OPERATION_ID_LENGTH_MAX = 160;

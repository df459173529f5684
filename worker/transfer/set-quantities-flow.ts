/** Sets how many units of a variant are on sale to what an import says, as an entry in its ledger. */
import { assert } from "../base/assert.ts";
import type { Viewer } from "../customers/viewer.ts";
import { AVAILABILITY_SKUS_MAX, adjustStock, readLevelsOf } from "../inventory/stock-flow.ts";
import type { World } from "../world.ts";
import type { Quantity } from "./import-writes.ts";

/**
 * Units that shoppers hold stay held: what is set is what is free to be sold. Bears repeating: what is there already
 * is not set again. A sale at the very same time may be counted on top.
 */
export async function setQuantities(world: World, quantities: readonly Quantity[], by: Viewer): Promise<void> {
  for (let start = 0; start < quantities.length; start += AVAILABILITY_SKUS_MAX) {
    const chunk = quantities.slice(start, start + AVAILABILITY_SKUS_MAX);
    const levels = await readLevelsOf(
      world,
      chunk.map(({ sku }) => sku),
    );
    for (const { sku, quantity } of chunk) {
      const delta = quantity - (levels.get(sku)?.available ?? 0);
      if (delta === 0) continue;
      const operationId = `import:${world.newId()}`;
      const adjusted = await adjustStock(world, { sku, operationId, delta, reason: "import", byId: by.id });
      assert(adjusted.ok || adjusted.problem.code === "stock.below_held", "a variant that is here has stock to adjust");
    }
  }
}

/**
 * Staff corrects what is on hand, over the API or the dashboard alike. Leaves one audit entry a correction, which a
 * repeat adds where a crash kept it from being written.
 */
import { auditInsert } from "../admin/audit-store.ts";
import type { Outcome } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { AdjustAsk } from "../ledger/decide-change.ts";
import type { World } from "../world.ts";
import type { StockProblem } from "./stock.ts";
import { adjustStock } from "./stock-flow.ts";
import type { StockChange } from "./stock-keeper.ts";

/** `operationId` is made by the client: the same one again corrects nothing more. */
export type CorrectionAsk = AdjustAsk & { sku: string; by: Viewer };

export async function correctStock(
  world: World,
  { sku, by, ...ask }: CorrectionAsk,
): Promise<Outcome<StockChange, StockProblem>> {
  const adjusted = await adjustStock(world, { ...ask, sku, byId: by.id });
  if (!adjusted.ok) return adjusted;
  const { onHand } = adjusted.value;
  const entry = {
    by,
    action: "stock.adjusted",
    subject: `sku:${sku}`,
    before: { onHand: onHand - ask.delta },
    after: { onHand, delta: ask.delta, reason: ask.reason, operationId: ask.operationId },
  };
  await auditInsert(world, entry, `stock:${sku}:${ask.operationId}`);
  return adjusted;
}

/** Staff corrects what is on hand at a location, and says why. */
import type { Outcome } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { AdjustAsk } from "../ledger/decide-change.ts";
import type { World } from "../world.ts";
import { moveStock } from "./move-stock-flow.ts";
import type { StockProblem } from "./stock.ts";
import type { StockChange } from "./stock-keeper.ts";

/** `operationId` is made by the client: the same one again corrects nothing more. */
export type CorrectionAsk = AdjustAsk & { sku: string; by: Viewer };

export const correctStock = (
  world: World,
  { sku, by, ...ask }: CorrectionAsk,
): Promise<Outcome<StockChange, StockProblem>> => moveStock(world, { sku, by, move: { kind: "adjust", ...ask } });

/** Notes that a SKU fell to its level, once; and that it is above again, so that the next fall is told anew. */
import type { StockLevelRow } from "../inventory/stock-store.ts";
import type { World } from "../world.ts";
import { deleteAlert, insertAlert } from "./alert-store.ts";

/** Decides by the level alone: bears any repeat and any order. */
export const noteLowStock = (world: World, { sku, available, lowStockAt }: StockLevelRow): Promise<void> =>
  available <= lowStockAt ? insertAlert(world.accounts, sku, world.nowMs()) : deleteAlert(world.accounts, sku);

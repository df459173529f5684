/** What became of a hold, and of units that were sold by mistake: asked of the SKU's ledger, which is never changed here. */
import type { StockEntry } from "../inventory/stock.ts";
import { skuOfName } from "../inventory/stock-bucket.ts";
import { extendUnits } from "../inventory/stock-flow.ts";
import type { World } from "../world.ts";

export type HoldState = "open" | "committed" | "released" | "unknown";

/** Entries of one page of a ledger. */
export const LEDGER_PAGE = 500;
/** Pages read on from an entry at most: years of a SKU that sells well. */
const PAGES_MAX = 200;
const LONG_PAST_MS = 1;

/** Moving a hold's end to what is long past changes nothing, and says how the hold stands. `name` is of its ledger. */
export async function readHoldState(world: World, name: string, holdId: string): Promise<HoldState> {
  const asked = await extendUnits(world, name, holdId, LONG_PAST_MS);
  if (asked.ok) return "open";
  if (asked.problem.code === "stock.hold_committed") return "committed";
  return asked.problem.code === "stock.hold_released" ? "released" : "unknown";
}

/** The last fitting entry after a number; null without one. */
export async function findLastEntry(
  world: World,
  name: string,
  after: number,
  fits: (entry: StockEntry) => boolean,
): Promise<StockEntry | null> {
  let [number, found]: [number, StockEntry | null] = [after, null];
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const entries = await world.stockOf(name).entries(number, LEDGER_PAGE);
    found = entries.findLast(fits) ?? found;
    number = entries.at(-1)?.number ?? number;
    if (entries.length < LEDGER_PAGE) break;
  }
  return found;
}

/** The operation that puts back units which a hold sold by mistake, onto the SKU's own shelf. */
export const unsoldIdOf = (holdId: string, name: string): string =>
  `unsold:${holdId.replace(`:${skuOfName(name)}:`, ":")}`;

/** Whether they were put back before. `after` is a number at or before the sale's. */
export async function isPutBack(world: World, name: string, holdId: string, after: number): Promise<boolean> {
  const [sku, operationId] = [skuOfName(name), unsoldIdOf(holdId, name)];
  const from = sku === name ? after : 0;
  return (await findLastEntry(world, sku, from, ({ facts }) => facts.operationId === operationId)) !== null;
}

/** Holds a SKU's ledger to its books, whatever was done to it. Use it after every step of a sequence. */
import { expect } from "vitest";
import type { StockEntry, StockLevels } from "../../worker/inventory/stock.ts";

type Keeper = {
  levels(): Promise<StockLevels>;
  entries(afterNumber: number, limit: number): Promise<readonly StockEntry[]>;
};
export type Books = { onHand: number; held: number; sold: number; openHolds: ReadonlyMap<string, number> };
const PAGE = 500;

/**
 * Every unit that came in is on hand or was sold; every unit held belongs to an open hold; no hold was settled twice;
 * no level was ever negative; entries are numbered without a gap.
 */
export async function assertStockConserved(keeper: Keeper): Promise<Books> {
  const levels = await keeper.levels();
  const books = booksOf(await readAll(keeper, levels.number));
  expect({ onHand: levels.onHand, held: levels.held }).toEqual({ onHand: books.onHand, held: books.held });
  expect(levels.available).toBe(levels.onHand - levels.held);
  return books;
}

/** Keeps the books anew from the entries alone, by arithmetic of its own, and compares them at each entry. */
export function booksOf(entries: readonly StockEntry[]): Books {
  let [came, sold] = [0, 0];
  const openHolds = new Map<string, number>();
  const settled = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const { operationId, holdId, quantity, onHand, held } = entry.facts as Record<string, number> & { holdId: string };
    expect(entry.number, "entries are numbered without a gap").toBe(index + 1);
    if (operationId !== undefined) came += quantity ?? 0;
    else if (entry.kind === "held") {
      expect(openHolds.has(holdId) || settled.has(holdId), "a hold is placed once").toBe(false);
      openHolds.set(holdId, quantity ?? 0);
    } else if (entry.kind !== "extended") {
      expect(openHolds.get(holdId), "what is settled is an open hold, whole").toBe(quantity);
      openHolds.delete(holdId);
      settled.add(holdId);
      if (entry.kind === "committed") sold += quantity ?? 0;
    }
    const nowHeld = [...openHolds.values()].reduce((sum, units) => sum + units, 0);
    expect({ onHand, held }, `the levels after entry ${entry.number}`).toEqual({ onHand: came - sold, held: nowHeld });
    expect(nowHeld >= 0 && came - sold >= nowHeld, `entry ${entry.number} sells nothing that is not there`).toBe(true);
  }
  const held = [...openHolds.values()].reduce((sum, units) => sum + units, 0);
  return { onHand: came - sold, held, sold, openHolds };
}

async function readAll(keeper: Keeper, last: number): Promise<StockEntry[]> {
  const entries: StockEntry[] = [];
  while (entries.length < last) {
    const page = await keeper.entries(entries.length, PAGE);
    expect(page.length, "the ledger has every entry up to its last").toBeGreaterThan(0);
    entries.push(...page);
  }
  return entries;
}

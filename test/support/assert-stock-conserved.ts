/** Holds a SKU's ledger to its books, whatever was done to it. Use it after every step of a sequence. */
import { expect } from "vitest";
import type { StockEntry, StockLevels } from "../../worker/inventory/stock.ts";

type Keeper = {
  levels(): Promise<StockLevels>;
  entries(afterNumber: number, limit: number): Promise<readonly StockEntry[]>;
};
export type Books = { onHand: number; held: number; sold: number; openHolds: ReadonlyMap<string, number> };
/** Kinds that bring units in, by what their quantity says, and those that take free units away. */
const IN = ["received", "returned", "adjusted", "counted", "arrived", "repaid", "borrowed"];
const OUT = ["sent", "filled", "lent", "gave_back"];
const HOLDS = ["held", "extended", "committed", "released"];
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
  const openHolds = new Map<string, number>();
  const settled = new Set<string>();
  const wrong: string[] = [];
  let [onHand, held, sold] = [0, 0, 0];
  for (const [index, { number, kind, facts }] of entries.entries()) {
    const units = Number(facts.quantity);
    const isPromise = facts.location === "promise";
    // A hold that takes from several locations has an entry for each.
    const holdId = `${facts.holdId} at ${facts.location}`;
    const here = isPromise ? 0 : units;
    const says = (what: string) => wrong.push(`entry ${number} (${kind} ${holdId}): ${what}`);
    if (number !== index + 1) says("entries are numbered without a gap");
    if (IN.includes(kind)) onHand += here;
    else if (OUT.includes(kind)) onHand -= here;
    else if (!HOLDS.includes(kind)) continue;
    else if (kind === "held") {
      if (openHolds.has(holdId) || settled.has(holdId)) says("a hold is placed once");
      openHolds.set(holdId, units);
      held += here;
    } else if (openHolds.get(holdId) !== units) says("what is extended or settled is an open hold, whole");
    else if (kind !== "extended") {
      openHolds.delete(holdId);
      settled.add(holdId);
      held -= here;
      if (kind === "committed") [onHand, sold] = [onHand - here, sold + units];
    }
    if (facts.onHand !== onHand || facts.held !== held)
      says("its levels are what came in, less what was sold and held");
    if (held < 0 || onHand < held) says("nothing is sold or held that is not there");
  }
  expect(wrong).toEqual([]);
  return { onHand, held, sold, openHolds };
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

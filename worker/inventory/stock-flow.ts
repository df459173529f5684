/**
 * The way to a SKU's stock. A ledger is opened at its first use with the units its variant came with, so a catalogue of
 * a hundred million products makes no objects. Every step repeats safely by its id; a step that met an object just
 * moving house is tried again.
 */
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { readVariantStockFacts } from "../catalog/product-store.ts";
import type { World } from "../world.ts";
import type { AdjustAsk, HoldAsk, ReceiveAsk } from "./decide-stock.ts";
import { BY_OPENING, type StockEntry, type StockLevels, type StockProblem } from "./stock.ts";
import type { Moment, StockAnswer, StockChange, StockKeeper } from "./stock-keeper.ts";

type OfSku = { sku: string };
type StockOutcome = Promise<Outcome<StockChange, StockProblem>>;

/** SKUs one call may ask for: a full cart fits. */
export const AVAILABILITY_SKUS_MAX = 200;
/** Objects asked at the same time. */
const ASKED_AT_ONCE = 25;
const TRIES_MAX = 3;
/** Entries shown of a ledger, newest first. */
export const ENTRIES_SHOWN = 50;

/** Puts units aside for `holdId` until `expiresAtMs`; refused with how many are left. */
export const holdUnits = (world: World, { sku, ...ask }: HoldAsk & OfSku): StockOutcome =>
  change(world, sku, (stock) => stock.hold(ask));

/** Moves a hold's end to later. Refused once the hold was settled. */
export const extendUnits = (world: World, sku: string, holdId: string, expiresAtMs: number): StockOutcome =>
  change(world, sku, (stock) => stock.extend(holdId, expiresAtMs));

/** Sells what was held; refused with `stock.hold_released` when it was given back before. */
export const commitUnits = (world: World, sku: string, holdId: string): StockOutcome =>
  change(world, sku, (stock) => stock.commit(holdId));

/** Gives back what was held; fine for a hold that never arrived. */
export const releaseUnits = (world: World, sku: string, holdId: string): StockOutcome =>
  change(world, sku, (stock) => stock.release(holdId));

/** Staff corrects what is on hand by `delta`. */
export const adjustStock = (world: World, { sku, ...ask }: AdjustAsk & OfSku & { byId: string }): StockOutcome =>
  change(world, sku, (stock) => stock.adjust(ask));

/** Units came in: a delivery, or a return. */
export async function receiveUnits(world: World, { sku, ...ask }: ReceiveAsk & OfSku & { byId: string }): StockOutcome {
  const { number } = await asked(world, sku, (stock) => stock.levels());
  const problem = number === 0 ? await openStock(world, sku) : null;
  return problem ? refused(problem) : change(world, sku, (stock) => stock.receive(ask));
}

/** Levels from the SKU's object itself. Reading opens no ledger: one never used answers its variant's units. */
export async function readLevels(world: World, sku: string): Promise<Outcome<StockLevels, StockProblem>> {
  const levels = (await readLevelsOf(world, [sku])).get(sku);
  return levels ? done(levels) : refused({ code: "stock.sku_unknown" });
}

/** As they were at a moment. Before its ledger was opened, a SKU had the units it came with. */
export async function readLevelsAt(
  world: World,
  sku: string,
  moment: Moment,
): Promise<Outcome<StockLevels, StockProblem>> {
  const now = await readLevels(world, sku);
  if (!now.ok || now.value.number === 0) return now;
  const then = await asked(world, sku, (stock) => stock.levelsAt(moment));
  return done(then.number > 0 ? then : await openingOf(world, sku));
}

async function openingOf(world: World, sku: string): Promise<StockLevels> {
  const [first] = await asked(world, sku, (stock) => stock.entries(0, 1));
  const units = first?.byId === BY_OPENING ? Number(first.facts.quantity) : 0;
  return { sku, onHand: units, held: 0, available: units, number: 0 };
}

/** Units free to be sold, by SKU, from the objects themselves; SKUs the store does not know are left out. */
export async function readAvailability(world: World, skus: readonly string[]): Promise<Map<string, number>> {
  const levels = await readLevelsOf(world, skus);
  return new Map([...levels].map(([sku, { available }]) => [sku, available]));
}

/** A page of a SKU's ledger, newest first: the entries before number `before`, or the last ones. */
export async function listStockEntries(
  world: World,
  levels: StockLevels,
  before: number | null,
): Promise<{ entries: StockEntry[]; nextBefore: number | null }> {
  const end = Math.min(before ?? Number.POSITIVE_INFINITY, levels.number + 1);
  const start = Math.max(0, end - 1 - ENTRIES_SHOWN);
  if (end - 1 <= start) return { entries: [], nextBefore: null };
  const oldestFirst = await asked(world, levels.sku, (stock) => stock.entries(start, end - 1 - start));
  return { entries: oldestFirst.toReversed(), nextBefore: start > 0 ? start + 1 : null };
}

async function readLevelsOf(world: World, asks: readonly string[]): Promise<Map<string, StockLevels>> {
  const skus = [...new Set(asks)];
  assert(skus.length <= AVAILABILITY_SKUS_MAX, "levels are asked for a bounded number of SKUs");
  const levels: StockLevels[] = [];
  for (let start = 0; start < skus.length; start += ASKED_AT_ONCE) {
    const chunk = skus.slice(start, start + ASKED_AT_ONCE);
    levels.push(...(await Promise.all(chunk.map((sku) => asked(world, sku, (stock) => stock.levels())))));
  }
  const used = levels.filter(({ number }) => number > 0);
  const unused = levels.filter(({ number }) => number === 0).map(({ sku }) => sku);
  const facts = unused.length > 0 ? await readVariantStockFacts(world.catalog, unused) : [];
  const unopened = facts.map(({ sku, openingQuantity: units }) => ({
    sku,
    onHand: units,
    held: 0,
    available: units,
    number: 0,
  }));
  return new Map([...used, ...unopened].map((level) => [level.sku, level]));
}

/** Asks; opens the ledger and asks again where it was never used. */
async function change(world: World, sku: string, act: (stock: StockKeeper) => Promise<StockAnswer>): StockOutcome {
  const first = withoutUnopened(await asked(world, sku, act));
  if (first) return first;
  const problem = await openStock(world, sku);
  if (problem) return refused(problem);
  const second = withoutUnopened(await asked(world, sku, act));
  assert(second !== null, "a ledger that was opened stays open");
  return second;
}

function withoutUnopened(answer: StockAnswer): Outcome<StockChange, StockProblem> | null {
  if (answer.ok) return answer;
  return answer.problem.code === "stock.unopened" ? null : refused(answer.problem);
}

/** Opens once, whoever comes first; a variant whose opening units were changed since keeps what it was opened with. */
async function openStock(world: World, sku: string): Promise<StockProblem | null> {
  const [facts] = await readVariantStockFacts(world.catalog, [sku]);
  if (!facts) return { code: "stock.sku_unknown" };
  const opening = { operationId: `opening:${sku}`, quantity: facts.openingQuantity, byId: BY_OPENING };
  const opened = withoutUnopened(await asked(world, sku, (stock) => stock.receive(opening)));
  return !opened || opened.ok || opened.problem.code === "stock.operation_differs" ? null : opened.problem;
}

/** A stub that threw is of no use any more, so each try finds the object anew. */
async function asked<Answer>(world: World, sku: string, act: (stock: StockKeeper) => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act(world.stockOf(sku));
    } catch (error) {
      if (tries === TRIES_MAX || !isPassing(error)) throw error;
    }
  }
}

/** The runtime marks errors that a new try may not meet, such as an object moved by a deployment; not those of overload. */
const isPassing = (error: unknown) =>
  error instanceof Error &&
  "retryable" in error &&
  error.retryable === true &&
  !("overloaded" in error && error.overloaded);

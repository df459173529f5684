/**
 * The way to a SKU's stock. A ledger is opened at its first use with the units its variant came with, so a catalogue of
 * a hundred million products makes no objects. Every step repeats safely by its id; a step that met an object just
 * moving house is tried again. A `sku` may be the name of one of its buckets: stock-bucket.ts.
 */
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { readVariantStockFacts } from "../catalog/product-store.ts";
import type {
  AdjustAsk,
  ArriveAsk,
  CountAsk,
  LoseAsk,
  ReceiveAsk,
  ReturnAsk,
  SendAsk,
} from "../ledger/decide-change.ts";
import type { HoldAsk } from "../ledger/decide-hold.ts";
import { MAIN } from "../ledger/ledger.ts";
import type { Moment } from "../ledger/ledger-keeper.ts";
import type { World } from "../world.ts";
import {
  BY_OPENING,
  type StockEntry,
  type StockLevels,
  type StockProblem,
  sumLevels,
  unopenedLevels,
} from "./stock.ts";
import { bucketNameOf, isBucketName, skuOfName } from "./stock-bucket.ts";
import type { StockAnswer, StockChange, StockKeeper } from "./stock-keeper.ts";
import { POLICY_DEFAULT, promiseCapOf } from "./stock-policy.ts";
import { readPolicies, readPolicy } from "./supply-store.ts";

type OfSku<Ask> = Ask & { sku: string };
type ByStaff<Ask> = OfSku<Ask> & { byId: string };
type StockOutcome = Promise<Outcome<StockChange, StockProblem>>;

/** SKUs one call may ask for: a full cart fits, bundles taken apart. */
export const AVAILABILITY_SKUS_MAX = 2_000;
/** Objects asked at the same time. */
const ASKED_AT_ONCE = 25;
const TRIES_MAX = 3;
/** Entries shown of a ledger, newest first. */
export const ENTRIES_SHOWN = 50;

/** Puts units aside for `holdId` until `expiresAtMs`; refused with how many are left. */
export const holdUnits = (world: World, { sku, ...ask }: OfSku<HoldAsk>): StockOutcome =>
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

/** Staff corrects what is on hand at a location by `delta`. */
export const adjustStock = (world: World, { sku, ...ask }: ByStaff<AdjustAsk>): StockOutcome =>
  change(world, sku, (stock) => stock.adjust(ask));

/** Staff counted what lies at a location. */
export const countStock = (world: World, { sku, ...ask }: ByStaff<CountAsk>): StockOutcome =>
  change(world, sku, (stock) => stock.count(ask));

/** Units leave one location for another. */
export const sendUnits = (world: World, { sku, ...ask }: ByStaff<SendAsk>): StockOutcome =>
  change(world, sku, (stock) => stock.send(ask));

/** All or part of a transfer is there. */
export const arriveUnits = (world: World, { sku, ...ask }: ByStaff<ArriveAsk>): StockOutcome =>
  change(world, sku, (stock) => stock.arrive(ask));

/** What a transfer has not brought is written off. */
export const loseUnits = (world: World, { sku, ...ask }: ByStaff<LoseAsk>): StockOutcome =>
  change(world, sku, (stock) => stock.lose(ask));

/** Sold units came back on a location's shelf. */
export const restockUnits = (world: World, { sku, ...ask }: ByStaff<ReturnAsk>): StockOutcome =>
  change(world, sku, (stock) => stock.restock(ask));

/** So many units may be owed at most. */
export const allowPromises = (world: World, sku: string, cap: number): StockOutcome =>
  change(world, sku, (stock) => stock.allow(cap));

/** Its units are lent to so many objects from now on; 0 joins them. The same again changes nothing. */
export const splitStock = (world: World, sku: string, buckets: number): Promise<void> =>
  asked(world, sku, (stock) => stock.split(buckets));

/** Of the SKU's own object, without what its buckets have: whether it was ever opened, and how it is split. */
export const readOwnLevels = (world: World, sku: string): Promise<StockLevels> =>
  asked(world, sku, (stock) => stock.levels());

/** A delivery came in at a location. */
export async function receiveUnits(world: World, { sku, ...ask }: ByStaff<ReceiveAsk>): StockOutcome {
  const { number } = await readOwnLevels(world, sku);
  const problem = number === 0 ? await openStock(world, sku) : null;
  return problem ? refused(problem) : change(world, sku, (stock) => stock.receive(ask));
}

/** Whether an operation has done its work on a SKU, however long ago. */
export const didOperation = (world: World, sku: string, operationId: string): Promise<boolean> =>
  asked(world, sku, (stock) => stock.did(operationId));

/** Transfers of a SKU that are on their way. */
export const listTransfers = (world: World, sku: string) => asked(world, sku, (stock) => stock.transfers());

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
  return unopenedLevels(sku, units, MAIN);
}

/** A page of a SKU's ledger, newest first: the entries before number `before`, or the last ones. */
export async function listStockEntries(
  world: World,
  levels: StockLevels,
  before: number | null,
): Promise<{ entries: StockEntry[]; nextBefore: number | null }> {
  // The number of a split SKU counts its buckets' entries too.
  const { number } = levels.bucketsEver === 0 ? levels : await readOwnLevels(world, levels.sku);
  const end = Math.min(before ?? Number.POSITIVE_INFINITY, number + 1);
  const start = Math.max(0, end - 1 - ENTRIES_SHOWN);
  if (end - 1 <= start) return { entries: [], nextBefore: null };
  const oldestFirst = await asked(world, levels.sku, (stock) => stock.entries(start, end - 1 - start));
  return { entries: oldestFirst.toReversed(), nextBefore: start > 0 ? start + 1 : null };
}

/** By SKU, from the objects themselves, buckets included; SKUs the store does not know are left out. */
export async function readLevelsOf(world: World, asks: readonly string[]): Promise<Map<string, StockLevels>> {
  const skus = [...new Set(asks)].filter((sku) => !isBucketName(sku));
  assert(skus.length <= AVAILABILITY_SKUS_MAX, "levels are asked for a bounded number of SKUs");
  const own = await levelsOfNames(world, skus);
  const used = await withBuckets(
    world,
    own.filter(({ number }) => number > 0),
  );
  const unused = own.filter(({ number }) => number === 0).map(({ sku }) => sku);
  const [facts, policies] =
    unused.length === 0
      ? [[], new Map()]
      : await Promise.all([readVariantStockFacts(world.catalog, unused), readPolicies(world.catalog, unused)]);
  const unopened = facts.map(({ sku, openingQuantity }) =>
    unopenedLevels(sku, openingQuantity, MAIN, promiseCapOf(policies.get(sku) ?? POLICY_DEFAULT)),
  );
  return new Map([...used, ...unopened].map((level) => [level.sku, level]));
}

async function levelsOfNames(world: World, names: readonly string[]): Promise<StockLevels[]> {
  const levels: StockLevels[] = [];
  for (let start = 0; start < names.length; start += ASKED_AT_ONCE) {
    const chunk = names.slice(start, start + ASKED_AT_ONCE);
    levels.push(...(await Promise.all(chunk.map((name) => asked(world, name, (stock) => stock.levels())))));
  }
  return levels;
}

/** What split SKUs' buckets have counts to them. */
async function withBuckets(world: World, own: readonly StockLevels[]): Promise<StockLevels[]> {
  const names = own.flatMap(({ sku, bucketsEver }) =>
    Array.from({ length: bucketsEver }, (_, bucket) => bucketNameOf(sku, bucket)),
  );
  const buckets = Map.groupBy(await levelsOfNames(world, names), ({ sku }) => skuOfName(sku));
  return own.map((level) => (buckets.get(level.sku) ?? []).reduce(sumLevels, level));
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
async function openStock(world: World, name: string): Promise<StockProblem | null> {
  const sku = skuOfName(name);
  const [[facts], policy] = await Promise.all([
    readVariantStockFacts(world.catalog, [sku]),
    readPolicy(world.catalog, sku),
  ]);
  if (!facts) return { code: "stock.sku_unknown" };
  const cap = promiseCapOf(policy);
  const opening = { operationId: `opening:${sku}`, quantity: facts.openingQuantity, cap, byId: BY_OPENING };
  const opened = withoutUnopened(await asked(world, sku, (stock) => stock.open(opening)));
  return opened && !opened.ok && opened.problem.code !== "stock.operation_differs" ? opened.problem : null;
}

/** A stub that threw is of no use any more, so each try finds the object anew. */
async function asked<Answer>(
  world: World,
  sku: string,
  act: (stock: ReturnType<World["stockOf"]>) => Promise<Answer>,
): Promise<Answer> {
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

/**
 * Holds, extends, sells and gives back the units of a whole checkout. Each step names its hold by an id that repeats, so
 * every function here may run again after a crash at any point, and ends the same.
 */
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { AllocatedUnits, StockProblem } from "../inventory/stock.ts";
import { commitUnits, extendUnits, holdUnits, releaseUnits } from "../inventory/stock-flow.ts";
import { type StockNeed, shortLines } from "../inventory/supply.ts";
import { readAvailability, readShortAt } from "../inventory/supply-flow.ts";
import { PROMISE } from "../ledger/ledger.ts";
import type { World } from "../world.ts";
import { attemptsDownFrom, holdIdOf, inHoldOrder } from "./checkout-hold.ts";
import type { CheckoutProblem, Shortage } from "./checkout-problem.ts";
import type { Checkout } from "./checkout-store.ts";

type Held = Pick<Checkout, "id" | "holdAttempt" | "snapshot">;
/** `lines` is empty when nothing is short, but a hold of this set was given back already. */
export type HoldProblem = Extract<CheckoutProblem, { code: "stock.insufficient" | "stock.buyer_limit" }>;
type Fresh = { sku: string; available: number };

/**
 * Holds these needs in the checkout's current set, in one order; answers the SKUs of which units were promised, because
 * they are not here. Once one is short, tells which lines that leaves short.
 */
export async function holdNeeds(
  world: World,
  checkout: Held,
  needs: readonly StockNeed[],
  expiresAtMs: number,
): Promise<Outcome<readonly string[], HoldProblem>> {
  const promised: string[] = [];
  for (const { sku, name, quantity, terms } of inHoldOrder(needs)) {
    const holdId = holdIdOf(checkout.id, sku, checkout.holdAttempt);
    const held = await holdUnits(world, { sku: name, holdId, quantity, expiresAtMs, terms });
    if (held.ok && held.value.parts.some(({ account }) => account === PROMISE)) promised.push(sku);
    if (held.ok || held.problem.code === "stock.hold_committed") continue;
    return refused(await holdProblemOf(world, checkout, sku, held.problem));
  }
  return done(promised);
}

async function holdProblemOf(world: World, checkout: Held, sku: string, problem: StockProblem): Promise<HoldProblem> {
  if (problem.code === "stock.buyer_limit") return { code: problem.code, sku, left: problem.left };
  if (problem.code !== "stock.insufficient" && problem.code !== "stock.sku_unknown")
    return { code: "stock.insufficient", lines: [] };
  const available = "available" in problem ? problem.available : 0;
  return { code: "stock.insufficient", lines: await readShortages(world, checkout, { sku, available }) };
}

/** Lines of which fewer can be had than asked for. `fresh` is what a SKU's object has just said. */
export async function readShortages(world: World, checkout: Held, fresh: Fresh | null = null): Promise<Shortage[]> {
  const { lines, needs, shipping } = checkout.snapshot;
  if (shipping.pickup) return readShortAt(world, lines, needs, shipping.pickup.location);
  // What is split says itself whether it is short: reading it would ask all of its objects.
  const read = needs.filter(({ sku, name }) => sku === name && sku !== fresh?.sku).map(({ sku }) => sku);
  const left = await readAvailability(world, read, checkout.snapshot.market);
  for (const sku of read) if (!left.has(sku)) left.set(sku, 0);
  if (fresh) left.set(fresh.sku, fresh.available);
  return shortLines(lines, (sku) => left.get(sku) ?? Number.POSITIVE_INFINITY);
}

/** Keeps open holds open until then; answers the needs that have none any more. */
export async function extendNeeds(world: World, checkout: Held, untilMs: number): Promise<StockNeed[]> {
  return needsWithout(checkout, ({ sku, name }) =>
    settleNewest(checkout, sku, (holdId) => extendUnits(world, name, holdId, untilMs)),
  );
}

/**
 * Turns every hold into a sale; answers which units were sold from where, and the needs that could not be. A hold that ran
 * out before its order was committed (the timer stood still for a day) is placed again first.
 */
export async function commitNeeds(
  world: World,
  checkout: Held,
  untilMs: number,
): Promise<{ sold: AllocatedUnits[]; failed: StockNeed[] }> {
  const next = { ...checkout, holdAttempt: checkout.holdAttempt + 1 };
  const sold: AllocatedUnits[] = [];
  const failed = await needsWithout(checkout, async (need) => {
    const { sku, name } = need;
    const commit = async (holdId: string) => {
      const committed = await commitUnits(world, name, holdId);
      if (committed.ok)
        sold.push(...committed.value.parts.map(({ account, quantity }) => ({ sku, location: account, quantity })));
      return committed;
    };
    if (await settleNewest(checkout, sku, commit)) return true;
    const held = await holdNeeds(world, next, [need], untilMs);
    return held.ok && settleNewest(next, sku, commit);
  });
  return { sold, failed };
}

/**
 * Gives back every unit of every set. Every need is asked for, held or not: a lost reply is not a lost request, and
 * releasing twice is harmless. Throws when one could not be asked, so that the caller's move is not made.
 */
export async function releaseNeeds(world: World, { id, holdAttempt, snapshot }: Held): Promise<void> {
  const release = ({ sku, name }: StockNeed) =>
    attemptsDownFrom(holdAttempt).map((attempt) => releaseUnits(world, name, holdIdOf(id, sku, attempt)));
  await Promise.all(snapshot.needs.flatMap(release));
}

/** Does a step for the newest of a line's holds that takes it; a hold that was sold has had every step. */
async function settleNewest(
  { id, holdAttempt }: Held,
  sku: string,
  step: (holdId: string) => Promise<Outcome<unknown, StockProblem>>,
): Promise<boolean> {
  for (const attempt of attemptsDownFrom(holdAttempt)) {
    const taken = await step(holdIdOf(id, sku, attempt));
    if (taken.ok || taken.problem.code === "stock.hold_committed") return true;
  }
  return false;
}

async function needsWithout({ snapshot }: Held, did: (need: StockNeed) => Promise<boolean>): Promise<StockNeed[]> {
  const ends = await Promise.all(snapshot.needs.map(did));
  return snapshot.needs.filter((_, index) => !ends[index]);
}

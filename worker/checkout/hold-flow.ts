/**
 * Holds, extends, sells and gives back the units of a whole checkout. Each step names its hold by an id that repeats, so
 * every function here may run again after a crash at any point, and ends the same.
 */
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { StockProblem } from "../inventory/stock.ts";
import { commitUnits, extendUnits, holdUnits, readAvailability, releaseUnits } from "../inventory/stock-flow.ts";
import type { World } from "../world.ts";
import type { CheckoutLine } from "./checkout.ts";
import { attemptsDownFrom, holdIdOf, inHoldOrder } from "./checkout-hold.ts";
import type { Shortage } from "./checkout-problem.ts";
import type { Checkout } from "./checkout-store.ts";

type Held = Pick<Checkout, "id" | "holdAttempt" | "snapshot">;
/** `lines` is empty when nothing is short, but a hold of this set was given back already. */
export type HoldProblem = { code: "stock.insufficient"; lines: readonly Shortage[] };

/** Holds these lines in the checkout's current set, in one order. Once one is short, tells how short the rest are. */
export async function holdLines(
  world: World,
  checkout: Held,
  lines: readonly CheckoutLine[],
  expiresAtMs: number,
): Promise<Outcome<null, HoldProblem>> {
  const ordered = inHoldOrder(lines);
  for (const [index, { sku, quantity }] of ordered.entries()) {
    const holdId = holdIdOf(checkout.id, sku, checkout.holdAttempt);
    const held = await holdUnits(world, { sku, holdId, quantity, expiresAtMs });
    if (held.ok || held.problem.code === "stock.hold_committed") continue;
    if (held.problem.code !== "stock.insufficient" && held.problem.code !== "stock.sku_unknown")
      return refused({ code: "stock.insufficient", lines: [] });
    const available = "available" in held.problem ? held.problem.available : 0;
    const short = await readShortages(world, ordered.slice(index + 1));
    return refused({ code: "stock.insufficient", lines: [{ sku, available }, ...short] });
  }
  return done(null);
}

/** Lines of which fewer are left than asked for. */
export async function readShortages(world: World, lines: readonly CheckoutLine[]): Promise<Shortage[]> {
  if (lines.length === 0) return [];
  const available = await readAvailability(
    world,
    lines.map((line) => line.sku),
  );
  return lines
    .map(({ sku, quantity }) => ({ sku, quantity, available: available.get(sku) ?? 0 }))
    .filter((line) => line.available < line.quantity)
    .map(({ sku, available: left }) => ({ sku, available: left }));
}

/** Keeps open holds open until then; answers the lines that have none any more. */
export async function extendLines(world: World, checkout: Held, untilMs: number): Promise<CheckoutLine[]> {
  return linesWithout(checkout, ({ sku }) =>
    settleNewest(checkout, sku, (holdId) => extendUnits(world, sku, holdId, untilMs)),
  );
}

/**
 * Turns every hold into a sale; answers the lines that could not be. A hold that ran out before its order was committed
 * (the timer stood still for a day) is placed again first.
 */
export async function commitLines(world: World, checkout: Held, untilMs: number): Promise<CheckoutLine[]> {
  const next = { ...checkout, holdAttempt: checkout.holdAttempt + 1 };
  return linesWithout(checkout, async (line) => {
    const commit = (holdId: string) => commitUnits(world, line.sku, holdId);
    if (await settleNewest(checkout, line.sku, commit)) return true;
    const held = await holdLines(world, next, [line], untilMs);
    return held.ok && settleNewest(next, line.sku, commit);
  });
}

/**
 * Gives back every unit of every set. Every line is asked, held or not: a lost reply is not a lost request, and
 * releasing twice is harmless. Throws when one could not be asked, so that the caller's move is not made.
 */
export async function releaseLines(world: World, { id, holdAttempt, snapshot }: Held): Promise<void> {
  const release = (sku: string) =>
    attemptsDownFrom(holdAttempt).map((attempt) => releaseUnits(world, sku, holdIdOf(id, sku, attempt)));
  await Promise.all(snapshot.lines.flatMap(({ sku }) => release(sku)));
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

async function linesWithout(
  { snapshot }: Held,
  did: (line: CheckoutLine) => Promise<boolean>,
): Promise<CheckoutLine[]> {
  const ends = await Promise.all(snapshot.lines.map(did));
  return snapshot.lines.filter((_, index) => !ends[index]);
}

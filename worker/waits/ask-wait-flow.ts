/**
 * "Tell me when it is back." The answer never says whether an address waits already. Nobody has to confirm by mail: who
 * types another's address gets it one mail about one article, at most, where confirming would be a mail at once, each time.
 */
import { done, type Outcome, refused } from "../base/outcome.ts";
import { readSellables } from "../catalog/product-store.ts";
import { readAvailability } from "../inventory/supply-flow.ts";
import type { MarketId } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { callWaits } from "./call-waits-flow.ts";
import { emailKeyOf, insertWait } from "./wait-store.ts";

type WaitProblem = { code: "wait.sku_unknown" };
/** `available`: it is there already, so nobody waits. */
export type WaitEnd = { state: "waiting" | "available" };

/** Repeats safely. `email` is one, as checked by who calls, who counts the tries too. */
export async function askWait(
  world: World,
  { sku, market, email }: { sku: string; market: MarketId; email: string },
): Promise<Outcome<WaitEnd, WaitProblem>> {
  const sold = (await world.markets()).find(market);
  const isSold = sold !== null && (await readSellables(world, sold, [sku])).has(sku);
  const first = isSold ? (await readAvailability(world, [sku], market)).get(sku) : undefined;
  if (first === undefined) return refused({ code: "wait.sku_unknown" });
  if (first > 0) return done({ state: "available" });
  const emailKey = await emailKeyOf(world.config.authSecret, email);
  await insertWait(world.accounts, { id: world.newId(), sku, market, email, emailKey, nowMs: world.nowMs() });
  // What came in between the two looks was told before this wait was there to hear it.
  const available = (await readAvailability(world, [sku], market)).get(sku) ?? 0;
  await callWaits(world, { sku, available });
  return done({ state: "waiting" });
}

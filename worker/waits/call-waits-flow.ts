/**
 * Calls those who wait for a SKU that is there: as many as its units justify, those who asked first first. Who is called,
 * and the events that lead to their mails, are stored in one batch, so a crash loses nobody and calls nobody twice.
 */
import { conflictTableOf } from "../base/unique-conflict.ts";
import type { StoreEvent } from "../events/event.ts";
import { newEvent, relayOutbox } from "../events/outbox-store.ts";
import { listOffers } from "../inventory/offer-store.ts";
import type { World } from "../world.ts";
import { callsAllowed, TURNS_MAX } from "./wait.ts";
import { insertTurn, listOpenWaits, listSkusToGoOn, pruneWaits, readCalls } from "./wait-store.ts";

/** `available` may be bought, here or promised; Infinity of what is not counted. */
type Level = { sku: string; available: number };

/** Does nothing while there is none of it, or nobody waits. Bears any repeat and any order. */
export async function callWaits(world: World, level: Level): Promise<void> {
  for (let turn = 0; turn < TURNS_MAX; turn += 1) if (!(await takeTurn(world, level))) return;
}

/** False when there is nobody more to call now. */
async function takeTurn(world: World, { sku, available }: Level): Promise<boolean> {
  if (available <= 0) return false;
  const first = await listOpenWaits(world.accounts, sku, callsAllowed(available, 0));
  if (first.length === 0) return false;
  const { number, calledInWave } = await readCalls(world.accounts, sku, world.nowMs());
  const waitIds = first.slice(0, callsAllowed(available, calledInWave));
  if (waitIds.length === 0) return false;
  const events = waitIds.map((waitId) => newEvent(world, "stock.back", { waitId }));
  const turn = { sku, number: number + 1, waitIds, atMs: world.nowMs() };
  if (!(await storeTurn(world, turn, events))) return false;
  world.defer(relayOutbox(world, world.accounts, events));
  return true;
}

/** False when another caller was first: it calls them. */
async function storeTurn(
  world: World,
  turn: Parameters<typeof insertTurn>[1],
  events: readonly StoreEvent[],
): Promise<boolean> {
  try {
    await insertTurn(world.accounts, turn, events);
    return true;
  } catch (error) {
    if (conflictTableOf(error) !== "stock_calls") throw error;
    return false;
  }
}

/** For the timer: goes on where there were more people than one turn, or than the units justified; forgets what is old. */
export async function sweepWaits(world: World): Promise<void> {
  await pruneWaits(world.accounts, world.nowMs());
  const offers = await listOffers(world.catalog, await listSkusToGoOn(world.accounts), null);
  for (const [sku, { units }] of offers) await callWaits(world, { sku, available: units });
}

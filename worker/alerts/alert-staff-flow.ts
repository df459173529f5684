/**
 * For the timer: gathers the SKUs that fell low since the last time into one digest, for every one of the staff who
 * wants it. What is told, and the events that lead to the mails, are stored in one batch.
 */
import { conflictTableOf } from "../base/unique-conflict.ts";
import { newEvent, relayOutbox } from "../events/outbox-store.ts";
import type { World } from "../world.ts";
import { insertDigest, listReaders, listUntold, readLastDigest } from "./alert-store.ts";

/** A day of falling stock is a few dozen mails at most, and a sale is one. */
export const DIGEST_EVERY_MS = 30 * 60_000;

/** While nobody wants mails, nothing is counted as told: who asks later hears of all that is low then. */
export async function alertStaff(world: World): Promise<void> {
  const { accounts } = world;
  const atMs = world.nowMs();
  const last = await readLastDigest(accounts);
  if (last && atMs < last.atMs + DIGEST_EVERY_MS) return;
  const skus = await listUntold(accounts);
  const readers = skus.length > 0 ? await listReaders(accounts) : [];
  if (readers.length === 0) return;
  const digest = (last?.number ?? 0) + 1;
  const events = readers.map((userId) => newEvent(world, "stock.low", { digest, userId }));
  try {
    await insertDigest(accounts, { number: digest, skus, atMs }, events);
  } catch (error) {
    if (conflictTableOf(error) !== "low_stock_digests") throw error;
    return; // Another timer was first.
  }
  world.defer(relayOutbox(world, accounts, events));
}

/** Whose the holds of one ledger are: the checkouts that placed them, and the orders that those became. */
import { type CheckoutFacts, readCheckoutFacts } from "../checkout/checkout-facts-store.ts";
import { type BookedOrder, listSoldLines, readOrdersOfCheckouts } from "../orders/order-facts-store.ts";
import type { World } from "../world.ts";
import { byDatabase } from "./stretch-flow.ts";

/** `orders` are by checkout; `lines` are units of the ledger's SKU, by order. */
export type HoldOwners = {
  checkouts: ReadonlyMap<string, CheckoutFacts>;
  orders: ReadonlyMap<string, BookedOrder>;
  lines: ReadonlyMap<string, number>;
};

/** The checkout that a hold's id names; null when it names none. See `holdIdOf`. */
export function ownerOf(holdId: string, sku: string): string | null {
  const end = holdId.lastIndexOf(":");
  const stem = holdId.slice(0, end);
  const isOurs = stem.endsWith(`:${sku}`) && /^[1-9]\d?$/.test(holdId.slice(end + 1));
  return isOurs ? stem.slice(0, -sku.length - 1) : null;
}

export async function readHoldOwners(world: World, sku: string, holdIds: readonly string[]): Promise<HoldOwners> {
  const ids = holdIds.flatMap((holdId) => ownerOf(holdId, sku) ?? []);
  const checkouts = new Map<string, CheckoutFacts>();
  const orders = new Map<string, BookedOrder>();
  const lines = new Map<string, number>();
  for (const [db, asked] of byDatabase(world, ids)) {
    for (const [id, checkout] of await readCheckoutFacts(db, asked)) checkouts.set(id, checkout);
    const placed = await readOrdersOfCheckouts(db, asked);
    for (const [id, order] of placed) orders.set(id, order);
    const orderIds = [...placed.values()].map(({ id }) => id);
    for (const line of await listSoldLines(db, orderIds)) if (line.sku === sku) lines.set(line.orderId, line.quantity);
  }
  return { checkouts, orders, lines };
}

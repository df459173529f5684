/** Whose the holds of one ledger are: the checkouts that placed them, and the orders that those became. */
import { type CheckoutFacts, readCheckoutFacts, readNeeds } from "../checkout/checkout-facts-store.ts";
import { skuOfName } from "../inventory/stock-bucket.ts";
import { type BookedOrder, readOrdersOfCheckouts } from "../orders/order-facts-store.ts";
import type { World } from "../world.ts";
import { byDatabase } from "./stretch-flow.ts";

/** All by checkout; `needs` are the units that it was to have of this ledger. */
export type HoldOwners = {
  checkouts: ReadonlyMap<string, CheckoutFacts>;
  orders: ReadonlyMap<string, BookedOrder>;
  needs: ReadonlyMap<string, number>;
};

/** The checkout that the id of a hold in this ledger names; null when it names none. See `holdIdOf`. */
export function ownerOf(holdId: string, name: string): string | null {
  const sku = skuOfName(name);
  const end = holdId.lastIndexOf(":");
  const stem = holdId.slice(0, end);
  const isOurs = stem.endsWith(`:${sku}`) && /^[1-9]\d?$/.test(holdId.slice(end + 1));
  return isOurs ? stem.slice(0, -sku.length - 1) : null;
}

/** `name` is of the ledger: a SKU's own, or one of its buckets'. */
export async function readHoldOwners(world: World, name: string, holdIds: readonly string[]): Promise<HoldOwners> {
  const ids = holdIds.flatMap((holdId) => ownerOf(holdId, name) ?? []);
  const checkouts = new Map<string, CheckoutFacts>();
  const orders = new Map<string, BookedOrder>();
  const needs = new Map<string, number>();
  for (const [db, asked] of byDatabase(world, ids)) {
    for (const [id, checkout] of await readCheckoutFacts(db, asked)) checkouts.set(id, checkout);
    for (const [id, order] of await readOrdersOfCheckouts(db, asked)) orders.set(id, order);
    for (const [id, own] of await readNeeds(db, asked)) {
      const need = own.find((one) => one.name === name);
      if (need) needs.set(id, need.quantity);
    }
  }
  return { checkouts, orders, needs };
}

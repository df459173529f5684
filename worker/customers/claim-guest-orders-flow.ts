/**
 * Orders placed without signing in come into the account whose owner has proven the same address: those of the year before,
 * once it is proven, and each that is placed later. An address is the same letter by letter, but for capitals: what stands
 * after a `+` makes another one, which other people may read.
 */
import { giveOrders, listGuestOrders } from "../orders/guest-order-store.ts";
import type { OrderOwner } from "../orders/order-store.ts";
import type { World } from "../world.ts";
import { type CustomerOrder, insertCustomerOrders } from "./customer-order-store.ts";
import { findCustomers, readProvenAddress } from "./find-customer-store.ts";

/**
 * Older orders stay with the link in their mail. Providers give an address that nobody uses to somebody else, after a year
 * at the soonest; who has it now shall not read what its last owner bought.
 */
export const CLAIMED_BACK_MS = 365 * 86_400_000;
/** Orders of one turn, and turns of one database: what is left is for the event that comes again. */
const ORDERS_PER_TURN = 100;
const TURNS_MAX = 10;

/** For an account that has just been proven. True when all of them are in; repeats safely. */
export async function claimGuestOrders(world: World, customerId: string): Promise<boolean> {
  const email = await readProvenAddress(world.accounts, customerId);
  if (email === null) return true;
  const sinceMs = world.nowMs() - CLAIMED_BACK_MS;
  for (const db of world.ordersAll) {
    for (let turn = 0; ; turn += 1) {
      if (turn === TURNS_MAX) return false;
      const found = await listGuestOrders(db, { email, sinceMs, limit: ORDERS_PER_TURN });
      await listOrders(
        world,
        found.map(({ id, placedAtMs }) => ({ customerId, orderId: id, placedAtMs })),
      );
      if (found.length < ORDERS_PER_TURN) break;
    }
  }
  return true;
}

/** Accounts, by order, that orders of no account belong to by now. */
export async function findOwners(world: World, orders: readonly OrderOwner[]): Promise<ReadonlyMap<string, string>> {
  const sinceMs = world.nowMs() - CLAIMED_BACK_MS;
  const guests = orders.filter(({ customerId, placedAtMs }) => customerId === null && placedAtMs >= sinceMs);
  const accounts = await findCustomers(world.accounts, [...new Set(guests.map(({ email }) => email))]);
  return new Map(guests.flatMap(({ id, email }) => [[id, accounts.get(email)] as const]).filter(isFound));
}

const isFound = (entry: readonly [string, string | undefined]): entry is [string, string] => entry[1] !== undefined;

/** An order that was placed: into the list of its customer, if it has one. */
export async function listPlacedOrder(world: World, order: OrderOwner): Promise<void> {
  const customerId = order.customerId ?? (await findOwners(world, [order])).get(order.id);
  if (customerId === undefined) return;
  const listed = { customerId, orderId: order.id, placedAtMs: order.placedAtMs };
  if (order.customerId === null) await listOrders(world, [listed]);
  else await insertCustomerOrders(world.accounts, [listed]);
}

/** Listed first: what is nobody's still is found again after a crash. */
export async function listOrders(world: World, owned: readonly CustomerOrder[]): Promise<void> {
  await insertCustomerOrders(world.accounts, owned);
  const byDatabase = Map.groupBy(owned, ({ orderId }) => world.ordersOfNumber(orderId));
  for (const [db, own] of byDatabase) if (db) await giveOrders(db, own);
}

/** The lists of customers' orders can be thrown away: these compare them with the orders themselves, and write what is missing. */
import { listOrderOwners } from "../orders/order-store.ts";
import type { World } from "../world.ts";
import { type CustomerOrder, insertCustomerOrders, readListedOrders } from "./customer-order-store.ts";

/** Orders of one turn: one statement on each side. */
export const CUSTOMER_ORDERS_TURN = 500;
/** An order that is not listed is looked for again after this: it may just be on its way. */
const ON_ITS_WAY_MS = 3_000;
const CURSOR = /^(\d{1,3}):(.*)$/;

/** Go on with `next` until it is null; begin with an empty text. */
export type CustomerOrdersTurn = { checked: number; differs: string[]; next: string | null };
type Stretch = { owned: CustomerOrder[]; checked: number; next: string | null };

/** Numbers of a stretch of orders that their customers' lists lack. */
export async function checkCustomerOrders(world: World, after: string): Promise<CustomerOrdersTurn> {
  const { owned, checked, next } = await readStretch(world, after);
  const first = await findMissing(world, owned);
  if (first.length > 0) await world.sleep(ON_ITS_WAY_MS);
  return { checked, differs: (await findMissing(world, first)).map(({ orderId }) => orderId), next };
}

/** Lists every order of a stretch that belongs to a customer; repeats safely. */
export async function rebuildCustomerOrders(
  world: World,
  after: string,
): Promise<{ done: number; next: string | null }> {
  const { owned, next } = await readStretch(world, after);
  await insertCustomerOrders(world.accounts, owned);
  return { done: owned.length, next };
}

/** Orders live on many databases: they are walked one after the other, `after` naming the database and its last order. */
async function readStretch(world: World, after: string): Promise<Stretch> {
  const [, index = "0", afterId = ""] = CURSOR.exec(after) ?? [];
  const at = Number(index);
  const db = world.ordersAll[at];
  if (!db) return { owned: [], checked: 0, next: null };
  const orders = await listOrderOwners(db, afterId, CUSTOMER_ORDERS_TURN);
  const owned = orders.flatMap(({ id, customerId, placedAtMs }) =>
    customerId === null ? [] : [{ customerId, orderId: id, placedAtMs }],
  );
  const last = orders.length === CUSTOMER_ORDERS_TURN ? orders.at(-1) : undefined;
  const following = at + 1 < world.ordersAll.length ? `${at + 1}:` : null;
  return { owned, checked: orders.length, next: last ? `${at}:${last.id}` : following };
}

async function findMissing(world: World, owned: readonly CustomerOrder[]): Promise<CustomerOrder[]> {
  const listed = await readListedOrders(world.accounts, owned);
  return owned.filter(({ orderId }) => !listed.has(orderId));
}

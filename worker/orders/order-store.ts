/** Reads and writes orders. An order changes by its events alone: see order-change-store.ts. */
import { and, asc, eq, gt, isNull, lte } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Totals } from "../checkout/checkout.ts";
import type { AllocatedUnits } from "../inventory/stock.ts";
import type { MarketId } from "../markets/markets.ts";
import { selectPayments, selectRefunds } from "../payments/payment-store.ts";
import type { Database } from "../world.ts";
import { fulfilments, orderEvents, orderLines, orders } from "./order-tables.ts";
import { type OrderEventView, type OrderView, viewOrder } from "./order-view.ts";

export type Order = typeof orders.$inferSelect;
export type OrderLine = typeof orderLines.$inferSelect;
export type Fulfilment = typeof fulfilments.$inferSelect;

/** Fifteen parameters a line; D1 takes 100 a statement. */
const LINES_PER_INSERT = 6;

/** Statements that write a new order, for the batch of the move that makes it. */
export function orderInserts(
  db: Database,
  order: Order,
  lines: readonly OrderLine[],
  events: readonly OrderEventView[],
): BatchItem<"sqlite">[] {
  const statements: BatchItem<"sqlite">[] = [db.insert(orders).values(order)];
  for (let start = 0; start < lines.length; start += LINES_PER_INSERT)
    statements.push(db.insert(orderLines).values(lines.slice(start, start + LINES_PER_INSERT)));
  statements.push(db.insert(orderEvents).values(events.map((event) => ({ ...event, orderId: order.id }))));
  return statements;
}

/** What an order keeps of its tax; null where it keeps nothing, or there is no such order. */
export async function readOrderTax(db: Database, id: string): Promise<Order["tax"]> {
  return (await db.select({ tax: orders.tax }).from(orders).where(eq(orders.id, id)).get())?.tax ?? null;
}

/** The whole order, all of it read at one moment; null when there is none. */
export async function readOrder(db: Database, id: string): Promise<OrderView | null> {
  const [[order], lines, shipped, events, payments, refunds] = await db.batch([
    db.select().from(orders).where(eq(orders.id, id)),
    db.select().from(orderLines).where(eq(orderLines.orderId, id)).orderBy(asc(orderLines.position)),
    db.select().from(fulfilments).where(eq(fulfilments.orderId, id)).orderBy(asc(fulfilments.createdAtMs)),
    db.select().from(orderEvents).where(eq(orderEvents.orderId, id)).orderBy(asc(orderEvents.number)),
    selectPayments(db, id),
    selectRefunds(db, id),
  ]);
  if (!order) return null;
  return viewOrder({
    ...factsOf(order),
    lines: without(lines, "orderId", "position").map(({ taxes, ...line }) => ({ ...line, ...(taxes && { taxes }) })),
    fulfilments: without(shipped, "orderId"),
    events: without(events, "orderId"),
    payments: without(payments, "orderId", "checkoutId"),
    refunds: without(refunds, "orderId", "checkoutId", "paymentId", "providerId"),
  });
}

/** The key that opens the order's page is no part of a view. */
const factsOf = (order: Order) => ({
  ...pick(order, "id", "checkoutId", "customerId", "email", "state", "version"),
  ...pick(order, "shippingAddress", "shipping", "placedAtMs", "tax"),
  market: order.market as MarketId,
  allocation: order.allocation ?? [],
  totals: totalsOf(order),
});

const pick = <Row extends object, Key extends keyof Row>(row: Row, ...keys: Key[]): Pick<Row, Key> =>
  Object.fromEntries(keys.map((key) => [key, row[key]])) as Pick<Row, Key>;

/** Rows without the columns that only tie them together. */
const without = <Row extends object, Key extends keyof Row>(rows: readonly Row[], ...keys: Key[]): Omit<Row, Key>[] =>
  rows.map(
    (row) => Object.fromEntries(Object.entries(row).filter(([key]) => !keys.includes(key as Key))) as Omit<Row, Key>,
  );

const totalsOf = (order: Order): Totals =>
  pick(order, "currency", "subtotalMinor", "discountMinor", "shippingMinor", "taxMinor", "taxIncluded", "totalMinor");

/** What a link to the order's page needs. Never part of a view: the secret is handed out by name only. */
export async function readOrderKey(db: Database, id: string): Promise<Pick<Order, "id" | "market" | "secret"> | null> {
  const { secret, market } = orders;
  return (await db.select({ id: orders.id, market, secret }).from(orders).where(eq(orders.id, id)).get()) ?? null;
}

/** Orders whose units are not yet turned from held into sold, oldest first. */
export async function listUncommittedOrders(
  db: Database,
  ask: { placedBeforeMs: number; limit: number },
): Promise<Pick<Order, "id" | "checkoutId">[]> {
  return db
    .select({ id: orders.id, checkoutId: orders.checkoutId })
    .from(orders)
    .where(and(isNull(orders.stockCommittedAtMs), lte(orders.placedAtMs, ask.placedBeforeMs)))
    .orderBy(asc(orders.placedAtMs))
    .limit(ask.limit);
}

const OWNER = { id: orders.id, customerId: orders.customerId, placedAtMs: orders.placedAtMs };
/** `customerId` is null for an order of no account. */
export type OrderOwner = Pick<Order, keyof typeof OWNER>;

/** Whose an order is. */
export async function readOrderOwner(db: Database, id: string): Promise<OrderOwner | null> {
  return (await db.select(OWNER).from(orders).where(eq(orders.id, id)).get()) ?? null;
}

/** The same of a stretch of orders, by number; `after` is the last number of the one before, empty to begin. */
export async function listOrderOwners(db: Database, after: string, limit: number): Promise<OrderOwner[]> {
  return db.select(OWNER).from(orders).where(gt(orders.id, after)).orderBy(asc(orders.id)).limit(limit);
}

/** Its units are sold for good: the timer leaves the order alone from now on. */
export async function markCommitted(
  db: Database,
  id: string,
  { allocation, atMs }: { allocation: readonly AllocatedUnits[]; atMs: number },
): Promise<void> {
  await db.update(orders).set({ stockCommittedAtMs: atMs, allocation }).where(eq(orders.id, id));
}

/** Which units were sold from where; none while that is not settled yet. */
export async function readAllocation(db: Database, id: string): Promise<readonly AllocatedUnits[]> {
  const row = await db.select({ allocation: orders.allocation }).from(orders).where(eq(orders.id, id)).get();
  return row?.allocation ?? [];
}

/** Figures for the dashboard, over all databases. Each reads a bounded number of rows, however large the store is. */
import { desc, gte, inArray, sql } from "drizzle-orm";
import type { Currency } from "../pricing/money.ts";
import type { World } from "../world.ts";
import { ORDER_MOVES, type OrderState } from "./order.ts";
import { orders } from "./order-tables.ts";

/** Counts and sums stop here in each database; a person reads the rest as "or more". */
export const FIGURE_ROWS_MAX = 10_000;

/** Orders that still have units to ship: those that may become fulfilled. */
export async function countOrdersToShip(world: World): Promise<number> {
  const open = (Object.keys(ORDER_MOVES) as OrderState[]).filter((state) => ORDER_MOVES[state].length > 0);
  const counts = await Promise.all(
    world.ordersAll.map(async (db) => {
      const some = db.select({ id: orders.id }).from(orders).where(inArray(orders.state, open)).limit(FIGURE_ROWS_MAX);
      return db.$count(some.as("open"));
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** What was ordered in a currency, before any refund. */
export type SalesFigure = { currency: Currency; orders: number; totalMinor: number };
/** `isWhole` is false when there were more orders than are summed: then the figures are the newest orders' only. */
export type Sales = { figures: SalesFigure[]; isWhole: boolean };

/** Orders placed since then, the currency with the most of them first. */
export async function sumSales(world: World, sinceMs: number): Promise<Sales> {
  const sums = new Map<Currency, SalesFigure>();
  let isWhole = true;
  for (const rows of await Promise.all(world.ordersAll.map((db) => readSales(db, sinceMs)))) {
    isWhole &&= rows.reduce((sum, row) => sum + row.orders, 0) < FIGURE_ROWS_MAX;
    for (const row of rows) {
      const sum = sums.get(row.currency) ?? { currency: row.currency, orders: 0, totalMinor: 0 };
      sum.orders += row.orders;
      sum.totalMinor += row.totalMinor;
      sums.set(row.currency, sum);
    }
  }
  return { figures: [...sums.values()].toSorted((a, b) => b.orders - a.orders), isWhole };
}

function readSales(db: World["ordersAll"][number], sinceMs: number): Promise<SalesFigure[]> {
  const newest = db
    .select({ currency: orders.currency, totalMinor: orders.totalMinor })
    .from(orders)
    .where(gte(orders.placedAtMs, sinceMs))
    .orderBy(desc(orders.placedAtMs))
    .limit(FIGURE_ROWS_MAX)
    .as("newest");
  return db
    .select({
      currency: newest.currency,
      orders: sql<number>`count(*)`,
      totalMinor: sql<number>`sum(${newest.totalMinor})`,
    })
    .from(newest)
    .groupBy(newest.currency);
}

/** Lists of orders over all databases, newest first. Each database gives a page of its own; the pages are merged. */
import { and, desc, eq, gte, lt, or, type SQL, sql } from "drizzle-orm";
import { cursorOf, partsOfCursor } from "../base/cursor.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { NO_SHIPPING_ID } from "../checkout/checkout.ts";
import type { MarketId } from "../markets/markets.ts";
import type { Database, World } from "../world.ts";
import type { OrderState } from "./order.ts";
import { orders } from "./order-tables.ts";
import type { OrderRow } from "./order-view.ts";

/** `q` is an order's number, or the beginning of an e-mail address. */
export type OrderListAsk = {
  state?: OrderState | undefined;
  q?: string | undefined;
  limit: number;
  cursor?: string | undefined;
};
/** `nextCursor` is null on the last page. */
export type OrderPage = { items: OrderRow[]; nextCursor: string | null };

/** A longer page is cut to so many. */
export const ORDER_LIMIT_MAX = 100;
const { id, email, market, state, totalMinor, currency, placedAtMs } = orders;
const isShipped = sql<number>`json_extract(${orders.shipping}, '$.id') <> ${NO_SHIPPING_ID}`;
const isCollected = sql<number>`json_type(${orders.shipping}, '$.pickup') IS NOT NULL`;
const ROW = { id, email, market, state, totalMinor, currency, placedAtMs, isShipped, isCollected };

/** `cursor.invalid` for a cursor of another list: another state or another `q`. */
export async function listOrders(
  world: World,
  ask: OrderListAsk,
): Promise<Outcome<OrderPage, { code: "cursor.invalid" }>> {
  const q = ask.q?.trim() ?? "";
  const list = `orders ${ask.state ?? ""} ${q}`;
  const after = ask.cursor ? partsOfCursor(ask.cursor, list, ["number", "string"]) : null;
  if (ask.cursor && !after) return refused({ code: "cursor.invalid" });
  const limit = Math.min(ask.limit, ORDER_LIMIT_MAX);
  const where = and(
    ask.state ? eq(state, ask.state) : undefined,
    matching(q),
    after ? olderThan(Number(after[0]), String(after[1])) : undefined,
  );
  // One more than asked for tells whether there is a next page.
  const pages = await Promise.all(databasesOf(world, q).map((db) => readPage(db, where, limit + 1)));
  const merged = pages.flat().toSorted((a, b) => b.placedAtMs - a.placedAtMs || (a.id < b.id ? 1 : -1));
  const items = merged.slice(0, limit);
  const last = merged.length > limit ? items.at(-1) : undefined;
  return done({ items, nextCursor: last ? cursorOf(list, [last.placedAtMs, last.id]) : null });
}

/** Orders by their numbers, in the order given; those that are not there are left out. At most `ORDER_LIMIT_MAX`. */
export async function readOrderRows(world: World, ids: readonly string[]): Promise<OrderRow[]> {
  const asked = ids.slice(0, ORDER_LIMIT_MAX);
  const databases = new Set(asked.flatMap((one) => world.ordersOfNumber(one) ?? []));
  const where = sql`${id} IN (SELECT value FROM json_each(${JSON.stringify(asked)}))`;
  const pages = await Promise.all([...databases].map((db) => readPage(db, where, ORDER_LIMIT_MAX)));
  const byId = new Map(pages.flat().map((row) => [row.id, row]));
  return asked.flatMap((one) => byId.get(one) ?? []);
}

/** A number names its own database. */
function databasesOf(world: World, q: string): readonly Database[] {
  const own = world.ordersOfNumber(q.toUpperCase());
  return own ? [own] : world.ordersAll;
}

/** An address is found by its beginning, by a range over the index: what follows every character is `U+10FFFF`. */
function matching(q: string): SQL | undefined {
  if (q === "") return undefined;
  const start = q.toLowerCase();
  return or(eq(id, q.toUpperCase()), and(gte(email, start), lt(email, `${start}\u{10FFFF}`)));
}

const olderThan = (atMs: number, before: string): SQL | undefined =>
  or(lt(placedAtMs, atMs), and(eq(placedAtMs, atMs), lt(id, before)));

async function readPage(db: Database, where: SQL | undefined, limit: number): Promise<OrderRow[]> {
  const rows = await db.select(ROW).from(orders).where(where).orderBy(desc(placedAtMs), desc(id)).limit(limit);
  return rows.map((row) => ({
    ...row,
    market: row.market as MarketId,
    isShipped: row.isShipped === 1,
    isCollected: row.isCollected === 1,
  }));
}

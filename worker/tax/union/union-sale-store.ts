/** Reads and writes what is counted against the Union's threshold. A row and its day's sum are written by one batch. */
import { and, eq, gte, isNull, lt, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { atForgetting } from "../../base/memory-store.ts";
import { statement } from "../../base/statement.ts";
import { whyOf } from "../../base/why.ts";
import type { Database, World } from "../../world.ts";
import type { UnionDay } from "./union-sale.ts";
import { unionDays, unionSales } from "./union-sale-tables.ts";

export type UnionEntry = typeof unionSales.$inferSelect;
/** Days of two years in one database. */
const DAYS_MAX = 2 * 366;
export const UNRATED_MAX = 1_000;
/** Of rows: an order's own is the sale; the others give back, or take that back. */
const SOLD = sql`SUM(CASE WHEN document = order_id THEN eur_minor END)`;
const BACK = sql`-SUM(CASE WHEN document <> order_id THEN eur_minor END)`;

/**
 * For the batch of what it comes of; repeats safely: a document counts once. What is given back counts in the year of its
 * sale alone, and where that was counted.
 */
export function unionSaleWrites(
  db: Database,
  { document, orderId, home, day, eurMinor }: UnionEntry,
): BatchItem<"sqlite">[] {
  const isSale = document === orderId;
  const year = `${day.slice(0, 4)}-`;
  const isNew = sql`NOT EXISTS (SELECT 1 FROM union_sales WHERE document = ${document})
    AND (${isSale ? 1 : 0} OR EXISTS (SELECT 1 FROM union_sales
      WHERE document = ${orderId} AND home = ${home} AND substr(day, 1, 5) = ${year}))`;
  const sums = sql`
    INSERT INTO union_days (home, day, sold_minor, back_minor)
    SELECT ${home}, ${day}, ${isSale ? (eurMinor ?? 0) : 0}, ${isSale ? 0 : -(eurMinor ?? 0)}
    WHERE ${eurMinor === null ? 0 : 1} AND ${isNew}
    ON CONFLICT (home, day) DO UPDATE
      SET sold_minor = sold_minor + excluded.sold_minor, back_minor = back_minor + excluded.back_minor`;
  const entry = sql`
    INSERT INTO union_sales (document, order_id, home, day, eur_minor)
    SELECT ${document}, ${orderId}, ${home}, ${day}, ${eurMinor} WHERE ${isNew}`;
  return [statement(db, sums), statement(db, entry)];
}

/** What was last read of each database, for while one does not answer: few keys, of the years and homes that are asked for. */
const lastRead = new Map<string, UnionDay[]>();
const LAST_READ_MAX = 1_000;
atForgetting(() => lastRead.clear());

/**
 * Of a year and the one before, in every database. One that does not answer counts as it did when it last was read, or not
 * at all: it must not keep the others' shoppers from buying.
 */
export async function listUnionDays(world: World, home: string, year: number): Promise<UnionDay[]> {
  const lists = await Promise.all(
    world.ordersAll.map(async (db, database) => {
      const key = `${database} ${home} ${year}`;
      try {
        const days = await selectDays(db, home, year);
        if (lastRead.size >= LAST_READ_MAX) lastRead.clear();
        lastRead.set(key, days);
        return days;
      } catch (error) {
        world.log.error("union.sums_unread", { database, isKnown: lastRead.has(key), why: whyOf(error) });
        return lastRead.get(key) ?? [];
      }
    }),
  );
  return lists.flat();
}

async function selectDays(db: Database, home: string, year: number): Promise<UnionDay[]> {
  const { day, soldMinor, backMinor } = unionDays;
  return db
    .select({ day, soldMinor, backMinor })
    .from(unionDays)
    .where(and(eq(unionDays.home, home), gte(day, `${year - 1}-01-01`), lt(day, `${year + 1}-01-01`)))
    .limit(DAYS_MAX);
}

/** Those of a year and the one before that no rate was known for; counts up to a limit in each database. */
export async function countUnrated(world: World, home: string, year: number): Promise<number> {
  const counts = await Promise.all(
    world.ordersAll.map((db) => {
      const some = db
        .select({ document: unionSales.document })
        .from(unionSales)
        .where(and(eq(unionSales.home, home), isNull(unionSales.eurMinor), gte(unionSales.day, `${year - 1}-01-01`)))
        .limit(UNRATED_MAX);
      return db.$count(some.as("unrated"));
    }),
  );
  return counts.reduce((sum, each) => sum + each, 0);
}

/** All that is counted of these orders. */
export async function listUnionEntries(db: Database, orderIds: readonly string[]): Promise<UnionEntry[]> {
  if (orderIds.length === 0) return [];
  const asked = sql`${unionSales.orderId} IN (SELECT value FROM json_each(${JSON.stringify(orderIds)}))`;
  return db.select().from(unionSales).where(asked);
}

/** A day's kept sums, and what its rows come to; `id` is `home:day`. */
export type ComparedDay = UnionDay & { id: string; home: string; summedSoldMinor: number; summedBackMinor: number };

/** A stretch of days; begin with an empty text. One that has rows or sums alone is among them. */
export async function listComparedDays(db: Database, after: string, limit: number): Promise<ComparedDay[]> {
  const [home = "", day = ""] = after.split(":");
  const isPast = sql`(home, day) > (${home}, ${day})`;
  return db.all<ComparedDay>(sql`
    WITH days AS (
      SELECT home, day FROM union_days WHERE ${isPast}
      UNION SELECT DISTINCT home, day FROM union_sales WHERE ${isPast}
      ORDER BY home, day LIMIT ${limit})
    SELECT days.home || ':' || days.day AS id, days.home AS home, days.day AS day,
      COALESCE(kept.sold_minor, 0) AS soldMinor, COALESCE(kept.back_minor, 0) AS backMinor,
      COALESCE((SELECT ${SOLD} FROM union_sales AS sale
        WHERE sale.home = days.home AND sale.day = days.day), 0) AS summedSoldMinor,
      COALESCE((SELECT ${BACK} FROM union_sales AS sale
        WHERE sale.home = days.home AND sale.day = days.day), 0) AS summedBackMinor
    FROM days LEFT JOIN union_days AS kept ON kept.home = days.home AND kept.day = days.day
    ORDER BY days.home, days.day`);
}

/** Puts what is due in the place of what was counted of an order, and sums every day of both; one that is due nowhere goes. */
export function recountWrites(
  db: Database,
  due: readonly UnionEntry[],
  counted: readonly UnionEntry[],
): BatchItem<"sqlite">[] {
  const days = new Map([...due, ...counted].map(({ home, day }) => [`${home}:${day}`, { home, day }]));
  return [
    ...counted.map(({ document }) => db.delete(unionSales).where(eq(unionSales.document, document))),
    ...due.map((entry) => db.insert(unionSales).values(entry)),
    ...[...days.values()].map(({ home, day }) => statement(db, daySum(home, day))),
  ];
}

/** Sums a day anew from its rows. */
export async function sumUnionDay(db: Database, home: string, day: string): Promise<void> {
  await db.run(daySum(home, day));
}

const daySum = (home: string, day: string) => sql`
  INSERT INTO union_days (home, day, sold_minor, back_minor)
  SELECT ${home}, ${day}, COALESCE(${SOLD}, 0), COALESCE(${BACK}, 0)
  FROM union_sales WHERE home = ${home} AND day = ${day}
  ON CONFLICT (home, day) DO UPDATE SET sold_minor = excluded.sold_minor, back_minor = excluded.back_minor`;

/** How much products are sold lately, in D1 `INSIGHTS`: counted from orders, read when a product is indexed. */
import { sql } from "drizzle-orm";
import { statement } from "../../base/statement.ts";
import type { Database } from "../../world.ts";

/** 0 to `POPULARITY_MAX` by product; those that are not sold lately are left out. */
export async function readPopularity(db: Database, productIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.all<{ id: string; level: number }>(sql`
    SELECT product_id AS id, level FROM product_popularity
    WHERE product_id IN ${listed(productIds)} AND level > 0`);
  return new Map(rows.map(({ id, level }) => [id, level]));
}

/** Orders up to here, by time and number, are counted. */
export type SalesMark = { placedAtMs: number; orderId: string };
export async function readSalesMark(db: Database, source: string): Promise<SalesMark> {
  const [mark] = await db.all<SalesMark>(sql`
    SELECT placed_at_ms AS placedAtMs, order_id AS orderId FROM popularity_marks WHERE source = ${source}`);
  return mark ?? { placedAtMs: 0, orderId: "" };
}

export async function readHeats(db: Database, productIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.all<{ id: string; heat: number }>(sql`
    SELECT product_id AS id, heat FROM product_popularity WHERE product_id IN ${listed(productIds)}`);
  return new Map(rows.map(({ id, heat }) => [id, heat]));
}

export type CountedProduct = { productId: string; heat: number; level: number };

/** Writes what was counted from `before` to `after`; nothing when another has counted it meanwhile. */
export async function writeCounted(
  db: Database,
  { source, before, after, day }: { source: string; before: SalesMark; after: SalesMark; day: number },
  products: readonly CountedProduct[],
): Promise<void> {
  const rows = products.map(({ productId, heat, level }) => [productId, heat, level]);
  const isMine = sql`coalesce((SELECT placed_at_ms || ' ' || order_id FROM popularity_marks WHERE source = ${source}), '0 ')
    = ${`${before.placedAtMs} ${before.orderId}`}`;
  await db.batch([
    statement(
      db,
      sql`INSERT INTO product_popularity (product_id, heat, level, level_period, due)
      SELECT value ->> 0, value ->> 1, value ->> 2, ${day}, 1 FROM json_each(${JSON.stringify(rows)}) WHERE ${isMine}
      ON CONFLICT (product_id) DO UPDATE SET heat = excluded.heat, due = due OR level <> excluded.level,
        level = excluded.level, level_period = excluded.level_period`,
    ),
    statement(
      db,
      sql`INSERT INTO popularity_marks (source, placed_at_ms, order_id)
      SELECT ${source}, ${after.placedAtMs}, ${after.orderId} WHERE ${isMine}
      ON CONFLICT (source) DO UPDATE SET placed_at_ms = excluded.placed_at_ms, order_id = excluded.order_id`,
    ),
  ] as unknown as Parameters<Database["batch"]>[0]);
}

/** Products whose level is of an earlier day. */
export async function listFading(db: Database, day: number, limit: number): Promise<CountedProduct[]> {
  return db.all<CountedProduct>(sql`
    SELECT product_id AS productId, heat, level FROM product_popularity
    WHERE level > 0 AND level_period < ${day} ORDER BY level_period LIMIT ${limit}`);
}

/** Levels of today; of one that was counted anew meanwhile, the newer one stays. */
export async function writeLevels(db: Database, day: number, products: readonly CountedProduct[]): Promise<void> {
  const rows = products.map(({ productId, heat, level }) => [productId, heat, level]);
  await db.run(sql`UPDATE product_popularity AS p
    SET level = i.value ->> 2, level_period = ${day}, due = due OR p.level <> (i.value ->> 2)
    FROM json_each(${JSON.stringify(rows)}) i WHERE p.product_id = i.value ->> 0 AND p.heat = i.value ->> 1`);
}

/** Products whose level the index may not have. */
export async function listDue(db: Database, limit: number): Promise<Pick<CountedProduct, "productId" | "level">[]> {
  return db.all(sql`SELECT product_id AS productId, level FROM product_popularity WHERE due = 1
    ORDER BY product_id LIMIT ${limit}`);
}

/** Those that have another level meanwhile stay due. */
export async function settleDue(
  db: Database,
  products: readonly Pick<CountedProduct, "productId" | "level">[],
): Promise<void> {
  const rows = products.map(({ productId, level }) => [productId, level]);
  await db.run(sql`UPDATE product_popularity AS p SET due = 0
    FROM json_each(${JSON.stringify(rows)}) i WHERE p.product_id = i.value ->> 0 AND p.level = i.value ->> 1`);
}

const listed = (ids: readonly string[]) => sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;

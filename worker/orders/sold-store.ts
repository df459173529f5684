/** What was sold, order by order: for counts that go on where they stopped. */
import { sql } from "drizzle-orm";
import type { Database } from "../world.ts";

export type SoldOrder = { orderId: string; placedAtMs: number; lines: { productId: string; units: number }[] };

/** Orders after one of them, by time and number, that were placed before `beforeMs`. */
export async function listSoldAfter(
  db: Database,
  { placedAtMs, orderId, beforeMs, limit }: { placedAtMs: number; orderId: string; beforeMs: number; limit: number },
): Promise<SoldOrder[]> {
  const rows = await db.all<{ orderId: string; placedAtMs: number; lines: string }>(sql`
    SELECT o.id AS orderId, o.placed_at_ms AS placedAtMs,
      (SELECT json_group_array(json_object('productId', l.product_id, 'units', l.quantity))
        FROM order_lines l WHERE l.order_id = o.id) AS lines
    FROM orders o WHERE (o.placed_at_ms, o.id) > (${placedAtMs}, ${orderId}) AND o.placed_at_ms < ${beforeMs}
    ORDER BY o.placed_at_ms, o.id LIMIT ${limit}`);
  return rows.map(({ lines, ...order }) => ({ ...order, lines: JSON.parse(lines) }));
}

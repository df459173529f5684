/** Walks rows that lie on every orders database: one database after the other, a bounded stretch at a time. */
import type { Database, World } from "../world.ts";

const CURSOR = /^(\d{1,3}):(.*)$/s;

/** `next` names the database and its last row; null at the end. */
export type Stretch<Row> = { db: Database | null; rows: Row[]; next: string | null };

/** `list` answers rows after an id, by id, at most `limit`. Begin with an empty text. */
export async function readStretch<Row extends { id: string }>(
  world: World,
  after: string,
  limit: number,
  list: (db: Database, afterId: string, limit: number) => Promise<Row[]>,
): Promise<Stretch<Row>> {
  const [, index = "0", afterId = ""] = CURSOR.exec(after) ?? [];
  const at = Number(index);
  const db = world.ordersAll[at];
  if (!db) return { db: null, rows: [], next: null };
  const rows = await list(db, afterId, limit);
  const last = rows.length === limit ? rows.at(-1) : undefined;
  const following = at + 1 < world.ordersAll.length ? `${at + 1}:` : null;
  return { db, rows, next: last ? `${at}:${last.id}` : following };
}

/** Ids by the database they are on, so that each is asked once. */
export function byDatabase(world: World, checkoutIds: Iterable<string>): Map<Database, string[]> {
  const ids = new Map<Database, string[]>();
  for (const id of new Set(checkoutIds)) {
    const db = world.ordersOfCheckout(id);
    ids.set(db, [...(ids.get(db) ?? []), id]);
  }
  return ids;
}

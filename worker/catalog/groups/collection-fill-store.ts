/** The walk through all products that puts a rule's collection together: where it is, and a stretch of it. */
import { and, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../../base/statement.ts";
import type { Database } from "../../world.ts";
import { PRODUCT_STATUSES } from "../product-change-shape.ts";
import { type CollectionRule, FILL_BEGIN, type FillPlace, MEMBERS_MAX } from "./collection.ts";
import { collections } from "./collection-tables.ts";

export type Fill = { id: string; rule: CollectionRule; place: FillPlace };

/** Null where none is under way. */
export async function readFill(db: Database, id: string): Promise<Fill | null> {
  const rows = await db
    .select({ rule: collections.rule, place: collections.fill })
    .from(collections)
    .where(and(eq(collections.id, id), isNotNull(collections.fill)));
  const [row] = rows;
  return row?.rule && row.place ? { id, rule: row.rule, place: row.place } : null;
}

export async function listFills(db: Database): Promise<string[]> {
  const rows = await db.select({ id: collections.id }).from(collections).where(isNotNull(collections.fill));
  return rows.map(({ id }) => id);
}

/** The next products after a place, and the place after them; null at the end of all. */
export async function readStretch(
  db: Database,
  after: FillPlace,
  limit: number,
): Promise<{ ids: string[]; next: FillPlace | null }> {
  const ids: string[] = [];
  let place: FillPlace | null = after;
  while (place && ids.length < limit) {
    const here: FillPlace = place;
    const room = limit - ids.length;
    const rows = await db.all<{ id: string; rank: number }>(sql`
      SELECT id, rank FROM products WHERE status = ${here.status} AND (rank, id) < (${here.rank}, ${here.id})
      ORDER BY rank DESC, id DESC LIMIT ${room}`);
    ids.push(...rows.map((row) => row.id));
    const last = rows.at(-1);
    place = last && rows.length === room ? { status: here.status, rank: last.rank, id: last.id } : statusAfter(here);
  }
  return { ids, next: place };
}

const STATUSES = [FILL_BEGIN.status, ...PRODUCT_STATUSES.filter((each) => each !== FILL_BEGIN.status)];
function statusAfter({ status }: FillPlace): FillPlace | null {
  const next = STATUSES[STATUSES.indexOf(status) + 1];
  return next ? { ...FILL_BEGIN, status: next } : null;
}

/** For the batch of a stretch: moves the walk on, and fails the batch where somebody else did, or began it anew. */
export const fillMove = (db: Database, { id, place }: Fill, next: FillPlace | null): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`UPDATE collections SET fill = ${next && JSON.stringify(next)},
      version = CASE WHEN fill = ${JSON.stringify(place)} THEN version END WHERE id = ${id}`,
  );

const isFull = (id: SQL): SQL =>
  sql`EXISTS (SELECT 1 FROM collection_products m WHERE m.collection_id = ${id} LIMIT 1 OFFSET ${MEMBERS_MAX - 1})`;

/** Says of a collection that is full that it overflows, and ends its walk. True where it did. */
export async function endWhereFull(db: Database, id: string): Promise<boolean> {
  const ended = await db.all(sql`
    UPDATE collections SET fill = NULL, overflows = 1 WHERE id = ${id} AND ${isFull(sql`collections.id`)} RETURNING id`);
  return ended.length > 0;
}

/** Below that, one that overflowed is put together anew. */
const ROOM_AGAIN = Math.floor(MEMBERS_MAX * 0.95);

/** Of collections by rule: those that have become full take no more, and those that have room again begin their walk. */
export async function noteFullness(db: Database): Promise<void> {
  await db.batch([
    statement(
      db,
      sql`UPDATE collections SET overflows = 1
        WHERE kind = 'rule' AND overflows = 0 AND fill IS NULL AND ${isFull(sql`collections.id`)}`,
    ),
    statement(
      db,
      sql`UPDATE collections SET overflows = 0, fill = ${JSON.stringify(FILL_BEGIN)}
        WHERE kind = 'rule' AND overflows = 1 AND NOT EXISTS (
          SELECT 1 FROM collection_products m WHERE m.collection_id = collections.id LIMIT 1 OFFSET ${ROOM_AGAIN - 1})`,
    ),
  ]);
}

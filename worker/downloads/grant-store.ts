/** Reads and writes who may download what. A download is counted by one statement that takes it or does not, so of two at once for the last one, one is refused. */
import { and, asc, count, eq, gt, isNull, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../base/statement.ts";
import type { Database } from "../world.ts";
import type { DownloadClaims } from "./download-link.ts";
import { type Grant, RESUMED_TIMES_MAX } from "./grant.ts";
import { downloadGrants } from "./grant-tables.ts";

type Statement = BatchItem<"sqlite">;
type Named = Pick<DownloadClaims, "orderId" | "sku" | "fileId">;

/** For the batch that writes the order: one statement, however many there are. One that is there stays as it is. */
export function grantInserts(db: Database, grants: readonly Grant[]): Statement[] {
  if (grants.length === 0) return [];
  const of = (name: keyof Grant) => sql.raw(`json_extract(value, '$.${name}')`);
  return [
    statement(
      db,
      sql`INSERT INTO download_grants (order_id, sku, file_id, position, name, type, bytes, issue, downloads_max, days, used,
        resumed_bytes, until_ms)
      SELECT ${of("orderId")}, ${of("sku")}, ${of("fileId")}, ${of("position")}, ${of("name")}, ${of("type")}, ${of("bytes")},
        ${of("issue")}, ${of("downloadsMax")}, ${of("days")}, 0, 0, ${of("untilMs")}
      FROM json_each(${JSON.stringify(grants)}) WHERE TRUE ON CONFLICT DO NOTHING`,
    ),
  ];
}

/** In the order of the order's lines, and of their files. */
export async function listGrants(db: Database, orderId: string): Promise<Grant[]> {
  return db
    .select()
    .from(downloadGrants)
    .where(eq(downloadGrants.orderId, orderId))
    .orderBy(asc(downloadGrants.position));
}

/** The same of many orders, by what names a grant. */
export async function listGrantsOf(db: Database, orderIds: readonly string[]): Promise<Named[]> {
  if (orderIds.length === 0) return [];
  const { orderId, sku, fileId } = downloadGrants;
  const asked = sql`${orderId} IN (SELECT value FROM json_each(${JSON.stringify(orderIds)}))`;
  return db.select({ orderId, sku, fileId }).from(downloadGrants).where(asked);
}

/** Numbers of orders that something may be downloaded for, a stretch at a time; `files` says how much. */
export async function listGrantedOrders(
  db: Database,
  after: string,
  limit: number,
): Promise<{ id: string; files: number }[]> {
  const { orderId, revokedAtMs } = downloadGrants;
  return db
    .select({ id: orderId, files: count() })
    .from(downloadGrants)
    .where(and(gt(orderId, after), isNull(revokedAtMs)))
    .groupBy(orderId)
    .orderBy(asc(orderId))
    .limit(limit);
}

export async function readGrant(db: Database, named: Named): Promise<Grant | null> {
  return (await db.select().from(downloadGrants).where(isOf(named)).get()) ?? null;
}

const isOf = ({ orderId, sku, fileId }: Named) =>
  and(eq(downloadGrants.orderId, orderId), eq(downloadGrants.sku, sku), eq(downloadGrants.fileId, fileId));

const isOpen = (issue: number, nowMs: number) =>
  sql`issue = ${issue} AND revoked_at_ms IS NULL AND until_ms > ${nowMs}`;

/** Counts one download; false where the link is closed or every download is used. */
export async function takeOne(db: Database, link: DownloadClaims, nowMs: number): Promise<boolean> {
  const taken = await db
    .update(downloadGrants)
    .set({ used: sql`used + 1`, lastAtMs: nowMs })
    .where(and(isOf(link), isOpen(link.issue, nowMs), sql`used < downloads_max`))
    .returning({ used: downloadGrants.used });
  return taken.length === 1;
}

/** Notes a later part of a download that was counted; false where there was none, or its parts are more than may be. */
export async function takePart(db: Database, link: DownloadClaims, bytes: number, nowMs: number): Promise<boolean> {
  const taken = await db
    .update(downloadGrants)
    .set({ resumedBytes: sql`resumed_bytes + ${bytes}`, lastAtMs: nowMs })
    .where(
      and(
        isOf(link),
        isOpen(link.issue, nowMs),
        sql`used > 0 AND resumed_bytes + ${bytes} <= used * bytes * ${RESUMED_TIMES_MAX}`,
      ),
    )
    .returning({ used: downloadGrants.used });
  return taken.length === 1;
}

const named = (orderId: string, skus: readonly string[]) =>
  sql`order_id = ${orderId} AND sku IN (SELECT value FROM json_each(${JSON.stringify(skus)}))`;

/** For the batch that stores a refund: its downloads are closed from the moment it is asked for. */
export const grantsRevoke = (
  db: Database,
  { orderId, skus, refundId, atMs }: { orderId: string; skus: readonly string[]; refundId: string; atMs: number },
): Statement[] =>
  skus.length === 0
    ? []
    : [
        statement(
          db,
          sql`UPDATE download_grants SET revoked_at_ms = ${atMs}, revoked_by = ${refundId}
            WHERE ${named(orderId, skus)} AND revoked_at_ms IS NULL`,
        ),
      ];

/** Closes all of an order's. */
export async function grantsClose(
  db: Database,
  { orderId, by, atMs }: { orderId: string; by: string; atMs: number },
): Promise<void> {
  const set = { revokedAtMs: atMs, revokedBy: by };
  await db
    .update(downloadGrants)
    .set(set)
    .where(and(eq(downloadGrants.orderId, orderId), isNull(downloadGrants.revokedAtMs)));
}

/** For the batch that stores that a refund failed: the money stayed, so what it closed is open again. */
export const grantsRestore = (db: Database, orderId: string, refundId: string): Statement =>
  statement(
    db,
    sql`UPDATE download_grants SET revoked_at_ms = NULL, revoked_by = NULL
      WHERE order_id = ${orderId} AND revoked_by = ${refundId}`,
  );

/** For the batch of an order's change: new links, all downloads, the whole time again. Earlier links open nothing. */
export const grantsReissue = (db: Database, orderId: string, skus: readonly string[], atMs: number): Statement =>
  statement(
    db,
    sql`UPDATE download_grants SET issue = issue + 1, used = 0, resumed_bytes = 0, revoked_at_ms = NULL,
        revoked_by = NULL, until_ms = ${atMs} + days * 86400000
      WHERE ${named(orderId, skus)}`,
  );

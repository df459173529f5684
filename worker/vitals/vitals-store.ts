/** Counts of how fast pages came, in D1 `INSIGHTS`. */
import { sql } from "drizzle-orm";
import { statement } from "../base/statement.ts";
import type { MarketId } from "../markets/markets.ts";
import { dayOf } from "../search/staff/search-tally.ts";
import type { Database } from "../world.ts";
import { BUCKET_COUNT, type Connection, type Counts, type Device, type Metric } from "./vitals.ts";
import { pageVitals, vitalDeliveries } from "./vitals-tables.ts";
import type { VitalCount } from "./vitals-tally.ts";

export const VITALS_KEPT_DAYS = 90;
const DAY_MS = 86_400_000;
/** Far longer than a queue tries a message. */
const DELIVERIES_KEPT_MS = 2 * DAY_MS;
/** Rows that one run of the timer forgets. */
const PRUNED_MAX = 5_000;

/** Adds what a message brings; the same message again adds nothing. */
export async function addVitals(
  db: Database,
  { id, counts, nowMs }: { id: string; counts: readonly VitalCount[]; nowMs: number },
): Promise<void> {
  await db.batch([
    statement(
      db,
      sql`INSERT INTO ${pageVitals} (day, market, page, connection, device, metric, bucket, pages)
      SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7
      FROM json_each(${JSON.stringify(counts)}) WHERE NOT EXISTS (SELECT 1 FROM ${vitalDeliveries} d WHERE d.id = ${id})
      ON CONFLICT (day, market, page, connection, device, metric, bucket) DO UPDATE SET pages = pages + excluded.pages`,
    ),
    statement(db, sql`INSERT OR IGNORE INTO ${vitalDeliveries} (id, at_ms) VALUES (${id}, ${nowMs})`),
  ] as unknown as Parameters<Database["batch"]>[0]);
}

/** `device` and `connection`: of any, where they are left out. */
export type VitalsAsk = {
  markets: readonly MarketId[];
  fromDay: string;
  device?: Device | undefined;
  connection?: Connection | undefined;
};

/** Counts by the metric; or, of one metric, by the kind of page or the market. What nobody told of is left out. */
export async function readVitals(
  db: Database,
  ask: VitalsAsk,
  by: { by: "metric" } | { by: "page" | "market"; metric: Metric },
): Promise<Map<string, Counts>> {
  const key = sql.raw(by.by);
  const rows = await db.all<{ key: string; bucket: number; pages: number }>(sql`
    SELECT ${key} AS key, bucket, sum(pages) AS pages FROM ${pageVitals}
    WHERE day >= ${ask.fromDay} AND market IN (SELECT value FROM json_each(${JSON.stringify(ask.markets)}))
      AND ${by.by === "metric" ? sql`true` : sql`metric = ${by.metric}`}
      AND ${ask.device ? sql`device = ${ask.device}` : sql`true`}
      AND ${ask.connection ? sql`connection = ${ask.connection}` : sql`true`}
    GROUP BY 1, 2`);
  const counts = new Map<string, number[]>();
  for (const row of rows) {
    const own = counts.get(row.key) ?? Array<number>(BUCKET_COUNT).fill(0);
    own[row.bucket] = row.pages;
    counts.set(row.key, own);
  }
  return counts;
}

/** Forgets what is older than `VITALS_KEPT_DAYS`, a stretch at a time. */
export async function pruneVitals(db: Database, nowMs: number): Promise<void> {
  const before = dayOf(nowMs - VITALS_KEPT_DAYS * DAY_MS);
  await db.run(sql`DELETE FROM ${pageVitals} WHERE rowid IN
    (SELECT rowid FROM ${pageVitals} WHERE day < ${before} LIMIT ${PRUNED_MAX})`);
  await db.run(sql`DELETE FROM ${vitalDeliveries} WHERE rowid IN
    (SELECT rowid FROM ${vitalDeliveries} WHERE at_ms < ${nowMs - DELIVERIES_KEPT_MS} LIMIT ${PRUNED_MAX})`);
}

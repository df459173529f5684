/** How checkouts stand, without what was bought: for those who lay many of them beside something else. */
import { asc, gt, sql } from "drizzle-orm";
import type { StockNeed } from "../inventory/supply.ts";
import type { Database } from "../world.ts";
import type { CheckoutLine } from "./checkout.ts";
import { checkouts } from "./checkout-tables.ts";

const FACTS = {
  id: checkouts.id,
  state: checkouts.state,
  holdAttempt: checkouts.holdAttempt,
  totalMinor: checkouts.totalMinor,
  currency: checkouts.currency,
  paymentSessionId: checkouts.paymentSessionId,
  orderId: checkouts.orderId,
  createdAtMs: checkouts.createdAtMs,
  expiresAtMs: checkouts.expiresAtMs,
  updatedAtMs: checkouts.updatedAtMs,
};
export type CheckoutFacts = { [Name in keyof typeof FACTS]: (typeof checkouts.$inferSelect)[Name] };

/** A stretch by id; begin with an empty text. */
export async function listCheckoutFacts(db: Database, after: string, limit: number): Promise<CheckoutFacts[]> {
  return db.select(FACTS).from(checkouts).where(gt(checkouts.id, after)).orderBy(asc(checkouts.id)).limit(limit);
}

/** Those of these ids that there are, in one query. */
export async function readCheckoutFacts(db: Database, ids: readonly string[]): Promise<Map<string, CheckoutFacts>> {
  if (ids.length === 0) return new Map();
  const asked = sql`${checkouts.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  return new Map((await db.select(FACTS).from(checkouts).where(asked)).map((row) => [row.id, row]));
}

/** Units that a checkout holds or has sold; `name` is of the object that holds them. */
export type CheckoutNeed = Pick<StockNeed, "sku" | "name" | "quantity">;

/** What these checkouts hold, by checkout. */
export async function readNeeds(db: Database, ids: readonly string[]): Promise<Map<string, readonly CheckoutNeed[]>> {
  if (ids.length === 0) return new Map();
  const needs = sql<string | null>`json_extract(${checkouts.snapshot}, '$.needs')`;
  const asked = sql`${checkouts.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  const rows = await db.select({ id: checkouts.id, needs }).from(checkouts).where(asked);
  return new Map(rows.map((row) => [row.id, JSON.parse(row.needs ?? "[]") as CheckoutNeed[]]));
}

/** A line as it was sold; `download` of one that is no parcel. */
export type SoldLine = Pick<CheckoutLine, "sku" | "quantity" | "download">;

/** The lines of these checkouts, by checkout, in their order. */
export async function readSoldLines(
  db: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly SoldLine[]>> {
  if (ids.length === 0) return new Map();
  const lines = sql<string>`json_extract(${checkouts.snapshot}, '$.lines')`;
  const asked = sql`${checkouts.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  const rows = await db.select({ id: checkouts.id, lines }).from(checkouts).where(asked);
  return new Map(rows.map((row) => [row.id, JSON.parse(row.lines) as SoldLine[]]));
}

/** Price lists: read by whoever prices or shows them, written by staff and by rates of the day. */
import { asc, type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { assert } from "../base/assert.ts";
import { statement } from "../base/statement.ts";
import { isOvertaken } from "../base/unique-conflict.ts";
import type { Derivation, PriceList, PriceListId } from "../pricing/price-list.ts";
import { PRICE_LISTS_MAX } from "../pricing/price-list.ts";
import type { Ratio } from "../pricing/rounding.ts";
import type { Database } from "../world.ts";
import { priceLists } from "./price-tables.ts";

/** `afterId`: the last product whose prices were made anew, of `done`; null where all are. */
export type ListWork = { afterId: string | null; done: number };
export type KeptPriceList = PriceList & { work: ListWork; updatedAtMs: number };

/** Lists of their own prices first, then those that follow; each by its id. */
export async function listPriceLists(db: Database): Promise<KeptPriceList[]> {
  const rows = await db
    .select()
    .from(priceLists)
    .orderBy(sql`base_id IS NOT NULL`, asc(priceLists.id))
    .limit(PRICE_LISTS_MAX);
  return rows.map(listOf);
}

type Row = typeof priceLists.$inferSelect;
const listOf = (row: Row): KeptPriceList => ({
  ...{ id: row.id, name: row.name, currency: row.currency, version: row.version, derivation: derivationOf(row) },
  ...{ work: { afterId: row.workAfterId, done: row.workDone }, updatedAtMs: row.updatedAtMs },
});

function derivationOf(row: Row): Derivation | null {
  const { baseId, rate, rateDate, rateSource, marginBp, stepMinor, belowMinor, followBp } = row;
  if (baseId === null) return null;
  assert(
    rate !== null && rateDate !== null && rateSource !== null && marginBp !== null && stepMinor !== null,
    "a list that follows another has its terms",
  );
  return {
    ...{ baseId, rate, rateDate, rateSource, marginBp, followBp },
    rounding: { stepMinor, belowMinor: belowMinor ?? 0 },
  };
}

const WRITTEN = `name, currency, base_id, rate, rate_date, rate_source, margin_bp, step_minor, below_minor, follow_bp,
  numerator, denominator`;
const valuesOf = ({ name, currency, derivation }: Omit<PriceList, "id" | "version">, ratio: Ratio | null): SQL => {
  const { baseId, rate, rateDate, rateSource, marginBp, followBp, rounding } = derivation ?? {};
  return sql.join(
    [
      ...[name, currency, baseId, rate, rateDate, rateSource, marginBp, rounding?.stepMinor, rounding?.belowMinor],
      ...[followBp, ratio?.numerator, ratio?.denominator],
    ].map((value) => sql`${value ?? null}`),
    sql`, `,
  );
};

/** Fails the batch where there is one of this id. Its prices are then to be made. */
export const insertPriceList = (
  db: Database,
  { id, ...list }: Omit<PriceList, "version">,
  ratio: Ratio | null,
  atMs: number,
): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`INSERT INTO price_lists (id, ${sql.raw(WRITTEN)}, version, work_after_id, updated_at_ms)
      VALUES (${id}, ${valuesOf(list, ratio)}, 1, '', ${atMs})`,
  );

/** Fails the batch where it is not in this version any more. Its prices are then to be made anew, from the first on. */
export const updatePriceList = (
  db: Database,
  { id, version, ...list }: PriceList,
  ratio: Ratio | null,
  atMs: number,
): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`UPDATE price_lists SET (${sql.raw(WRITTEN)}, version, carries_prior, work_after_id, work_done, updated_at_ms) = (
        ${valuesOf(list, ratio)}, CASE version WHEN ${version} THEN version + 1 END, ${carriesPrior(list)}, '', 0, ${atMs})
      WHERE id = ${id}`,
  );
/** A rate alone makes no reduction a new one; what else has changed does, for each price that has yet to follow. */
const carriesPrior = ({ derivation }: Pick<PriceList, "derivation">): SQL => {
  const { baseId = null, marginBp = null, rounding } = derivation ?? {};
  return sql`(base_id IS ${baseId} AND margin_bp IS ${marginBp} AND step_minor IS ${rounding?.stepMinor ?? null}
    AND below_minor IS ${rounding?.belowMinor ?? null} AND (work_after_id IS NULL OR carries_prior))`;
};
/** What a batch fails with then. */
export const isOtherListVersion = (error: unknown): boolean => isOvertaken(error, "price_lists");

/** The work on a list goes on behind a product, or ends. Fails the batch where it stands elsewhere, or the list is another. */
export const moveListWork = (
  db: Database,
  { id, version, work }: Pick<KeptPriceList, "id" | "version" | "work">,
  next: ListWork,
): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`UPDATE price_lists SET work_after_id = ${next.afterId}, work_done = ${next.done},
        version = CASE WHEN version = ${version} AND work_after_id IS ${work.afterId} THEN version END WHERE id = ${id}`,
  );

export async function readPriceList(db: Database, id: PriceListId): Promise<KeptPriceList | null> {
  return (await listPriceLists(db)).find((list) => list.id === id) ?? null;
}

/** What the store knows of tax: the settings, and the rates of the release with those staff added. */
import { asc, desc, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { newMemory } from "../base/memory-store.ts";
import { statement } from "../base/statement.ts";
import { conflictTableOf } from "../base/unique-conflict.ts";
import type { Database, World } from "../world.ts";
import { type AddedRate, withAdded } from "./added-rate.ts";
import type { TaxFacts } from "./price-with-tax.ts";
import { SHIPPED_RATES } from "./shipped-rates.ts";
import { FIRST_SETTINGS, type TaxSettings } from "./tax-settings.ts";
import { taxRates, taxSettings } from "./tax-tables.ts";

export type KeptRate = typeof taxRates.$inferSelect;
/** Who wrote it, and when. */
export type Written = { byName: string; atMs: number };

/** Rates that staff may add: they are read whole. */
export const ADDED_RATES_MAX = 2_000;
/** How long an isolate goes by what it read; a rate is added days before it counts. */
const REMEMBERED_MS = 10_000;

const remembered = newMemory<"all", TaxFacts>(REMEMBERED_MS);

/** Throws when they cannot be read: no order is taxed by guess. */
export const readTaxFacts = (world: Pick<World, "accounts" | "nowMs">): Promise<TaxFacts> =>
  remembered.recall("all", world.nowMs(), async () => {
    const [settings, added] = await Promise.all([readTaxSettings(world.accounts), listAddedRates(world.accounts)]);
    return { settings, table: withAdded(SHIPPED_RATES, added) };
  });

/** As it was for settings that were saved before they said so. */
const UNSAID_BEFORE = { vatUnconfirmed: "reverse_charge" } as const;

export async function readTaxSettings(db: Database): Promise<TaxSettings> {
  const row = await db.select().from(taxSettings).orderBy(desc(taxSettings.version)).limit(1).get();
  return row ? { ...FIRST_SETTINGS, ...UNSAID_BEFORE, ...row.facts, version: row.version } : FIRST_SETTINGS;
}

/** In the order in which they were added, so that of one day's the last counts. */
export const listAddedRates = (db: Database): Promise<KeptRate[]> =>
  db.select().from(taxRates).orderBy(asc(taxRates.atMs), asc(taxRates.revision)).limit(ADDED_RATES_MAX);

/** With its audit entry. False when somebody saved first; `version` is the one it gets. */
export const writeTaxSettings = (
  db: Database,
  { version, ...facts }: TaxSettings,
  written: Written,
  audit: BatchItem<"sqlite">,
): Promise<boolean> => inOneBatch(db, [db.insert(taxSettings).values({ version, facts, ...written }), audit]);

/** With its audit entry. False when somebody added one of the same day at the same moment. */
export const insertTaxRate = (
  db: Database,
  { country, region, kind, taxClass, fromDate, per100k }: AddedRate,
  { source, byName, atMs }: Written & { source: string },
  audit: BatchItem<"sqlite">,
): Promise<boolean> =>
  inOneBatch(db, [
    statement(
      db,
      sql`
      INSERT INTO tax_rates (country, region, kind, tax_class, from_date, revision, per_100k, source, by_name, at_ms)
      SELECT ${country}, ${region}, ${kind}, ${taxClass}, ${fromDate}, count(*), ${per100k}, ${source}, ${byName}, ${atMs}
      FROM tax_rates WHERE country = ${country} AND region = ${region} AND kind = ${kind}
        AND tax_class = ${taxClass} AND from_date = ${fromDate}`,
    ),
    audit,
  ]);

async function inOneBatch(db: Database, items: [BatchItem<"sqlite">, ...BatchItem<"sqlite">[]]): Promise<boolean> {
  try {
    await db.batch(items);
    return true;
  } catch (error) {
    if (conflictTableOf(error)?.startsWith("tax_")) return false;
    throw error;
  } finally {
    remembered.forget();
  }
}

/** Staff say who sells and where, and add rates: each with its audit entry, in the same batch. */
import { auditInsert } from "../admin/audit-store.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { World } from "../world.ts";
import type { TaxSettings } from "./tax-settings.ts";
import type { NewRate, SettingsChange } from "./tax-shapes.ts";
import { ADDED_RATES_MAX, insertTaxRate, listAddedRates, readTaxSettings, writeTaxSettings } from "./tax-store.ts";

export type TaxProblem = { code: "tax.changed_meanwhile" | "tax.too_many_rates" };

/** The same again, on the version it was made on, finds its own work done. */
export async function saveTaxSettings(
  world: World,
  { version, ...facts }: SettingsChange,
  by: Viewer,
): Promise<Outcome<TaxSettings, TaxProblem>> {
  const before = await readTaxSettings(world.accounts);
  const wanted: TaxSettings = { ...facts, version: version + 1 };
  if (before.version === wanted.version && sameSettings(before, wanted)) return done(before);
  if (before.version !== version) return refused({ code: "tax.changed_meanwhile" });
  const audit = auditInsert(world, {
    by,
    action: "tax.settings_saved",
    subject: "tax:settings",
    before,
    after: wanted,
  });
  const written = { byName: by.name, atMs: world.nowMs() };
  return (await writeTaxSettings(world.accounts, wanted, written, audit))
    ? done(wanted)
    : refused({ code: "tax.changed_meanwhile" });
}

const sameSettings = (one: TaxSettings, other: TaxSettings): boolean => keyOf(one) === keyOf(other);
const keyOf = ({ seller, taxIds, ...rest }: TaxSettings) =>
  JSON.stringify([seller, taxIds, rest].map((part) => Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))));

/** One that says what is on record already adds nothing. */
export async function addTaxRate(
  world: World,
  { source, ...rate }: NewRate,
  by: Viewer,
): Promise<Outcome<null, TaxProblem>> {
  const added = await listAddedRates(world.accounts);
  const same = added.findLast(
    (row) =>
      row.country === rate.country &&
      row.region === rate.region &&
      row.kind === rate.kind &&
      row.taxClass === rate.taxClass &&
      row.fromDate === rate.fromDate,
  );
  if (same?.per100k === rate.per100k && same.source === source) return done(null);
  if (added.length >= ADDED_RATES_MAX) return refused({ code: "tax.too_many_rates" });
  const subject = `tax:${rate.country}${rate.region && `-${rate.region}`}`;
  const after = { ...rate, source };
  const audit = auditInsert(world, { by, action: "tax.rate_added", subject, before: same ?? null, after });
  const written = { source, byName: by.name, atMs: world.nowMs() };
  return (await insertTaxRate(world.accounts, rate, written, audit))
    ? done(null)
    : refused({ code: "tax.changed_meanwhile" });
}

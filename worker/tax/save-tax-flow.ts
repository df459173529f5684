/** Staff say who sells and where, and add rates: each with its audit entry, in the same batch. */
import { auditInsert } from "../admin/audit-store.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import { CATALOG_TAG, contentTag } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import type { World } from "../world.ts";
import { fitOf, withAdded } from "./added-rate.ts";
import { SHIPPED_RATES } from "./shipped-rates.ts";
import type { TaxKind } from "./tax-rate.ts";
import type { TaxSettings } from "./tax-settings.ts";
import type { NewRate, SettingsChange } from "./tax-shapes.ts";
import { ADDED_RATES_MAX, insertTaxRate, listAddedRates, readTaxSettings, writeTaxSettings } from "./tax-store.ts";

/** `kinds` are the taxes that the place has. */
export type TaxProblem =
  | { code: "tax.changed_meanwhile" | "tax.too_many_rates" }
  | { code: "tax.kind_new" | "tax.kind_mixed"; kinds: readonly TaxKind[] };

/** The same again, on the version it was made on, finds its own work done. */
export async function saveTaxSettings(
  world: World,
  { version, ...facts }: SettingsChange,
  by: Viewer,
): Promise<Outcome<TaxSettings, TaxProblem>> {
  const before = await readTaxSettings(world.accounts);
  const { vatUnconfirmed, providerIn, providerSilent, returnDays } = before;
  const wanted: TaxSettings = {
    ...{ vatUnconfirmed, providerIn, providerSilent, returnDays },
    ...facts,
    version: version + 1,
  };
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
  if (!(await writeTaxSettings(world.accounts, wanted, written, audit)))
    return refused({ code: "tax.changed_meanwhile" });
  // Other pages that say for how long goods are taken back end by themselves within minutes.
  const tags = returnDays === wanted.returnDays ? [] : [CATALOG_TAG, contentTag("returns")];
  world.defer(purgePages(world, [contentTag("legal"), ...tags]));
  return done(wanted);
}

const sameSettings = (one: TaxSettings, other: TaxSettings): boolean => keyOf(one) === keyOf(other);
const keyOf = ({ seller, taxIds, ...rest }: TaxSettings) =>
  JSON.stringify([seller, taxIds, rest].map((part) => Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))));

/**
 * One that says what is on record already adds nothing. A tax that the place does not have is refused unless it is said to be
 * new, since it would be charged beside the one it has.
 */
export async function addTaxRate(
  world: World,
  { source, isNew, ...rate }: NewRate,
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
  const { fit, kinds } = fitOf(withAdded(SHIPPED_RATES, added), rate);
  if (fit === "mixed") return refused({ code: "tax.kind_mixed", kinds });
  if (fit === "new" && !isNew) return refused({ code: "tax.kind_new", kinds });
  if (added.length >= ADDED_RATES_MAX) return refused({ code: "tax.too_many_rates" });
  const subject = `tax:${rate.country}${rate.region && `-${rate.region}`}`;
  const after = { ...rate, source };
  const audit = auditInsert(world, { by, action: "tax.rate_added", subject, before: same ?? null, after });
  const written = { source, byName: by.name, atMs: world.nowMs() };
  return (await insertTaxRate(world.accounts, rate, written, audit))
    ? done(null)
    : refused({ code: "tax.changed_meanwhile" });
}

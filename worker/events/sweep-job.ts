/**
 * What the timer does every minute: sends what a crash left unsent, finishes or undoes checkouts, forgets what is old.
 * Each is bounded, bears running twice, and does not stop the others by failing.
 */
import { pruneDeadLetters } from "../admin/dead-letter-store.ts";
import { sweepAudits } from "../admin/pending-audit-store.ts";
import { alertStaff } from "../alerts/alert-staff-flow.ts";
import { whyOf } from "../base/why.ts";
import { flipPublications } from "../catalog/flip-publications-flow.ts";
import { sweepPriceLists } from "../catalog/follow-price-list-flow.ts";
import { followRates } from "../catalog/follow-rates-flow.ts";
import { adoptBrands } from "../catalog/groups/adopt-brands-flow.ts";
import { dropEnded } from "../catalog/groups/collect-products-flow.ts";
import { sweepFills } from "../catalog/groups/fill-collection-flow.ts";
import { pruneFetches } from "../catalog/pictures/picture-fetch-store.ts";
import { sweepCheckouts } from "../checkout/sweep-checkouts-flow.ts";
import { pruneAccounts } from "../customers/account-prune-store.ts";
import { purgeWaiting } from "../http/purge-pages-flow.ts";
import { joinEased } from "../inventory/relieve-stock-flow.ts";
import { tendMarkets } from "../markets/tend-markets-flow.ts";
import { pruneMails } from "../notifications/mail-store.ts";
import { sweepSearch } from "../search/index/tend-search-flow.ts";
import { sweepSearchLog } from "../search/staff/popular-queries-flow.ts";
import { pruneCalculations } from "../tax/provider/calculation-store.ts";
import { sweepRechecks } from "../tax/vat/recheck-vat-flow.ts";
import { sweepImports } from "../transfer/drive-import-flow.ts";
import { dropOrphans } from "../transfer/drop-orphans-flow.ts";
import { sweepExports } from "../transfer/exports/run-export-flow.ts";
import { pruneVitals } from "../vitals/vitals-store.ts";
import { sweepWaits } from "../waits/call-waits-flow.ts";
import type { World } from "../world.ts";
import { sweepOutboxes } from "./outbox-store.ts";

const SWEEPS: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  // What shoppers wait for comes first: all of them share what one invocation may ask of the databases.
  outboxes: sweepOutboxes,
  checkouts: sweepCheckouts,
  waits: sweepWaits,
  audits: sweepAudits,
  splits: joinEased,
  markets: tendMarkets,
  pages: purgeWaiting,
  lowStock: alertStaff,
  publications: flipPublications,
  rates: followRates,
  priceLists: sweepPriceLists,
  brands: adoptBrands,
  collections: dropEnded,
  fills: sweepFills,
  imports: sweepImports,
  uploads: dropOrphans,
  pictures: (world) =>
    pruneFetches(world.catalog, { nowMs: world.nowMs(), share: (world.randomBytes(1)[0] ?? 0) / 256 }),
  exports: sweepExports,
  search: sweepSearch,
  searches: sweepSearchLog,
  vitals: (world) => pruneVitals(world.insights, world.nowMs()),
  accounts: (world) => pruneAccounts(world.accounts, world.nowMs()),
  calculations: (world) => pruneCalculations(world.accounts, world.nowMs()),
  mails: (world) => pruneMails(world.accounts, world.nowMs()),
  deadLetters: (world) => pruneDeadLetters(world.accounts, world.nowMs()),
  // Last: a register that hangs keeps no other waiting.
  vatNumbers: sweepRechecks,
};

/** The `scheduled` handler's work. Answers the names of those that failed. */
export async function runSweeps(world: World, sweeps = SWEEPS): Promise<string[]> {
  const failed: string[] = [];
  for (const [name, sweep] of Object.entries(sweeps)) {
    try {
      await sweep(world);
    } catch (error) {
      failed.push(name);
      world.log.error("sweep.failed", { sweep: name, why: whyOf(error) });
    }
  }
  return failed;
}

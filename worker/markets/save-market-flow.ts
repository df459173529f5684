/**
 * Staff make or change a market: never over somebody else's change, whole or not at all. It is never taken away, because
 * carts and orders name it: it is closed. What was begun in a closed one is ended in it.
 */
import { auditEntryOf } from "../admin/audit-store.ts";
import { settleAudit } from "../admin/pending-audit-store.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { listPriceLists } from "../catalog/price-list-store.ts";
import type { Viewer } from "../customers/viewer.ts";
import { MARKETS_TAG } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import { followMarkets } from "../search/index/follow-markets-flow.ts";
import { listShippingZones } from "../shipping/zone-store.ts";
import type { World } from "../world.ts";
import { checkMarket, DOMAIN_UNPROVEN, type MarketAsk, type MarketProblem, type SoldBy } from "./check-market.ts";
import { hostOf } from "./market-origin.ts";
import { forgetMarkets, listMarkets, projectMarkets } from "./market-store.ts";
import { writeMarket } from "./market-write-store.ts";
import { type MarketFacts, marketsOf } from "./markets.ts";

/** `repeated`: it was so already, by the same ask. */
export type SavedMarket = { market: MarketFacts; repeated: boolean };

/** `ask.version` is the one that was read, 0 for a new market. The same ask again finds its own work done. */
export async function saveMarket(
  world: World,
  ask: MarketAsk,
  by: Viewer,
): Promise<Outcome<SavedMarket, MarketProblem>> {
  const kept = await listMarkets(world.catalog);
  const before = kept.find(({ id }) => id === ask.id) ?? null;
  if (before && before.version === ask.version + 1 && isSame(before, ask))
    return done({ market: before, repeated: true });
  if (before && ask.version > 0 && before.version !== ask.version) return changedMeanwhile(before);
  const checked = checkMarket(marketsOf(kept), ask, await readSoldBy(world));
  if (!checked.ok) return checked;
  const market = checked.value;
  if (market.domain !== (before?.domain ?? null) && !(await leadsHere(world, market)))
    return refused({ code: "market.invalid", at: [DOMAIN_UNPROVEN] });
  const entry = auditEntryOf(world, {
    ...{ by, action: "market.saved", subject: `market:${market.id}` },
    ...{ before, after: market },
  });
  if (!(await writeMarket(world.catalog, { facts: market, by, atMs: world.nowMs(), entry }))) {
    const now = (await listMarkets(world.catalog)).find(({ id }) => id === ask.id);
    return changedMeanwhile(now ?? market);
  }
  await settleAudit(world, entry);
  await projectMarkets(world);
  forgetMarkets();
  world.defer(purgePages(world, [MARKETS_TAG]));
  // The index says of each row which markets read it: where one is new to it, it is built again beside the one that serves.
  world.defer(followMarkets(world));
  return done({ market, repeated: false });
}

/** Price lists and zones as they are now, and the store's host: what a market is held to. */
export async function readSoldBy({ catalog, config }: World): Promise<SoldBy> {
  const [lists, zones] = await Promise.all([listPriceLists(catalog), listShippingZones(catalog)]);
  return { lists, zones, host: hostOf(config.storeOrigin) };
}

const leadsHere = async ({ proveDomain, newId }: World, { domain }: MarketFacts): Promise<boolean> =>
  domain === null || proveDomain === null || proveDomain(domain, newId());

const changedMeanwhile = ({ version }: MarketFacts) => refused({ code: "market.changed_meanwhile", version } as const);

/** Whether the ask would change nothing but the version. */
const isSame = (kept: MarketFacts, ask: MarketAsk): boolean => textOf(kept) === textOf(ask);
const textOf = ({ version: _version, paymentMethods, ...facts }: MarketFacts | MarketAsk): string =>
  JSON.stringify(
    Object.entries({ ...facts, paymentMethods: paymentMethods ?? [] }).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

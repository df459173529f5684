/** What shoppers will see of a price before it is saved: in each market that sells by its list, now, in its sale and after it. */
import { readFormers } from "../../../worker/catalog/former-price-store.ts";
import type { Market, Markets } from "../../../worker/markets/markets.ts";
import { isOnSaleAt, type ListedPrice, type Price, priceAt, type Tier } from "../../../worker/pricing/price.ts";
import { type PriceList, priceListOf } from "../../../worker/pricing/price-list.ts";
import { type Before, beforeOf, priorIfWritten } from "../../../worker/pricing/prior-price.ts";
import type { Database } from "../../../worker/world.ts";

/** `untold`: reduced, and no reduction may be told. */
export type Seen = { amountMinor: number; before: Before | null; untold: boolean; tiers: readonly Tier[] };
export type SeenWhen = "now" | "sale" | "after";
export type SeenIn = { market: Market; at: readonly { when: SeenWhen; fromMs: number; seen: Seen }[] };

/** Markets that are closed are not among them. */
export async function previewPrice(
  db: Database,
  markets: Markets,
  { sku, list, had, price, nowMs }: Priced,
): Promise<SeenIn[]> {
  const formers = await readFormers(db, sku, list.id);
  const kept: ListedPrice = { ...price, priorMinor: priorIfWritten(had, price, formers, nowMs) };
  return markets.all
    .filter((market) => market.state !== "closed" && priceListOf(market) === list.id)
    .map((market) => ({
      market,
      at: momentsOf(price, nowMs).map(({ when, fromMs }) => ({ when, fromMs, seen: seenAt(kept, fromMs, market) })),
    }));
}
type Priced = { sku: string; list: PriceList; had: ListedPrice | undefined; price: Price; nowMs: number };

/** When what is asked changes by the clock alone, from now on. */
function momentsOf({ sale }: Price, nowMs: number): { when: SeenWhen; fromMs: number }[] {
  const isOn = sale ? isOnSaleAt(sale, nowMs) : false;
  const isToCome = sale ? sale.fromMs > nowMs : false;
  return [
    { when: isOn ? "sale" : "now", fromMs: nowMs },
    ...(sale && isToCome ? [{ when: "sale" as const, fromMs: sale.fromMs }] : []),
    ...(sale?.untilMs && (isOn || isToCome) ? [{ when: "after" as const, fromMs: sale.untilMs }] : []),
  ];
}

function seenAt(price: ListedPrice, atMs: number, market: Market): Seen {
  const now = priceAt(price, atMs);
  const before = beforeOf(now, market);
  return {
    amountMinor: now.amountMinor,
    before,
    untold: now.beforeMinor !== null && before === null,
    tiers: now.tiers,
  };
}

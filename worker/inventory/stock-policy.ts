/** How a variant is sold: what happens when it is out, what is kept back, and how many one may buy. */
import type { MarketId } from "../markets/markets.ts";

/** deny: refused. backorder: sold before it is here again, up to a cap. preorder: sold before it is here at all, up to a cap. */
export const WHEN_OUT = ["deny", "backorder", "preorder"] as const;
export type WhenOut = (typeof WHEN_OUT)[number];
/** Units kept back in every market but those with a number of their own. */
export type SafetyStock = { everywhere: number; markets: Readonly<Record<MarketId, number>> };

/**
 * `tracked`: false is never counted, never out. `promiseMax` units may be sold before they are here, to ship at
 * `promisedAtMs`. `orderMax` and `buyerMax`: units of one order, and of one buyer over all orders; null is any. `buckets`: how
 * many objects it is split over. `version` is 0 where none was ever saved.
 */
export type StockPolicy = {
  tracked: boolean;
  whenOut: WhenOut;
  promiseMax: number;
  promisedAtMs: number | null;
  safetyStock: SafetyStock;
  orderMax: number | null;
  buyerMax: number | null;
  buckets: number;
  splitBy: "staff" | "pressure" | null;
  version: number;
};

export const POLICY_DEFAULT: StockPolicy = {
  tracked: true,
  whenOut: "deny",
  promiseMax: 0,
  promisedAtMs: null,
  safetyStock: { everywhere: 0, markets: {} },
  orderMax: null,
  buyerMax: null,
  buckets: 0,
  splitBy: null,
  version: 0,
};

/** Units that a market's shoppers cannot have; `null` is a market with no number of its own. */
export const keptBack = ({ safetyStock }: StockPolicy, market: MarketId | null): number =>
  (market === null ? undefined : safetyStock.markets[market]) ?? safetyStock.everywhere;

/** What is said of units that are sold before they are here: that they ship by then. */
export type StockPromise = { kind: "backorder" | "preorder"; atMs: number };
export const promiseOf = ({ tracked, whenOut, promisedAtMs }: StockPolicy): StockPromise | null =>
  !tracked || whenOut === "deny" || promisedAtMs === null ? null : { kind: whenOut, atMs: promisedAtMs };

/** The most that one market keeps back. */
export const keptMost = ({ safetyStock }: StockPolicy): number =>
  Math.max(safetyStock.everywhere, ...Object.values(safetyStock.markets));

/** How many may be owed at a time. */
export const promiseCapOf = ({ whenOut, promiseMax }: StockPolicy): number => (whenOut === "deny" ? 0 : promiseMax);

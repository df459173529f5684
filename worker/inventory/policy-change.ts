/** What staff may set of how a SKU is sold: each rule's place is told by its path in what was sent. */
import { QUANTITY_MAX } from "../cart/cart.ts";
import { BUCKETS_MAX } from "./stock-bucket.ts";
import type { StockPolicy } from "./stock-policy.ts";

/** Units that may be owed, or kept back. */
export const POLICY_UNITS_MAX = 1_000_000;
export const ORDER_MAX_MAX = QUANTITY_MAX;
export const BUYER_MAX_MAX = 10_000;
/** Nobody waits longer for what was paid. */
const PROMISE_AHEAD_MS_MAX = 3 * 365 * 86_400_000;

/** The whole policy; `version` is the one it was made on, 0 where none was ever saved. */
export type PolicyAsk = Omit<StockPolicy, "splitBy">;
export type WrongPlace = { path: string; why: string };
type Of = { isBundle: boolean; nowMs: number };

/** Every place that is wrong; none where it may be saved. */
export function wrongPlaces(ask: PolicyAsk, of: Of): WrongPlace[] {
  return [
    ...wrongNumbers(ask),
    ...wrongPromise(ask, of.nowMs),
    ...(ask.tracked ? [] : setPlaces(ask, "says nothing of units that are not counted")),
    ...(of.isBundle ? setPlaces(ask, "is decided by what the bundle is made of") : []),
    ...(ask.buckets > 0 && ask.whenOut !== "deny"
      ? [wrong("buckets", "only what is never promised can be split")]
      : []),
    ...(ask.buckets > 0 && ask.buyerMax !== null
      ? [wrong("buckets", "only what one buyer may have any number of can be split")]
      : []),
    ...(ask.buckets > 0 && Object.keys(ask.safetyStock.markets).length > 0
      ? [wrong("buckets", "only what every market keeps back alike can be split")]
      : []),
  ];
}

const wrong = (path: string, why: string): WrongPlace => ({ path, why });
const isWithin = (value: number, min: number, max: number) => Number.isInteger(value) && value >= min && value <= max;

function wrongNumbers({ promiseMax, safetyStock, orderMax, buyerMax, buckets }: PolicyAsk): WrongPlace[] {
  const numbers: [path: string, value: number | null, min: number, max: number][] = [
    ["promiseMax", promiseMax, 0, POLICY_UNITS_MAX],
    ["safetyStock.everywhere", safetyStock.everywhere, 0, POLICY_UNITS_MAX],
    ...Object.entries(safetyStock.markets).map(([market, units]): [string, number, number, number] => [
      `safetyStock.markets.${market}`,
      units,
      0,
      POLICY_UNITS_MAX,
    ]),
    ["orderMax", orderMax, 1, ORDER_MAX_MAX],
    ["buyerMax", buyerMax, 1, BUYER_MAX_MAX],
    ["buckets", buckets, 0, BUCKETS_MAX],
  ];
  return numbers.flatMap(([path, value, min, max]) =>
    value === null || isWithin(value, min, max) ? [] : [wrong(path, `is a whole number from ${min} to ${max}`)],
  );
}

function wrongPromise({ whenOut, promiseMax, promisedAtMs }: PolicyAsk, nowMs: number): WrongPlace[] {
  if (whenOut === "deny")
    return [
      ...(promiseMax > 0 ? [wrong("promiseMax", "is for backorder and preorder")] : []),
      ...(promisedAtMs !== null ? [wrong("promisedAtMs", "is for backorder and preorder")] : []),
    ];
  const isAhead = promisedAtMs !== null && isWithin(promisedAtMs, nowMs + 1, nowMs + PROMISE_AHEAD_MS_MAX);
  return [
    ...(promiseMax < 1 ? [wrong("promiseMax", "says how many may be promised: 1 at least")] : []),
    ...(isAhead ? [] : [wrong("promisedAtMs", "is a time to come, within three years")]),
  ];
}

/** What is set of a SKU whose own units are never counted. */
function setPlaces({ whenOut, safetyStock, buyerMax, buckets }: PolicyAsk, why: string): WrongPlace[] {
  return [
    ...(whenOut === "deny" ? [] : [wrong("whenOut", why)]),
    ...(safetyStock.everywhere === 0 ? [] : [wrong("safetyStock.everywhere", why)]),
    ...Object.entries(safetyStock.markets).flatMap(([market, units]) =>
      units === 0 ? [] : [wrong(`safetyStock.markets.${market}`, why)],
    ),
    ...(buyerMax === null ? [] : [wrong("buyerMax", why)]),
    ...(buckets === 0 ? [] : [wrong("buckets", why)]),
  ];
}

/** Whether a SKU is sold by its own units' terms: such a one cannot become a bundle. */
export const hasOwnTerms = (policy: StockPolicy): boolean => setPlaces(policy, "").length > 0;

export const samePolicy = (one: PolicyAsk, other: PolicyAsk): boolean => textOf(one) === textOf(other);

/** Whatever the order of its markets, and without its version. */
function textOf({ tracked, whenOut, promiseMax, promisedAtMs, safetyStock, orderMax, buyerMax, buckets }: PolicyAsk) {
  const markets = Object.entries(safetyStock.markets).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const terms = [tracked, whenOut, promiseMax, promisedAtMs, safetyStock.everywhere, markets];
  return JSON.stringify([...terms, orderMax, buyerMax, buckets]);
}

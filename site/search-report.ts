/** What the dashboard's report of searches is asked: which markets, how far back, which queries. Pure. */
import type { MarketId, Markets } from "../worker/markets/markets.ts";
import { dayOf } from "../worker/search/staff/search-tally.ts";

/** Days back, today's included. The longest is how long counts are kept. */
export const REPORT_DAYS = [1, 7, 28, 90] as const;
const DAYS_PRESET = 7;
export const REPORT_QUERIES = ["all", "nothing", "part", "unfollowed"] as const;
const DAY_MS = 86_400_000;

export type ReportAsk = {
  market: MarketId | null;
  markets: MarketId[];
  days: number;
  fromDay: string;
  which: (typeof REPORT_QUERIES)[number];
};

/** What is not understood is the usual: every market, a week, all queries. */
export function reportAskOf(markets: Markets, params: URLSearchParams, nowMs: number): ReportAsk {
  const market = markets.known(params.get("market") ?? "")?.id ?? null;
  const days = REPORT_DAYS.find((each) => String(each) === params.get("days")) ?? DAYS_PRESET;
  return {
    market,
    markets: market ? [market] : markets.all.map(({ id }) => id),
    days,
    fromDay: dayOf(nowMs - (days - 1) * DAY_MS),
    which: REPORT_QUERIES.find((each) => each === params.get("which")) ?? "all",
  };
}

/** In an address, where it is not the usual. */
export const daysInPath = (days: number): string | null => (days === DAYS_PRESET ? null : String(days));

/** What the dashboard's report of speed is asked, and how its values are written. Pure. */
import type { Market, MarketId, Markets } from "../worker/markets/markets.ts";
import {
  CONNECTIONS,
  type Connection,
  DEVICES,
  type Device,
  METRICS,
  type Metric,
  type Percentile,
} from "../worker/vitals/vitals.ts";
import { ADMIN } from "./admin-paths.ts";
import { daysInPath, reportAskOf } from "./search-report.ts";

/** The share of pages that a percentile speaks of, as Core Web Vitals are judged: three in four. */
export const SHARE = 0.75;

export type SpeedAsk = {
  metric: Metric;
  market: MarketId | null;
  markets: MarketId[];
  days: number;
  fromDay: string;
  device: Device | undefined;
  connection: Connection | undefined;
};

/** What is not understood is the usual: the largest paint, every market, a week, any device and connection. */
export function speedAskOf(markets: Markets, params: URLSearchParams, nowMs: number): SpeedAsk {
  const { which: _, ...ask } = reportAskOf(markets, params, nowMs);
  return {
    ...ask,
    metric: METRICS.find((each) => each === params.get("metric")) ?? "lcp",
    device: DEVICES.find((each) => each === params.get("device")),
    connection: CONNECTIONS.find((each) => each === params.get("connection")),
  };
}

/** The same report of another metric. */
export const pathOfMetric = ({ market, days, device, connection }: SpeedAsk, metric: Metric): string =>
  ADMIN.speed({
    metric: metric === "lcp" ? null : metric,
    market,
    days: daysInPath(days),
    device: device ?? null,
    connection: connection ?? null,
  });

const SECOND_MS = 1_000;

/** `1.8 s`, `240 ms`, `0.05`, as the market writes them. */
export function valueText({ locale }: Market, metric: Metric, value: number): string {
  if (metric === "cls") return new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(value);
  const isLong = value >= SECOND_MS;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: isLong ? "second" : "millisecond",
    maximumFractionDigits: isLong ? 2 : 0,
  }).format(isLong ? value / SECOND_MS : value);
}

/** With "+" where it is more than that. */
export const percentileText = (market: Market, metric: Metric, { value, isMore }: Percentile): string =>
  `${valueText(market, metric, value)}${isMore ? "+" : ""}`;

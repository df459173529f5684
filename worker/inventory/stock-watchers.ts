/** Pages that watch a product's stock while they are looked at: what they are told, and how many there may be. */

import type { Shown } from "./shown-stock.ts";

/** What is shown of a SKU (shown-stock.ts), and the number of the ledger's entry it was taken at: an older one is not told. */
export type StockNews = { sku: string; number: number; shown: Shown };
/** One message to a page. Only what changed; at the start all of it. */
export type StockMessage = readonly (readonly [sku: string, shown: Shown])[];

/** The contract of the `StockWatch` object of one product. Nothing is sold by it, and nobody waits for it. */
export type StockWatchers = {
  /** Takes a WebSocket in: 101. 503 when there are as many as may be; 428 when it must be told first what is shown. */
  fetch(request: Request): Promise<Response>;
  /** Tells every page, where what is shown differs from what they were told. Bears any repeat and any order. */
  tell(news: StockNews): Promise<void>;
};

/** Of one product. One telling sends so many small frames. */
export const WATCHERS_MAX = 2_000;
/** Of one network, so that no single one takes all the places. */
export const WATCHERS_PER_NETWORK_MAX = 100;
/** SKUs of one product that are watched. */
export const WATCHED_SKUS_MAX = 100;

/** How the way in tells the object of a visitor's network, and of what is shown. */
export const NETWORK_HEADER = "x-watch-network";
export const SHOWN_HEADER = "x-watch-shown";

/** SKUs may hold any letter; a header's value may not. */
export const headerOfNews = (news: readonly StockNews[]): string => encodeURIComponent(JSON.stringify(news));
/** Null without the header, which only the store itself sets. */
export const newsOfHeader = (header: string | null): StockNews[] | null =>
  header === null ? null : (JSON.parse(decodeURIComponent(header)) as StockNews[]);

/** What pages were told last, by SKU. */
export type Told = Record<string, { number: number; shown: StockNews["shown"] }>;

/** What there is to say of some news: nothing where it is old, or says the same again. `told` is what to remember. */
export function tellings(told: Readonly<Told>, news: readonly StockNews[]): { told: Told; message: StockMessage } {
  const fresh = news.filter(({ sku, number }) => number > (told[sku]?.number ?? -1));
  const changed = fresh.filter(({ sku, shown }) => told[sku]?.shown !== shown);
  return {
    told: { ...told, ...Object.fromEntries(fresh.map(({ sku, number, shown }) => [sku, { number, shown }])) },
    message: changed.map(({ sku, shown }) => [sku, shown] as const),
  };
}

/** All of it, for a page that has just come. */
export const greetingOf = (told: Readonly<Told>): StockMessage =>
  Object.entries(told).map(([sku, { shown }]) => [sku, shown] as const);

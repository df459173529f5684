/**
 * Counts of searches that wait to be written: one entry a market, day and folded query, however many searches came
 * together. Nothing of who searched is in them, and a query that looks like somebody's own is counted without its words.
 */
import type { MarketId } from "../../markets/markets.ts";
import { queryKey } from "./search-rule.ts";

/** `found` and `whole` are null where only a browser told of it. */
export type Tally = {
  market: MarketId;
  day: string;
  query: string;
  shown: string;
  made: number;
  seen: number;
  clicks: number;
  found: number | null;
  whole: boolean | null;
};
export type ClickTally = {
  market: MarketId;
  day: string;
  query: string;
  productId: string;
  clicks: number;
  places: number;
};
export type Tallies = { searches: Map<string, Tally>; clicks: Map<string, ClickTally> };
export const newTallies = (): Tallies => ({ searches: new Map(), clicks: new Map() });

/** What happened: results were made (`found` products), shown by a browser, or one of them was followed. */
export type Noted = { market: MarketId; q: string; atMs: number } & (
  | { kind: "made"; found: number; whole: boolean }
  | { kind: "seen" }
  | { kind: "clicked"; productId: string; place: number }
);

/** Different queries that wait at a time; further ones are counted without their words. */
export const TALLIES_MAX = 500;
/** Nobody follows a result further down than this: one who says so is counted as if at the end. */
export const PLACE_MAX = 1_000;

/**
 * An address, a number to be called at or a card's (15 to 19 digits), an account's, or an order's: typed into the wrong
 * field. Plain digits are a number to be called at where no barcode is so long.
 */
const SOMEBODYS_OWN = [
  /\S@\S/,
  /\+\s?\d[\d\s().-]{6,}/,
  /(?<![\d])\(?0\d{1,5}\)?[ /-]\s?\d[\d -]{4,12}\d/,
  /(?<!\d)\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)/,
  /(?<!\d)0\d{9,10}(?!\d)/,
  /\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){3,7}\b/i,
  /(?:\d[ -]?){15,19}/,
  /\b[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}\b/i,
];

/** The words that a search is counted under; empty where it is counted without them. */
export const countedAs = (q: string): string => (SOMEBODYS_OWN.some((form) => form.test(q)) ? "" : queryKey(q));

export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

export function tally(into: Tallies, noted: Noted): void {
  const { market, atMs } = noted;
  const day = dayOf(atMs);
  const wanted = countedAs(noted.q);
  const isFull = into.searches.size >= TALLIES_MAX && !into.searches.has(keyOf(market, day, wanted));
  const query = isFull ? "" : wanted;
  const key = keyOf(market, day, query);
  const known = into.searches.get(key) ?? newTally(market, day, query);
  into.searches.set(key, {
    ...known,
    shown: query === "" ? "" : noted.q,
    made: known.made + Number(noted.kind === "made"),
    seen: known.seen + Number(noted.kind === "seen"),
    clicks: known.clicks + Number(noted.kind === "clicked"),
    ...(noted.kind === "made" && { found: noted.found, whole: noted.whole }),
  });
  if (noted.kind === "clicked" && query !== "") tallyClick(into, { market, day, query }, noted);
}

function tallyClick(
  into: Tallies,
  at: Pick<ClickTally, "market" | "day" | "query">,
  { productId, place }: { productId: string; place: number },
): void {
  const key = `${keyOf(at.market, at.day, at.query)}\n${productId}`;
  if (into.clicks.size >= TALLIES_MAX && !into.clicks.has(key)) return;
  const known = into.clicks.get(key) ?? { ...at, productId, clicks: 0, places: 0 };
  into.clicks.set(key, { ...known, clicks: known.clicks + 1, places: known.places + Math.min(place, PLACE_MAX) });
}

const keyOf = (market: MarketId, day: string, query: string) => `${market}\n${day}\n${query}`;
const newTally = (market: MarketId, day: string, query: string): Tally => ({
  ...{ market, day, query, shown: "", made: 0, seen: 0, clicks: 0, found: null, whole: null },
});

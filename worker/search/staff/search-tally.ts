/**
 * Searches that wait to be written: one entry a market, day, folded query and network, however many came together. A query
 * that looks like somebody's own is counted without its words.
 */
import type { MarketId } from "../../markets/markets.ts";
import { queryKey } from "./search-rule.ts";

/** Who searched: a network's address while it waits in memory, a hash of it when it is written. */
type Asker = { market: MarketId; day: string; query: string; network: string };
/** `made`: the store made results, and says what it found; else only a browser told of it. */
export type Tally = Asker & { made: boolean; shown: string; found: number | null; whole: boolean | null };
export type ClickTally = Asker & { productId: string; place: number };
export type Tallies = { searches: Map<string, Tally>; clicks: Map<string, ClickTally> };
export const newTallies = (): Tallies => ({ searches: new Map(), clicks: new Map() });

/**
 * What happened: results were made (`found` products; `shown` is the query as they spell it), shown by a browser, or one of
 * them was followed. `network` is the asking one, null where it is not known.
 */
export type Noted = { market: MarketId; q: string; network: string | null; atMs: number } & (
  | { kind: "made"; shown: string; found: number; whole: boolean }
  | { kind: "seen" }
  | { kind: "clicked"; productId: string; place: number }
);

/** Different searches that wait at a time; further ones are counted without their words, further networks not at all. */
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
  const network = noted.network ?? "";
  const wanted: Asker = { market, day: dayOf(atMs), query: countedAs(noted.q), network };
  const isFull = into.searches.size >= TALLIES_MAX && !into.searches.has(keyOf(wanted));
  // Those without words are one for all networks of the moment, so that what waits has an end.
  const asker = isFull ? { ...wanted, query: "", network: "" } : wanted;
  const key = keyOf(asker);
  const known = into.searches.get(key) ?? { ...asker, made: false, shown: "", found: null, whole: null };
  const told =
    noted.kind === "made"
      ? { made: true, shown: asker.query && noted.shown, found: noted.found, whole: noted.whole }
      : {};
  into.searches.set(key, { ...known, ...told });
  if (noted.kind === "clicked" && asker.query !== "") tallyClick(into, asker, noted);
}

function tallyClick(into: Tallies, asker: Asker, { productId, place }: { productId: string; place: number }): void {
  const key = `${keyOf(asker)}\n${productId}`;
  if (into.clicks.size >= TALLIES_MAX || into.clicks.has(key)) return;
  into.clicks.set(key, { ...asker, productId, place: Math.min(place, PLACE_MAX) });
}

const keyOf = ({ market, day, query, network }: Asker) => `${market}\n${day}\n${query}\n${network}`;

/**
 * Where a market's pages are: at its own domain, else at the store's address. Every host serves every market; who comes by
 * one that the store knows is led to the market's own. Nobody is ever led to a host that staff did not name.
 */
import type { Market, Markets } from "./markets.ts";

/**
 * Scheme and host each, no slash at the end. `asked`: where the request came to, or the configured address; empty where there
 * is neither. `store`: the configured one (`STORE_ORIGIN`), empty where none is.
 */
type Origins = { asked: string; store: string };

type Placed = Pick<Market, "domain">;

/** As programs are told that read the store: search engines, feeds. */
export const originOf = ({ domain }: Placed, origin: string): string => (domain ? `https://${domain}` : origin);

/**
 * As shoppers are led there. Who came by a host that the store does not know (a preview, this machine, a test) stays on it:
 * there no market's domain leads to this store.
 */
export function placeOf(markets: Markets, market: Placed, { asked, store }: Origins): string {
  if (asked !== "" && !isOwn(markets, asked, store)) return asked;
  return originOf(market, store || asked);
}

/**
 * Where a page leads that is asked for at a host that is not its market's; null where it is served. The target goes by the
 * market alone and is served where it leads, so nobody is led in circles.
 */
export function leadFrom(
  markets: Markets,
  market: Placed,
  { url, method, store }: { url: URL; method: string; store: string },
): string | null {
  if (method !== "GET" && method !== "HEAD") return null;
  const place = placeOf(markets, market, { asked: url.origin, store });
  return isSameHost(place, url.origin) ? null : place + url.pathname + url.search;
}

/** Without scheme and port: no answer of the store's depends on them. */
export const isSameHost = (one: string, other: string): boolean => hostOf(one) === hostOf(other);

/** Of an origin; empty where it is none. */
export const hostOf = (origin: string): string => (URL.canParse(origin) ? new URL(origin).hostname : "");

/** Every address that shoppers may be sent to, each once; empty where the store has one alone. */
export function otherPlaces(markets: Markets, origins: Origins): string[] {
  const places = new Set(markets.list.map((market) => placeOf(markets, market, origins)));
  return [...places].filter((place) => place !== "" && !isSameHost(place, origins.asked));
}

/** Every address that is the store's own, of whatever market. */
export const placesOf = ({ all }: Markets, store: string): string[] =>
  [...new Set(all.map((market) => originOf(market, store)))].filter((place) => place !== "");

/** This machine under any name: a store that runs there is reached by all of them. */
const LOOPBACK = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

function isOwn({ all }: Markets, origin: string, store: string): boolean {
  const host = hostOf(origin);
  if (LOOPBACK.test(host)) return false;
  return host === hostOf(store) || all.some(({ domain }) => domain === host);
}

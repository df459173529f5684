/** The pages of the store that a query may lead to, named as an address without its market. Pure. */
import { originOf } from "../../markets/market-origin.ts";
import type { Market } from "../../markets/markets.ts";
import { RULE_PATH_LENGTH_MAX } from "./search-rule.ts";

/** Folders of pages that are there while what they show is. */
const FOLDERS = ["categories", "products", "brands", "collections"] as const;
/** `slug` is that of what the page shows, which must be there; null for pages that always are. */
export type RulePage = { path: string } & (
  | { kind: (typeof FOLDERS)[number]; slug: string }
  | { kind: "fixed"; slug: null }
);

const FIXED = new Set(["", "shipping", "returns", "privacy", "about", "cart", "account", "search"]);

/** Stands for the store's own where that is not set: a path alone is then taken. */
const NO_ORIGIN = "https://store.invalid";

/**
 * Takes what staff paste: `https://shop.example/de-de/categories/laptops`, `/de-de/categories/laptops` or
 * `/categories/laptops`, with a query if it has one. Null for what is no page of the store. Host and market are dropped:
 * a redirect never leaves the shopper's market.
 */
export function rulePageOf(
  text: string,
  origin: string,
  markets: readonly Pick<Market, "id" | "domain">[],
): RulePage | null {
  const home = origin || NO_ORIGIN;
  const url = URL.parse(text.trim(), home);
  const homes = [home, ...markets.map((market) => originOf(market, home))];
  if (!url || text.trim() === "" || !homes.includes(url.origin)) return null;
  const market = markets.find(({ id }) => url.pathname === `/${id}` || url.pathname.startsWith(`/${id}/`));
  const path = (market ? url.pathname.slice(market.id.length + 1) : url.pathname) || "/";
  const whole = path + url.search;
  if (whole.length > RULE_PATH_LENGTH_MAX || /[\\\s]/.test(whole)) return null;
  const [, first = "", slug = "", ...rest] = path.split("/");
  if (rest.length > 0) return null;
  const folder = FOLDERS.find((each) => each === first);
  if (folder) return slug === "" ? null : { path: whole, kind: folder, slug: decoded(slug) };
  return FIXED.has(first) && slug === "" ? { path: whole, kind: "fixed", slug: null } : null;
}

/** As it stands where it is not rightly encoded: no slug is like that, so it is not found. */
function decoded(slug: string): string {
  try {
    return decodeURIComponent(slug);
  } catch {
    return slug;
  }
}

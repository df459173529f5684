/**
 * What staff add to the search: words that mean the same, products that come first for a query, and queries that lead to
 * a page. A rule speaks of a query however it is spelled: it is found by the query's folded words.
 */
import type { Language, MarketId } from "../../markets/markets.ts";
import type { Synonym } from "../ranking/search-plan.ts";
import { foldText } from "../words/fold-text.ts";

export const RULE_KINDS = ["synonym", "pin", "redirect"] as const;
export type RuleKind = (typeof RULE_KINDS)[number];
/** In all markets. */
export const EVERYWHERE = "any";
export type MarketScope = MarketId | typeof EVERYWHERE;
/** A synonym's language, or the market of a pin or a redirect. */
export type RuleScope = Language | MarketScope;

/** What a rule says, by its kind. `path` is within a market: `/categories/laptops`. */
export type RuleBody =
  | { kind: "synonym"; scope: Language; words: readonly string[]; to: readonly string[]; bothWays: boolean }
  | { kind: "pin"; scope: MarketScope; query: string; productIds: readonly string[] }
  | { kind: "redirect"; scope: MarketScope; query: string; path: string };
export type SearchRule = RuleBody & { id: string; version: number; updatedAtMs: number };
/** `version` is the one the change was made on; 0 makes a new rule. */
export type RuleAsk = RuleBody & { id: string; version: number };

/** Of a kind in one scope: all that hold for a search are kept in memory. */
export const RULES_MAX = 1_000;
export const PINS_MAX = 10;
/** On each side of a synonym. */
export const SYNONYM_WORDS_MAX = 20;
export const SYNONYM_LENGTH_MAX = 60;
export const RULE_QUERY_LENGTH_MAX = 100;
export const RULE_PATH_LENGTH_MAX = 300;

export type SearchRuleProblem =
  | { code: "search_rule.unknown" | "search_rule.too_many" }
  | { code: "search_rule.changed_meanwhile"; version: number }
  | { code: "search_rule.taken"; id: string }
  | { code: "search_rule.product_unknown"; productId: string }
  | { code: "search_rule.page_unknown"; path: string };

/** What a rule is found by: the query's words, folded; empty for a text without letters and digits. */
export const queryKey = (query: string): string =>
  foldText(query)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .join(" ");

/** Two rules of a kind with one key in one scope would contradict each other. */
export const keyOfRule = (rule: RuleBody): string =>
  rule.kind === "synonym" ? rule.words.map(queryKey).toSorted().join(", ") : queryKey(rule.query);

/** The query of a path that is a search, as its rules are found by; one that no rule has for other paths. */
const searchedIn = (path: string): string => {
  const [page = "", asked = ""] = path.split("?");
  return page === "/search" ? queryKey(new URLSearchParams(asked).get("q") ?? "") : "";
};

/** What holds for the searches of one market. */
export type SearchRules = {
  synonyms: readonly Synonym[];
  /** Products that come first for a query. */
  pinsOf(query: string): readonly string[];
  /** The path that a query leads to; null for most. */
  redirectOf(query: string): string | null;
};

/** Of rules of any market and language, those of this one; a market's own goes before everybody's. */
export function rulesFor(market: { id: MarketId; language: Language }, rules: readonly RuleBody[]): SearchRules {
  const synonyms: Synonym[] = [];
  const pins = new Map<string, readonly string[]>();
  const redirects = new Map<string, string>();
  const own = rules.filter(({ scope }) => scope === market.id || scope === market.language);
  for (const rule of [...rules.filter(({ scope }) => scope === EVERYWHERE), ...own]) {
    if (rule.kind === "synonym") synonyms.push({ words: rule.words, to: rule.to, bothWays: rule.bothWays });
    else if (rule.kind === "pin") pins.set(queryKey(rule.query), rule.productIds);
    else redirects.set(queryKey(rule.query), rule.path);
  }
  return {
    synonyms,
    pinsOf: (query) => pins.get(queryKey(query)) ?? [],
    redirectOf: (query) => {
      const path = redirects.get(queryKey(query)) ?? null;
      // What leads to a search that leads on is not followed: it could come back.
      return path !== null && redirects.has(searchedIn(path)) ? null : path;
    },
  };
}

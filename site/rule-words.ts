/** Rules of the search in words: whom a rule is for, and what it says in one line. */
import { LANGUAGES, type Market, type Markets } from "../worker/markets/markets.ts";
import { EVERYWHERE, type RuleBody, type RuleKind, type RuleScope } from "../worker/search/staff/search-rule.ts";
import type { Translate } from "./messages.ts";

type Reader = { t: Translate; market: Market; markets: Markets };

/** A language's name, or a market's country with its id, in the reader's language. */
export function scopeName(scope: RuleScope, { t, market, markets }: Reader): string {
  if (scope === EVERYWHERE) return t("searches.everywhere");
  const of = markets.known(scope);
  if (!of) return new Intl.DisplayNames(market.locale, { type: "language" }).of(scope) ?? scope;
  return `${new Intl.DisplayNames(market.locale, { type: "region" }).of(of.countries[0]) ?? scope} (${scope})`;
}

export const scopeChoices = (kind: RuleKind, reader: Reader): { value: string; label: string }[] =>
  (kind === "synonym" ? LANGUAGES : [EVERYWHERE, ...reader.markets.all.map(({ id }) => id)]).map((scope) => ({
    value: scope,
    label: scopeName(scope, reader),
  }));

/** What it is about: the words, or the query. */
export const ruleTitle = (rule: RuleBody): string => (rule.kind === "synonym" ? rule.words.join(", ") : rule.query);

/** A market where a rule can be looked at: its own, or one of its language. */
export function marketOfRule(
  { scope }: Pick<RuleBody, "scope">,
  wished: string,
  { market: here, markets }: Pick<Reader, "market" | "markets">,
): Market {
  const fitting = markets.list.filter(({ id, language }) => scope === EVERYWHERE || scope === id || scope === language);
  return fitting.find(({ id }) => id === wished) ?? fitting.find(({ id }) => id === here.id) ?? fitting[0] ?? here;
}

/** Staff makes, changes or deletes a rule of the search: never over somebody else's change, and only of what is there. */
import { recordAudit } from "../../admin/audit-store.ts";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { findProduct } from "../../catalog/find-product-store.ts";
import { findGroup } from "../../catalog/groups/find-group-flow.ts";
import { readProductForStaff } from "../../catalog/staff-product-store.ts";
import type { Viewer } from "../../customers/viewer.ts";
import { SEARCH_TAG } from "../../http/cache-policy.ts";
import { purgePages } from "../../http/purge-pages-flow.ts";
import type { Market } from "../../markets/markets.ts";
import type { World } from "../../world.ts";
import { type RulePage, rulePageOf } from "./rule-page.ts";
import { RULES_MAX, type RuleAsk, type RuleBody, type SearchRule, type SearchRuleProblem } from "./search-rule.ts";
import { countRulesLike, deleteRule, findRuleLike, putRule, readRule } from "./search-rules-store.ts";

/** The same again changes nothing, and answers the rule as it is. */
export async function saveRule(
  world: World,
  asked: RuleAsk,
  by: Viewer,
): Promise<Outcome<SearchRule, SearchRuleProblem>> {
  const before = await readRule(world.catalog, asked.id);
  const checked = await checkRule(world, asked);
  if (!checked.ok) return checked;
  const ask = checked.value;
  if (before && sameRule(before, ask)) return done(before);
  const version = before?.version ?? 0;
  if (ask.version !== version) return refused({ code: "search_rule.changed_meanwhile", version });
  const like = await findRuleLike(world.catalog, ask);
  if (like && like.id !== ask.id) return refused({ code: "search_rule.taken", id: like.id });
  if (!before && (await countRulesLike(world.catalog, ask)) >= RULES_MAX)
    return refused({ code: "search_rule.too_many" });
  const rule: SearchRule = { ...ask, version: version + 1, updatedAtMs: world.nowMs() };
  if (!(await putRule(world.catalog, rule))) {
    const now = await readRule(world.catalog, ask.id);
    return refused({ code: "search_rule.changed_meanwhile", version: now?.version ?? 0 });
  }
  await recordAudit(world, { by, action: "search_rule.saved", subject: subjectOf(rule.id), before, after: ask });
  world.defer(purgePages(world, [SEARCH_TAG]));
  return done(rule);
}

/** One that is gone already is `search_rule.unknown`. */
export async function removeRule(
  world: World,
  { id, version }: { id: string; version: number },
  by: Viewer,
): Promise<Outcome<null, SearchRuleProblem>> {
  const before = await readRule(world.catalog, id);
  if (!before) return refused({ code: "search_rule.unknown" });
  if (!(await deleteRule(world.catalog, id, version)))
    return refused({ code: "search_rule.changed_meanwhile", version: before.version });
  await recordAudit(world, { by, action: "search_rule.deleted", subject: subjectOf(id), before, after: null });
  world.defer(purgePages(world, [SEARCH_TAG]));
  return done(null);
}

const subjectOf = (id: string) => `search_rule:${id}`;

/** The rule with its path as it is kept; refused where it speaks of a product or page that is not there. */
export async function checkRule<Rule extends RuleBody>(
  world: World,
  rule: Rule,
): Promise<Outcome<Rule, SearchRuleProblem>> {
  if (rule.kind === "pin") {
    const known = await Promise.all(rule.productIds.map((id) => readProductForStaff(world, id)));
    const missing = rule.productIds.find((_, index) => known[index] === null);
    return missing === undefined ? done(rule) : refused({ code: "search_rule.product_unknown", productId: missing });
  }
  if (rule.kind === "synonym") return done(rule);
  const markets = await world.markets();
  const page = rulePageOf(rule.path, world.config.origin, markets.all);
  const market = markets.known(rule.scope) ?? markets.default;
  const isThere = page && (await isPage(world, market, page));
  return isThere ? done({ ...rule, path: page.path }) : refused({ code: "search_rule.page_unknown", path: rule.path });
}

async function isPage(world: World, market: Market, { kind, slug }: RulePage): Promise<boolean> {
  if (kind === "fixed") return true;
  if (kind === "products") return (await findProduct(world, market, slug)).kind === "here";
  const slugs = { category: undefined, collection: undefined, brand: undefined };
  return (await findGroup(world, market, { ...slugs, [GROUPS[kind]]: slug })).ok;
}
const GROUPS = { categories: "category", collections: "collection", brands: "brand" } as const;

/** Order counts: the first pin comes first. */
const sameRule = (rule: SearchRule, ask: RuleAsk): boolean => bodyText(rule) === bodyText(ask);
const bodyText = (rule: RuleBody): string => {
  if (rule.kind === "synonym") return JSON.stringify([rule.scope, rule.words, rule.to, rule.bothWays]);
  return JSON.stringify([rule.scope, rule.query, rule.kind === "pin" ? rule.productIds : rule.path]);
};

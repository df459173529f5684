/** What a search would find with a rule that is not saved yet, beside what it finds now. */
import type { ProductCard } from "../../catalog/product.ts";
import type { Market } from "../../markets/markets.ts";
import type { World } from "../../world.ts";
import { searchProducts } from "../search-flow.ts";
import { checkRule } from "./save-search-rule-flow.ts";
import { type RuleBody, rulesFor } from "./search-rule.ts";
import { listRulesFor } from "./search-rules-store.ts";

/** Enough to see what comes first. */
export const PREVIEW_MAX = 12;

/** `redirect` is where the query leads instead of results. */
export type Previewed = { items: readonly ProductCard[]; total: number; redirect: string | null };
export type Preview = { before: Previewed; after: Previewed };

/** `draft` takes the place of the rule with this `id`, if there is one; null for a preview of that rule's end. */
export async function previewSearch(
  world: World,
  market: Market,
  ask: { q: string; id: string; draft: RuleBody | null },
): Promise<Preview> {
  const stored = await listRulesFor(world.catalog, market);
  // Saving would refuse what speaks of a page or product that is not there: it changes nothing.
  const draft = ask.draft && (await checkRule(world, ask.draft));
  const drafted = [...stored.filter(({ id }) => id !== ask.id), ...(draft?.ok ? [draft.value] : [])];
  const [before, after] = await Promise.all([look(world, market, ask.q, stored), look(world, market, ask.q, drafted)]);
  return { before, after };
}

async function look(world: World, market: Market, q: string, bodies: readonly RuleBody[]): Promise<Previewed> {
  const rules = rulesFor(market, bodies);
  const found = await searchProducts(world, market, { q, limit: PREVIEW_MAX, rules });
  const { items, total } = found.ok ? found.value : { items: [], total: 0 };
  return { items, total, redirect: rules.redirectOf(q) };
}

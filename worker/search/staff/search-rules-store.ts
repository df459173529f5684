/** Reads and writes staff's rules of the search. Those that hold are kept in memory for a while: every search asks. */
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { newMemory } from "../../base/memory-store.ts";
import { conflictTableOf } from "../../base/unique-conflict.ts";
import type { Market, MarketId } from "../../markets/markets.ts";
import type { Database, World } from "../../world.ts";
import {
  EVERYWHERE,
  keyOfRule,
  RULES_MAX,
  type RuleBody,
  type RuleKind,
  type RuleScope,
  rulesFor,
  type SearchRule,
  type SearchRules,
} from "./search-rule.ts";
import { searchRules } from "./search-rules-tables.ts";

/** A change by staff reaches another isolate's searches within this; kept pages of results live on for their own time. */
export const RULES_KEPT_MS = 30_000;
/** Of a kind, newest first; staff look for others by their scope. */
export const RULES_SHOWN_MAX = 200;

const kept = newMemory<MarketId, SearchRules>(RULES_KEPT_MS);

/** What holds in a market; at most `RULES_KEPT_MS` old. */
export const readSearchRules = (world: World, market: Market): Promise<SearchRules> =>
  kept.recall(market.id, world.nowMs(), async () => rulesFor(market, await listRulesFor(world.catalog, market)));

/** Every rule that holds in a market, as it is stored, in no order. */
export async function listRulesFor(db: Database, market: Market): Promise<SearchRule[]> {
  const rows = await db
    .select()
    .from(searchRules)
    .where(inArray(searchRules.scope, [EVERYWHERE, market.id, market.language]))
    .limit(RULES_MAX * SCOPES_OF_A_MARKET);
  return rows.map(ruleOf);
}
/** Synonyms of its language; pins and redirects of its own and of everywhere. */
const SCOPES_OF_A_MARKET = 5;

/** The newest change first. */
export async function listRules(
  db: Database,
  ask: { kind: RuleKind; scope?: RuleScope | undefined },
): Promise<SearchRule[]> {
  const scope = ask.scope === undefined ? undefined : eq(searchRules.scope, ask.scope);
  const rows = await db
    .select()
    .from(searchRules)
    .where(and(eq(searchRules.kind, ask.kind), scope))
    .orderBy(desc(searchRules.updatedAtMs), searchRules.id)
    .limit(RULES_SHOWN_MAX);
  return rows.map(ruleOf);
}

export async function readRule(db: Database, id: string): Promise<SearchRule | null> {
  const [row] = await db.select().from(searchRules).where(eq(searchRules.id, id));
  return row ? ruleOf(row) : null;
}

/** The rule that has this one's place: of its kind, in its scope, for the same query or words. */
export async function findRuleLike(db: Database, rule: RuleBody): Promise<SearchRule | null> {
  const { kind, scope } = searchRules;
  const [row] = await db
    .select()
    .from(searchRules)
    .where(and(eq(kind, rule.kind), eq(scope, rule.scope), eq(searchRules.key, keyOfRule(rule))));
  return row ? ruleOf(row) : null;
}

export async function countRulesLike(db: Database, { kind, scope }: RuleBody): Promise<number> {
  const [row] = await db
    .select({ rules: sql<number>`count(*)` })
    .from(searchRules)
    .where(and(eq(searchRules.kind, kind), eq(searchRules.scope, scope)));
  return row?.rules ?? 0;
}

/** False when another change came first, or another rule took its place. */
export async function putRule(db: Database, { id, version, updatedAtMs, ...body }: SearchRule): Promise<boolean> {
  kept.forget();
  const row = { kind: body.kind, scope: body.scope, key: keyOfRule(body), body, version, updatedAtMs };
  try {
    const written =
      version === 1
        ? await db
            .insert(searchRules)
            .values({ id, ...row })
            .onConflictDoNothing({ target: searchRules.id })
        : await db
            .update(searchRules)
            .set(row)
            .where(and(eq(searchRules.id, id), eq(searchRules.version, version - 1)));
    return written.meta.changes > 0;
  } catch (error) {
    if (conflictTableOf(error) === "search_rules") return false;
    throw error;
  }
}

/** False when it is gone already, or was changed. */
export async function deleteRule(db: Database, id: string, version: number): Promise<boolean> {
  kept.forget();
  const deleted = await db.delete(searchRules).where(and(eq(searchRules.id, id), eq(searchRules.version, version)));
  return deleted.meta.changes > 0;
}

function ruleOf({ id, body, version, updatedAtMs }: typeof searchRules.$inferSelect): SearchRule {
  return { ...body, id, version, updatedAtMs };
}

/** What the whole index knows of a query's words: every database's part, summed. */
import type { World } from "../../world.ts";
import type { Kind, ScoredField, TermFacts, TermStatistics, VocabularyLookup } from "../ranking/search-plan.ts";
import { type Asked, askShards } from "./ask-shards-flow.ts";
import { SCORED_FIELDS } from "./row-terms.ts";
import { databasesOf } from "./search-shard.ts";
import type { SearchState } from "./search-state.ts";
import { readTotals, readVocabulary } from "./vocabulary-store.ts";

/** Sums of an index of `TOTALS_KEPT_FROM` rows or more may be so old. */
const TOTALS_KEPT_MS = 60_000;
const TOTALS_KEPT_FROM = 1_000;
const KIND_PREFIX = "kind:";

/** `missing` names the databases that did not answer in time. */
export async function readStatistics(
  world: World,
  state: SearchState,
  lookup: VocabularyLookup,
): Promise<{ statistics: TermStatistics; missing: readonly string[] }> {
  const names = databasesOf(state.placement);
  const [asked, sums] = await Promise.all([
    askShards(world, names, (db) => readVocabulary(db, state.serving, lookup)),
    readSums(world, state, names),
  ]);
  return { statistics: { ...sums, terms: mergedTerms(asked) }, missing: asked.missing };
}

/** The terms of two lookups in one. */
export const withTerms = (statistics: TermStatistics, more: TermStatistics): TermStatistics => ({
  ...statistics,
  terms: new Map([...statistics.terms, ...more.terms]),
});

function mergedTerms({ answers }: Asked<readonly TermFacts[]>): Map<string, TermFacts> {
  const terms = new Map<string, TermFacts>();
  for (const { term, documents, byKind } of [...answers.values()].flat()) {
    const known = terms.get(term);
    terms.set(term, {
      term,
      documents: documents + (known?.documents ?? 0),
      byKind: known ? summed(known.byKind, byKind) : byKind,
    });
  }
  return terms;
}

function summed(a: Readonly<Record<Kind, number>>, b: Readonly<Record<Kind, number>>): Record<Kind, number> {
  const sum = { ...a };
  for (const [kind, documents] of Object.entries(b)) sum[kind] = (sum[kind] ?? 0) + documents;
  return sum;
}

type Sums = Pick<TermStatistics, "documents" | "averageLength" | "kinds">;

/** The sums of a large index are read once a minute and Worker, those of a small one each time. */
export async function readSums(world: World, state: SearchState, names: readonly string[]): Promise<Sums> {
  const { memory } = world.searchShards;
  const known = memory.totals;
  const nowMs = world.nowMs();
  if (known?.generation === state.serving && Math.abs(nowMs - known.readAtMs) < TOTALS_KEPT_MS)
    return sumsOf(known.totals);
  const { answers, missing } = await askShards(world, names, (db) => readTotals(db, state.serving));
  const totals = new Map<string, number>();
  for (const part of answers.values())
    for (const [name, value] of part) totals.set(name, (totals.get(name) ?? 0) + value);
  if (missing.length === 0 && (totals.get("documents") ?? 0) >= TOTALS_KEPT_FROM)
    memory.totals = { generation: state.serving, totals, readAtMs: nowMs };
  return sumsOf(totals);
}

function sumsOf(totals: ReadonlyMap<string, number>): Sums {
  const documents = totals.get("documents") ?? 0;
  const average = (field: ScoredField) => (totals.get(`words:${field}`) ?? 0) / Math.max(documents, 1);
  const averageLength = Object.fromEntries(SCORED_FIELDS.map((field) => [field, average(field)])) as Record<
    ScoredField,
    number
  >;
  const kinds = [...totals].flatMap(([name, value]) =>
    name.startsWith(KIND_PREFIX) ? [[name.slice(KIND_PREFIX.length), value] as const] : [],
  );
  return { documents, averageLength, kinds: Object.fromEntries(kinds) };
}

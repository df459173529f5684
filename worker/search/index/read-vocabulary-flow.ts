/** What the whole index knows of a query's words: every database's part, summed. */
import type { Language } from "../../markets/markets.ts";
import type { World } from "../../world.ts";
import type { Kind, ScoredField, TermFacts, TermStatistics, VocabularyLookup } from "../ranking/search-plan.ts";
import { askShards } from "./ask-shards-flow.ts";
import { kindTotal, SCORED_FIELDS } from "./row-terms.ts";
import { databasesOf } from "./search-shard.ts";
import type { SearchState } from "./search-state.ts";
import { readMeans, readTotals, readVocabulary } from "./vocabulary-store.ts";

/** Means of an index of `MEANS_KEPT_FROM` rows or more may be so old. */
const MEANS_KEPT_MS = 60_000;
const MEANS_KEPT_FROM = 1_000;

type Sums = ReadonlyMap<string, number>;

/** `gone` names databases that need not be asked any more, `missing` those that did not answer in time now. */
export async function readStatistics(
  world: World,
  state: SearchState,
  language: Language,
  lookup: VocabularyLookup,
  gone: ReadonlySet<string> = new Set(),
): Promise<{ statistics: TermStatistics; missing: readonly string[] }> {
  const names = databasesOf(state.placement).filter((name) => !gone.has(name));
  const [{ answers, missing }, means] = await Promise.all([
    askShards(world, names, (db) => readVocabulary(db, state.serving, { ...lookup, language })),
    readMeanSums(world, state, names),
  ]);
  const parts = [...answers.values()];
  const terms = mergedTerms(parts.map((part) => part.terms));
  // A database that has none of the words may still have products of their kinds.
  const kinds =
    names.length === 1
      ? (parts[0]?.sizes ?? {})
      : await readKindSizes(world, state, [...answers.keys()], language, terms);
  return { statistics: { ...meansOf(means), kinds, terms }, missing };
}

/** The terms of two lookups in one. */
export const withTerms = (statistics: TermStatistics, more: TermStatistics): TermStatistics => ({
  ...statistics,
  kinds: { ...statistics.kinds, ...more.kinds },
  terms: new Map([...statistics.terms, ...more.terms]),
});

function mergedTerms(parts: readonly (readonly TermFacts[])[]): Map<string, TermFacts> {
  const terms = new Map<string, TermFacts>();
  for (const { term, documents, byKind } of parts.flat()) {
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

async function readKindSizes(
  world: World,
  state: SearchState,
  names: readonly string[],
  language: Language,
  terms: ReadonlyMap<string, TermFacts>,
): Promise<Record<Kind, number>> {
  const kinds = [...new Set([...terms.values()].flatMap(({ byKind }) => Object.keys(byKind)))];
  if (kinds.length === 0) return {};
  const sums = await sumTotals(
    world,
    state,
    names,
    kinds.map((kind) => kindTotal(language, kind)),
  );
  return Object.fromEntries(kinds.map((kind) => [kind, sums.get(kindTotal(language, kind)) ?? 0]));
}

/** Sums of these names over these databases, as far as they answer. */
export async function sumTotals(
  world: World,
  state: SearchState,
  databases: readonly string[],
  names: readonly string[],
): Promise<Sums> {
  const { answers } = await askShards(world, databases, (db) => readTotals(db, state.serving, names));
  return summedUp(answers.values());
}

function summedUp(parts: Iterable<Sums>): Map<string, number> {
  const totals = new Map<string, number>();
  for (const part of parts) for (const [name, value] of part) totals.set(name, (totals.get(name) ?? 0) + value);
  return totals;
}

/** The means of a large index are read once a minute and Worker, those of a small one each time. */
async function readMeanSums(world: World, state: SearchState, names: readonly string[]): Promise<Sums> {
  const { memory } = world.searchShards;
  const known = memory.totals;
  const nowMs = world.nowMs();
  if (known?.generation === state.serving && Math.abs(nowMs - known.readAtMs) < MEANS_KEPT_MS) return known.totals;
  const { answers, missing } = await askShards(world, names, (db) => readMeans(db, state.serving));
  const totals = summedUp(answers.values());
  if (missing.length === 0 && (totals.get("documents") ?? 0) >= MEANS_KEPT_FROM)
    memory.totals = { generation: state.serving, totals, readAtMs: nowMs };
  return totals;
}

function meansOf(totals: Sums): Pick<TermStatistics, "documents" | "averageLength"> {
  const documents = totals.get("documents") ?? 0;
  const average = (field: ScoredField) => (totals.get(`words:${field}`) ?? 0) / Math.max(documents, 1);
  const averageLength = Object.fromEntries(SCORED_FIELDS.map((field) => [field, average(field)])) as Record<
    ScoredField,
    number
  >;
  return { documents, averageLength };
}

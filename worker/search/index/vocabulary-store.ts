/** The words of an index, by database and generation: summed as rows come and go, read for what a query's words mean. */
import { type SQL, sql } from "drizzle-orm";
import { statement } from "../../base/statement.ts";
import type { Database } from "../../world.ts";
import type { TermFacts, VocabularyLookup } from "../ranking/search-plan.ts";
import { tableOf } from "./index-table-store.ts";
import type { VocabularyChange } from "./row-terms.ts";
import type { Generation } from "./search-state.ts";

/** First letters by which a word is completed; what is longer is looked for among those that begin so. */
const BEGINNING_MAX = 5;
/** Words read for one beginning, the commonest first. */
const COMPLETIONS_READ_MAX = 200;
/** Words that complete a beginning. */
const COMPLETIONS_MAX = 8;
/** Words read for one key, and in all for one query. */
const KEY_TERMS_MAX = 64;
/** Kinds of a word that are told, those with most products. */
const KINDS_MAX = 12;

/** Orders of magnitude to the base of two: a word moves among the completions only when it has doubled or halved. */
const LEVEL = sql.raw("CASE WHEN t.documents < 1 OR t.named = 0 THEN -1 ELSE CAST(log2(t.documents) AS INTEGER) END");
const LETTERS_MIN = 2;
/** Sums of one database: a few, and one for each kind of product. */
const TOTALS_MAX = 10_000;

/** For the batch of the rows that make the change. */
export function vocabularyWrites(
  db: Database,
  generation: Generation,
  { terms, termKinds, totals }: VocabularyChange,
  keys: readonly (readonly [key: string, term: string])[],
): unknown[] {
  const table = (name: Parameters<typeof tableOf>[0]) => tableOf(name, generation);
  const pairs = [...termKinds].flatMap(([term, kinds]) => [...kinds].map(([kind, count]) => [term, kind, count]));
  const sums = [...terms].map(([term, { documents, named }]) => [term, documents, named ? 1 : 0]);
  const writes = [
    sums.length > 0 &&
      sql`INSERT INTO ${table("terms")} (term, documents, named)
        SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${JSON.stringify(sums)}) WHERE true
        ON CONFLICT (term) DO UPDATE SET documents = documents + excluded.documents, named = max(named, excluded.named)`,
    pairs.length > 0 &&
      sql`INSERT INTO ${table("term_kinds")} (term, kind, documents)
        SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${JSON.stringify(pairs)}) WHERE true
        ON CONFLICT (term, kind) DO UPDATE SET documents = documents + excluded.documents`,
    totals.size > 0 &&
      sql`INSERT INTO ${table("totals")} (name, value)
        SELECT value ->> 0, value ->> 1 FROM json_each(${JSON.stringify([...totals])}) WHERE true
        ON CONFLICT (name) DO UPDATE SET value = value + excluded.value`,
    keys.length > 0 &&
      sql`INSERT OR IGNORE INTO ${table("keys")} (key, term)
        SELECT value ->> 0, value ->> 1 FROM json_each(${JSON.stringify(keys)})`,
    ...(terms.size > 0 ? completionWrites(generation, [...terms.keys()]) : []),
  ];
  return writes.filter((write) => write !== false).map((write) => statement(db, write as SQL));
}

/** Moves the words that doubled or halved to their place among the completions. */
function completionWrites(generation: Generation, terms: readonly string[]): SQL[] {
  const [completions, table] = [tableOf("completions", generation), tableOf("terms", generation)];
  const letters = terms.filter((term) => /^[\p{L}\p{M}]+$/u.test(term) && term.length >= LETTERS_MIN);
  if (letters.length === 0) return [];
  const moved = sql`json_each(${JSON.stringify(letters)}) i CROSS JOIN ${table} t ON t.term = i.value
    CROSS JOIN json_each('[1,2,3,4,5]') n WHERE t.level <> ${LEVEL} AND n.value <= length(t.term)`;
  return [
    sql`DELETE FROM ${completions} WHERE (beginning, level, term) IN
      (SELECT substr(t.term, 1, n.value), t.level, t.term FROM ${moved})`,
    sql`INSERT OR IGNORE INTO ${completions} (beginning, level, term)
      SELECT substr(t.term, 1, n.value), ${LEVEL}, t.term FROM ${moved} AND ${LEVEL} >= 0`,
    sql`UPDATE ${table} AS t SET level = ${LEVEL}
      WHERE t.term IN (SELECT value FROM json_each(${JSON.stringify(letters)})) AND t.level <> ${LEVEL}`,
  ];
}

type TermRow = { term: string; documents: number; kinds: string | null };

/** One database's part of the answer to a lookup. */
export async function readVocabulary(
  db: Database,
  generation: Generation,
  lookup: VocabularyLookup,
): Promise<TermFacts[]> {
  const table = (name: Parameters<typeof tableOf>[0]) => tableOf(name, generation);
  const ways = [
    sql`SELECT value AS term FROM json_each(${JSON.stringify(lookup.terms)})`,
    ...(lookup.keys.length > 0
      ? [
          sql`SELECT k.term FROM json_each(${JSON.stringify(lookup.keys)}) i
            JOIN ${table("keys")} k ON k.key = i.value AND k.term IN
              (SELECT o.term FROM ${table("keys")} o WHERE o.key = i.value LIMIT ${KEY_TERMS_MAX})`,
        ]
      : []),
    ...(lookup.beginning ? [sql`SELECT term FROM (${completionsOf(generation, lookup.beginning)})`] : []),
  ];
  const rows = await db.all<TermRow>(sql`
    WITH wanted AS (${sql.join(ways, sql` UNION `)})
    SELECT t.term, t.documents, (SELECT json_group_object(kind, documents) FROM
      (SELECT kind, documents FROM ${table("term_kinds")} k WHERE k.term = t.term AND k.documents > 0
        ORDER BY documents DESC LIMIT ${KINDS_MAX})) AS kinds
    FROM wanted w CROSS JOIN ${table("terms")} t ON t.term = w.term WHERE t.documents > 0`);
  return rows.map(({ term, documents, kinds }) => ({ term, documents, byKind: JSON.parse(kinds ?? "{}") }));
}

/** The commonest words that begin so, as one walk along an index: a short beginning has its own list. */
function completionsOf(generation: Generation, beginning: string): SQL {
  const [completions, table] = [tableOf("completions", generation), tableOf("terms", generation)];
  const letters = Array.from(beginning);
  if (letters.length <= BEGINNING_MAX)
    return sql`SELECT term FROM ${completions} WHERE beginning = ${beginning}
      ORDER BY level DESC LIMIT ${COMPLETIONS_MAX}`;
  return sql`SELECT term FROM (SELECT term, documents FROM ${table}
      WHERE term >= ${beginning} AND term < ${`${beginning}\u{10ffff}`} AND named = 1 LIMIT ${COMPLETIONS_READ_MAX})
    ORDER BY documents DESC LIMIT ${COMPLETIONS_MAX}`;
}

/** Sums over one database, by name. */
export async function readTotals(db: Database, generation: Generation): Promise<Map<string, number>> {
  const rows = await db.all<{ name: string; value: number }>(sql`
    SELECT name, value FROM ${tableOf("totals", generation)} LIMIT ${TOTALS_MAX}`);
  return new Map(rows.map(({ name, value }) => [name, value]));
}

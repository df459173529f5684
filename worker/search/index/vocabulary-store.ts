/** The words of an index, by database and generation: summed as rows come and go, read for what a query's words mean. */
import { type SQL, sql } from "drizzle-orm";
import { statement } from "../../base/statement.ts";
import type { Language } from "../../markets/markets.ts";
import type { Database } from "../../world.ts";
import type { Kind, TermFacts, VocabularyLookup } from "../ranking/search-plan.ts";
import { tableOf } from "./index-table-store.ts";
import { kindTotal, SCORED_FIELDS, type TermTraits, type VocabularyChange } from "./row-terms.ts";
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
const LEVEL = sql.raw(
  "CASE WHEN t.documents < 1 OR t.named & 1 = 0 THEN -1 ELSE CAST(log2(t.documents) AS INTEGER) END",
);
const LETTERS_MIN = 2;
/** D1 takes 2,000,000 bytes as one value; a letter has three at most in the store's languages. */
const JSON_LENGTH_MAX = 600_000;

/** For the batch of the rows that make the change. `traits` are of words that are new, or are now known for more. */
export function vocabularyWrites(
  db: Database,
  generation: Generation,
  { terms, termKinds, totals }: VocabularyChange,
  { traits, keys }: { traits: TermTraits; keys: readonly (readonly [key: string, term: string])[] },
): unknown[] {
  const table = (name: Parameters<typeof tableOf>[0]) => tableOf(name, generation);
  const changed = [...new Set([...terms.keys(), ...traits.keys()])];
  const sums = changed.map((term) => [term, terms.get(term) ?? 0, traits.get(term) ?? 0]);
  const pairs = [...termKinds].flatMap(([term, kinds]) => [...kinds].map(([kind, count]) => [term, kind, count]));
  const writes = [
    ...jsonParts(sums).map(
      (part) => sql`INSERT INTO ${table("terms")} (term, documents, named)
        SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${part}) WHERE true
        ON CONFLICT (term) DO UPDATE SET documents = documents + excluded.documents, named = named | excluded.named`,
    ),
    ...jsonParts(pairs).map(
      (part) => sql`INSERT INTO ${table("term_kinds")} (term, kind, documents)
        SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${part}) WHERE true
        ON CONFLICT (term, kind) DO UPDATE SET documents = documents + excluded.documents`,
    ),
    ...jsonParts([...totals]).map(
      (part) => sql`INSERT INTO ${table("totals")} (name, value)
        SELECT value ->> 0, value ->> 1 FROM json_each(${part}) WHERE true
        ON CONFLICT (name) DO UPDATE SET value = value + excluded.value`,
    ),
    ...jsonParts(keys).map(
      (part) => sql`INSERT OR IGNORE INTO ${table("keys")} (key, term)
        SELECT value ->> 0, value ->> 1 FROM json_each(${part})`,
    ),
    ...completionWrites(generation, changed),
  ];
  return writes.map((write) => statement(db, write));
}

/** A list as JSON, in as many parts as it takes to stay within what one value may be; none for an empty one. */
function jsonParts(list: readonly unknown[]): string[] {
  const text = JSON.stringify(list);
  if (list.length === 0) return [];
  if (text.length <= JSON_LENGTH_MAX || list.length === 1) return [text];
  const half = Math.ceil(list.length / 2);
  return [...jsonParts(list.slice(0, half)), ...jsonParts(list.slice(half))];
}

/** Moves the words that doubled or halved to their place among the completions. */
function completionWrites(generation: Generation, terms: readonly string[]): SQL[] {
  const [completions, table] = [tableOf("completions", generation), tableOf("terms", generation)];
  const letters = terms.filter((term) => /^[\p{L}\p{M}]+$/u.test(term) && term.length >= LETTERS_MIN);
  return jsonParts(letters).flatMap((part) => {
    const moved = sql`json_each(${part}) i CROSS JOIN ${table} t ON t.term = i.value
      CROSS JOIN json_each('[1,2,3,4,5]') n WHERE t.level <> ${LEVEL} AND n.value <= length(t.term)`;
    return [
      sql`DELETE FROM ${completions} WHERE (beginning, level, term) IN
        (SELECT substr(t.term, 1, n.value), t.level, t.term FROM ${moved})`,
      sql`INSERT OR IGNORE INTO ${completions} (beginning, level, term)
        SELECT substr(t.term, 1, n.value), ${LEVEL}, t.term FROM ${moved} AND ${LEVEL} >= 0`,
      sql`UPDATE ${table} AS t SET level = ${LEVEL}
        WHERE t.term IN (SELECT value FROM json_each(${part})) AND t.level <> ${LEVEL}`,
    ];
  });
}

/** `kinds` is a list of kind, rows of the word in it, and rows of the kind in the language that is asked in. */
type TermRow = { term: string; documents: number; kinds: string };

/** One database's part of the answer to a lookup: its terms, and how large the kinds are that they occur in. */
export async function readVocabulary(
  db: Database,
  generation: Generation,
  { language, ...lookup }: VocabularyLookup & { language: Language },
): Promise<{ terms: TermFacts[]; sizes: Record<Kind, number> }> {
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
    SELECT t.term, t.documents, (SELECT json_group_array(json_array(kind, documents,
        (SELECT value FROM ${table("totals")} s WHERE s.name = ${kindTotal(language, "")} || kind))) FROM
      (SELECT kind, documents FROM ${table("term_kinds")} k WHERE k.term = t.term AND k.documents > 0
        ORDER BY documents DESC LIMIT ${KINDS_MAX})) AS kinds
    FROM wanted w CROSS JOIN ${table("terms")} t ON t.term = w.term WHERE t.documents > 0`);
  const sizes: Record<Kind, number> = {};
  const terms = rows.map(({ term, documents, kinds }) => {
    const byKind: Record<Kind, number> = {};
    for (const [kind, count, size] of JSON.parse(kinds) as [Kind, number, number | null][]) {
      byKind[kind] = count;
      sizes[kind] = size ?? 0;
    }
    return { term, documents, byKind };
  });
  return { terms, sizes };
}

/** The commonest words that begin so, as one walk along an index: a short beginning has its own list. */
function completionsOf(generation: Generation, beginning: string): SQL {
  const [completions, table] = [tableOf("completions", generation), tableOf("terms", generation)];
  const letters = Array.from(beginning);
  if (letters.length <= BEGINNING_MAX)
    return sql`SELECT term FROM ${completions} WHERE beginning = ${beginning}
      ORDER BY level DESC LIMIT ${COMPLETIONS_MAX}`;
  return sql`SELECT term FROM (SELECT term, documents FROM ${table}
      WHERE term >= ${beginning} AND term < ${`${beginning}\u{10ffff}`} AND named & 1 = 1 LIMIT ${COMPLETIONS_READ_MAX})
    ORDER BY documents DESC LIMIT ${COMPLETIONS_MAX}`;
}

/** Of rows, and of the words in their fields. */
const MEAN_TOTALS = ["documents", ...SCORED_FIELDS.map((field) => `words:${field}`)];

/** Sums over one database that every score needs, by name. */
export const readMeans = (db: Database, generation: Generation): Promise<Map<string, number>> =>
  readTotals(db, generation, MEAN_TOTALS);

/** Those of these sums that the database has. */
export async function readTotals(
  db: Database,
  generation: Generation,
  names: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.all<{ name: string; value: number }>(sql`
    SELECT t.name, t.value FROM json_each(${JSON.stringify(names)}) i
    CROSS JOIN ${tableOf("totals", generation)} t ON t.name = i.value`);
  return new Map(rows.map(({ name, value }) => [name, value]));
}

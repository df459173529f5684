/**
 * Writes the index: rows in `search_documents_*`, their words in the full texts, and what the vocabulary sums of them. One
 * batch each, so no row is ever without its words. An old event never brings back an old value: versions decide.
 */
import { type SQL, sql } from "drizzle-orm";
import { statement } from "../../base/statement.ts";
import { whyOf } from "../../base/why.ts";
import type { Database } from "../../world.ts";
import { wordsIn } from "../words/field-words.ts";
import { markOfTitle, marksOf } from "./index-marks.ts";
import { NUMBERS_NEAR } from "./index-place.ts";
import type { IndexRow } from "./index-row.ts";
import { tableOf } from "./index-table-store.ts";
import { type CountedRow, grownTraits, keyRows, traitsOfTerms, vocabularyChange } from "./row-terms.ts";
import type { Generation } from "./search-state.ts";
import { vocabularyWrites } from "./vocabulary-store.ts";

/** Characters of rows in one statement: D1 takes 2,000,000 bytes as one value, and a letter has three at most in the store's languages. */
const ROWS_LENGTH_MAX = 500_000;
/** Times that a part is written again because another writer had these products in hand. */
const WRITES_MAX = 4;

/**
 * Puts these rows in the place of what the database has of their products, and forgets `gone` as far as `version` says,
 * unless it has a newer version. All rows of a product come in one call.
 */
export async function writeIndexRows(
  db: Database,
  generation: Generation,
  { rows, gone }: { rows: readonly IndexRow[]; gone: readonly { productId: string; version: number }[] },
): Promise<void> {
  const parts = partsOf(rows);
  for (const [index, part] of parts.entries())
    for (let write = 1; !(await writePart(db, generation, part, index === 0 ? gone : [])); write += 1)
      if (write === WRITES_MAX) throw new Error("Products were written to the index by others, again and again");
}

/** Whole products, as many as one statement takes; one part at least. */
function partsOf(rows: readonly IndexRow[]): IndexRow[][] {
  const parts: IndexRow[][] = [[]];
  let length = 0;
  for (const own of Map.groupBy(rows, (row) => row.productId).values()) {
    const more = own.reduce((sum, row) => sum + lengthOf(row), 0);
    if (length > 0 && length + more > ROWS_LENGTH_MAX) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(...own);
    length += more;
  }
  return parts;
}

const FIXED_LENGTH = 1_000;
/** Marks are made of facts: each is a word for a part of them, in both full texts. */
const lengthOf = (row: IndexRow): number =>
  FIXED_LENGTH + row.title.length + row.codes.length + row.text.length * 2 + row.facts.length * 4;

type OldRow = CountedRow & { number: number; productId: string; version: number };

/** False where another writer came between reading and writing: nothing was written. */
async function writePart(
  db: Database,
  generation: Generation,
  rows: readonly IndexRow[],
  gone: readonly { productId: string; version: number }[],
): Promise<boolean> {
  const versions = new Map([...rows, ...gone].map(({ productId, version }) => [productId, version]));
  if (versions.size === 0) return true;
  const traits = traitsOfTerms(rows);
  const { old, known, near } = await readBefore(db, generation, [...versions.keys()], [...traits.keys()], rows);
  const isOvertaken = new Set(
    old.filter((row) => row.version > (versions.get(row.productId) ?? 0)).map(({ productId }) => productId),
  );
  const fresh = rows.filter(({ productId }) => !isOvertaken.has(productId));
  // What a database never had it need not forget: most of many hear of a product once.
  if (fresh.length === 0 && old.length === 0) return true;
  const replaced = old.filter(({ productId }) => !isOvertaken.has(productId));
  const change = vocabularyChange(replaced, fresh);
  const freed = new Set(replaced.map(({ number }) => number));
  const placed = apart(fresh, new Set(near.filter((number) => !freed.has(number))));
  const grown = grownTraits(isOvertaken.size > 0 ? traitsOfTerms(fresh) : traits, known);
  try {
    await db.batch([
      stillAsRead(db, generation, [...versions.keys()], old),
      ...rowWrites(db, generation, versions, placed),
      ...vocabularyWrites(db, generation, change, { traits: grown, keys: keyRows(grown) }),
    ] as unknown as Parameters<Database["batch"]>[0]);
    return true;
  } catch (why) {
    // Products that changed meanwhile, or a number that another product took.
    if (/malformed JSON|UNIQUE constraint failed/.test(whyOf(why))) return false;
    throw why;
  }
}

/** Ends the batch where these products' rows are not those any more that differences were made of: sums stay right. */
function stillAsRead(db: Database, generation: Generation, productIds: readonly string[], old: readonly OldRow[]) {
  const read = `${old.length} ${old.reduce((sum, { version }) => sum + version, 0)}`;
  return statement(
    db,
    sql`SELECT json(CASE WHEN (SELECT count(*) || ' ' || coalesce(sum(version), 0) FROM ${tableOf("documents", generation)}
      WHERE product_id IN (SELECT value FROM json_each(${JSON.stringify(productIds)}))) = ${read} THEN '1' ELSE 'changed' END)`,
  );
}

/** What is there of these products, what the vocabulary knows of these terms, and which numbers near these rows are taken. */
async function readBefore(
  db: Database,
  generation: Generation,
  productIds: readonly string[],
  terms: readonly string[],
  rows: readonly IndexRow[],
): Promise<{ old: OldRow[]; known: Map<string, number>; near: number[] }> {
  const starts = [...Map.groupBy(rows, ({ productId }) => productId).values()].map((own) =>
    Math.min(...own.map(({ number }) => number)),
  );
  const [old, known, near] = await Promise.all([
    db.all<OldRow>(sql`
      SELECT number, product_id AS productId, language, words_in AS wordsIn, version, markets,
        title, brand, category, codes, text, kinds, facts
      FROM ${tableOf("documents", generation)}
      WHERE product_id IN (SELECT value FROM json_each(${JSON.stringify(productIds)}))`),
    terms.length === 0
      ? []
      : db.all<{ term: string; named: number }>(sql`
      SELECT t.term, t.named FROM json_each(${JSON.stringify(terms)}) i
      CROSS JOIN ${tableOf("terms", generation)} t ON t.term = i.value`),
    starts.length === 0
      ? []
      : db.all<{ number: number }>(sql`
      SELECT d.number FROM json_each(${JSON.stringify(starts)}) i
      CROSS JOIN ${tableOf("documents", generation)} d ON d.number BETWEEN i.value AND i.value + ${NUMBERS_NEAR}`),
  ]);
  return {
    old,
    known: new Map(known.map(({ term, named }) => [term, named])),
    near: near.map(({ number }) => number),
  };
}

/** Each row at its own number, or at the next free one. */
function apart(rows: readonly IndexRow[], taken: Set<number>): IndexRow[] {
  return rows.map((row) => {
    let { number } = row;
    while (taken.has(number)) number += 1;
    taken.add(number);
    return { ...row, number };
  });
}

function rowWrites(
  db: Database,
  generation: Generation,
  versions: ReadonlyMap<string, number>,
  rows: readonly IndexRow[],
): unknown[] {
  const [documents, names, words] = (["documents", "names", "words"] as const).map((name) => tableOf(name, generation));
  if (!documents || !names || !words) return [];
  const overtaken = sql`SELECT d.number FROM json_each(${JSON.stringify([...versions])}) v
    JOIN ${documents} d ON d.product_id = v.value ->> 0 WHERE d.version <= v.value ->> 1`;
  const removals = [
    statement(db, sql`DELETE FROM ${names} WHERE rowid IN (${overtaken})`),
    statement(db, sql`DELETE FROM ${words} WHERE rowid IN (${overtaken})`),
    statement(db, sql`DELETE FROM ${documents} WHERE number IN (${overtaken})`),
  ];
  return rows.length === 0 ? removals : [...removals, ...insertions(db, { documents, names, words }, rows)];
}

export const COLUMNS = [
  ["productId", "product_id"],
  ["language", "language"],
  ["wordsIn", "words_in"],
  ["shard", "shard"],
  ["version", "version"],
  ["rank", "rank"],
  ["popularity", "popularity"],
  ["completeness", "completeness"],
  ["inStock", "in_stock"],
  ["createdAtMs", "created_at_ms"],
  ["markets", "markets"],
  ["prices", "prices"],
  ["label", "label"],
  ["facts", "facts"],
  ["title", "title"],
  ["brand", "brand"],
  ["category", "category"],
  ["codes", "codes"],
  ["text", "text"],
  ["kinds", "kinds"],
] as const satisfies readonly (readonly [keyof IndexRow, string])[];

function insertions(db: Database, tables: Record<"documents" | "names" | "words", SQL>, rows: readonly IndexRow[]) {
  const { documents, names, words } = tables;
  const incoming = sql`json_each(${JSON.stringify(valuesOf(rows))}) i`;
  const column = (at: number) => sql.raw(`i.value ->> ${at}`);
  const marks = COLUMNS.length + 1;
  const at = (name: keyof IndexRow) => column(1 + COLUMNS.findIndex(([field]) => field === name));
  // Rows of the full texts are those that were just written: an overtaken product has another version.
  const written = sql`FROM ${incoming} CROSS JOIN ${documents} d ON d.product_id = ${at("productId")}
    AND d.language = ${at("language")} AND d.version = ${at("version")} WHERE d.language <> 'none' ORDER BY d.number`;
  return [
    statement(
      db,
      sql`INSERT INTO ${documents} (number, ${sql.raw(COLUMNS.map(([, name]) => name).join(", "))})
      SELECT ${column(0)},
        ${sql.join(
          COLUMNS.map((_, index) => column(index + 1)),
          sql`, `,
        )}
      FROM ${incoming} WHERE NOT EXISTS (SELECT 1 FROM ${documents} d WHERE d.product_id = ${at("productId")})`,
    ),
    statement(
      db,
      sql`INSERT INTO ${names} (rowid, title, brand, category, codes, kinds)
      SELECT d.number, d.title, d.brand, d.category, d.codes, d.kinds || ' ' || (${column(marks)}) ${written}`,
    ),
    statement(db, sql`INSERT INTO ${words} (rowid, words) SELECT d.number, ${column(marks + 1)} ${written}`),
  ];
}

/** As lists of values: the number, the columns, the marks, and every word once. */
function valuesOf(rows: readonly IndexRow[]): unknown[][] {
  return rows.map((row) => {
    const marks = marksOf(row);
    const named = [...marks, markOfTitle(wordsIn(row.title))].join(" ");
    return [row.number, ...COLUMNS.map(([field]) => row[field]), named, everyWordOf(row, marks)];
  });
}

const everyWordOf = (row: IndexRow, marks: readonly string[]): string =>
  [
    ...new Set([row.title, row.brand, row.category, row.codes, row.text, row.kinds].flatMap(wordsIn).concat(marks)),
  ].join(" ");

/** The search index in D1 `SEARCH`: rows in `search_documents`, their text in the FTS5 table `search_text`. */
import { sql } from "drizzle-orm";
import { statement } from "../base/statement.ts";
import type { Language } from "../markets/markets.ts";
import type { Currency } from "../pricing/money.ts";
import type { Database } from "../world.ts";
import { type SearchRow, WEIGHTS } from "./search-text.ts";

/** Hits are counted up to here; nobody pages further. */
export const HITS_MAX = 10_000;

/** `match` is a query as FTS5 reads it. */
export type SearchAsk = { language: Language; currency: Currency; match: string; offset: number; limit: number };

/** Ids of products, best first, and how many there are (at most `HITS_MAX`). */
export async function listHits(db: Database, ask: SearchAsk): Promise<{ ids: string[]; total: number }> {
  // Scores are taken before the rows are grouped: bm25 is only known where the text is matched.
  const rows = await db.all<{ id: string; total: number }>(sql`
    WITH hits AS MATERIALIZED (
      SELECT rowid AS number, bm25(search_text, ${sql.raw(WEIGHTS.join(", "))}) AS score
      FROM search_text WHERE search_text MATCH ${ask.match}
    ), found AS MATERIALIZED (
      SELECT d.product_id AS id, min(h.score) AS score, max(d.rank) AS rank
      FROM hits h JOIN search_documents d ON d.number = h.number
      WHERE d.language IN ('any', ${ask.language}) AND instr(d.currencies, ${ask.currency}) > 0
      GROUP BY d.product_id ORDER BY score LIMIT ${HITS_MAX}
    )
    SELECT id, (SELECT count(*) FROM found) AS total FROM found
    ORDER BY score, rank DESC, id LIMIT ${ask.limit} OFFSET ${ask.offset}`);
  return { ids: rows.map((row) => row.id), total: rows[0]?.total ?? 0 };
}

/**
 * Puts these rows in the place of what the index has of their products, unless it has a newer version:
 * an old event never brings back an old value. All rows of a product come in one call.
 */
export async function replaceSearchRows(db: Database, rows: readonly SearchRow[]): Promise<void> {
  if (rows.length === 0) return;
  const incoming = sql`json_each(${JSON.stringify(rows)}) AS i`;
  const field = (name: keyof SearchRow) => sql.raw(`json_extract(i.value, '$.${name}')`);
  const overtaken = sql`SELECT d.number FROM search_documents d JOIN ${incoming}
    ON d.product_id = ${field("productId")} WHERE d.version <= ${field("version")}`;
  await db.batch([
    statement(db, sql`DELETE FROM search_text WHERE rowid IN (${overtaken})`),
    statement(db, sql`DELETE FROM search_documents WHERE number IN (${overtaken})`),
    statement(
      db,
      sql`INSERT INTO search_documents (product_id, language, rank, version, currencies)
      SELECT ${field("productId")}, ${field("language")}, ${field("rank")}, ${field("version")}, ${field("currencies")}
      FROM ${incoming} WHERE NOT EXISTS (SELECT 1 FROM search_documents d WHERE d.product_id = ${field("productId")})`,
    ),
    statement(
      db,
      sql`INSERT INTO search_text (rowid, title, brand, category, description, codes)
      SELECT d.number, ${field("title")}, ${field("brand")}, ${field("category")}, ${field("description")}, ${field("codes")}
      FROM ${incoming} JOIN search_documents d ON d.product_id = ${field("productId")}
        AND d.language = ${field("language")} AND d.version = ${field("version")}
      WHERE d.language <> 'none'`,
    ),
  ]);
}

/** Forgets every product of a stretch of ids: after `afterId`, up to `lastId`, or to the end where that is null. */
export async function deleteSearchRows(db: Database, afterId: string, lastId: string | null): Promise<void> {
  const stretch = sql`product_id > ${afterId} AND (${lastId} IS NULL OR product_id <= ${lastId})`;
  await db.batch([
    statement(db, sql`DELETE FROM search_text WHERE rowid IN (SELECT number FROM search_documents WHERE ${stretch})`),
    statement(db, sql`DELETE FROM search_documents WHERE ${stretch}`),
  ]);
}

/** The version that the index has of each of these products; those it lacks are left out. */
export async function readIndexVersions(db: Database, productIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.all<{ id: string; version: number }>(sql`
    SELECT product_id AS id, max(version) AS version FROM search_documents
    WHERE product_id IN (SELECT value FROM json_each(${JSON.stringify(productIds)})) GROUP BY product_id`);
  return new Map(rows.map((row) => [row.id, row.version]));
}

/** How many products search finds. Reads the whole index: for a check of all of it, and not for each stretch. */
export async function countSearchable(db: Database): Promise<number> {
  const [found] = await db.all<{ products: number }>(
    sql`SELECT count(DISTINCT product_id) AS products FROM search_documents WHERE language <> 'none'`,
  );
  return found?.products ?? 0;
}

/** Rows of many languages whose numbers fall together. */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { nodeDatabase } from "../../bench/search/node-database.ts";
import { COMPLETENESS_MAX, numberOf, POPULARITY_MAX } from "../../worker/search/index/index-place.ts";
import type { IndexRow, RowLanguage } from "../../worker/search/index/index-row.ts";
import { writeIndexRows } from "../../worker/search/index/index-store.ts";

const IDS = ["a", "b", "c"];

test.each([
  ["one after the other", IDS.map((id) => [id])],
  ["in one write", [IDS]],
  ["again, each with the others there", [...IDS.map((id) => [id]), ...IDS.map((id) => [id])]],
])("products whose places fall together are all written in every language, %s", async (_, writes) => {
  const db = nodeDatabase();
  for (const [version, ids] of writes.entries())
    await writeIndexRows(db, "a", { rows: ids.flatMap((id) => rowsOf(id, version + 1)), gone: [] });
  const rows = await db.all<{ id: string; number: number }>(
    sql`SELECT product_id AS id, number FROM search_documents_a ORDER BY number`,
  );
  expect(rows).toHaveLength(IDS.length * LANGUAGES.length);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(IDS.length);
});

const LANGUAGES: RowLanguage[] = ["any", "de", "ja", "ar"];
const rowsOf = (productId: string, version: number): IndexRow[] =>
  LANGUAGES.map((language) => ({
    productId,
    language,
    wordsIn: language === "any" ? "en" : (language as "de"),
    shard: 0,
    version,
    // As if all had one hash.
    number: numberOf({
      productId: "same",
      language,
      rank: 0,
      popularity: POPULARITY_MAX,
      completeness: COMPLETENESS_MAX,
    }),
    rank: 0,
    popularity: POPULARITY_MAX,
    completeness: COMPLETENESS_MAX,
    inStock: 1,
    createdAtMs: 0,
    markets: " en-us ",
    prices: '{"USD":100}',
    label: productId,
    facts: '{"k":[],"b":"","v":[],"n":[]}',
    title: `lamp ${productId}`,
    brand: "",
    category: "",
    codes: "",
    text: "",
    kinds: "",
  }));

import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { SearchState } from "./search-state.ts";

/** What the index is doing, in the first of its databases: one row. */
export const searchState = sqliteTable("search_state", {
  id: integer("id").primaryKey(),
  epoch: integer("epoch").notNull(),
  state: text("state", { mode: "json" }).$type<SearchState>().notNull(),
});

/**
 * One row per product and language it is found in; the full texts `search_names_*` and `search_words_*` share its row
 * numbers, which rise as products stand further back: a walk along them meets the best first, and stops when it has enough.
 * A product that is not found any more leaves one row of the language `none`: it remembers the version that left, so that
 * an older event cannot bring the product back.
 */
const documentsOf = (generation: string) =>
  sqliteTable(
    `search_documents_${generation}`,
    {
      number: integer("number").primaryKey(),
      productId: text("product_id").notNull(),
      /** `any` for the product's own language, in which every market finds it; a language for each other translation. */
      language: text("language").notNull(),
      /** The language its words are in. */
      wordsIn: text("words_in").notNull(),
      shard: integer("shard").notNull(),
      version: integer("version").notNull(),
      rank: integer("rank").notNull(),
      /** Of what is sold lately, and of what is told of it (`index-place.ts`). */
      popularity: integer("popularity").notNull().default(0),
      completeness: integer("completeness").notNull().default(0),
      inStock: integer("in_stock").notNull(),
      createdAtMs: integer("created_at_ms").notNull(),
      /** Ids of the markets that read it, each between blanks. */
      markets: text("markets").notNull(),
      /** `{"USD":19900}`: the lowest price in each currency, in minor units. */
      prices: text("prices").notNull(),
      /** As shoppers read it; lists by name go by it. */
      label: text("label").notNull(),
      /** What facets are made of (`Facts`), as JSON. */
      facts: text("facts").notNull(),
      title: text("title").notNull(),
      brand: text("brand").notNull(),
      category: text("category").notNull(),
      codes: text("codes").notNull(),
      text: text("text").notNull(),
      kinds: text("kinds").notNull(),
    },
    (table) => [
      index(`search_by_product_${generation}`).on(table.productId),
      index(`search_by_shard_${generation}`).on(table.shard),
    ],
  );

/**
 * The words of one database's rows. `documents` counts rows with the word; `named` words stand in a title, brand or
 * category; `level` is the order of magnitude of `documents` that the completions have, -1 where they lack it.
 */
const termsOf = (generation: string) =>
  sqliteTable(`search_terms_${generation}`, {
    term: text("term").primaryKey(),
    documents: integer("documents").notNull(),
    named: integer("named").notNull(),
    level: integer("level").notNull().default(-1),
  });

/** Rows with the word in title or category, by kind. */
const termKindsOf = (generation: string) =>
  sqliteTable(
    `search_term_kinds_${generation}`,
    { term: text("term").notNull(), kind: text("kind").notNull(), documents: integer("documents").notNull() },
    (table) => [primaryKey({ columns: [table.term, table.kind] })],
  );

/** What a word is found by besides itself: slips of the hand, other forms, tails (`vocabulary-keys.ts`). */
const keysOf = (generation: string) =>
  sqliteTable(`search_keys_${generation}`, { key: text("key").notNull(), term: text("term").notNull() }, (table) => [
    primaryKey({ columns: [table.key, table.term] }),
  ]);

/** Words by how they begin, the most common last: the best completions of a beginning are one walk along the index. */
const completionsOf = (generation: string) =>
  sqliteTable(
    `search_completions_${generation}`,
    { beginning: text("beginning").notNull(), level: integer("level").notNull(), term: text("term").notNull() },
    (table) => [primaryKey({ columns: [table.beginning, table.level, table.term] })],
  );

/** Sums: `documents`, `words:{field}`, `kind:{kind}`. */
const totalsOf = (generation: string) =>
  sqliteTable(`search_totals_${generation}`, { name: text("name").primaryKey(), value: integer("value").notNull() });

export const [searchDocumentsA, searchDocumentsB] = [documentsOf("a"), documentsOf("b")];
export const [searchTermsA, searchTermsB] = [termsOf("a"), termsOf("b")];
export const [searchTermKindsA, searchTermKindsB] = [termKindsOf("a"), termKindsOf("b")];
export const [searchKeysA, searchKeysB] = [keysOf("a"), keysOf("b")];
export const [searchCompletionsA, searchCompletionsB] = [completionsOf("a"), completionsOf("b")];
export const [searchTotalsA, searchTotalsB] = [totalsOf("a"), totalsOf("b")];

/** Names of the index's tables: each database has two sets, one for each generation. */
import { type SQL, sql } from "drizzle-orm";
import type { Generation } from "./search-state.ts";

type IndexTable = "documents" | "names" | "words" | "terms" | "term_kinds" | "keys" | "completions" | "totals";

export const tableOf = (name: IndexTable, generation: Generation): SQL => sql.raw(`search_${name}_${generation}`);

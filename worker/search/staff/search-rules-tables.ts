import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { RuleBody, RuleKind, RuleScope } from "./search-rule.ts";

/** What staff add to the search. `key` is what the rule is found by, so that a scope has one of a kind for it. */
export const searchRules = sqliteTable(
  "search_rules",
  {
    id: text("id").primaryKey(),
    kind: text("kind").$type<RuleKind>().notNull(),
    scope: text("scope").$type<RuleScope>().notNull(),
    key: text("key").notNull(),
    body: text("body", { mode: "json" }).$type<RuleBody>().notNull(),
    /** One more at each change. */
    version: integer("version").notNull(),
    updatedAtMs: integer("updated_at_ms").notNull(),
  },
  (table) => [
    uniqueIndex("search_rules_by_key").on(table.kind, table.scope, table.key),
    index("search_rules_newest").on(table.kind, table.updatedAtMs),
  ],
);

/** D1's interface, as far as the index uses it, over SQLite in this process: the same statements, without a runtime around them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { SQL } from "drizzle-orm";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import type { Database } from "../../worker/world.ts";

const MIGRATIONS = join(import.meta.dirname, "../../migrations/search");
const dialect = new SQLiteSyncDialect();

type Watch = (query: string, params: readonly unknown[], tookMs: number, rows: number) => void;

/** An empty index of its own in memory. `watch` hears of each statement. */
export function nodeDatabase(watch: Watch = () => undefined): Database {
  const sqlite = new DatabaseSync(":memory:");
  const files = readdirSync(MIGRATIONS).filter((file) => file.endsWith(".sql"));
  for (const file of files.sort()) sqlite.exec(readFileSync(join(MIGRATIONS, file), "utf8"));
  const prepared = new Map<string, StatementSync>();
  const all = (query: SQL): unknown[] => {
    const { sql, params } = dialect.sqlToQuery(query);
    const statement = prepared.get(sql) ?? sqlite.prepare(sql);
    prepared.set(sql, statement);
    const startedMs = performance.now();
    const rows = statement.all(...(params as SQLInputValue[]));
    watch(sql, params, performance.now() - startedMs, rows.length);
    return rows;
  };
  // A statement runs when it is awaited, or with its batch.
  const later = (query: SQL) => ({
    query,
    getQuery: () => dialect.sqlToQuery(query),
    // biome-ignore lint/suspicious/noThenProperty: drizzle's statements are awaited as they are
    then: (resolve: (rows: unknown[]) => void, reject: (why: unknown) => void) => {
      try {
        resolve(all(query));
      } catch (why) {
        reject(why);
      }
    },
  });
  const batch = async (statements: readonly { query: SQL }[]) => {
    sqlite.exec("BEGIN");
    try {
      const answers = statements.map(({ query }) => all(query));
      sqlite.exec("COMMIT");
      return answers;
    } catch (why) {
      sqlite.exec("ROLLBACK");
      throw why;
    }
  };
  return {
    all: async (query: SQL) => all(query),
    run: later,
    batch,
    $client: { prepare: () => null },
  } as unknown as Database;
}

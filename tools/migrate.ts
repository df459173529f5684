/** Brings a local store's databases to the newest migration. Keeps the same record as `wrangler d1 migrations apply`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unstable_splitSqlQuery } from "wrangler";
import { root } from "./local-settings.ts";
import type { LocalStore } from "./local-store.ts";
import { searchBindings } from "./search-bindings.ts";

const FOLDERS: readonly (readonly [binding: string, folder: string])[] = [
  ...Object.entries({
    CATALOG: "catalog",
    ORDERS: "orders",
    ACCOUNTS: "accounts",
    INSIGHTS: "insights",
  }),
  ...searchBindings().map((binding) => [binding, "search"] as const),
];
const RECORD = `CREATE TABLE IF NOT EXISTS d1_migrations(
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`;

/** On a machine that is very busy, a connection to the runtime may be closed for having been quiet. */
const TRIES_MAX = 3;

/** Applies what is missing, each file whole or not at all, and answers the names of the files applied. */
export async function migrateLocal(store: LocalStore): Promise<string[]> {
  const applied: string[] = [];
  for (const [binding, folder] of FOLDERS)
    for (let tries = 1; ; tries += 1)
      try {
        for (const file of await missingOf(store, binding, folder)) {
          await apply(store, binding, folder, file);
          applied.push(`${folder}/${file}`);
        }
        break;
      } catch (error) {
        if (tries === TRIES_MAX || !wasCutOff(error)) throw error;
      }
  return applied;
}

async function missingOf(store: LocalStore, binding: string, folder: string): Promise<string[]> {
  const database = await store.database(binding);
  await database.prepare(RECORD.replaceAll("\n", " ")).run();
  const { results } = await database.prepare("SELECT name FROM d1_migrations").all<{ name: string }>();
  const done = new Set(results.map((row) => row.name));
  return migrationFiles(folder).filter((name) => !done.has(name));
}

async function apply(store: LocalStore, binding: string, folder: string, file: string): Promise<void> {
  const database = await store.database(binding);
  const statements = unstable_splitSqlQuery(readFileSync(join(root, "migrations", folder, file), "utf8"));
  const record = database.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(file);
  await database.batch([...statements.map((sql) => database.prepare(sql)), record]);
}

const wasCutOff = (error: unknown): boolean =>
  error instanceof Error && (error.cause as { code?: string } | undefined)?.code === "UND_ERR_SOCKET";

const migrationFiles = (folder: string) =>
  readdirSync(join(root, "migrations", folder))
    .filter((file) => file.endsWith(".sql"))
    .sort();

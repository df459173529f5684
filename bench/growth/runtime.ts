/** The search in a local runtime, with one database or several, on a disk of its own. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unstable_splitSqlQuery } from "wrangler";
import { bundleWorker } from "../../tools/bundle-worker.ts";
import { miniflareOfWrangler } from "../../tools/local-store.ts";

const COMPATIBILITY_DATE = "2026-10-12";
const MIGRATIONS = join(import.meta.dirname, "../../migrations");

type RuntimeOptions = { shards: number; isNew?: boolean; entry?: string };
export type Runtime = { url: string; close(): Promise<void> };

/** `entry` is the Worker that is run; databases that are not new have their tables. */
export async function openRuntime(
  stateDir: string,
  { shards, isNew = true, entry = join(import.meta.dirname, "worker.ts") }: RuntimeOptions,
): Promise<Runtime> {
  const { Miniflare, convertV4MiniflareOptions } = miniflareOfWrangler();
  const search = Array.from({ length: shards }, (_, index) => (index === 0 ? "SEARCH" : `SEARCH_${index + 1}`));
  const script = await bundleWorker(entry);
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      logRequests: false,
      resourcePersistencePath: stateDir,
      handleStructuredLogs: () => undefined,
      workers: [
        {
          name: "growth",
          compatibilityDate: COMPATIBILITY_DATE,
          compatibilityFlags: ["nodejs_compat"],
          modules: [{ type: "ESModule", path: "worker.mjs", contents: script }],
          d1Databases: Object.fromEntries(
            ["CATALOG", "ORDERS", "ACCOUNTS", "INSIGHTS", ...search].map((name) => [name, name]),
          ),
          kvNamespaces: ["CATALOG_CACHE"],
          queueProducers: { EVENTS: "events-of-the-bench" },
          bindings: { AUTH_SECRET: "a-secret-of-the-bench-0123456789abcdef", STORE_ORIGIN: "", MAIL_FROM: "" },
        },
      ],
    }),
  );
  const { origin } = await runtime.ready;
  const opened = { url: origin, close: () => runtime.dispose() };
  if (!isNew) return opened;
  for (const [name, folder] of [
    ["CATALOG", "catalog"],
    ["ORDERS", "orders"],
    ["ACCOUNTS", "accounts"],
    ["INSIGHTS", "insights"],
    ...search.map((each) => [each, "search"] as const),
  ] as const)
    await migrate((await runtime.getD1Database(name)) as unknown as D1Like, folder);
  return opened;
}

type D1Like = { prepare(query: string): { run(): Promise<unknown> }; batch(statements: unknown[]): Promise<unknown> };

async function migrate(database: D1Like, folder: string): Promise<void> {
  const files = readdirSync(join(MIGRATIONS, folder)).filter((file) => file.endsWith(".sql"));
  for (const file of files.sort()) {
    const statements = unstable_splitSqlQuery(readFileSync(join(MIGRATIONS, folder, file), "utf8"));
    await database.batch(statements.map((query) => database.prepare(query)));
  }
}

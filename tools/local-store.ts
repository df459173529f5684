/** The built store in the local Workers runtime, behind a stand-in for Workers Cache, in this process: what `npm start`, the page tests and the bench all run. */
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { bundleWorker } from "./bundle-worker.ts";
import { root } from "./local-settings.ts";

const CONFIG = join(root, "dist", "server", "wrangler.json");
const CACHE = join(root, "tools", "workers-cache", "worker.ts");
const [STORE_NAME, CACHE_NAME] = ["meridian", "workers-cache"];

/** `host` is this machine's loopback address where it is left out. */
export type LocalStoreOptions = {
  port: number;
  host?: string;
  /** Where data is kept; null keeps it in memory. */
  stateDir: string | null;
  /** Settings and secrets, over those of wrangler.toml. */
  vars: Readonly<Record<string, string>>;
  /** Gets each line the Worker logs. */
  onLog?: (line: { level: string; message: string }) => void;
};

/** `database` opens a D1 database by the name of its binding. */
export type LocalStore = {
  url: string;
  database(binding: string): Promise<D1Database>;
  /** Fires the timer, as the platform does each minute. */
  tick(): Promise<void>;
  close(): Promise<void>;
};

/** Starts the store from `dist/`. Throws when it has not been built, or the port is taken. */
export async function openLocalStore(options: LocalStoreOptions): Promise<LocalStore> {
  if (!existsSync(CONFIG)) throw new Error("The store has not been built: run `npm run build`");
  const { Miniflare, convertV4MiniflareOptions } = miniflareOfWrangler();
  const { workerOptions, main } = unstable_getMiniflareWorkerOptions(CONFIG);
  if (!main) throw new Error(`${CONFIG} names no entry`);
  const { modulesRules: _rules, bindings, ...worker } = workerOptions;
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      host: options.host ?? "127.0.0.1",
      port: options.port,
      logRequests: false,
      ...(options.stateDir ? { resourcePersistencePath: options.stateDir } : {}),
      handleStructuredLogs: (line) => options.onLog?.(line),
      workers: [
        {
          name: CACHE_NAME,
          compatibilityDate: String(worker.compatibilityDate),
          modules: [{ type: "ESModule" as const, path: "worker.mjs", contents: await bundleWorker(CACHE) }],
          serviceBindings: { STORE: STORE_NAME },
        },
        {
          ...worker,
          name: STORE_NAME,
          serviceBindings: {
            ...(worker.serviceBindings as object),
            LOCAL_CACHE: { name: CACHE_NAME, entrypoint: "Purger" },
          },
          modulesRoot: dirname(main),
          modules: modulesOf(main),
          bindings: { ...(bindings as object), ...options.vars },
        },
      ],
    }),
  );
  const url = await runtime.ready;
  return {
    url: url.origin,
    database: (binding) => runtime.getD1Database(binding, STORE_NAME) as Promise<D1Database>,
    tick: async () => {
      const worker = (await runtime.getWorker(STORE_NAME)) as unknown as Timed;
      await worker.scheduled({ cron: "* * * * *" });
    },
    close: () => runtime.dispose(),
  };
}

type Timed = { scheduled(options: { cron: string }): Promise<unknown> };

/** The entry first, then every chunk beside it. */
function modulesOf(main: string) {
  const chunks = readdirSync(dirname(main), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(mjs|wasm)$/.test(file))
    .map((file) => join(dirname(main), file));
  return [main, ...chunks.filter((file) => file !== main)].map((path) => ({
    type: path.endsWith(".wasm") ? ("CompiledWasm" as const) : ("ESModule" as const),
    path,
  }));
}

/** Wrangler brings the Miniflare that fits it; another one in the tree may not. */
export function miniflareOfWrangler(): typeof import("miniflare") {
  return createRequire(createRequire(import.meta.url).resolve("wrangler/package.json"))("miniflare");
}

/**
 * Four kinds of tests: `rules` in plain Node, `worker` in the Workers runtime, `pages` in a browser on the built store, and
 * `prove`: the built store as a process that is killed.
 */
import { availableParallelism } from "node:os";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";
import { newOutbound } from "./test/support/outbound.ts";
import { STRIPE_API_BASE, STRIPE_WEBHOOK_SECRET, VIES_ADDRESS } from "./test/support/outbound-address.ts";

const DATABASES = ["catalog", "search", "orders", "accounts", "insights"] as const;
const migrations = Object.fromEntries(
  await Promise.all(DATABASES.map(async (name) => [name, await readD1Migrations(`migrations/${name}`)] as const)),
);

/** Nothing is timed: this only ends what hangs, on a machine however busy. */
const HANGS_MS = 180_000;

/** Tests in the Workers runtime. */
const inWorkers = (name: string, include: string[], moreDatabases: readonly string[]) => ({
  plugins: [
    cloudflareTest(() => ({
      main: "./test/support/worker.ts",
      wrangler: { configPath: "./wrangler.toml" },
      remoteBindings: false,
      miniflare: {
        outboundService: newOutbound(),
        d1Databases: Object.fromEntries(moreDatabases.map((binding) => [binding, binding.toLowerCase()])),
        bindings: {
          TEST_MIGRATIONS: migrations,
          AUTH_SECRET: "a-secret-for-tests-only-0123456789abcdef",
          STRIPE_SECRET_KEY: "sk_test_meridian",
          STRIPE_WEBHOOK_SECRET,
          STRIPE_API_BASE,
          VIES_ADDRESS,
          // On a busy machine a database may take longer than a shopper would wait.
          SEARCH_DEADLINE_MS: "20000",
          STAFF_TOKEN: "staff-token-for-tests",
          MAILBOX: "on",
          FAULT_CELLS: process.env.FAULT_CELLS ?? "",
          MODEL_SEED: process.env.MODEL_SEED ?? "",
          MODEL_TIMES: process.env.MODEL_TIMES ?? "",
          MODEL_SHRINK: process.env.MODEL_SHRINK ?? "",
        },
      },
    })),
  ],
  test: {
    name,
    include,
    setupFiles: ["./test/support/migrate.ts", "./test/support/unexpected-errors.ts"],
    isolate: false,
    testTimeout: HANGS_MS,
    expect: { poll: { timeout: 60_000 } },
  },
});

export default defineConfig({
  test: {
    // By itself it leaves one core to the machine. Tests wait too: for clocks, and for what comes by itself.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "rules",
          include: ["test/**/*.rules.test.ts", "test/architecture.test.ts"],
          testTimeout: HANGS_MS,
        },
      },
      inWorkers("worker", ["test/**/*.worker.test.ts"], []),
      // The index over four databases: the same tests, and those of what only several can do.
      inWorkers(
        "shards",
        ["test/search/*.worker.test.ts", "test/search/*.shards.test.ts"],
        ["SEARCH_2", "SEARCH_3", "SEARCH_4"],
      ),
      {
        test: {
          name: "pages",
          globalSetup: ["./test/support/pages-store.ts"],
          include: ["test/pages/**/*.test.ts"],
          testTimeout: HANGS_MS,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      { test: { name: "prove", include: ["test/prove/*.test.ts"], exclude: ["**/*.rules.test.ts"] } },
    ],
  },
});

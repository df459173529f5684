/** The bare Worker and the built store, each in the same runtime with no request logged; data of its own, gone afterwards. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfChanged } from "../tools/build.ts";
import { freePort } from "../tools/free-port.ts";
import { miniflareOfWrangler, openLocalStore } from "../tools/local-store.ts";
import { migrateLocal } from "../tools/migrate.ts";
import { startEmulator } from "../tools/stripe-emulator/server.ts";
import { importCatalogue } from "./catalogue.ts";
import type { Place } from "./question.ts";

export type Harness = { place: Place; close(): Promise<void> };

const HELLO = `export default { fetch: () => new Response("Hello, world!\\n") };`;
const COMPATIBILITY_DATE = "2026-10-12";
const WEBHOOK_SECRET = "whsec_bench";
const STAFF_TOKEN = "staff-token-of-the-bench";

export async function openHarness(): Promise<Harness> {
  const undo: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { place: await open((step) => void undo.push(step)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(onClose: (step: () => Promise<void> | void) => void): Promise<Place> {
  await buildIfChanged();
  const bare = await openBare();
  onClose(bare.close);
  const storePort = await freePort();
  const payments = await startEmulator({
    port: 0,
    webhookUrl: `http://127.0.0.1:${storePort}/api/webhooks/stripe`,
    webhookSecret: WEBHOOK_SECRET,
    stateFile: null,
  });
  onClose(payments.close);
  const stateDir = mkdtempSync(join(tmpdir(), "meridian-bench-"));
  onClose(() => rmSync(stateDir, { recursive: true, force: true }));
  const vars = {
    AUTH_SECRET: "a-secret-of-the-bench-0123456789abcdef",
    STAFF_TOKEN,
    MAILBOX: "on",
    STRIPE_SECRET_KEY: "sk_test_bench",
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    STRIPE_API_BASE: payments.url,
    STORE_ORIGIN: `http://127.0.0.1:${storePort}`,
  };
  const store = await openLocalStore({ port: storePort, stateDir, vars });
  onClose(store.close);
  await migrateLocal(store);
  const storeUrl = `http://127.0.0.1:${storePort}`;
  return { storeUrl, bareUrl: bare.url, paymentsUrl: payments.url, ...(await importCatalogue(storeUrl, STAFF_TOKEN)) };
}

async function openBare(): Promise<{ url: string; close(): Promise<void> }> {
  const { Miniflare, convertV4MiniflareOptions } = miniflareOfWrangler();
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      logRequests: false,
      workers: [
        {
          name: "bare",
          compatibilityDate: COMPATIBILITY_DATE,
          modules: [{ type: "ESModule", path: "hello.mjs", contents: HELLO }],
        },
      ],
    }),
  );
  const url = await runtime.ready;
  return { url: url.href, close: () => runtime.dispose() };
}

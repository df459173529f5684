/** Everything of a local store in one call: built, migrated, with its payment emulator and its staff. Closes whole. */
import { appendFileSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { buildIfChanged } from "./build.ts";
import { type LocalSettings, readSettings, STAFF_EMAIL } from "./local-settings.ts";
import { type LocalStore, openLocalStore } from "./local-store.ts";
import { migrateLocal } from "./migrate.ts";
import { startReferenceRates } from "./reference-rates.ts";
import { takeLock } from "./store-lock.ts";
import { startEmulator } from "./stripe-emulator/server.ts";
import { startVies } from "./vies-emulator.ts";

/** `closeWorker` ends the Worker and its data and leaves the payment emulator running. */
export type DemoStore = {
  url: string;
  paymentsUrl: string;
  settings: LocalSettings;
  logFile: string;
  closeWorker(): Promise<void>;
  close(): Promise<void>;
};
export type Say = (line: string) => void;

const TICK_MS = 60_000;
/** Databases that events are sent from, and how long the queue and its consumer take for one. */
const OUTBOXES = ["CATALOG", "ORDERS", "ACCOUNTS"] as const;
const ARRIVES_WITHIN_MS = 2_500;
const LOG_BYTES_MAX = 20_000_000;

/** Throws, in words for the person at the terminal, when another process has this store open or a port is taken. */
export async function openDemoStore(port: number, say: Say): Promise<DemoStore> {
  const settings = readSettings(port);
  const lock = takeLock(settings.stateDir);
  if (lock.heldBy) throw new Error(`The store of port ${port} is open already, in process ${lock.heldBy}.`);
  const opened: (() => Promise<void> | void)[] = [lock.release];
  const close = async () => {
    for (const undo of opened.splice(0).reverse()) await undo();
  };
  try {
    return { ...(await open(settings, say, (undo) => opened.push(undo))), settings, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(settings: LocalSettings, say: Say, onClose: (undo: () => Promise<void> | void) => void) {
  if (await timed(say, "Building", () => buildIfChanged())) say("Built.");
  const origin = `http://localhost:${settings.port}`;
  const emulator = await startEmulator({
    port: settings.paymentsPort,
    webhookUrl: `http://127.0.0.1:${settings.port}/api/webhooks/stripe`,
    webhookSecret: settings.webhookSecret,
    stateFile: join(settings.stateDir, "stripe-emulator.json"),
  }).catch((error: unknown) => {
    throw isTaken(error)
      ? new Error(
          `Port ${settings.paymentsPort} is taken. The payment emulator listens there, one above PORT: set another PORT.`,
        )
      : error;
  });
  onClose(() => emulator.close());
  const rates = await startReferenceRates();
  onClose(() => rates.close());
  const vies = await startVies();
  onClose(() => vies.close());
  const logFile = join(settings.stateDir, "store.log");
  appendFileSync(logFile, "");
  if (statSync(logFile).size > LOG_BYTES_MAX) truncateSync(logFile);
  const store = await openLocalStore({
    port: settings.port,
    stateDir: settings.stateDir,
    vars: { ...varsOf(settings, origin, emulator.url), RATES_ADDRESS: rates.url, VIES_ADDRESS: vies.url },
    onLog: (line) => appendFileSync(logFile, `${line.message}\n`),
  }).catch((error: unknown) => {
    throw isTaken(error) ? new Error(`Port ${settings.port} is taken. Set another: PORT=8800 npm start`) : error;
  });
  const closeWorker = once(async () => {
    await letEventsArrive(store);
    await store.close();
  });
  onClose(closeWorker);
  for (const file of await migrateLocal(store)) say(`Migrated ${file}.`);
  await appointStaff(origin, settings);
  const timer = setInterval(() => void store.tick().catch(() => undefined), TICK_MS);
  onClose(() => clearInterval(timer));
  return { url: origin, paymentsUrl: emulator.url, logFile, closeWorker };
}

/** A real Stripe key in the environment turns the emulator off: same code, another base address. */
export function varsOf(settings: LocalSettings, origin: string, emulatorUrl: string): Record<string, string> {
  const { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN } = process.env;
  const payments = STRIPE_SECRET_KEY
    ? { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET: STRIPE_WEBHOOK_SECRET ?? "" }
    : {
        STRIPE_SECRET_KEY: "sk_test_emulator",
        STRIPE_WEBHOOK_SECRET: settings.webhookSecret,
        STRIPE_API_BASE: emulatorUrl,
      };
  const redis =
    UPSTASH_REDIS_REST_URL && UPSTASH_REDIS_REST_TOKEN ? { UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN } : {};
  return {
    STORE_ORIGIN: origin,
    AUTH_SECRET: settings.authSecret,
    STAFF_TOKEN: settings.staffToken,
    MAILBOX: "on",
    // `PICTURE_FETCH=on npm start` lets a local store fetch the pictures that imports know by their address.
    PICTURE_FETCH: process.env.PICTURE_FETCH ?? "off",
    ...payments,
    ...redis,
  };
}

/** The local queue is in memory: what was sent a moment ago is handled before it is gone. */
async function letEventsArrive(store: LocalStore): Promise<void> {
  const newestOf = async (binding: string): Promise<number> => {
    const database = await store.database(binding);
    const row = await database.prepare("SELECT max(sent_at_ms) AS at FROM outbox").first<{ at: number | null }>();
    return row?.at ?? 0;
  };
  const newest = await Promise.all(OUTBOXES.map(newestOf)).catch(() => [0]);
  const leftMs = Math.max(...newest) + ARRIVES_WITHIN_MS - Date.now();
  if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(leftMs, ARRIVES_WITHIN_MS)));
}

async function appointStaff(origin: string, settings: LocalSettings): Promise<void> {
  const response = await fetch(`${origin}/api/admin/staff`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${settings.staffToken}` },
    body: JSON.stringify({ email: STAFF_EMAIL, name: "TechRetail staff", password: settings.staffPassword }),
  });
  if (!response.ok)
    throw new Error(`The demo staff account could not be made: ${response.status} ${await response.text()}`);
}

const isTaken = (error: unknown): boolean => /EADDRINUSE|address already in use|--port/i.test(String(error));

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => {
    running ??= work();
    return running;
  };
}

/** Says what takes long, and that it is still going on. */
async function timed<Value>(say: Say, what: string, work: () => Promise<Value>): Promise<Value> {
  const started = Date.now();
  const timer = setInterval(() => say(`${what} … ${Math.round((Date.now() - started) / 1_000)} s`), 5_000);
  return work().finally(() => clearInterval(timer));
}

/**
 * Buyers, staff, a payment provider on a bad day, and a store that is killed again and again: then everything is counted.
 * The store is the built one, as a process; the buyers are real requests; what is proved is what its databases hold.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Finding } from "../../worker/admin/doctor-flow.ts";
import { BOOKS } from "../../worker/doctor/books.ts";
import type { Disagreement } from "../../worker/doctor/disagreements.ts";
import type { ImportedProductInput } from "../../worker/transfer/imported-product.ts";
import { buildIfChanged } from "../build.ts";
import { freePort } from "../free-port.ts";
import { root } from "../local-settings.ts";
import { openLocalStore } from "../local-store.ts";
import { newKept } from "../stripe-emulator/kept.ts";
import { startEmulator } from "../stripe-emulator/server.ts";
import { type Audit, auditFacts } from "./audit.ts";
import { makeBadDays } from "./bad-days.ts";
import { type Market, newTally, shop } from "./buyers.ts";
import { chanceOf } from "./chance.ts";
import { type Facts, readFacts } from "./facts.ts";
import { mortalStoreOf } from "./mortal-store.ts";
import { SECOND_LOCATION, workAsStaff } from "./staff.ts";
import { type Answer, type StoreClient, storeClientOf } from "./store-client.ts";

/** `buyers` shop at once, for `seconds`. `seed` begins the chances that everybody draws from. */
export type ProveAsk = { seed: number; buyers: number; seconds: number; kills: number; say: (line: string) => void };
/** `unanswered` counts the tries of buyers that got no answer, or a failure. */
export type Proof = Audit & {
  facts: Facts;
  /** What doctor found after the last repair; empty when all is well. */
  findings: readonly string[];
  tally: Market["tally"];
  unanswered: number;
  run: { fromMs: number; untilMs: number; killsMs: number[] };
};

const STAFF_TOKEN = "staff-token-of-the-proof";
const WEBHOOK_SECRET = "whsec_proof";
/** Units of each SKU: some run out at once, some never do. */
const UNITS = [6, 15, 40, 80, 150, 300, 500, 900];
/** Beyond the end of every session, hold and grace. */
const AHEAD_MS = 60 * 60_000;
const BACK_MS = [200, 1_500] as const;
const SETTLE_ROUNDS_MAX = 60;
const SETTLE_MS = 1_000;
/** So many rounds without a change, and all is quiet. */
const QUIET_ROUNDS = 3;

/** Builds the store where it has changed, and keeps its data in a folder that is gone at the end. */
export async function prove({ seed, buyers, seconds, kills, say }: ProveAsk): Promise<Proof> {
  await buildIfChanged();
  const chance = chanceOf(seed);
  const undo: (() => Promise<void> | void)[] = [];
  try {
    const stateDir = mkdtempSync(join(tmpdir(), "meridian-proof-"));
    undo.push(() => rmSync(stateDir, { recursive: true, force: true }));
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const [kept, clock] = [newKept(), { aheadMs: 0 }];
    const payments = await startEmulator({
      port: 0,
      webhookUrl: `${origin}/api/webhooks/stripe`,
      webhookSecret: WEBHOOK_SECRET,
      stateFile: null,
      settleDelayMs: 3_000,
      kept,
      nowMs: () => Date.now() + clock.aheadMs,
    });
    undo.push(payments.close);
    const vars = varsOf(origin, payments.url);
    const logFile = join(root, ".wrangler", "prove.log");
    mkdirSync(dirname(logFile), { recursive: true });
    rmSync(logFile, { force: true });
    const store = mortalStoreOf({ port, stateDir, vars, logFile });
    undo.push(store.kill);
    await store.start();
    const staff = storeClientOf(origin, STAFF_TOKEN);
    const skus = await stockUp(staff);
    say(
      `The store sells ${skus.length} SKUs. ${buyers} buyers at once for ${seconds} s, ${kills} kills; seed ${seed}.`,
    );

    const market: Market = { store: storeClientOf(origin), paymentsUrl: payments.url, skus, chance, tally: newTally() };
    const run: Proof["run"] = { fromMs: Date.now(), untilMs: 0, killsMs: [] };
    const endMs = run.fromMs + seconds * 1_000;
    let isKilling = true;
    const isOver = () => !isKilling && Date.now() >= endMs;
    const crowd = Array.from({ length: buyers }, async () => {
      while (!isOver()) await shop(market);
    });
    const others = [workAsStaff(staff, { skus, chance, isOver }), makeBadDays(payments.url, { chance, isOver })];
    let failure: unknown = null;
    const everybody = Promise.all([...crowd, ...others]).catch((error: unknown) => {
      failure = error ?? new Error("a buyer failed");
    });
    for (let kill = 1; kill <= kills && failure === null; kill += 1) {
      await pause((seconds * 1_000) / (kills + 1));
      run.killsMs.push(Date.now());
      await store.kill();
      say(`Killed, ${kill} of ${kills}.`);
      await pause(chance.whole(...BACK_MS));
      await store.start();
    }
    isKilling = false;
    await everybody;
    if (failure !== null) throw failure;
    run.untilMs = Date.now();
    await store.kill();
    say("All buyers are gone. An hour later …");

    clock.aheadMs = AHEAD_MS;
    const after = await openLocalStore({ port, stateDir, vars: { ...vars, CLOCK_AHEAD_MS: String(AHEAD_MS) } });
    undo.push(after.close);
    await settle(staff, { skus, tick: after.tick });
    const findings = await examine(staff);
    const facts = await readFacts(after, { client: staff, kept, skus });
    const unanswered = market.store.unanswered.count;
    return { ...auditFacts(facts), facts, findings, tally: market.tally, unanswered, run };
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

const varsOf = (origin: string, paymentsUrl: string) => ({
  STORE_ORIGIN: origin,
  AUTH_SECRET: "a-secret-of-the-proof-0123456789abcdef",
  STAFF_TOKEN,
  MAILBOX: "on",
  STRIPE_SECRET_KEY: "sk_test_proof",
  STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
  STRIPE_API_BASE: paymentsUrl,
});

async function stockUp(staff: StoreClient): Promise<string[]> {
  const products = UNITS.map(
    (quantity, index): ImportedProductInput => ({
      source: "proof",
      externalId: String(index),
      status: "published",
      brand: "Meridian",
      productType: "proof",
      languageDefault: "en",
      translations: { en: { title: `Article ${index}`, description: "" } },
      variants: [{ sku: `PROOF-${index}`, quantity, prices: { USD: { amountMinor: 1_000 + index } } }],
    }),
  );
  const { status, body } = await staff.send("POST", "/api/admin/imports", { products });
  if (status !== 200 && status !== 201) throw new Error(`The goods were refused: ${JSON.stringify(body)}`);
  const second = { id: SECOND_LOCATION, name: "Second", country: "US", priority: 5, active: true };
  const made = await staff.send("POST", "/api/admin/locations", second);
  if (made.status !== 201) throw new Error(`The location was refused: ${JSON.stringify(made.body)}`);
  return UNITS.map((_, index) => `PROOF-${index}`);
}

/** Lets the timer work until nothing is left to do. Asking for levels wakes each SKU, as its own alarm would have by then. */
async function settle(staff: StoreClient, { skus, tick }: { skus: readonly string[]; tick: () => Promise<void> }) {
  for (let round = 0, quiet = 0; round < SETTLE_ROUNDS_MAX && quiet < QUIET_ROUNDS; round += 1) {
    await tick();
    await pause(SETTLE_MS);
    const levels = await Promise.all(skus.map((sku) => staff.send("GET", `/api/admin/stock/${sku}/levels`)));
    const { body } = await staff.send("GET", "/api/admin/doctor");
    const isQuiet =
      levels.every((level) => level.body.held === 0) && (body.items as Finding[]).every(({ count }) => count === 0);
    quiet = isQuiet ? quiet + 1 : 0;
  }
}

/** What doctor says, after it made the projections again whose messages died with the local queue. */
async function examine(staff: StoreClient): Promise<string[]> {
  const { body } = await staff.send("GET", "/api/admin/doctor");
  const found = (body.items as Finding[]).flatMap(({ check, examples }) => examples.map((one) => `${check}: ${one}`));
  for (const projection of ["search", "documents", "levels", "customer_orders"]) {
    for (let after: unknown = ""; typeof after === "string"; )
      after = nextOf(await staff.send("POST", "/api/admin/doctor/repair", { projection, after }));
  }
  for (const projection of ["search", "documents", "levels", "customer_orders", "ledgers"]) {
    for (let after: unknown = ""; typeof after === "string"; ) {
      const turn = await staff.send("GET", `/api/admin/doctor/${projection}?after=${encodeURIComponent(after)}`);
      found.push(...(turn.body.differs as string[]).map((one) => `${projection}: ${one}`));
      after = nextOf(turn);
    }
  }
  return [...found, ...(await examineBooks(staff))];
}

/** Nothing is repaired in these. Mails that a kill cut off are counted with the figures: they are for staff to decide on. */
async function examineBooks(staff: StoreClient): Promise<string[]> {
  const found: string[] = [];
  for (const book of BOOKS.filter((one) => one !== "mails")) {
    for (let after: unknown = ""; typeof after === "string"; ) {
      const turn = await staff.send("GET", `/api/admin/doctor/books/${book}?after=${encodeURIComponent(after)}`);
      after = nextOf(turn);
      const items = turn.body.items as Disagreement[];
      found.push(...items.map(({ code, at, facts }) => `${code}: ${JSON.stringify({ ...at, ...facts })}`));
    }
  }
  return found;
}

function nextOf({ status, body }: Answer): unknown {
  if (status !== 200) throw new Error(`Doctor was answered ${status}: ${JSON.stringify(body)}`);
  return body.next;
}

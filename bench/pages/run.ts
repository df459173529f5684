/**
 * `npm run bench:pages`: Lighthouse, as for phones, on the built and seeded store: five kinds of pages in three markets, each as the
 * median of some runs. `--quick` is one run of one market that writes nothing down.
 */
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { portIfFree } from "../../tools/free-port.ts";
import { stateDirOf } from "../../tools/local-settings.ts";
import { openDemoStore } from "../../tools/open-demo-store.ts";
import { seedDemo } from "../../tools/seed.ts";
import { installTestPrograms } from "../../tools/test-programs.ts";
import { machine, writeFigures } from "../report.ts";
import { type Audited, audit, installLighthouse } from "./lighthouse.ts";

const MARKETS = ["en-us", "ja-jp", "ar-ae"] as const;
const RUNS = 3;
/** Found by their titles in each language; a SKU of one that is in stock goes into the cart. */
const PRODUCT_SKU = "NOR-AE13-SLV-512";
/** Not to be found by search engines, on purpose: whoever looks for `usb` in the store is no page of its own. */
const HIDDEN = ["is-crawlable"];

const quiet = () => undefined;
const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });

installLighthouse();
await installTestPrograms();
const port = await freePortPair();
console.log("Opening the built store and filling it …");
const store = await openDemoStore(port, quiet);
try {
  await seedDemo({ url: store.url, token: store.settings.staffToken, log: quiet });
  const rows: [string, Audited][] = [];
  for (const market of values.quick ? MARKETS.slice(0, 1) : MARKETS)
    for (const page of await pagesOf(market)) {
      const measured = await medianOf(values.quick ? 1 : RUNS, page);
      rows.push([`${market} ${page.name}`, measured]);
      console.log(`  ${lineOf([`${market} ${page.name}`, measured])}`);
      if (measured.failed.length > 0) console.log(`    not whole: ${measured.failed.join(", ")}`);
    }
  const tables = tableOf(rows);
  console.log(`\n${tables}`);
  if (!values.quick) writeFigures("pages", tables);
} finally {
  await store.close();
  rmSync(dirname(stateDirOf(port)), { recursive: true, force: true });
}

type BenchPage = { name: string; url: string; skip: readonly string[]; cookie?: string };

/** Addresses as the store itself leads to them, so that each market has its own. */
async function pagesOf(market: string): Promise<BenchPage[]> {
  const home = `${store.url}/${market}/`;
  const html = await (await fetch(home)).text();
  const linked = (kind: string) => {
    const path = new RegExp(`href="(/${market}/${kind}/[^"?#]+)"`).exec(html)?.[1];
    if (!path) throw new Error(`${home} leads to no ${kind}`);
    return store.url + path;
  };
  return [
    { name: "home", url: home, skip: [] },
    { name: "category", url: linked("categories"), skip: [] },
    { name: "product", url: linked("products"), skip: [] },
    { name: "search", url: `${home}search?q=usb`, skip: HIDDEN },
    { name: "cart", url: `${home}cart`, skip: HIDDEN, cookie: await filledCart(home) },
  ];
}

async function filledCart(home: string): Promise<string> {
  const response = await fetch(`${home}cart`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: store.url },
    body: new URLSearchParams({ intent: "add", sku: PRODUCT_SKU, quantity: "1" }),
  });
  const cookie = response.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  if (!cookie) throw new Error(`${home}cart took nothing: ${response.status}`);
  return cookie;
}

/** The run in the middle, by its score for performance: one that a busy machine disturbed says nothing. */
async function medianOf(runs: number, { url, skip, cookie }: BenchPage): Promise<Audited> {
  const all: Audited[] = [];
  // The first visit makes the page; what is measured is one that the cache in front has, as most visits are.
  await (await fetch(url, { headers: cookie ? { cookie } : {} })).text();
  for (let run = 0; run < runs; run += 1) all.push(await audit(url, { skip, ...(cookie ? { cookie } : {}) }));
  all.sort((a, b) => a.scores.performance - b.scores.performance);
  const middle = all[Math.floor(runs / 2)];
  if (!middle) throw new Error("Nothing was run");
  return middle;
}

function lineOf([name, { scores, lcpMs, tbtMs, cls }]: [string, Audited]): string {
  const marks = [scores.performance, scores.accessibility, scores["best-practices"], scores.seo].join(" | ");
  return `${name} | ${marks} | ${(lcpMs / 1_000).toFixed(2)} s | ${cls.toFixed(3)} | ${tbtMs.toFixed(0)} ms`;
}

function tableOf(rows: readonly [string, Audited][]): string {
  return [
    `${new Date().toISOString().slice(0, 10)}, ${machine()}. Median of ${values.quick ? 1 : RUNS} runs.`,
    "",
    "| page | performance | accessibility | best practices | SEO | LCP | CLS | total blocking time |",
    "|---|---|---|---|---|---|---|---|",
    ...rows.map((row) => `| ${lineOf(row)} |`),
  ].join("\n");
}

/** A port whose next one is free too: the payment emulator takes that. */
async function freePortPair(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const free = await portIfFree(0);
    if (free !== null && (await portIfFree(free + 1)) !== null) return free;
  }
  throw new Error("No two free ports side by side");
}

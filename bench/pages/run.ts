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
import { type AuditedPage, MARKETS, pagesOf } from "./audited-pages.ts";
import { type Audited, audit, installLighthouse } from "./lighthouse.ts";

const RUNS = 3;
/** What is promised of each page; below it, the command fails. */
const PERFORMANCE_MIN = 98;

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
    for (const page of await pagesOf(store.url, market)) {
      const measured = await medianOf(values.quick ? 1 : RUNS, page);
      rows.push([`${market} ${page.name}`, measured]);
      console.log(`  ${lineOf([`${market} ${page.name}`, measured])}`);
      if (measured.failed.length > 0) console.log(`    not whole: ${measured.failed.join(", ")}`);
    }
  const tables = tableOf(rows);
  console.log(`\n${tables}`);
  if (!values.quick) writeFigures("pages", tables);
  const slow = rows.filter(([, { scores, failed }]) => scores.performance < PERFORMANCE_MIN || failed.length > 0);
  if (slow.length > 0) {
    console.error(`Below ${PERFORMANCE_MIN}, or not whole: ${slow.map(([name]) => name).join(", ")}`);
    process.exitCode = 1;
  }
} finally {
  await store.close();
  rmSync(dirname(stateDirOf(port)), { recursive: true, force: true });
}

/** The run in the middle, by its score for performance: one that a busy machine disturbed says nothing. */
async function medianOf(runs: number, { url, skip, cookie }: AuditedPage): Promise<Audited> {
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

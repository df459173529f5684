/**
 * `npm run bench:stock`: how many holds one stock object takes, as a share of an object that does one SQL write a call in the
 * same runtime, and what grows with the length of its ledger.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { machine, writeFigures } from "../report.ts";
import { askOf, openObjects } from "./runtime.ts";

const RUN_MS = 4_000;
const ROUNDS = 3;
const LEDGERS = [10, 10_000, 1_000_000] as const;
const MANY_SKUS = 1_000;
const BUCKETS = [4, 16] as const;
const SALE_UNITS = 10_000;
const LINES = [1, 10, 50] as const;

type Row = { calls: number; ms: number };

const folder = mkdtempSync(join(tmpdir(), "meridian-bench-objects-"));
const runtime = await openObjects(folder, join(import.meta.dirname, "worker.ts"), {
  BARE: "BareCounter",
  SKU_STOCK: "BenchStock",
});
try {
  const ask = await askOf(runtime);
  const perSecond = async (path: string): Promise<number> => {
    const { calls, ms } = await ask<Row>(path);
    return (1_000 * calls) / ms;
  };
  await perSecond("/bare?key=warm&ms=1000");
  await perSecond("/holds?key=warm&skus=1&ms=1000");

  const [bare, one]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await perSecond(`/bare?key=bare-${round}&ms=${RUN_MS}`));
    one.push(await perSecond(`/holds?key=one-${round}&skus=1&ms=${RUN_MS}`));
  }
  const besideMany = await perSecond(`/bare?key=many&ms=${RUN_MS}`);
  const many = await perSecond(`/holds?key=many&skus=${MANY_SKUS}&ms=${RUN_MS}`);
  const split: string[] = [];
  for (const buckets of BUCKETS) {
    const beside = await perSecond(`/bare?key=split-${buckets}&ms=${RUN_MS}`);
    const holds = await perSecond(`/split?key=split-${buckets}&buckets=${buckets}&ms=${RUN_MS}`);
    split.push(`| Holds on one SKU split over ${buckets} buckets | ${line(holds, beside)} |`);
  }
  const sale = await ask<{ sold: number; asks: number }>(`/sell-out?key=sale&units=${SALE_UNITS}&buckets=16`);
  const lines: string[] = [];
  for (const count of LINES) {
    const checkouts = await perSecond(`/checkouts?key=lines-${count}&lines=${count}&ms=${RUN_MS}`);
    lines.push(`| ${count} | ${checkouts.toFixed(0)} | ${(checkouts * count).toFixed(0)} |`);
  }
  const base = median(bare);
  console.log(`  Bare object ${base.toFixed(0)} a second; holds on one SKU ${median(one).toFixed(0)}`);

  const growth: string[] = [];
  for (const entries of LEDGERS) {
    const key = `ledger-${entries}`;
    for (let has = 0; has < entries; ) {
      has = (await ask<{ entries: number }>(`/fill?key=${key}-0&entries=${entries}`)).entries;
      if (has % 100_000 < 10_000 && has > 10_000) console.log(`  A ledger of ${has} entries`);
    }
    const wakes = [];
    for (let round = 0; round < ROUNDS; round += 1) wakes.push((await ask<{ ms: number }>(`/wake?key=${key}-0`)).ms);
    const beside = await perSecond(`/bare?key=${key}&ms=${RUN_MS}`);
    const holds = await perSecond(`/holds?key=${key}&skus=1&ms=${RUN_MS}`);
    growth.push(`| ${entries.toLocaleString("en-US")} | ${median(wakes).toFixed(1)} ms | ${line(holds, beside)} |`);
  }
  const tables = [
    `${new Date().toISOString().slice(0, 10)}, ${machine()}. 16 calls at once, from a Worker beside the objects.`,
    "",
    "| calls to objects | a second | of the bare object |",
    "|---|---|---|",
    `| Bare object: one SQL write a call | ${base.toFixed(0)} | 100 % |`,
    `| Holds on one SKU | ${line(median(one), base)} |`,
    ...split,
    `| Holds on ${MANY_SKUS.toLocaleString("en-US")} SKUs | ${line(many, besideMany)} |`,
    "",
    `Of ${SALE_UNITS} units split over 16 buckets ${sale.sold} were sold before anyone heard "sold out"; the SKU's own ledger took ${sale.asks} entries for it, all of loans.`,
    "",
    "| lines in a checkout | checkouts held a second | holds a second |",
    "|---|---|---|",
    ...lines,
    "",
    "| entries in the ledger | first answer after waking | holds a second | of the bare object, asked just before |",
    "|---|---|---|---|",
    ...growth,
  ].join("\n");
  console.log(`\n${tables}`);
  writeFigures("stock", tables);
} finally {
  await runtime.dispose();
  rmSync(folder, { recursive: true, force: true });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function line(value: number, base: number): string {
  return `${value.toFixed(0)} | ${((100 * value) / base).toFixed(0)} %`;
}

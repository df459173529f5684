/**
 * `npm run bench:search`: NDCG@10 of the store's own search on queries that people judged, over 19,406 real products in the
 * local runtime's databases; each query's score, and the same of plain BM25 and of LIKE. `--quick` writes nothing down, nor does
 * `--shards 4`, which lays the index over so many databases.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chance } from "../growth/products.ts";
import { openRuntime } from "../growth/runtime.ts";
import { machine, writeFigures } from "../report.ts";
import { readJudgedProducts } from "./judged-catalogue.ts";
import { hasJudgedCatalogue, ndcgOf, readJudgedQueries } from "./judged-queries.ts";

const CHUNK = 100;
const WAYS = ["search", "bm25", "like"] as const;
type Way = (typeof WAYS)[number];
/** Samples of the queries, drawn with replacement: how much the mean is worth (B. Efron, 1979). */
const SAMPLES = 2_000;

if (!hasJudgedCatalogue()) {
  console.log("No judged queries: ../shared/data/icecat is not here, nothing was measured.");
  process.exit(0);
}
const { values } = parseArgs({
  options: { quick: { type: "boolean", default: false }, shards: { type: "string", default: "1" } },
});
const shards = Number(values.shards);
const stateDir = mkdtempSync(join(tmpdir(), "meridian-bench-search-"));
const runtime = await openRuntime(stateDir, { shards, entry: join(import.meta.dirname, "worker.ts") });
try {
  const products = await importProducts();
  const judged = readJudgedQueries();
  const scores: Record<Way, number>[] = [];
  for (const query of judged) {
    const of = async (way: Way) => ndcgOf(await ask<string[]>(`/${way}?q=${encodeURIComponent(query.query)}`), query);
    const score = { search: await of("search"), bm25: await of("bm25"), like: await of("like") };
    scores.push(score);
    console.log(`  ${WAYS.map((way) => score[way].toFixed(3)).join("  ")}  ${query.query}`);
  }
  const tables = tablesOf(
    products,
    judged.map(({ query }) => query),
    scores,
  );
  console.log(`\n${tables}`);
  if (!values.quick && shards === 1) writeFigures("search", tables);
} finally {
  await runtime.close();
  rmSync(stateDir, { recursive: true, force: true });
}

async function importProducts(): Promise<number> {
  const products = readJudgedProducts();
  console.log(`Importing ${products.length} products …`);
  for (let start = 0; start < products.length; start += CHUNK)
    await ask("/import", products.slice(start, start + CHUNK));
  const indexed = await ask<number>("/indexed");
  if (indexed !== products.length) throw new Error(`${indexed} of ${products.length} products are in the index`);
  return products.length;
}

async function ask<Answer>(path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(runtime.url + path, body ? { method: "POST", body: JSON.stringify(body) } : {});
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

function tablesOf(products: number, queries: readonly string[], scores: readonly Record<Way, number>[]): string {
  const of = (way: Way) => scores.map((score) => score[way]);
  const line = (name: string, way: Way) => {
    const [low, high] = spreadOf(of(way));
    return `| ${name} | ${meanOf(of(way)).toFixed(3)} | ${low.toFixed(3)} to ${high.toFixed(3)} |`;
  };
  return [
    `${new Date().toISOString().slice(0, 10)}, ${machine()}. ${products.toLocaleString("en-US")} products, ${queries.length} judged queries.`,
    "",
    "| NDCG@10 | mean | 95 of 100 samples of the queries |",
    "|---|---|---|",
    line("The store's search", "search"),
    line("SQLite's BM25 over title, description and brand, English stems", "bm25"),
    line("`title LIKE '%query%'`", "like"),
    "",
    "| query | the store | BM25 | LIKE |",
    "|---|---|---|---|",
    ...scores.map((score, index) => `| ${queries[index]} | ${WAYS.map((way) => score[way].toFixed(2)).join(" | ")} |`),
  ].join("\n");
}

function meanOf(scores: readonly number[]): number {
  return scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
}

function spreadOf(scores: readonly number[]): [low: number, high: number] {
  const means = Array.from({ length: SAMPLES }, (_, sample) =>
    meanOf(scores.map((_, at) => scores[Math.floor(chance(sample * scores.length + at, 1) * scores.length)] ?? 0)),
  ).sort((a, b) => a - b);
  return [means[Math.floor(SAMPLES * 0.025)] ?? 0, means[Math.floor(SAMPLES * 0.975)] ?? 0];
}

/** `npm test`: every test of every kind, after a build. Arguments name files or patterns, as vitest takes them. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfChanged } from "./build.ts";
import { runCommand } from "./run-command.ts";
import { installTestPrograms } from "./test-programs.ts";

type Counts = { passed: number; failed: number; skipped: number };
type Report = { numPassedTests: number; numFailedTests: number; numPendingTests: number; numFailedTestSuites: number };

/**
 * What has a store of its own comes last, beside nothing else. The browser's tests are dealt out over two runs at once, each
 * with a store and a browser: alone, one of them leaves half of a small machine idle.
 */
const ROUNDS = [
  { projects: ["rules", "worker", "shards"], runs: 1 },
  { projects: ["pages"], runs: 2 },
  { projects: ["prove"], runs: 1 },
] as const;

await installTestPrograms();
console.log("Building the store the browser's tests visit …");
await buildIfChanged();
const folder = mkdtempSync(join(tmpdir(), "meridian-tests-"));
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
let worst = 0;
const asked = process.argv.slice(2);
for (const { projects, ...round } of ROUNDS) {
  const runs = asked.length > 0 ? 1 : round.runs;
  const parts = Array.from({ length: runs }, (_, part) => runPart(projects, part + 1, runs));
  worst = Math.max(worst, ...(await Promise.all(parts)));
}
rmSync(folder, { recursive: true });
console.log(`\nTests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(worst);

/** Answers the exit code. */
async function runPart(projects: readonly string[], part: number, parts: number): Promise<number> {
  const report = join(folder, `${projects.join("-")}-${part}.json`);
  const code = await runCommand("vitest", [
    "run",
    ...projects.flatMap((project) => ["--project", project]),
    ...(parts > 1 ? [`--shard=${part}/${parts}`] : []),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    "--passWithNoTests",
    ...asked,
  ]);
  addCounts(total, report);
  return code;
}

/** A file that could not even be loaded counts as one failure. */
function addCounts(counts: Counts, report: string): void {
  const read = JSON.parse(readFileSync(report, "utf8")) as Report;
  counts.passed += read.numPassedTests;
  counts.failed += read.numFailedTests === 0 ? read.numFailedTestSuites : read.numFailedTests;
  counts.skipped += read.numPendingTests;
}

/** `npm test`: every test of every kind, after a build. Arguments name files or patterns, as vitest takes them. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfChanged } from "./build.ts";
import { runCommand } from "./run-command.ts";
import { installTestPrograms } from "./test-programs.ts";

type Counts = { passed: number; failed: number; skipped: number };
type Report = { numPassedTests: number; numFailedTests: number; numPendingTests: number; numFailedTestSuites: number };

type Run = { projects: readonly string[]; part?: readonly [number, number] };

/**
 * One round after the other, the runs of a round at once. The browser's tests are dealt out over two runs, each with a store
 * and a browser: alone, one of them leaves half of a small machine idle. What kills its store comes last, beside nothing else.
 */
const ROUNDS: readonly (readonly Run[])[] = [
  [{ projects: ["rules", "worker", "shards"] }],
  [
    { projects: ["pages"], part: [1, 2] },
    { projects: ["pages"], part: [2, 2] },
  ],
  [{ projects: ["prove"] }],
];

await installTestPrograms();
console.log("Building the store the browser's tests visit …");
await buildIfChanged();
const folder = mkdtempSync(join(tmpdir(), "meridian-tests-"));
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
let worst = 0;
const asked = process.argv.slice(2);
for (const round of ROUNDS) {
  // Few files are not dealt out.
  const runs = asked.length === 0 ? round : round.filter(({ part = [1] }) => part[0] === 1);
  worst = Math.max(worst, ...(await Promise.all(runs.map(run))));
}
rmSync(folder, { recursive: true });
console.log(`\nTests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(worst);

/** Answers the exit code. */
async function run({ projects, part }: Run): Promise<number> {
  const report = join(folder, `${projects.join("-")}-${part?.[0] ?? 1}.json`);
  const code = await runCommand("vitest", [
    "run",
    ...projects.flatMap((project) => ["--project", project]),
    ...(part && asked.length === 0 ? [`--shard=${part.join("/")}`] : []),
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

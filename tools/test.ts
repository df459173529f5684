/** `npm test`: every test of every kind, after a build. Arguments name files or patterns, as vitest takes them. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { buildIfChanged } from "./build.ts";
import { runCommand } from "./run-command.ts";
import { installTestPrograms } from "./test-programs.ts";

type Counts = { passed: number; failed: number; skipped: number };
type Report = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numFailedTestSuites: number;
  testResults: readonly {
    name: string;
    status: string;
    message: string;
    assertionResults: readonly { status: string; fullName: string; failureMessages: readonly string[] }[];
  }[];
};

/** Of what failed, how much is said again at the end. */
const FAILURES_SHOWN = 30;
const FAILURE_LINES = 12;
const LINE_MAX = 300;

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
const failures: string[] = [];
let worst = 0;
const asked = process.argv.slice(2);
for (const round of ROUNDS) {
  // Few files are not dealt out.
  const runs = asked.length === 0 ? round : round.filter(({ part = [1] }) => part[0] === 1);
  worst = Math.max(worst, ...(await Promise.all(runs.map(run))));
}
rmSync(folder, { recursive: true });
// What failed is minutes back by now: it is said again where whoever waited looks first.
for (const failure of failures.slice(0, FAILURES_SHOWN)) console.log(`\n${failure}`);
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
  const read = JSON.parse(readFileSync(report, "utf8")) as Report;
  addCounts(total, read);
  failures.push(...listFailures(read));
  return code;
}

/** A file that could not even be loaded counts as one failure. */
function addCounts(counts: Counts, read: Report): void {
  counts.passed += read.numPassedTests;
  counts.failed += read.numFailedTests === 0 ? read.numFailedTestSuites : read.numFailedTests;
  counts.skipped += read.numPendingTests;
}

/** Each failure's file, name and first lines. */
function listFailures({ testResults }: Report): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed");
    const file = relative(process.cwd(), name);
    if (failed.length === 0) return status === "failed" ? [`Failed: ${file}\n${firstLines(message)}`] : [];
    return failed.map((test) => `Failed: ${file}: ${test.fullName}\n${firstLines(test.failureMessages.join("\n"))}`);
  });
}

function firstLines(text: string): string {
  const lines = text.split("\n").slice(0, FAILURE_LINES);
  return lines.map((line) => `  ${line.slice(0, LINE_MAX)}`).join("\n");
}

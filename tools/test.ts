/** `npm test`: every test of every kind, after a build. Arguments name files or patterns, as vitest takes them. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfChanged } from "./build.ts";
import { runCommand } from "./run-command.ts";
import { installTestPrograms } from "./test-programs.ts";

type Counts = { passed: number; failed: number; skipped: number };
type Report = { numPassedTests: number; numFailedTests: number; numPendingTests: number; numFailedTestSuites: number };

/** What has a store or a browser of its own comes last and alone: a machine of two cores runs it beside nothing else. */
const ROUNDS = [["rules", "worker"], ["pages"], ["prove"]] as const;

await installTestPrograms();
console.log("Building the store the browser's tests visit …");
await buildIfChanged();
const folder = mkdtempSync(join(tmpdir(), "meridian-tests-"));
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
let worst = 0;
for (const [index, projects] of ROUNDS.entries()) {
  const report = join(folder, `${index}.json`);
  const code = await runCommand("vitest", [
    "run",
    ...projects.flatMap((project) => ["--project", project]),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    "--passWithNoTests",
    ...process.argv.slice(2),
  ]);
  worst = Math.max(worst, code);
  addCounts(total, report);
}
rmSync(folder, { recursive: true });
console.log(`\nTests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(worst);

/** A file that could not even be loaded counts as one failure. */
function addCounts(counts: Counts, report: string): void {
  const read = JSON.parse(readFileSync(report, "utf8")) as Report;
  counts.passed += read.numPassedTests;
  counts.failed += read.numFailedTests === 0 ? read.numFailedTestSuites : read.numFailedTests;
  counts.skipped += read.numPendingTests;
}

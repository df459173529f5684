/** `npm run prove:faults`: brings about every fault at every step, and writes docs/proofs/stock.md from what came of it. */
import { runCommand } from "./run-command.ts";

process.exit(
  await runCommand(
    "vitest",
    ["run", "--project", "worker", "--reporter=dot", "--reporter=./tools/faults/page-reporter.ts", "test/faults"],
    { FAULT_CELLS: "all" },
  ),
);

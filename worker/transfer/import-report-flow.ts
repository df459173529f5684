/** The report of a run that refused more than its row keeps: read a step's problems at a time. */
import type { World } from "../world.ts";
import type { FileProblem } from "./formats/file-problem.ts";
import { listChunkProblems } from "./import-chunk-store.ts";
import { readProblems } from "./import-parts-store.ts";
import { REPORT_HEADER, reportLines, reportOf } from "./import-report.ts";
import type { ImportRun } from "./import-run-store.ts";

/** All that a run refused: first of the file itself, then of its chunks. Of an old one, what its row keeps. */
export function reportOfRun(world: World, run: ImportRun, of: "all" | "checks"): ReadableStream<Uint8Array> | string {
  if (of === "checks") return reportStream(listChunkProblems(world.catalog, run.id));
  return run.partsGone ? reportOf(run.problems) : reportStream(listRefused(world, run.id));
}

async function* listRefused(world: World, runId: string): AsyncGenerator<readonly FileProblem[]> {
  yield* readProblems(world, runId);
  yield* listChunkProblems(world.catalog, runId);
}

/** CSV of any length, as it is read. */
function reportStream(problems: AsyncGenerator<readonly FileProblem[]>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isBegun = false;
  return new ReadableStream({
    async pull(controller) {
      if (!isBegun) controller.enqueue(encoder.encode(REPORT_HEADER));
      isBegun = true;
      const next = await problems.next();
      if (next.done) return controller.close();
      controller.enqueue(encoder.encode(reportLines(next.value)));
    },
    async cancel() {
      await problems.return(undefined);
    },
  });
}

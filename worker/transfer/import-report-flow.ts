/** The report of a run that refused more than its row keeps: read a step's problems at a time. */
import type { FileProblem } from "./formats/file-problem.ts";
import { REPORT_HEADER, reportLines } from "./import-report.ts";

/** CSV of any length, as it is read. */
export function reportStream(problems: AsyncGenerator<readonly FileProblem[]>): ReadableStream<Uint8Array> {
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

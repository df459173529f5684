/** Everything of a file that was refused, as a table to work through beside it. */

import type { FileProblem } from "./formats/file-problem.ts";
import { defused } from "./formats/formula-guard.ts";

export const REPORT_HEADER = "row,column,why\r\n";

/** CSV with a header: row, column, what is wrong. */
export const reportOf = (problems: readonly FileProblem[]): string => REPORT_HEADER + reportLines(problems);

/** Those lines alone. */
export const reportLines = (problems: readonly FileProblem[]): string =>
  problems
    .map(({ row, column, why }) => [row === 0 ? "" : String(row), column ?? "", why].map(cellOf).join(","))
    .map((line) => `${line}\r\n`)
    .join("");

function cellOf(text: string): string {
  const safe = defused(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

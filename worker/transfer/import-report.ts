/** Everything of a file that was refused, as a table to work through beside it. */

import type { FileProblem } from "./formats/file-problem.ts";
import { defused } from "./formats/formula-guard.ts";

/** CSV with a header: row, column, what is wrong. */
export const reportOf = (problems: readonly FileProblem[]): string =>
  [
    "row,column,why",
    ...problems.map(({ row, column, why }) => [row === 0 ? "" : String(row), column ?? "", why].map(cellOf).join(",")),
  ]
    .map((line) => `${line}\r\n`)
    .join("");

function cellOf(text: string): string {
  const safe = defused(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

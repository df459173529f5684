/** The report of an import as a file: all that its file is at fault for, then all that the store refused of it. */
import { appendFileSync, writeFileSync } from "node:fs";
import type { FileProblem } from "../worker/transfer/formats/file-problem.ts";
import { reportOf } from "../worker/transfer/import-report.ts";

type Say = (line: string) => void;
const number = new Intl.NumberFormat("en-US").format;

export function writeReport(path: string, problems: readonly FileProblem[], say: Say): void {
  writeFileSync(path, reportOf(problems));
  say(`${number(problems.length)} problems written to ${path}.`);
}

/** `refused`: lines of the store's own report, in pieces of any size. However many there are, they are written as they come. */
export async function writeWholeReport(
  path: string,
  problems: readonly FileProblem[],
  refused: AsyncIterable<string>,
  say: Say,
): Promise<void> {
  writeFileSync(path, reportOf(problems));
  let [count, isQuoted] = [problems.length, false];
  for await (const text of refused) {
    appendFileSync(path, text);
    for (const char of text) {
      if (char === '"') isQuoted = !isQuoted;
      if (char === "\n" && !isQuoted) count += 1;
    }
  }
  say(`${number(count)} problems written to ${path}.`);
}

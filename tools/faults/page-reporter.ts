/** Gathers what each cell's test found out and writes docs/proofs/stock.md. A cell that no test went through is red, and fails the run. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Reporter, TestModule } from "vitest/node";
import type { CellFound } from "../../test/faults/run-cells.ts";
import { stockPage } from "./stock-page.ts";

const PAGE = join(import.meta.dirname, "../../docs/proofs/stock.md");

export default class PageReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const found: CellFound[] = [];
    for (const module of modules)
      for (const test of module.children.allTests("passed")) {
        const { cell } = test.meta();
        if (cell) found.push(cell);
      }
    const { text, red } = stockPage(found);
    writeFileSync(PAGE, text);
    console.log(`\n${found.length} cells, ${red.length} red.${red.map((name) => `\n  red: ${name}`).join("")}`);
    if (red.length > 0) process.exitCode = 1;
  }
}

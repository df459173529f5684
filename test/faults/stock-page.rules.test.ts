/** docs/proofs/stock.md has every step × every fault, as they are defined today, and none of them red. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { anchorOf, RED, stockPage } from "../../tools/faults/stock-page.ts";
import { INVARIANTS } from "../support/store-invariants.ts";
import type { CellFound } from "./run-cells.ts";
import { FAMILIES } from "./step-calls.ts";
import { STEPS } from "./steps.ts";
import { CELLS } from "./table.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/proofs/stock.md"), "utf8");
const rowOf = (text: string, anchor: string) =>
  text.split("\n").find((line) => line.includes(`<a id="${anchor}"></a>`));
/** The columns of a row, without the first. */
const cellsOf = (row: string) => row.split("|").slice(2, -1);

/** As a run would write it that found what the page says. */
function writtenAgain(): string {
  const found = CELLS.flatMap((cell): CellFound[] => {
    const [sees = "", stored = "", numbers = ""] = cellsOf(rowOf(page, anchorOf(cell)) ?? "").map((text) =>
      text.trim(),
    );
    if (stored === "" || stored === RED) return [];
    const isWhole = numbers === `1–${INVARIANTS.length}`;
    const listed = new Set(numbers.split(", ").map(Number));
    const checked = INVARIANTS.filter((_, index) => isWhole || listed.has(index + 1)).map(({ id }) => id);
    return [{ step: cell.step.id, fault: cell.fault.id, sees, stored, checked }];
  });
  return stockPage(found).text;
}

describe("the table of faults", () => {
  test("has exactly the cells that are defined: `npm run prove:faults` writes it", () => {
    expect(page).toBe(writtenAgain());
  });

  test("has no red cell", () => {
    // The sign is explained once, and stands nowhere else.
    expect(page.split(RED)).toHaveLength(2);
  });

  test("says of each cell what people see, what is stored, and which invariants were checked", () => {
    for (const cell of CELLS) {
      const row = rowOf(page, anchorOf(cell));
      if (cell.why === null) expect(cellsOf(row ?? "").filter((text) => text.trim() !== "")).toHaveLength(3);
      else expect(row, `${cell.step.name}: ${cell.fault.name} has a reason and no row`).toBeUndefined();
    }
  });

  test("gives a reason for each cell without a test", () => {
    for (const { step, fault, why } of CELLS)
      if (why !== null) {
        expect(why, `${step.name}: ${fault.name}`).not.toBe("");
        expect(rowOf(page, `${step.id}-none`)).toContain(why);
      }
  });

  test("would show a cell without a test in red", () => {
    const { text, red } = stockPage([]);
    expect(red).toHaveLength(CELLS.filter(({ why }) => why === null).length);
    expect(text).toContain(`| ${RED} |`);
  });

  test("has a file of tests for each family", () => {
    for (const family of Object.keys(FAMILIES))
      expect(readFileSync(join(import.meta.dirname, `${family}.worker.test.ts`), "utf8")).toContain(
        `testCells("${family}"`,
      );
    expect(new Set(STEPS.map(({ id }) => id)).size, "steps are told apart").toBe(STEPS.length);
  });
});

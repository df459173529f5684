/**
 * docs/proofs/stock.md: every step × every fault, as the tests found it. Nothing of a machine or a moment is in it, so two
 * runs write the same page.
 */
import { FAULTS } from "../../test/faults/faults.ts";
import type { CellFound } from "../../test/faults/run-cells.ts";
import { FAMILIES, type Family } from "../../test/faults/step-calls.ts";
import { STEPS } from "../../test/faults/steps.ts";
import { CELLS, type Cell } from "../../test/faults/table.ts";
import { INVARIANTS } from "../../test/support/store-invariants.ts";

export const RED = "🔴";
/** Answers the page, and the cells that apply and that no test went through. */
export function stockPage(found: readonly CellFound[]): { text: string; red: string[] } {
  const byCell = new Map(found.map((one) => [`${one.step} ${one.fault}`, one]));
  const foundOf = ({ step, fault }: Cell) => byCell.get(`${step.id} ${fault.id}`);
  const red = CELLS.filter((cell) => cell.why === null && !foundOf(cell)).map(nameOf);
  const text = [
    ...head(),
    ...(Object.keys(FAMILIES) as Family[]).flatMap((family) => matrixOf(family, foundOf)),
    ...INVARIANTS.flatMap((invariant, index) =>
      index === 0 ? ["## Invariants", "", sayOf(invariant, 0)] : [sayOf(invariant, index)],
    ),
    "",
    "## Cells",
    ...STEPS.flatMap((step) => detailsOf(step.id, foundOf)),
    "",
  ].join("\n");
  return { text, red };
}

export const nameOf = ({ step, fault }: Cell): string => `${FAMILIES[step.family]} > ${step.name}: ${fault.name}`;
/** Where a cell's row is. */
export const anchorOf = ({ step, fault }: Cell): string => `${step.id}--${fault.id}`;

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

function head(): string[] {
  const tested = CELLS.filter(({ why }) => why === null).length;
  return [
    "# Stock: everything that may happen to a purchase",
    "",
    "`npm run prove:faults` writes this page; nobody edits it. Each ✓ is a test of `test/faults/`, a third of which `npm test` runs a day, all in three: in",
    "workerd, with the real databases, objects and queue consumers, and the payment provider's emulator. The fault is brought",
    "about at that step, once, and the test fails unless it was. Then the shopper asks again, the provider delivers again, alarms",
    "ring, the timer runs, staff have given-up messages sent again, and six hours pass. After every request the invariants that",
    "always hold are checked, and at the end all of them, from the ledgers' entries, the databases and the provider's own books.",
    "Where a cell's numbers lack an invariant, it is a person who ends what waits: doctor lists it.",
    "",
    `${STEPS.length} steps, ${FAULTS.length} faults: ${tested} cells with a test, ${CELLS.length - tested} that make no sense, each with its reason. ${RED} would be one without a test.`,
    "",
    "| | fault | how it is brought about |",
    "|---|---|---|",
    ...FAULTS.map(({ name, how }, index) => `| ${LETTERS[index]} | ${name} | ${how} |`),
    "",
  ];
}

type FoundOf = (cell: Cell) => CellFound | undefined;

function matrixOf(family: Family, foundOf: FoundOf): string[] {
  const steps = STEPS.filter((step) => step.family === family);
  return [
    `## ${FAMILIES[family]}`,
    "",
    `| step | ${FAULTS.map((_, index) => LETTERS[index]).join(" | ")} |`,
    `|---|${FAULTS.map(() => ":-:").join("|")}|`,
    ...steps.map((step) => {
      const cells = CELLS.filter((cell) => cell.step === step);
      return `| [${step.name}](#${step.id}) | ${cells.map((cell) => markOf(cell, foundOf)).join(" | ")} |`;
    }),
    "",
  ];
}

function markOf(cell: Cell, foundOf: FoundOf): string {
  if (cell.why !== null) return `[—](#${cell.step.id}-none)`;
  return foundOf(cell) ? `[✓](#${anchorOf(cell)})` : RED;
}

const sayOf = ({ says, holds }: (typeof INVARIANTS)[number], index: number) =>
  `${index + 1}. ${says} *${holds === "always" ? "After every step." : "When all is over."}*`;

function detailsOf(stepId: string, foundOf: FoundOf): string[] {
  const cells = CELLS.filter(({ step }) => step.id === stepId);
  const [first] = cells;
  if (!first) return [];
  return [
    "",
    `### <a id="${stepId}"></a>${FAMILIES[first.step.family]}: ${first.step.name}`,
    "",
    "| fault | who sees what | what is stored | invariants |",
    "|---|---|---|---|",
    ...cells.filter(({ why }) => why === null).map((cell) => rowOf(cell, foundOf(cell))),
    "",
    ...excusesOf(stepId, cells),
    `Tests: \`test/faults/${first.step.family}.worker.test.ts\`, each named “${first.step.name}: ” and the fault.`,
  ];
}

function rowOf(cell: Cell, found: CellFound | undefined): string {
  const name = `<a id="${anchorOf(cell)}"></a>${cell.fault.name}`;
  if (!found) return `| ${name} | ${RED} | ${RED} | ${RED} |`;
  const numbers = INVARIANTS.flatMap(({ id }, index) => (found.checked.includes(id) ? [index + 1] : []));
  return `| ${name} | ${found.sees} | ${found.stored} | ${rangeOf(numbers)} |`;
}

/** `1–9`, or each of them where one is missing. */
function rangeOf(numbers: readonly number[]): string {
  const isWhole = numbers.length === INVARIANTS.length;
  return isWhole ? `1–${INVARIANTS.length}` : numbers.join(", ");
}

/** One line for each reason. */
function excusesOf(stepId: string, cells: readonly Cell[]): string[] {
  const byWhy = Map.groupBy(
    cells.filter(({ why }) => why !== null),
    ({ why }) => why ?? "",
  );
  if (byWhy.size === 0) return [];
  const lines = [...byWhy].map(([why, ofWhy]) => `${ofWhy.map(({ fault }) => fault.name).join(", ")}: ${why}`);
  return [`<a id="${stepId}-none"></a>— ${lines.join("; ")}.`, ""];
}

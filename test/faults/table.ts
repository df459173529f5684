/** Which fault applies to which step, and why another does not. Plain data, read by the tests and by the page. */
import { partOfDay } from "../support/part-of-day.ts";
import { FAULTS, type Fault } from "./faults.ts";
import type { Step } from "./step-calls.ts";
import { STEPS } from "./steps.ts";

/** `why` is null for a cell that has a test; else why there is none. */
export type Cell = { step: Step; fault: Fault; why: string | null };

/** Cells whose step has the call that the fault strikes, and which make no sense all the same. */
const DOES_NOT_APPLY: readonly { steps: readonly string[]; faults: readonly string[]; why: string }[] = [
  {
    steps: ["session", "held"],
    faults: ["webhook-repeated", "webhook-late", "webhook-never"],
    why: "nothing was paid yet that could be told twice, late or never",
  },
  {
    steps: ["redirect"],
    faults: ["webhook-repeated", "webhook-never"],
    why: "the webhook comes after it: see “take the provider's webhook”",
  },
  {
    steps: ["webhook", "lapsed", "settled"],
    faults: ["webhook-first"],
    why: "it is the webhook itself: see “pay, and come back to the store”",
  },
  {
    steps: ["keep", "paid", "commit-first", "commit-last", "cart", "committed", "again", "refused"],
    faults: ["webhook-late", "webhook-first", "webhook-never"],
    why: "when the webhook comes is decided before it: see “take the provider's webhook”",
  },
  {
    steps: ["close"],
    faults: ["webhook-repeated", "webhook-late", "webhook-never"],
    why: "nothing was paid that could be told: see “take the webhook that nobody paid in time”",
  },
];

const excuseOf = (step: Step, fault: Fault): string | null => {
  if (!step[fault.strikes] || (fault.needs && !step[fault.needs])) return fault.otherwise;
  const excuse = DOES_NOT_APPLY.find(({ steps, faults }) => steps.includes(step.id) && faults.includes(fault.id));
  return excuse?.why ?? null;
};

/** Every step × every fault. */
export const CELLS: readonly Cell[] = STEPS.flatMap((step) =>
  FAULTS.map((fault) => ({ step, fault, why: excuseOf(step, fault) })),
);

const PARTS = 3;

/** The cells that are played at a moment: every step has some of its faults, and every fault some of its steps. */
export function cellsOf(which: string, atMs: number): readonly Cell[] {
  const { parts, part } = partOfDay(which, PARTS, atMs);
  return CELLS.filter(({ why }) => why === null).filter((_, at) => at % parts === part);
}

/** Carries out, cancels or undoes an import in the background: whoever drove it before, the queue drives it now. */
import type { Outcome } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { World } from "../world.ts";
import { sendDue } from "./drive-import-flow.ts";
import type { RunProblem } from "./import-run.ts";
import { type ImportRun, moveRun } from "./import-run-store.ts";
import { applyRun, cancelRun, readOn, undoRun } from "./run-import-flow.ts";

const ACTS = { apply: applyRun, undo: undoRun, cancel: cancelRun, goOn: readOn } as const;
export type ImportAct = keyof typeof ACTS;

/** The same again changes nothing. */
export async function actByQueue(
  world: World,
  id: string,
  act: ImportAct,
  by: Viewer,
): Promise<Outcome<ImportRun, RunProblem>> {
  const acted = await ACTS[act](world, id, by);
  if (!acted.ok) return acted;
  // Only runs with a reading are found by the timer when their message is lost.
  if (acted.value.reading === null) await moveRun(world, acted.value, { reading: {} });
  await sendDue(world, id);
  return acted;
}

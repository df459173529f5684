/** Uploads a catalogue file as staff do, and takes its run, or its undo, to where it rests. */

import { RESTING } from "../../worker/transfer/import-run.ts";
import type { ImportRun } from "../../worker/transfer/import-run-store.ts";
import { advanceRun } from "../../worker/transfer/run-import-flow.ts";
import { uploadFile } from "../../worker/transfer/upload-import-flow.ts";
import { askAsStaff, inWorld } from "./store-client.ts";

const STEPS_MAX = 100;
const by = { id: "staff", name: "Robin Example", email: "", role: "staff" as const, market: "en-us" as const };

async function stepUntilRest(id: string): Promise<ImportRun> {
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const run = await inWorld((world) => advanceRun(world, id));
    if (!run.ok) throw new Error(run.problem.code);
    if (RESTING.includes(run.value.state)) return run.value;
  }
  throw new Error("the run never rests");
}

export async function importText(text: string): Promise<ImportRun> {
  const id = crypto.randomUUID();
  const settings = { openingQuantity: 0, skipBad: false, dryRun: false };
  const upload = {
    id,
    file: "catalogue",
    bytes: new Blob([text]),
    settings,
    reading: { currency: "USD" as const },
    by,
  };
  const uploaded = await inWorld((world) => uploadFile(world, upload));
  if (!uploaded.ok) throw new Error(uploaded.problem.code);
  return stepUntilRest(id);
}

export async function undoImport({ id }: Pick<ImportRun, "id">): Promise<ImportRun> {
  await askAsStaff("POST", `/api/admin/import-runs/${id}/undo`);
  return stepUntilRest(id);
}

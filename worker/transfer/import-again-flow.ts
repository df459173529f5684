/**
 * Imports the file of a refused run once more, this time without what is at fault in it: as a run of its own, over a copy of the
 * file, so that what the first one found stays as it is.
 */
import { done, type Outcome, refused } from "../base/outcome.ts";
import { listPriceLists } from "../catalog/price-list-store.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { World } from "../world.ts";
import { sendDue } from "./drive-import-flow.ts";
import { copyUpload } from "./import-parts-store.ts";
import type { RunProblem } from "./import-run.ts";
import { type ImportRun, readRun } from "./import-run-store.ts";
import { beginRun } from "./run-import-flow.ts";
import { uploadFingerprint } from "./upload-import-flow.ts";
import type { Reading } from "./upload-text-flow.ts";

/** Whether leaving out rows may help: some are at fault, none was left out yet, and the store read the file itself. */
export const canLeaveOut = ({ state, settings, reading, partsGone, problems }: ImportRun): boolean =>
  state === "refused" &&
  !settings.skipBad &&
  !partsGone &&
  reading !== null &&
  "at" in reading &&
  problems.some(({ row }) => row > 0);

/** `id` is the new run's, made by the caller: the same again is the same import. */
export async function importAgain(
  world: World,
  { id, of, by }: { id: string; of: string; by: Viewer },
): Promise<Outcome<ImportRun, RunProblem>> {
  const [before, run] = await Promise.all([readRun(world.catalog, id), readRun(world.catalog, of)]);
  if (before) return done(before);
  if (!run) return refused({ code: "import.unknown" });
  if (!canLeaveOut(run)) return refused({ code: "import.moved_on", state: run.state });
  if (!(await copyUpload(world, of, id))) return refused({ code: "import.too_old" });
  const { at: _read, ...reading } = run.reading as Reading;
  const lists = (await listPriceLists(world.catalog)).map(({ id }) => id);
  const { isCancelled: _cancelled, ...settings } = run.settings;
  const begun = await beginRun(world, {
    ...{ id, by, file: run.file, format: "", fingerprint: uploadFingerprint(id) },
    ...{ settings: { ...settings, skipBad: true }, reading: { ...reading, lists } },
  });
  if (begun.ok) await sendDue(world, id);
  return begun;
}

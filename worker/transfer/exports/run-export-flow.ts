/** Begins exports, drives them by the queue until their files are whole, and drops files that are old. */
import { recordAudit } from "../../admin/audit-store.ts";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { whyOf } from "../../base/why.ts";
import { countProducts } from "../../catalog/product-record-store.ts";
import type { Viewer } from "../../customers/viewer.ts";
import { newEvent } from "../../events/outbox-store.ts";
import type { Currency } from "../../pricing/money.ts";
import type { World } from "../../world.ts";
import type { ExportFormat } from "../export-flow.ts";
import { EXPORT_KEPT_MS, EXPORT_TRIES_MAX, EXPORTS_WRITING_MAX, type ExportProblem } from "./export-run.ts";
import {
  beginExportStep,
  countWriting,
  dropFile,
  type ExportRun,
  insertExport,
  listStillExports,
  moveExport,
  readExport,
  resumeFile,
} from "./export-run-store.ts";
import { writeStep } from "./write-export-flow.ts";

const STEPS_A_MESSAGE = 6;
/** An invocation has ten seconds of the processor (`cpu_ms` of wrangler.toml). */
const BUSY_MS = 4_000;
/** One that has not moved for so long lost its message. */
const STALLED_MS = 5 * 60_000;
const SWEPT_MAX = 10;

export type ExportBegin = { id: string; format: ExportFormat; currency: Currency; by: Viewer };

/** The same id again is the same export. */
export async function beginExport(
  world: World,
  { id, format, currency, by }: ExportBegin,
): Promise<Outcome<ExportRun, ExportProblem>> {
  const before = await readExport(world.catalog, id);
  if (before)
    return before.format === format && before.currency === currency
      ? done(before)
      : refused({ code: "export.id_taken" });
  if ((await countWriting(world.catalog)) >= EXPORTS_WRITING_MAX)
    return refused({ code: "export.too_many", writingMax: EXPORTS_WRITING_MAX });
  const nowMs = world.nowMs();
  const run: ExportRun = {
    id,
    format,
    currency,
    state: "writing",
    byId: by.id,
    byName: by.name,
    total: await countProducts(world.catalog),
    products: 0,
    afterId: "",
    bytes: 0,
    uploadId: "",
    parts: [],
    tries: 0,
    step: 0,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  await recordAudit(world, {
    by,
    action: "products.exported",
    subject: "products",
    before: null,
    after: { export: id, format },
  });
  await insertExport(world.catalog, run);
  await sendExportDue(world, id);
  return done(run);
}

/** For the queue. A message that comes twice does steps that would be done anyway. */
export async function driveExport(world: World, id: string): Promise<void> {
  const untilMs = world.nowMs() + BUSY_MS;
  for (let step = 0; step < STEPS_A_MESSAGE && world.nowMs() < untilMs; step += 1) {
    const run = await beginExportStep(world, id);
    if (!run) return;
    if (run.tries > EXPORT_TRIES_MAX) return giveUp(world, run);
    await writeStep(world, run);
  }
  await sendExportDue(world, id);
}

export const sendExportDue = (world: World, exportId: string): Promise<void> =>
  world.send([newEvent(world, "export.due", { exportId })]);

async function giveUp(world: World, run: ExportRun): Promise<void> {
  world.log.error("export.given_up", { export: run.id, products: run.products });
  if (await moveExport(world, run, { state: "failed" })) await abort(world, run);
}

/** Parts of a file that will not be whole are dropped; that of one that is whole, or is gone, is none. */
async function abort(world: World, run: ExportRun): Promise<void> {
  if (run.uploadId === "") return;
  await resumeFile(world, run)
    .abort()
    .catch((error: unknown) => world.log.info("export.not_aborted", { export: run.id, why: whyOf(error) }));
}

/** For the timer. Bounded, and bears running twice. */
export async function sweepExports(world: World): Promise<void> {
  const nowMs = world.nowMs();
  for (const { id } of await listStillExports(world.catalog, ["writing"], nowMs - STALLED_MS, SWEPT_MAX))
    await sendExportDue(world, id);
  for (const run of await listStillExports(world.catalog, ["done"], nowMs - EXPORT_KEPT_MS, SWEPT_MAX)) {
    await dropFile(world, run.id);
    await moveExport(world, run, { state: "expired" });
  }
}

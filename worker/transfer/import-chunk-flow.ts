/** One chunk of a run: tried against the catalogue, then applied. Killed in between, each is done again from its beginning. */
import type { World } from "../world.ts";
import { LINKING_FORMATS } from "./formats/detect-format.ts";
import type { FileProblem } from "./formats/file-problem.ts";
import { type ChunkEnd, chunkMove, chunkRefused, readChunk, sumChunkCounts } from "./import-chunk-store.ts";
import { nameInserts } from "./import-name-store.ts";
import { readStagedChunk, type StagedChunk } from "./import-parts-store.ts";
import { type ChunkOfRun, importProducts } from "./import-products-flow.ts";
import {
  addCounts,
  kept,
  keptSamples,
  problemsAt,
  RUN_NOTES_MAX,
  RUN_PROBLEMS_MAX,
  type RunSample,
} from "./import-run.ts";
import {
  changeInserts,
  type ImportRun,
  isChunkMoved,
  listPlannedStock,
  moveRun,
  runProblems,
  stockPlanned,
  whileApplied,
} from "./import-run-store.ts";
import { type ImportAnswer, type ImportedProduct, ownTextOf, PRODUCTS_PER_IMPORT_MAX } from "./imported-product.ts";
import { linkProducts } from "./link-products-flow.ts";
import { makeCategories } from "./make-categories-flow.ts";
import { makePartsAfter, makePartsBefore } from "./make-parts-flow.ts";
import { setStockOfRun } from "./set-quantities-flow.ts";
import { viewerOfRun } from "./viewer-of-run.ts";

/** Each refusal takes its product out of the chunk, and the rest is looked at again, at last without any. */
const TRIES_MAX = PRODUCTS_PER_IMPORT_MAX + 1;

type Problems = readonly FileProblem[];
type ChunkRow = Awaited<ReturnType<typeof readChunk>>;
type Tried = ChunkEnd & { answer: ImportAnswer | null };

/**
 * Tries a chunk without changing anything. What it came to is stored with the run's own step, so a step that dies is done anew. At the
 * end the run is ready, goes on to be applied, or is refused.
 */
export async function checkChunk(world: World, run: ImportRun): Promise<void> {
  if (run.through >= run.chunks) return endCheck(world, run);
  const number = run.through;
  const [chunk, row] = [await readStagedChunk(world, run.id, number), await readChunk(world.catalog, run.id, number)];
  const { answer, ...end } = await tryChunk(world, run, chunk, { without: [], dryRun: true });
  const { leftOut, problems } = end;
  await moveRun(
    world,
    run,
    {
      through: number + 1,
      counts: addCounts(run.counts, { ...(answer ? countsOf(answer) : {}), refused: leftOut.length }),
      problems: kept(run.problems, problems, RUN_PROBLEMS_MAX),
      samples: keptSamples(run.samples, samplesOf(chunk.products, leftOut, answer)),
    },
    [chunkMove(world.catalog, run.id, number, row?.state ?? "staged", "checked", end)],
  );
}

async function endCheck(world: World, run: ImportRun): Promise<void> {
  const isBad = run.problems.length > 0 && !run.settings.skipBad;
  await moveRun(world, run, { state: isBad ? "refused" : run.settings.dryRun ? "ready" : "applying", through: 0 });
}

/** Applies a chunk. What is refused only now, since the catalogue moved on, takes all of the run back, or is left out. */
export async function applyChunk(world: World, run: ImportRun): Promise<void> {
  if (run.through >= run.chunks) return linkChunk(world, run);
  const number = run.through;
  const [chunk, row] = [await readStagedChunk(world, run.id, number), await readChunk(world.catalog, run.id, number)];
  const told = await unlessMoved(makePartsBefore(world, chunk.parts ?? [], run));
  if (told === null) return;
  if (row?.state === "applied") return stockChunk(world, run, chunk, told);
  const why = await makeCategories(world, chunk.categories, viewerOfRun(run), run);
  if (why !== null) return withdraw(world, run, [{ row: chunk.rows[0] ?? 0, column: null, why }], row);
  const { problems } = await tryChunk(world, run, chunk, { without: row?.leftOut ?? [], dryRun: false, before: row });
  if (problems.length > 0 && !run.settings.skipBad) return withdraw(world, run, problems, row);
  await stockChunk(world, run, chunk, told);
}

/** After the products, and again after a kill: what the chunk has planned of stock is done once. */
async function stockChunk(world: World, run: ImportRun, chunk: StagedChunk, told: ImportRun["notes"]): Promise<void> {
  const held = await setStockOfRun(world, run, await listPlannedStock(world.catalog, run.id, run.through));
  const notes = held.map(({ sku }) => ({
    row: chunk.rows[chunk.products.findIndex(({ variants }) => variants.some((each) => each.sku === sku))] ?? 0,
    column: "quantity",
    why: `shoppers hold more units of ${sku} than it says: stock is left as it was`,
  }));
  await moveRun(world, run, { through: run.through + 1, notes: kept(run.notes, [...told, ...notes], RUN_NOTES_MAX) });
}

const mayLink = ({ format }: ImportRun): boolean => LINKING_FORMATS.includes(format);

/** Once every product is there, chunk after chunk again: what they name of each other, and collections of them. */
async function linkChunk(world: World, run: ImportRun): Promise<void> {
  const number = run.through - run.chunks;
  if (!mayLink(run) || number >= run.chunks) return endApply(world, run);
  const [chunk, row] = [await readStagedChunk(world, run.id, number), await readChunk(world.catalog, run.id, number)];
  const products = chunk.products
    .map((ask, index) => ({ ask, row: chunk.rows[index] ?? 0 }))
    .filter((_, index) => !row?.leftOut.includes(index));
  const linked = await unlessMoved(linkProducts(world, run, products, viewerOfRun(run)));
  const made = linked && (await unlessMoved(makePartsAfter(world, chunk.parts ?? [], run)));
  if (!made) return;
  const notes = [...linked, ...made];
  await moveRun(world, run, { through: run.through + 1, notes: kept(run.notes, notes, RUN_NOTES_MAX) });
}

/** Null where another driver of the same run was first, or it was cancelled meanwhile. */
const unlessMoved = <Value>(work: Promise<Value>): Promise<Value | null> =>
  work.catch((error: unknown) => {
    if (isChunkMoved(error)) return null;
    throw error;
  });

/** What was found good and then refused after all is counted as what it came to. */
async function endApply(world: World, run: ImportRun): Promise<void> {
  const { products, created, updated, unchanged, refused } = run.counts;
  const applied = await sumChunkCounts(world.catalog, run.id);
  const before = refused - (products - created - updated - unchanged);
  const late = products - applied.created - applied.updated - applied.unchanged;
  const counts = { ...run.counts, ...applied, refused: before + late };
  await moveRun(world, run, { state: "done", through: 0, counts });
}

async function withdraw(world: World, run: ImportRun, problems: Problems, row: ChunkRow): Promise<void> {
  await moveRun(
    world,
    run,
    {
      state: "withdrawing",
      through: 0,
      // Should the program that drives it die, the timer goes on.
      reading: run.reading ?? {},
      counts: { ...run.counts, created: 0, updated: 0, unchanged: 0 },
      problems: kept(run.problems, problems, RUN_PROBLEMS_MAX),
    },
    [chunkRefused(world.catalog, run.id, run.through, [...(row?.problems ?? []), ...problems])],
  );
}

/** `without`: positions that were refused before. `before`: what is kept of the chunk. */
type Trial = { without: readonly number[]; dryRun: boolean; before?: ChunkRow };

/** Without the products it was refused for, where the run may leave any out. */
async function tryChunk(world: World, run: ImportRun, chunk: StagedChunk, trial: Trial): Promise<Tried> {
  const leftOut = new Set(trial.without);
  const problems: FileProblem[] = [];
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const positions = chunk.products.map((_, index) => index).filter((index) => !leftOut.has(index));
    const products = positions.flatMap((index) => chunk.products[index] ?? []);
    const rows = positions.map((index) => chunk.rows[index] ?? 0);
    const end = { leftOut: [...leftOut], problems };
    const imported = await importOne(world, run, products, trial, end);
    if (imported.ok) return { answer: imported.value, ...end };
    const refusals = problemsAt(imported.problem.at, rows);
    problems.push(...refusals.map(({ problem }) => problem));
    for (const { index } of refusals) leftOut.add(positions[index] ?? -1);
    if (!run.settings.skipBad) break;
  }
  return { answer: null, leftOut: [...leftOut], problems };
}

async function importOne(
  world: World,
  run: ImportRun,
  products: readonly ImportedProduct[],
  { dryRun, before }: Trial,
  { leftOut, problems }: ChunkEnd,
) {
  const ask = {
    products,
    openingQuantity: run.settings.openingQuantity,
    dryRun,
    run: { id: run.id, file: run.file, products: run.counts.products },
    by: viewerOfRun(run),
  };
  if (dryRun) return importProducts(world, ask);
  const refusedOfIt = [...(before?.problems ?? []), ...problems];
  const chunk = {
    mayLink: mayLink(run),
    also: ({ changes, answer, planned, names }: Parameters<ChunkOfRun["also"]>[0]) => [
      whileApplied(world.catalog, run.id),
      runProblems(world.catalog, run.id, kept(run.problems, problems, RUN_PROBLEMS_MAX)),
      chunkMove(world.catalog, run.id, run.through, "checked", "applied", {
        leftOut,
        problems: refusedOfIt,
        counts: countsOf(answer),
      }),
      changeInserts(world.catalog, run.id, changes),
      stockPlanned(world.catalog, run.id, run.through, planned),
      nameInserts(world.catalog, run.id, names),
    ],
  };
  return importProducts(world, { ...ask, chunk }).catch((error: unknown) => {
    // Another driver of the same run was first, or it was cancelled meanwhile: an undo must find all that was applied.
    if (isChunkMoved(error)) return { ok: true as const, value: NOTHING };
    throw error;
  });
}
const NOTHING: ImportAnswer = { created: 0, updated: 0, unchanged: 0, changedIds: [], items: [] };

const countsOf = ({ created, updated, unchanged }: ImportAnswer) => ({ created, updated, unchanged });

function samplesOf(
  products: readonly ImportedProduct[],
  leftOut: readonly number[],
  answer: ImportAnswer | null,
): RunSample[] {
  const taken = products.filter((_, index) => !leftOut.includes(index));
  return (answer?.items ?? []).map(({ kind, productId }, index) => {
    const product = taken[index];
    return { kind, productId, title: (product && ownTextOf(product)?.title) ?? "" };
  });
}

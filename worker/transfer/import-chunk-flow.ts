/** One chunk of a run: tried against the catalogue, then applied. Killed in between, each is done again from its beginning. */
import type { World } from "../world.ts";
import { LINKING_FORMATS } from "./formats/detect-format.ts";
import { readStagedChunk, type StagedChunk, writeProblems } from "./import-parts-store.ts";
import { importProducts } from "./import-products-flow.ts";
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
  chunkMove,
  type ImportChange,
  type ImportRun,
  isChunkMoved,
  listPlannedStock,
  moveRun,
  readChunk,
  type StockChange,
  stockPlanned,
  sumChunkCounts,
  whileApplied,
} from "./import-run-store.ts";
import type { ImportAnswer, ImportedProduct } from "./imported-product.ts";
import { linkProducts } from "./link-products-flow.ts";
import { byImport, makeCategories } from "./make-categories-flow.ts";
import { makePartsAfter, makePartsBefore } from "./make-parts-flow.ts";
import { setStockOfRun } from "./set-quantities-flow.ts";
import { viewerOfRun } from "./viewer-of-run.ts";

/** Each refusal takes its product out of the chunk, and the rest is looked at again. */
const TRIES_MAX = 100;

type Tried = {
  answer: ImportAnswer | null;
  leftOut: number[];
  problems: ReturnType<typeof problemsAt>[number]["problem"][];
};

/** Tries a chunk without changing anything. At the end the run is ready, goes on to be applied, or is refused. */
export async function checkChunk(world: World, run: ImportRun): Promise<void> {
  if (run.through >= run.chunks) return endCheck(world, run);
  const [chunk, row] = [
    await readStagedChunk(world, run.id, run.through),
    await readChunk(world.catalog, run.id, run.through),
  ];
  const tried = await tryChunk(world, run, chunk, row?.leftOut ?? [], true);
  const { answer, leftOut, problems } = tried;
  await writeProblems(world, run.id, { turn: "2-check", number: run.through }, problems);
  if (row?.state === "staged")
    await world.catalog
      .batch([chunkMove(world.catalog, run.id, run.through, "staged", "checked", { leftOut })])
      .catch(unlessMoved);
  await moveRun(world, run, {
    through: run.through + 1,
    counts: addCounts(run.counts, { ...(answer ? countsOf(answer) : {}), refused: leftOut.length }),
    problems: kept(run.problems, problems, RUN_PROBLEMS_MAX),
    samples: keptSamples(run.samples, samplesOf(chunk.products, leftOut, answer)),
  });
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
  if (row?.state === "applied") return stockChunk(world, run, chunk, [], []);
  const why = await makeCategories(world, chunk.categories, viewerOfRun(run), run);
  const told = await makePartsBefore(world, chunk.parts ?? [], { by: viewerOfRun(run), why: byImport(run) });
  if (why !== null) return withdraw(world, run, [{ row: chunk.rows[0] ?? 0, column: null, why }]);
  const { problems } = await tryChunk(world, run, chunk, row?.leftOut ?? [], false);
  await writeProblems(world, run.id, { turn: "3-apply", number }, problems);
  if (problems.length > 0 && !run.settings.skipBad) return withdraw(world, run, problems);
  await stockChunk(world, run, chunk, problems, told);
}

/** After the products, and again after a kill: what the chunk has planned of stock is done once. */
async function stockChunk(
  world: World,
  run: ImportRun,
  chunk: StagedChunk,
  problems: ImportRun["problems"],
  told: ImportRun["notes"],
): Promise<void> {
  const held = await setStockOfRun(world, run, await listPlannedStock(world.catalog, run.id, run.through));
  const notes = held.map(({ sku }) => ({
    row: chunk.rows[chunk.products.findIndex(({ variants }) => variants.some((each) => each.sku === sku))] ?? 0,
    column: "quantity",
    why: `shoppers hold more units of ${sku} than it says: stock is left as it was`,
  }));
  await moveRun(world, run, {
    through: run.through + 1,
    problems: kept(run.problems, problems, RUN_PROBLEMS_MAX),
    notes: kept(run.notes, [...told, ...notes], RUN_NOTES_MAX),
  });
}

/** Once every product is there, chunk after chunk again: what they name of each other, and collections of them. */
async function linkChunk(world: World, run: ImportRun): Promise<void> {
  const number = run.through - run.chunks;
  if (!LINKING_FORMATS.includes(run.format) || number >= run.chunks) return endApply(world, run);
  const [chunk, row] = [await readStagedChunk(world, run.id, number), await readChunk(world.catalog, run.id, number)];
  const products = chunk.products.filter((_, index) => !row?.leftOut.includes(index));
  const by = viewerOfRun(run);
  const notes = await linkProducts(world, run, products, by).catch((error: unknown) => {
    if (isChunkMoved(error)) return null;
    throw error;
  });
  if (notes === null) return;
  notes.push(...(await makePartsAfter(world, chunk.parts ?? [], { by, why: byImport(run) })));
  await moveRun(world, run, { through: run.through + 1, notes: kept(run.notes, notes, RUN_NOTES_MAX) });
}

/** What was found good and then refused after all is counted as what it came to. */
async function endApply(world: World, run: ImportRun): Promise<void> {
  const { products, created, updated, unchanged, refused } = run.counts;
  const applied = await sumChunkCounts(world.catalog, run.id);
  const before = refused - (products - created - updated - unchanged);
  const late = products - applied.created - applied.updated - applied.unchanged;
  const counts = { ...run.counts, ...applied, refused: before + late };
  await moveRun(world, run, { state: "done", through: 0, counts });
}

async function withdraw(world: World, run: ImportRun, problems: ImportRun["problems"]): Promise<void> {
  await moveRun(world, run, {
    state: "withdrawing",
    through: 0,
    counts: { ...run.counts, created: 0, updated: 0, unchanged: 0 },
    problems: kept(run.problems, problems, RUN_PROBLEMS_MAX),
  });
}

/** Without the products it was refused for, where the run may leave any out. */
async function tryChunk(
  world: World,
  run: ImportRun,
  chunk: StagedChunk,
  without: readonly number[],
  dryRun: boolean,
): Promise<Tried> {
  const leftOut = new Set(without);
  const problems: Tried["problems"] = [];
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const positions = chunk.products.map((_, index) => index).filter((index) => !leftOut.has(index));
    const products = positions.flatMap((index) => chunk.products[index] ?? []);
    const rows = positions.map((index) => chunk.rows[index] ?? 0);
    const imported = await importOne(world, run, products, [...leftOut], dryRun);
    if (imported.ok) return { answer: imported.value, leftOut: [...leftOut], problems };
    const refusals = problemsAt(imported.problem.at, rows);
    problems.push(...refusals.map(({ problem }) => problem));
    for (const { index } of refusals) leftOut.add(positions[index] ?? -1);
    if (!run.settings.skipBad) return { answer: null, leftOut: [...leftOut], problems };
  }
  return { answer: null, leftOut: [...leftOut], problems };
}

async function importOne(
  world: World,
  run: ImportRun,
  products: readonly ImportedProduct[],
  leftOut: readonly number[],
  dryRun: boolean,
) {
  const ask = {
    products,
    openingQuantity: run.settings.openingQuantity,
    dryRun,
    run: { id: run.id, file: run.file, products: run.counts.products },
    by: viewerOfRun(run),
  };
  if (dryRun) return importProducts(world, ask);
  const chunk = {
    also: (changes: readonly ImportChange[], answer: ImportAnswer, planned: readonly StockChange[]) => [
      whileApplied(world.catalog, run.id),
      chunkMove(world.catalog, run.id, run.through, "checked", "applied", { leftOut, counts: countsOf(answer) }),
      changeInserts(world.catalog, run.id, changes),
      stockPlanned(world.catalog, run.id, run.through, planned),
    ],
  };
  return importProducts(world, { ...ask, chunk }).catch((error: unknown) => {
    // Another driver of the same run was first, or it was cancelled meanwhile: an undo must find all that was applied.
    if (isChunkMoved(error)) return { ok: true as const, value: NOTHING };
    throw error;
  });
}
const NOTHING: ImportAnswer = { created: 0, updated: 0, unchanged: 0, changedIds: [], items: [] };

function unlessMoved(error: unknown): void {
  if (!isChunkMoved(error)) throw error;
}

const countsOf = ({ created, updated, unchanged }: ImportAnswer) => ({ created, updated, unchanged });

function samplesOf(
  products: readonly ImportedProduct[],
  leftOut: readonly number[],
  answer: ImportAnswer | null,
): RunSample[] {
  const taken = products.filter((_, index) => !leftOut.includes(index));
  return (answer?.items ?? []).map(({ kind, productId }, index) => {
    const product = taken[index];
    return { kind, productId, title: product?.translations[product.languageDefault]?.title ?? "" };
  });
}

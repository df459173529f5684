/**
 * Undoes a run, product after product: what it made is archived, what it changed becomes again what it was. A product that
 * somebody changed since is left alone, and so is stock that was sold since; the run says what was left.
 */
import { auditInsert } from "../admin/audit-store.ts";
import { readCategoryRows } from "../catalog/category-store.ts";
import { type DownloadTerms, sameTerms } from "../catalog/digital/digital.ts";
import { readDigitalGoods } from "../catalog/digital/digital-store.ts";
import { dropEmptyCategories } from "../catalog/drop-empty-categories-flow.ts";
import { forgetImports, guardProducts } from "../catalog/import-guard-store.ts";
import type { ProductRecord } from "../catalog/product-document.ts";
import { readProductRecords } from "../catalog/product-record-store.ts";
import { type ProductWrite, rowsOf, writeOf } from "../catalog/product-write.ts";
import { productWrites, refusalOf } from "../catalog/product-write-store.ts";
import { type ProductState, writeBackTo } from "../catalog/versions/version.ts";
import { listChangedSince, readState } from "../catalog/versions/version-store.ts";
import { newEvent, outboxInserts, relayOutbox } from "../events/outbox-store.ts";
import { adjustStock } from "../inventory/stock-flow.ts";
import type { World } from "../world.ts";
import { listMadeCategories, type MadePart } from "./import-journal-store.ts";
import { kept, RUN_LEFT_MAX } from "./import-run.ts";
import {
  changesUndone,
  type ImportChange,
  type ImportRun,
  listChanges,
  listChangesOf,
  listStockToUndo,
  moveRun,
} from "./import-run-store.ts";
import { setStockOfRun } from "./set-quantities-flow.ts";
import { undoParts } from "./undo-parts-flow.ts";
import { viewerOfRun } from "./viewer-of-run.ts";

const PRODUCTS_A_STEP = 50;
const SKUS_A_STEP = 50;
type Left = ImportRun["leftAlone"][number];

/** Where a run is with its undo: through products, then through stock, then through what else it made, each after one. */
type Cursor = { products?: string; skus?: string; parts?: MadePart | null };
const cursorOf = (run: ImportRun): Cursor => (run.reading as { undo?: Cursor } | null)?.undo ?? {};

export async function undoStep(world: World, run: ImportRun): Promise<void> {
  const cursor = cursorOf(run);
  if (cursor.parts !== undefined) return undoMade(world, run, cursor.parts);
  if (cursor.skus !== undefined) return undoStock(world, run, cursor);
  const changes = await listChanges(world.catalog, run.id, cursor.products ?? "", PRODUCTS_A_STEP);
  const last = changes.at(-1);
  if (!last) return step(world, run, { skus: "" }, []);
  const left = await undoProducts(world, run, changes);
  await step(world, run, { products: last.productId }, left, changes.length);
}

async function step(world: World, run: ImportRun, undo: Cursor, left: readonly Left[], count = 0): Promise<void> {
  await moveRun(world, run, {
    reading: { ...run.reading, undo },
    leftAlone: kept(run.leftAlone, left, RUN_LEFT_MAX),
    leftCount: run.leftCount + left.length,
    through: run.through + count,
  });
}

type Back = { change: ImportChange; record: ProductRecord; write: ProductWrite };

async function undoProducts(world: World, run: ImportRun, changes: readonly ImportChange[]): Promise<Left[]> {
  const { writes, left } = await writesBack(world, changes);
  // One of them was touched at the same moment, or its old address is taken: each by itself.
  if (!(await storeUndone(world, run, writes)))
    for (const { change } of writes) left.push(...(await undoOne(world, run, change)));
  return stillLeft(world, run, left);
}

/** What another driver of the same run took back meanwhile is not left alone. */
async function stillLeft(world: World, run: ImportRun, left: readonly Left[]): Promise<Left[]> {
  if (left.length === 0) return [];
  const ids = left.map(({ subject }) => subject.slice("product:".length));
  const changes = await listChangesOf(world.catalog, run.id, ids);
  const undone = new Set(changes.flatMap((each) => (each.undoneVersion === null ? [] : [`product:${each.productId}`])));
  return left.filter(({ subject }) => !undone.has(subject));
}

/** Rates and sales may touch a product at any moment: it is looked at again then. */
const TRIES_MAX = 3;
async function undoOne(world: World, run: ImportRun, change: ImportChange): Promise<Left[]> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const { writes, left } = await writesBack(world, [change]);
    if (await storeUndone(world, run, writes)) return left;
  }
  const why = "it was changed since, or its old address is another product's";
  return [{ subject: `product:${change.productId}`, why }];
}

async function writesBack(world: World, changes: readonly ImportChange[]): Promise<{ writes: Back[]; left: Left[] }> {
  const records = new Map(
    (
      await readProductRecords(
        world.catalog,
        changes.map(({ productId }) => productId),
      )
    ).map((record) => [record.product.id, record]),
  );
  const digital = await readDigitalGoods(
    world.catalog,
    [...records.values()].flatMap(({ variants }) => variants.map(({ sku }) => sku)),
  );
  const changed = await listChangedSince(
    world.catalog,
    changes.map(({ productId, versionAfter }) => ({ productId, version: versionAfter })),
  );
  const left: Left[] = [];
  const writes: Back[] = [];
  for (const change of changes) {
    const { productId, versionBefore } = change;
    const record = records.get(productId);
    if (!record || changed.has(productId)) left.push({ subject: `product:${productId}`, why: "it was changed since" });
    else {
      const write = await writeBack(world, record, versionBefore, digital);
      if (write) writes.push({ change, record, write });
      else left.push({ subject: `product:${productId}`, why: "what it was is not kept any more" });
    }
  }
  return { writes, left };
}

async function writeBack(
  world: World,
  record: ProductRecord,
  versionBefore: number,
  digital: ReadonlyMap<string, DownloadTerms>,
): Promise<ProductWrite | null> {
  if (versionBefore === 0) {
    const write = writeOf(record);
    return { ...write, product: { ...write.product, status: "archived" } };
  }
  const state = await readState(world.catalog, record.product.id, versionBefore);
  return state && { ...writeBackTo(record, state), ...downloadsBack(record, state, digital) };
}

/** A file may make variants downloads, so taking it back makes them again what they were. */
function downloadsBack(
  { variants }: ProductRecord,
  state: ProductState,
  digital: ReadonlyMap<string, DownloadTerms>,
): Pick<ProductWrite, "downloads" | "shipped"> {
  const was = new Set(state.downloads.map(({ sku }) => sku));
  return {
    downloads: state.downloads.filter((terms) => !sameTerms(terms, digital.get(terms.sku) ?? null)),
    shipped: variants.flatMap(({ sku }) => (digital.has(sku) && !was.has(sku) ? [sku] : [])),
  };
}

/** False, with nothing written, where any of them cannot be. */
async function storeUndone(
  world: World,
  run: ImportRun,
  writes: readonly { record: ProductRecord; write: ProductWrite }[],
): Promise<boolean> {
  if (writes.length === 0) return true;
  const { rows: categories } = await readCategoryRows(world.catalog);
  const rows = rowsOf(
    writes.map(({ write }) => write),
    categories,
  );
  const products = writes.map(({ record: { product } }) => ({ id: product.id, version: product.version }));
  const events = [
    newEvent(world, "products.changed", { productIds: products.map(({ id }) => id) }),
    ...[...rows.downloads.map(({ sku }) => sku), ...rows.shipped].map((sku) =>
      newEvent(world, "stock.policy_changed", { sku }),
    ),
  ];
  try {
    await world.catalog.batch([
      ...guardProducts(world.catalog, products, []),
      ...productWrites(world.catalog, rows, {
        atMs: world.nowMs(),
        by: viewerOfRun(run),
        source: "revert",
        note: `${run.file} · ${run.id}`,
      }),
      forgetImports(
        world.catalog,
        products.map(({ id }) => id),
      ),
      ...changesUndone(
        world.catalog,
        run.id,
        products.map(({ id }) => id),
      ),
      ...outboxInserts(world.catalog, events),
    ]);
  } catch (error) {
    if (refusalOf(error) === null) throw error;
    return false;
  }
  world.defer(relayOutbox(world, world.catalog, events));
  return true;
}

/**
 * Takes back by how much the run changed stock: units that were sold or moved since stay sold and moved. What was planned and
 * never done is done first, so that a driver that comes late does nothing more; what cannot be done is not taken back.
 */
async function undoStock(world: World, run: ImportRun, { skus: afterSku = "" }: Cursor): Promise<void> {
  const changes = await listStockToUndo(world.catalog, run.id, afterSku, SKUS_A_STEP);
  const left: Left[] = [];
  const held = new Set((await setStockOfRun(world, run, changes)).map(({ sku }) => sku));
  for (const { sku, delta } of changes.filter((each) => !held.has(each.sku))) {
    const ask = {
      sku,
      operationId: `undo:${run.id}:${sku}`.slice(0, OPERATION_ID_LENGTH_MAX),
      delta: -delta,
      reason: "import" as const,
      byId: viewerOfRun(run).id,
    };
    const adjusted = await adjustStock(world, ask);
    if (!adjusted.ok) left.push({ subject: `sku:${sku}`, why: "units that it brought are sold or held" });
  }
  const last = changes.at(-1);
  return step(world, run, last ? { skus: last.sku } : { parts: null }, left);
}

/** Definitions, brands and collections, then categories; after them the run is taken back. */
async function undoMade(world: World, run: ImportRun, after: MadePart | null): Promise<void> {
  const { left, last } = await undoParts(world, run, after);
  if (last) return step(world, run, { parts: last }, left);
  await dropEmptyCategories(world, await listMadeCategories(world.catalog, run.id));
  await auditInsert(
    world,
    {
      by: viewerOfRun(run),
      action: "products.import_undone",
      subject: `import:${run.id}`,
      before: null,
      after: { file: run.file, undone: run.undoneCount, left: run.leftCount },
    },
    `import-undone:${run.id}`,
  );
  const withdrawn = run.settings.isCancelled ? "cancelled" : "refused";
  await moveRun(world, run, { state: run.state === "withdrawing" ? withdrawn : "undone" });
}
const OPERATION_ID_LENGTH_MAX = 160;

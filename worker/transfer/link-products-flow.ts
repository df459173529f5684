/**
 * Sets imported products beside each other, and makes bundles of their parts, once all of a file's products are there: what a
 * product names may stand after it. Only products that the run wrote, and nobody changed since, are touched.
 */
import { readComponents } from "../catalog/bundles/bundle-store.ts";
import { saveBundle } from "../catalog/bundles/save-bundle-flow.ts";
import { readCategoryRows } from "../catalog/category-store.ts";
import { guardProducts } from "../catalog/import-guard-store.ts";
import type { ProductRecord } from "../catalog/product-document.ts";
import { findMatches } from "../catalog/product-match-store.ts";
import { readProductRecord, readProductRecords } from "../catalog/product-record-store.ts";
import { rowsOf, writeOf } from "../catalog/product-write.ts";
import { productWrites } from "../catalog/product-write-store.ts";
import { listChangedSince } from "../catalog/versions/version-store.ts";
import type { Viewer } from "../customers/viewer.ts";
import { outboxInserts, productEvents, relayOutbox } from "../events/outbox-store.ts";
import type { World } from "../world.ts";
import type { FileProblem } from "./formats/file-problem.ts";
import { externalKeyOf } from "./import-plan.ts";
import { changeInserts, type ImportRun, listChangesOf, whileApplied } from "./import-run-store.ts";
import type { ImportedProduct } from "./imported-product.ts";
import { hasLinks } from "./linked-product.ts";

type Linked = { ask: ImportedProduct; record: ProductRecord };

/** Answers what could not be linked, and why. Bears repeating. */
export async function linkProducts(
  world: World,
  run: ImportRun,
  products: readonly ImportedProduct[],
  by: Viewer,
): Promise<FileProblem[]> {
  const asks = products.filter(hasLinks);
  if (asks.length === 0) return [];
  const linked = await findLinked(world, run, asks);
  await relate(world, run, linked, by);
  const notes: FileProblem[] = [];
  for (const { ask, record } of linked)
    for (const { sku, components } of ask.variants)
      if (components) notes.push(...(await bundle(world, run, { productId: record.product.id, sku, components, by })));
  return notes;
}

async function findLinked(world: World, run: ImportRun, asks: readonly ImportedProduct[]): Promise<Linked[]> {
  const { byExternal } = await findMatches(world.catalog, {
    ids: [],
    externals: asks.map(({ source, externalId }) => ({ source, externalId })),
    skus: [],
    barcodes: [],
  });
  const idOf = (ask: ImportedProduct) => byExternal.get(externalKeyOf(ask)) ?? ask.id ?? "";
  const ids = asks.map(idOf);
  const changes = await listChangesOf(world.catalog, run.id, ids);
  const written = new Set(changes.map(({ productId }) => productId));
  const changed = await listChangedSince(
    world.catalog,
    changes.map(({ productId, versionAfter }) => ({ productId, version: versionAfter })),
  );
  const records = new Map((await readProductRecords(world.catalog, ids)).map((record) => [record.product.id, record]));
  return asks.flatMap((ask) => {
    const record = records.get(idOf(ask));
    return record && written.has(record.product.id) && !changed.has(record.product.id) ? [{ ask, record }] : [];
  });
}

async function relate(world: World, run: ImportRun, linked: readonly Linked[], by: Viewer): Promise<void> {
  const wished = linked.flatMap(({ ask }) => ask.relatedIds ?? []);
  if (wished.length === 0) return;
  const { hashes } = await findMatches(world.catalog, { ids: wished, externals: [], skus: [], barcodes: [] });
  const changes = linked.flatMap(({ ask, record }) => {
    const relatedIds = (ask.relatedIds ?? []).filter((id) => hashes.has(id) && id !== record.product.id);
    const isSo = JSON.stringify(relatedIds) === JSON.stringify(record.relatedIds);
    return ask.relatedIds === undefined || isSo ? [] : [{ record, write: { ...writeOf(record), relatedIds } }];
  });
  if (changes.length === 0) return;
  const { rows: categories } = await readCategoryRows(world.catalog);
  const products = changes.map(({ record: { product } }) => ({ id: product.id, version: product.version }));
  const rows = rowsOf(
    changes.map(({ write }) => write),
    categories,
  );
  const events = productEvents(
    world,
    products.map(({ id }) => id),
  );
  const why = { atMs: world.nowMs(), by, source: "import" as const, note: `${run.file} · ${run.id}` };
  await world.catalog.batch([
    ...guardProducts(world.catalog, products, []),
    ...productWrites(world.catalog, rows, why),
    ...journal(world, run, products),
    ...outboxInserts(world.catalog, events),
  ]);
  world.defer(relayOutbox(world, world.catalog, events));
}

/** What an undo goes by, in the batch of the change itself; a run that was cancelled meanwhile changes nothing. */
const journal = (world: World, run: ImportRun, products: readonly { id: string; version: number }[]) => [
  whileApplied(world.catalog, run.id),
  changeInserts(
    world.catalog,
    run.id,
    products.map(({ id, version }) => ({ productId: id, versionBefore: version, versionAfter: version + 1 })),
  ),
];

type Bundle = {
  productId: string;
  sku: string;
  components: readonly { sku: string; quantity: number }[];
  by: Viewer;
};

async function bundle(
  world: World,
  run: ImportRun,
  { productId, sku, components, by }: Bundle,
): Promise<FileProblem[]> {
  const record = await readProductRecord(world.catalog, productId);
  const isOne = ((await readComponents(world.catalog, [sku])).get(sku) ?? []).length > 0;
  if (!record || isOne) return [];
  const { version } = record.product;
  const also = journal(world, run, [{ id: productId, version }]);
  const saved = await saveBundle(world, { productId, sku, version, components, by, also });
  if (!saved.ok) return [{ row: 0, column: "components", why: `${sku} is no bundle: ${saved.problem.code}` }];
  return [];
}

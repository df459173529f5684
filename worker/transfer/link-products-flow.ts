/**
 * Sets imported products beside each other, and makes bundles of their parts, once all of a file's products are there: what a
 * product names may stand after it. Only products that the run wrote, and nobody changed since, are touched.
 */
import { readComponents } from "../catalog/bundles/bundle-store.ts";
import { type SaveBundleProblem, saveBundle } from "../catalog/bundles/save-bundle-flow.ts";
import { readCategoryRows } from "../catalog/category-store.ts";
import { guardProducts } from "../catalog/import-guard-store.ts";
import type { ProductRecord } from "../catalog/product-document.ts";
import { findMatches } from "../catalog/product-match-store.ts";
import { readProductRecord, readProductRecords } from "../catalog/product-record-store.ts";
import { type ProductWrite, rowsOf, writeOf } from "../catalog/product-write.ts";
import { productWrites } from "../catalog/product-write-store.ts";
import { listChangedSince } from "../catalog/versions/version-store.ts";
import type { Viewer } from "../customers/viewer.ts";
import { outboxInserts, productEvents, relayOutbox } from "../events/outbox-store.ts";
import type { World } from "../world.ts";
import type { FileProblem } from "./formats/file-problem.ts";
import { readNames } from "./import-name-store.ts";
import { externalKeyOf } from "./import-plan.ts";
import { changeInserts, type ImportRun, listChangesOf, whileApplied } from "./import-run-store.ts";
import type { ImportedProduct } from "./imported-product.ts";
import { hasLinks } from "./linked-product.ts";

/** A product with the row of the file it began at. */
type Read = { ask: ImportedProduct; row: number };
type Linked = Read & { record: ProductRecord };
/** What is called otherwise here than in the file. */
type NameOf = Awaited<ReturnType<typeof readNames>>;

/** Answers what could not be linked, and why. Bears repeating. */
export async function linkProducts(
  world: World,
  run: ImportRun,
  products: readonly Read[],
  by: Viewer,
): Promise<FileProblem[]> {
  const reads = products.filter(({ ask }) => hasLinks(ask));
  if (reads.length === 0) return [];
  const nameOf = await readNames(world.catalog, run.id, reads.flatMap(namedBy));
  const { linked, notes } = await findLinked(world, run, reads, nameOf);
  notes.push(...(await relate(world, run, linked, nameOf, by)));
  for (const { ask, row, record } of linked)
    for (const { sku, components } of ask.variants)
      if (components) {
        const parts = components.map((part) => ({ ...part, sku: nameOf("sku", part.sku) }));
        const ofBundle = { productId: record.product.id, sku: nameOf("sku", sku), components: parts, by };
        notes.push(...(await bundle(world, run, ofBundle, row)));
      }
  return notes;
}

const namedBy = ({ ask }: Read) => [
  { kind: "item" as const, asked: externalKeyOf(ask) },
  ...(ask.relatedIds ?? []).map((asked) => ({ kind: "product" as const, asked })),
  ...ask.variants.flatMap(({ sku, components }) =>
    components ? [sku, ...components.map((part) => part.sku)].map((asked) => ({ kind: "sku" as const, asked })) : [],
  ),
];

/** Of what the run wrote; what somebody changed since is left as it is, and noted. */
async function findLinked(
  world: World,
  run: ImportRun,
  reads: readonly Read[],
  nameOf: NameOf,
): Promise<{ linked: Linked[]; notes: FileProblem[] }> {
  const idOf = ({ ask }: Read) => nameOf("item", externalKeyOf(ask));
  const ids = reads.map(idOf);
  const changes = await listChangesOf(world.catalog, run.id, ids);
  const written = new Set(changes.map(({ productId }) => productId));
  const changed = await listChangedSince(
    world.catalog,
    changes.map(({ productId, versionAfter }) => ({ productId, version: versionAfter })),
  );
  const records = new Map((await readProductRecords(world.catalog, ids)).map((record) => [record.product.id, record]));
  const own = reads.filter((read) => written.has(idOf(read)));
  return {
    linked: own.flatMap((read) => {
      const record = records.get(idOf(read));
      return record && !changed.has(record.product.id) ? [{ ...read, record }] : [];
    }),
    notes: own
      .filter((read) => changed.has(idOf(read)))
      .map(({ row }) => ({ row, column: null, why: "was changed meanwhile: products it names are not put beside it" })),
  };
}

async function relate(
  world: World,
  run: ImportRun,
  linked: readonly Linked[],
  nameOf: NameOf,
  by: Viewer,
): Promise<FileProblem[]> {
  const wishesOf = ({ ask }: Linked) => [...new Set((ask.relatedIds ?? []).map((id) => nameOf("product", id)))];
  const wished = linked.flatMap(wishesOf);
  if (wished.length === 0) return [];
  const { hashes } = await findMatches(world.catalog, { ids: wished, externals: [], skus: [], barcodes: [] });
  const notes = linked.flatMap((read): FileProblem[] => {
    const unknown = wishesOf(read).filter((id) => !hashes.has(id));
    if (unknown.length === 0) return [];
    return [{ row: read.row, column: "relatedIds", why: `are not in this store: ${unknown.join(", ")}` }];
  });
  const changes = linked.flatMap((read) => {
    const { ask, record } = read;
    const relatedIds = wishesOf(read).filter((id) => hashes.has(id) && id !== record.product.id);
    const isSo = JSON.stringify(relatedIds) === JSON.stringify(record.relatedIds);
    return ask.relatedIds === undefined || isSo ? [] : [{ record, write: { ...writeOf(record), relatedIds } }];
  });
  if (changes.length > 0) await writeRelated(world, run, changes, by);
  return notes;
}

async function writeRelated(
  world: World,
  run: ImportRun,
  changes: readonly { record: ProductRecord; write: ProductWrite }[],
  by: Viewer,
): Promise<void> {
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
  row: number,
): Promise<FileProblem[]> {
  const record = await readProductRecord(world.catalog, productId);
  const isOne = ((await readComponents(world.catalog, [sku])).get(sku) ?? []).length > 0;
  if (!record || isOne) return [];
  const { version } = record.product;
  const also = journal(world, run, [{ id: productId, version }]);
  const saved = await saveBundle(world, { productId, sku, version, components, by, also });
  return saved.ok ? [] : [{ row, column: "components", why: `${sku} is no bundle: ${whyNot(saved.problem)}` }];
}

const whyNot = (problem: SaveBundleProblem): string =>
  problem.code === "request.invalid" ? problem.at.map(({ why }) => why).join("; ") : problem.code;

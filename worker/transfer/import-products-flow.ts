/** Stores a chunk of an import, all of it or nothing. The same chunk again changes nothing. */
import type { BatchItem } from "drizzle-orm/batch";
import { auditInsert, recordAudit } from "../admin/audit-store.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { conflictTableOf } from "../base/unique-conflict.ts";
import { guardProducts } from "../catalog/import-guard-store.ts";
import { rowsOf } from "../catalog/product-write.ts";
import { productWrites, refusalOf } from "../catalog/product-write-store.ts";
import type { Viewer } from "../customers/viewer.ts";
import { newEvent, outboxInserts, productEvents, relayOutbox } from "../events/outbox-store.ts";
import { categoryListTag } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import type { World } from "../world.ts";
import { type Decision, type ImportProblem, REFUSALS_MAX } from "./import-plan.ts";
import type { ImportChange, StockChange } from "./import-run-store.ts";
import type { ImportAnswer, ImportedProduct, ImportRun } from "./imported-product.ts";
import { hashOf, type Plan, planImport } from "./plan-import-flow.ts";
import { planQuantities, setQuantities } from "./set-quantities-flow.ts";

/** What a run has written in the batch of a chunk. What it plans for stock is carried out by the run, after it. */
export type ChunkOfRun = {
  /** Products of its file may name each other. */
  mayLink: boolean;
  also(written: ChunkWritten): BatchItem<"sqlite">[];
};
type ChunkWritten = {
  changes: readonly ImportChange[];
  answer: ImportAnswer;
  planned: readonly StockChange[];
  names: Plan["names"];
};
export type ImportAsk = {
  products: readonly ImportedProduct[];
  /** Units that new variants start with where the product says none. */
  openingQuantity: number;
  /** Answers what would be done, and does nothing. */
  dryRun: boolean;
  /** The run this chunk is part of; without one, it is a run of its own. */
  run?: ImportRun | undefined;
  chunk?: ChunkOfRun;
  by: Viewer;
};
type ImportOutcome = Outcome<ImportAnswer, ImportProblem>;

/** Another import may take a slug, or make the same product, between looking and writing: all is decided again then. */
const TRIES_MAX = 4;
const RACED = ["products", "product_translations"];

export async function importProducts(world: World, ask: ImportAsk): Promise<ImportOutcome> {
  const hashes = await Promise.all(ask.products.map(hashOf));
  for (let tries = 1; ; tries += 1) {
    const plan = await planImport(world, ask, hashes);
    if (plan.refusals.length > 0) return refused({ code: "import.refused", at: plan.refusals.slice(0, REFUSALS_MAX) });
    const answer = answerOf(ask, plan.decisions);
    if (ask.dryRun || (plan.changes.length === 0 && !ask.chunk)) return done(answer);
    const written = await writeImport(world, ask, plan, answer).catch((error: unknown) => {
      if (isRaced(error) && tries < TRIES_MAX) return "again";
      throw error;
    });
    if (written === "again") continue;
    if (plan.changes.length > 0) await auditImport(world, ask, answer);
    return done(answer);
  }
}

const isRaced = (error: unknown): boolean =>
  RACED.includes(conflictTableOf(error) ?? "") || !["price_wrong", null].includes(refusalOf(error));

/** A run is told once, by its first chunk that changed something. */
async function auditImport(world: World, { by, run }: ImportAsk, { created, updated, unchanged }: ImportAnswer) {
  const entry = { by, action: "products.imported", before: null };
  if (!run) return recordAudit(world, { ...entry, subject: "products", after: { created, updated, unchanged } });
  const { id, ...facts } = run;
  await auditInsert(world, { ...entry, subject: `import:${id}`, after: facts }, `import:${id}`);
}

async function writeImport(world: World, ask: ImportAsk, plan: Plan, answer: ImportAnswer): Promise<void> {
  const { changes, categories, categoriesLeft, versions } = plan;
  const planned = await planQuantities(
    world,
    changes.flatMap(({ write, quantities }) => quantities.map((each) => ({ ...each, productId: write.product.id }))),
  );
  // Outside a run, before the rest: once the products are written, the same import is "unchanged" and would not set stock again.
  if (!ask.chunk)
    await setQuantities(world, planned, { byId: ask.by.id, operationId: () => `import:${world.newId()}` });
  const ids = changes.map(({ write }) => write.product.id);
  const events = [
    ...productEvents(world, ids),
    // What was counted and is a download now may be counted no more.
    ...changes.flatMap(({ write }) =>
      (write.downloads ?? []).map(({ sku }) => newEvent(world, "stock.policy_changed", { sku })),
    ),
  ];
  const rows = rowsOf(
    changes.map((change) => change.write),
    categories,
  );
  const changed = ids.map((productId) => {
    const versionBefore = versions.get(productId) ?? 0;
    return { productId, versionBefore, versionAfter: versionBefore + 1 };
  });
  const guards = guardProducts(
    world.catalog,
    changed.map(({ productId, versionBefore }) => ({ id: productId, version: versionBefore })),
    rows.variants.map(({ sku, productId }) => ({ sku, productId })),
  );
  const why = {
    atMs: world.nowMs(),
    by: ask.by,
    source: "import" as const,
    note: ask.run ? `${ask.run.file} · ${ask.run.id}` : "",
  };
  await world.catalog.batch([
    ...guards,
    ...(ids.length > 0 ? productWrites(world.catalog, rows, why) : []),
    ...outboxInserts(world.catalog, events),
    ...(ask.chunk?.also({ changes: changed, answer, planned, names: plan.names }) ?? []),
  ]);
  world.defer(relayOutbox(world, world.catalog, events));
  if (categoriesLeft.length > 0) world.defer(purgePages(world, categoriesLeft.map(categoryListTag)));
}

function answerOf({ dryRun }: ImportAsk, decisions: readonly Decision[]): ImportAnswer {
  const count = (kind: Decision["kind"]) => decisions.filter((decision) => decision.kind === kind).length;
  const changed = dryRun ? [] : decisions.filter(({ kind }) => kind !== "unchanged");
  return {
    created: count("create"),
    updated: count("update"),
    unchanged: count("unchanged"),
    changedIds: changed.map(({ productId }) => productId),
    items: decisions.map(({ kind, productId }) => ({ kind, productId })),
  };
}

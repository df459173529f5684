/** Stores a chunk of an import, all of it or nothing. The same chunk again changes nothing. */
import { auditInsert, recordAudit } from "../admin/audit-store.ts";
import { assert } from "../base/assert.ts";
import { hexOf } from "../base/hex.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { conflictTableOf } from "../base/unique-conflict.ts";
import { readCategoryRows } from "../catalog/category-store.ts";
import type { ProductRecord } from "../catalog/product-document.ts";
import { findMatches, findSlugOwners } from "../catalog/product-match-store.ts";
import { readProductRecords } from "../catalog/product-record-store.ts";
import { rowsOf } from "../catalog/product-write.ts";
import { productWrites } from "../catalog/product-write-store.ts";
import type { Viewer } from "../customers/viewer.ts";
import { PRODUCTS_PER_EVENT_MAX } from "../events/event.ts";
import { newEvent, outboxInserts, relayOutbox } from "../events/outbox-store.ts";
import { categoryTag } from "../http/cache-policy.ts";
import type { World } from "../world.ts";
import {
  type Decision,
  decideImport,
  type ImportProblem,
  productIdOf,
  REFUSALS_MAX,
  type Refusal,
  slugWishesOf,
} from "./import-plan.ts";
import { chooseSlugs, importWriteOf, languagesToSlug, type Quantity } from "./import-writes.ts";
import type { ImportAnswer, ImportedProduct, ImportRun } from "./imported-product.ts";
import { setQuantities } from "./set-quantities-flow.ts";

export type ImportAsk = {
  products: readonly ImportedProduct[];
  /** Units that new variants start with where the product says none. */
  openingQuantity: number;
  /** Answers what would be done, and does nothing. */
  dryRun: boolean;
  /** The run this chunk is part of; without one, it is a run of its own. */
  run?: ImportRun | undefined;
  by: Viewer;
};
type ImportOutcome = Outcome<ImportAnswer, ImportProblem>;

/** Another import may take a slug, or make the same product, between looking and writing: all is decided again then. */
const TRIES_MAX = 3;
const RACED = ["products", "product_translations"];

export async function importProducts(world: World, ask: ImportAsk): Promise<ImportOutcome> {
  const hashes = await Promise.all(ask.products.map(hashOf));
  for (let tries = 1; ; tries += 1) {
    const plan = await planImport(world, ask, hashes);
    if (plan.refusals.length > 0) return refused({ code: "import.refused", at: plan.refusals.slice(0, REFUSALS_MAX) });
    const answer = answerOf(ask, plan.decisions);
    if (ask.dryRun || plan.changes.length === 0) return done(answer);
    const written = await writeImport(world, ask, plan).catch((error: unknown) => {
      if (RACED.includes(conflictTableOf(error) ?? "") && tries < TRIES_MAX) return "again";
      throw error;
    });
    if (written === "again") continue;
    await auditImport(world, ask, answer);
    return done(answer);
  }
}

/** A run is told once, by its first chunk that changed something. */
async function auditImport(world: World, { by, run }: ImportAsk, { changedIds: _, ...counts }: ImportAnswer) {
  const entry = { by, action: "products.imported", before: null };
  if (!run) return recordAudit(world, { ...entry, subject: "products", after: counts });
  const { id, ...facts } = run;
  await auditInsert(world, { ...entry, subject: `import:${id}`, after: facts }, `import:${id}`);
}

type Plan = {
  decisions: readonly Decision[];
  refusals: readonly Refusal[];
  changes: readonly ReturnType<typeof importWriteOf>[];
  /** Categories that updated products were in, whose pages may show them no longer. */
  categoriesLeft: readonly string[];
  categories: Awaited<ReturnType<typeof readCategoryRows>>["rows"];
};

async function planImport(world: World, ask: ImportAsk, hashes: readonly string[]): Promise<Plan> {
  const made = ask.products.map(() => world.newId());
  const [known, { rows: categories }] = await Promise.all([
    findMatches(world.catalog, keysOf(ask.products, made)),
    readCategoryRows(world.catalog),
  ]);
  const { decisions, refusals } = decideImport(ask.products, hashes, made, known);
  if (!ask.dryRun) refusals.push(...unknownCategories(ask.products, new Set(categories.map((row) => row.id))));
  const isAsked = ask.products.some((product) => Object.values(product.translations).some((each) => each.slug));
  // Made slugs always find a free one, so only slugs that were asked for can still be refused.
  if (ask.dryRun && !isAsked) return { decisions, refusals, changes: [], categoriesLeft: [], categories };
  const changing = decisions.filter((decision) => decision.kind !== "unchanged");
  const records = await recordsOf(world, changing);
  const slugged = changing.map((decision) => ({
    decision,
    record: records.get(decision.productId) ?? null,
    languages: languagesToSlug(decision, records.get(decision.productId) ?? null),
  }));
  const wishes = slugged.flatMap(({ decision, languages }) =>
    languages.flatMap((each) => slugWishesOf(decision, each)),
  );
  const owners = await findSlugOwners(world.catalog, wishes);
  const changes = slugged.map(({ decision, record, languages }) => {
    const slugs = chooseSlugs(decision, languages, owners);
    const lacking = languages.filter((language) => !slugs.has(language));
    const at = `products.${decisions.indexOf(decision)}.translations`;
    refusals.push(
      ...lacking.map((language) => ({ path: `${at}.${language}.slug`, why: "another product has this slug" })),
    );
    return importWriteOf(decision, record, slugs, known, ask.openingQuantity);
  });
  const categoriesLeft = [...records.values()].flatMap((record) => record.memberships.map((row) => row.categoryId));
  return { decisions, refusals, changes, categoriesLeft: [...new Set(categoriesLeft)], categories };
}

async function writeImport(world: World, ask: ImportAsk, { changes, categories, categoriesLeft }: Plan): Promise<void> {
  const quantities: Quantity[] = changes.flatMap((change) => change.quantities);
  // Before the rest: once the products are written, the same import is "unchanged" and would not set stock again.
  await setQuantities(world, quantities, ask.by);
  const ids = changes.map(({ write }) => write.product.id);
  const events = Array.from({ length: Math.ceil(ids.length / PRODUCTS_PER_EVENT_MAX) }, (_, index) =>
    newEvent(world, "products.changed", {
      productIds: ids.slice(index * PRODUCTS_PER_EVENT_MAX, (index + 1) * PRODUCTS_PER_EVENT_MAX),
    }),
  );
  const rows = rowsOf(
    changes.map((change) => change.write),
    categories,
  );
  await world.catalog.batch([
    ...productWrites(world.catalog, rows, {
      atMs: world.nowMs(),
      by: ask.by,
      source: "import",
      note: ask.run ? `${ask.run.file} · ${ask.run.id}` : "",
    }),
    ...outboxInserts(world.catalog, events),
  ]);
  world.defer(relayOutbox(world, world.catalog, events));
  if (categoriesLeft.length > 0) world.defer(world.pages.purge(categoriesLeft.map(categoryTag)));
}

async function recordsOf(world: World, changing: readonly Decision[]): Promise<Map<string, ProductRecord>> {
  const ids = changing.filter((decision) => decision.kind === "update").map((decision) => decision.productId);
  const records = await readProductRecords(world.catalog, ids);
  assert(records.length === ids.length, "a product that was found is there");
  return new Map(records.map((record) => [record.product.id, record]));
}

function keysOf(products: readonly ImportedProduct[], made: readonly string[]) {
  const variants = products.flatMap((product) => product.variants);
  return {
    ids: products.map((product, index) => productIdOf(product, made[index] ?? "")),
    externals: products.map(({ source, externalId }) => ({ source, externalId })),
    skus: variants.map((variant) => variant.sku),
    barcodes: variants.flatMap((variant) => variant.barcodes),
  };
}

const unknownCategories = (products: readonly ImportedProduct[], known: ReadonlySet<string>): Refusal[] =>
  products.flatMap((product, index) =>
    product.categoryIds
      .filter((id) => !known.has(id))
      .map((id) => ({ path: `products.${index}.categoryIds`, why: `there is no category ${id}` })),
  );

function answerOf({ dryRun }: ImportAsk, decisions: readonly Decision[]): ImportAnswer {
  const count = (kind: Decision["kind"]) => decisions.filter((decision) => decision.kind === kind).length;
  const changed = dryRun ? [] : decisions.filter(({ kind }) => kind !== "unchanged");
  return {
    created: count("create"),
    updated: count("update"),
    unchanged: count("unchanged"),
    changedIds: changed.map(({ productId }) => productId),
  };
}

async function hashOf(product: ImportedProduct): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(product));
  return hexOf(await crypto.subtle.digest("SHA-256", bytes));
}

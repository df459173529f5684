/** Staff changes a product: written whole with its event or not at all, and never over somebody else's change. */
import { recordAudit } from "../admin/audit-store.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import { newEvent, outboxInserts, relayOutbox } from "../events/outbox-store.ts";
import { categoryTag } from "../http/cache-policy.ts";
import type { Language } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { readCategoryRows } from "./category-store.ts";
import { type ChangeProblem, changedParts, changeProduct, type ProductChanges } from "./product-change.ts";
import type { ProductRecord } from "./product-document.ts";
import { findSlugOwners } from "./product-match-store.ts";
import { readProductRecord } from "./product-record-store.ts";
import { type ProductWrite, rowsOf } from "./product-write.ts";
import { guardVersion, productWrites, refusalOf } from "./product-write-store.ts";

/** `version` is the one the product has by now. */
export type SaveProblem =
  | ChangeProblem
  | { code: "product.unknown" }
  | { code: "product.changed_meanwhile"; version: number }
  | { code: "product.slug_taken"; slug: string; language: Language };
export type SaveProduct = { productId: string; version: number; changes: ProductChanges; by: Viewer };

/** Answers the product's new version. `version` is the one the changes were made on. */
export async function saveProduct(world: World, ask: SaveProduct): Promise<Outcome<{ version: number }, SaveProblem>> {
  const record = await readProductRecord(world.catalog, ask.productId);
  if (!record) return refused({ code: "product.unknown" });
  const { version } = record.product;
  if (version !== ask.version) return refused({ code: "product.changed_meanwhile", version });
  const changed = changeProduct(record, ask.changes);
  if (!changed.ok) return changed;
  const problem = (await findProblem(world, changed.value)) ?? (await write(world, changed.value, record));
  if (problem) return refused(problem);
  await recordAudit(world, {
    by: ask.by,
    action: "product.saved",
    subject: `product:${ask.productId}`,
    ...changedParts(record, ask.changes),
  });
  return done({ version: version + 1 });
}

async function findProblem(
  world: World,
  { product, translations, categoryIds }: ProductWrite,
): Promise<SaveProblem | null> {
  const owners = await findSlugOwners(
    world.catalog,
    translations.map((row) => row.slug),
  );
  const taken = translations.find((row) => (owners.get(row.slug) ?? product.id) !== product.id);
  if (taken) return { code: "product.slug_taken", slug: taken.slug, language: taken.language };
  const { rows } = await readCategoryRows(world.catalog);
  const unknown = (categoryIds ?? []).flatMap((id, index) =>
    rows.some((row) => row.id === id) ? [] : [{ path: `categoryIds.${index}`, why: `there is no category ${id}` }],
  );
  return unknown.length > 0 ? { code: "request.invalid", at: unknown } : null;
}

/** The guard makes the whole batch fail where another change came first; so does a slug that was taken meanwhile. */
async function write(world: World, change: ProductWrite, record: ProductRecord): Promise<SaveProblem | null> {
  const { id, version } = record.product;
  const { rows: categories } = await readCategoryRows(world.catalog);
  const event = newEvent(world, "products.changed", { productIds: [id] });
  try {
    await world.catalog.batch([
      guardVersion(world.catalog, id, version),
      ...productWrites(world.catalog, rowsOf([change], categories), world.nowMs()),
      ...outboxInserts(world.catalog, [event]),
    ]);
  } catch (error) {
    if (refusalOf(error) === "other_version") return changedMeanwhile(world, id);
    const problem = refusalOf(error) === "slug_taken" ? await findProblem(world, change) : null;
    if (!problem) throw error;
    return problem;
  }
  world.defer(relayOutbox(world, world.catalog, [event]));
  // The event's consumer only knows the categories it is in by then.
  if (change.categoryIds !== null)
    world.defer(world.pages.purge(record.memberships.map((row) => categoryTag(row.categoryId))));
  return null;
}

async function changedMeanwhile(world: World, id: string): Promise<SaveProblem> {
  const now = await readProductRecord(world.catalog, id);
  return now ? { code: "product.changed_meanwhile", version: now.product.version } : { code: "product.unknown" };
}

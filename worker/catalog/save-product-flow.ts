/**
 * Staff changes a product: written whole with its event and its version or not at all, and never over somebody else's
 * change.
 */
import { type AuditAsk, auditEntryOf } from "../admin/audit-store.ts";
import { pendingAudit, settleAudit } from "../admin/pending-audit-store.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import { newEvent, outboxInserts, relayOutbox } from "../events/outbox-store.ts";
import { categoryListTag } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import type { Language } from "../markets/markets.ts";
import { wrongInList } from "../pricing/price-list.ts";
import type { World } from "../world.ts";
import { definitionsOf, wrongAttributes } from "./attributes/attribute-definition.ts";
import { listDefinitionsOf } from "./attributes/attribute-store.ts";
import { readCategoryRows } from "./category-store.ts";
import { readVersions } from "./document-store.ts";
import { listPriceLists } from "./price-list-store.ts";
import { type ChangeProblem, changedParts, changeProduct, type ProductChanges } from "./product-change.ts";
import type { ProductRecord, ProductRow } from "./product-document.ts";
import { findSlugOwners } from "./product-match-store.ts";
import { readProductRecord } from "./product-record-store.ts";
import { readVariantStockFacts } from "./product-store.ts";
import { type ProductWrite, rowsOf } from "./product-write.ts";
import { guardNew, guardSkus, guardVersion, productWrites, refusalOf } from "./product-write-store.ts";
import type { VersionWhy } from "./versions/version.ts";

/** `version` is the one the product has by now. */
export type SaveProblem =
  | ChangeProblem
  | { code: "product.unknown" }
  | { code: "product.changed_meanwhile"; version: number }
  | { code: "product.slug_taken"; slug: string; language: Language }
  | { code: "product.sku_taken"; sku: string };
export type SaveProduct = { productId: string; version: number; changes: ProductChanges; by: Viewer };

/** Answers the product's new version. `version` is the one the changes were made on. */
export async function saveProduct(world: World, ask: SaveProduct): Promise<Outcome<{ version: number }, SaveProblem>> {
  const record = await readProductRecord(world.catalog, ask.productId);
  if (!record) return refused({ code: "product.unknown" });
  const { version } = record.product;
  if (version !== ask.version) return refused({ code: "product.changed_meanwhile", version });
  const changed = changeProduct(record, ask.changes);
  if (!changed.ok) return changed;
  const audit = {
    ...{ by: ask.by, action: "product.saved", subject: `product:${ask.productId}` },
    ...changedParts(record, ask.changes),
  };
  const who = { ...byOf(ask.by), source: "staff" as const, note: "" };
  const problem = await writeProduct(world, changed.value, record, who, audit);
  if (problem) return refused(problem);
  return done({ version: version + 1 });
}

type Who = Omit<VersionWhy, "atMs">;
/** Staff, as versions name them. */
export const byOf = ({ id, name }: Viewer): Pick<Who, "by"> => ({ by: { id, name } });

async function findProblem(
  world: World,
  { product, translations, categoryIds, relatedIds = [], variants }: ProductWrite,
): Promise<SaveProblem | null> {
  const owners = await findSlugOwners(
    world.catalog,
    translations.map((row) => row.slug),
  );
  const taken = translations.find((row) => (owners.get(row.slug) ?? product.id) !== product.id);
  if (taken) return { code: "product.slug_taken", slug: taken.slug, language: taken.language };
  const skus = variants.map(({ sku }) => sku);
  const stranger = (await readVariantStockFacts(world.catalog, skus)).find((row) => row.productId !== product.id);
  if (stranger) return { code: "product.sku_taken", sku: stranger.sku };
  const { rows } = await readCategoryRows(world.catalog);
  const unknown = (categoryIds ?? []).flatMap((id, index) =>
    rows.some((row) => row.id === id) ? [] : [{ path: `categoryIds.${index}`, why: `there is no category ${id}` }],
  );
  const known = await readVersions(world.catalog, relatedIds);
  unknown.push(
    ...relatedIds.flatMap((id, index) =>
      known.has(id) ? [] : [{ path: `relatedIds.${index}`, why: `there is no product ${id}` }],
    ),
  );
  return unknown.length > 0 ? { code: "request.invalid", at: unknown } : null;
}

/** What is said of it is held to its type's definitions when that, its type or its status changes; going back never is. */
async function findWrongFacts(
  world: World,
  { product }: ProductWrite,
  record: ProductRecord | null,
  { source }: Who,
): Promise<ChangeProblem | null> {
  const saidOf = ({ attributes, productType, status }: Pick<ProductRow, "attributes" | "productType" | "status">) =>
    JSON.stringify([attributes, productType, status]);
  if (source === "revert" || (record && saidOf(record.product) === saidOf(product))) return null;
  const definitions = definitionsOf(await listDefinitionsOf(world.catalog, product.productType), product.productType);
  const at = wrongAttributes(product.attributes, definitions, product.status === "published");
  return at.length > 0 ? { code: "request.invalid", at } : null;
}

/**
 * Writes a product that is there, or a new one where `record` is null. The guards make the whole batch fail where another
 * change came first, or where a SKU or a slug was taken meanwhile. `audit` is what staff is on record for.
 */
export async function writeProduct(
  world: World,
  change: ProductWrite,
  record: ProductRecord | null,
  who: Who,
  audit: AuditAsk | null = null,
): Promise<SaveProblem | null> {
  const problem = (await findProblem(world, change)) ?? (await findWrongFacts(world, change, record, who));
  if (problem) return problem;
  const { id } = change.product;
  const db = world.catalog;
  const { rows: categories } = await readCategoryRows(db);
  const event = newEvent(world, "products.changed", { productIds: [id] });
  const skus = change.variants.map(({ sku }) => sku);
  const entry = audit && auditEntryOf(world, audit);
  try {
    await db.batch([
      guardSkus(db, id, skus),
      ...(record ? [guardVersion(db, id, record.product.version)] : [guardNew(db, id)]),
      ...productWrites(db, rowsOf([change], categories), { ...who, atMs: world.nowMs() }),
      ...outboxInserts(db, [event]),
      ...(entry ? [pendingAudit(db, entry)] : []),
    ]);
    if (entry) await settleAudit(world, entry);
  } catch (error) {
    const why = refusalOf(error);
    if (why === "other_version") return changedMeanwhile(world, id);
    if (why === "price_wrong") return findWrongPrice(world, change);
    const found = why === null ? null : await findProblem(world, change);
    if (!found) throw error;
    return found;
  }
  world.defer(relayOutbox(world, db, [event]));
  // The event's consumer only knows the categories it is in by then.
  if (record && change.categoryIds !== null)
    world.defer(
      purgePages(
        world,
        record.memberships.flatMap(({ categoryId, direct }) => (direct ? [categoryListTag(categoryId)] : [])),
      ),
    );
  return null;
}

/** Names told of one product. */
const WRONG_PRICES_MAX = 50;

/** Which prices the batch would not take: of a list that is not there, or with amounts that nobody can pay. */
async function findWrongPrice(world: World, { variants }: ProductWrite): Promise<SaveProblem> {
  const lists = await listPriceLists(world.catalog);
  const at = variants.flatMap(({ sku, prices }) =>
    Object.entries(prices).flatMap(([listId, price]) => {
      const why = price ? wrongInList(listId, price, lists) : null;
      return why === null ? [] : [{ path: `variants.${sku}.prices.${listId}`, why }];
    }),
  );
  return { code: "request.invalid", at: at.slice(0, WRONG_PRICES_MAX) };
}

async function changedMeanwhile(world: World, id: string): Promise<SaveProblem> {
  const now = await readProductRecord(world.catalog, id);
  return now ? { code: "product.changed_meanwhile", version: now.product.version } : { code: "product.unknown" };
}

/** Staff makes or changes a collection: with its texts and all that is in it, or not at all. */
import { auditEntryOf } from "../../admin/audit-store.ts";
import { pendingAudit, settleAudit } from "../../admin/pending-audit-store.ts";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { conflictTableOf, isOvertaken } from "../../base/unique-conflict.ts";
import type { Viewer } from "../../customers/viewer.ts";
import { CATALOG_TAG, collectionTag } from "../../http/cache-policy.ts";
import { purgePages } from "../../http/purge-pages-flow.ts";
import type { Language } from "../../markets/markets.ts";
import type { World } from "../../world.ts";
import { readVersions } from "../document-store.ts";
import { byOf } from "../save-product-flow.ts";
import { BY_HAND, type GroupWhy, groupActionOf } from "../versions/group-version.ts";
import { groupVersioned } from "../versions/group-version-store.ts";
import {
  COLLECTIONS_MAX,
  type Collection,
  type CollectionRule,
  type CollectionText,
  RULE_COLLECTIONS_MAX,
} from "./collection.ts";
import { collectionSave, listCollections, membersByHand, membersByRule, readCollection } from "./collection-store.ts";
import { fillStep, sendFill } from "./fill-collection-flow.ts";

/**
 * `version` is the one that was read; 0 makes a new one. A rule makes it one by rule, else `productIds` are what it has. `archived`
 * stays as it is where it is left out.
 */
export type CollectionAsk = {
  version: number;
  rule: CollectionRule | null;
  productIds: readonly string[];
  imageKey: string | null;
  published: boolean;
  archived?: boolean;
  position: number;
  translations: Partial<Record<Language, CollectionText>>;
};
export type CollectionProblem =
  | { code: "collection.too_many" }
  | { code: "collection.slug_taken"; slug: string; language: Language }
  | { code: "collection.changed_meanwhile"; version: number }
  | { code: "request.invalid"; at: readonly { path: string; why: string }[] };

/** The whole collection: a text that is left out is removed. The same again changes nothing. */
export async function saveCollection(
  world: World,
  id: string,
  ask: CollectionAsk,
  by: Viewer,
  why: GroupWhy = BY_HAND,
): Promise<Outcome<Collection, CollectionProblem>> {
  const before = await readCollection(world.catalog, id);
  const archived = ask.archived ?? before?.archived ?? false;
  if (before && isSame(before, { ...ask, archived })) return done(before);
  const had = before?.version ?? 0;
  if (had !== ask.version) return refused({ code: "collection.changed_meanwhile", version: had });
  const { version: _version, productIds, ...facts } = ask;
  const kind = ask.rule ? ("rule" as const) : ("hand" as const);
  const collection = { id, kind, ...facts, archived, version: had + 1, updatedAtMs: world.nowMs() };
  const problem =
    (await findProblem(world, collection, productIds)) ??
    (await write(world, collection, { before, productIds, by, why }));
  if (problem) return refused(problem);
  // The best placed are there with the answer; the rest follows.
  if (collection.rule && (await fillStep(world, id))) world.defer(sendFill(world, id));
  world.defer(purgePages(world, [collectionTag(id), CATALOG_TAG]));
  return done(collection);
}

type Wanted = Omit<CollectionAsk, "version" | "archived"> & { archived: boolean };
const isSame = (one: Wanted, other: Wanted): boolean => textOf(one) === textOf(other);
const textOf = ({ rule, productIds, imageKey, published, archived, position, translations }: Wanted): string =>
  JSON.stringify([
    rule,
    rule ? [] : productIds,
    ...[imageKey, published, archived, position],
    Object.entries(translations).toSorted(),
  ]);

async function findProblem(
  world: World,
  collection: Collection,
  productIds: readonly string[],
): Promise<CollectionProblem | null> {
  const others = (await listCollections(world.catalog)).filter(({ id }) => id !== collection.id);
  const ruled = others.filter(({ kind }) => kind === "rule");
  if (others.length >= COLLECTIONS_MAX || (collection.rule && ruled.length >= RULE_COLLECTIONS_MAX))
    return { code: "collection.too_many" };
  const taken = findTaken(collection, others);
  if (taken) return taken;
  const known = await readVersions(world.catalog, productIds);
  const at = productIds.flatMap((id, index) => {
    if (!known.has(id)) return [{ path: `productIds.${index}`, why: `there is no product ${id}` }];
    return productIds.indexOf(id) === index ? [] : [{ path: `productIds.${index}`, why: `${id} is named twice` }];
  });
  return at.length > 0 ? { code: "request.invalid", at } : null;
}

function findTaken({ translations }: Collection, others: readonly Collection[]): CollectionProblem | null {
  for (const [key, { slug }] of Object.entries(translations)) {
    const language = key as Language;
    if (others.some((other) => other.translations[language]?.slug === slug))
      return { code: "collection.slug_taken", slug, language };
  }
  return null;
}

type Change = { before: Collection | null; productIds: readonly string[]; by: Viewer; why: GroupWhy };
async function write(
  world: World,
  collection: Collection,
  { before, productIds, by, why }: Change,
): Promise<CollectionProblem | null> {
  const { catalog: db } = world;
  const { id } = collection;
  const members = collection.rule ? membersByRule(db, id) : membersByHand(db, id, productIds);
  const action = groupActionOf("collection", why, before, collection);
  const after = { ...collection, productIds };
  const entry = auditEntryOf(world, { by, action, subject: `collection:${id}`, before, after });
  const who = { ...byOf(by), ...why, atMs: collection.updatedAtMs };
  try {
    await db.batch([
      ...groupVersioned(db, { kind: "collection", id }, who, [...collectionSave(db, collection, before), ...members]),
      ...(why.also ?? []),
      pendingAudit(db, entry),
    ]);
    await settleAudit(world, entry);
  } catch (error) {
    if (isOvertaken(error, "collections") || conflictTableOf(error) === "collections") {
      const now = await readCollection(db, collection.id);
      return { code: "collection.changed_meanwhile", version: now?.version ?? 0 };
    }
    const found =
      conflictTableOf(error) === "collection_translations" ? await findProblem(world, collection, productIds) : null;
    if (!found) throw error;
    return found;
  }
  return null;
}

/**
 * Staff says what may be said of products of a type. What products say already is not rewritten: it is told of, and the index has it
 * in the unit there is now.
 */
import type { BatchItem } from "drizzle-orm/batch";
import { type AuditEntry, auditEntryOf } from "../../admin/audit-store.ts";
import { pendingAudit, settleAudit } from "../../admin/pending-audit-store.ts";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { conflictTableOf } from "../../base/unique-conflict.ts";
import type { Viewer } from "../../customers/viewer.ts";
import { newEvent, outboxInserts, relayOutbox } from "../../events/outbox-store.ts";
import { CATALOG_TAG } from "../../http/cache-policy.ts";
import { purgePages } from "../../http/purge-pages-flow.ts";
import type { World } from "../../world.ts";
import { type AttributeDefinition, DEFINITIONS_MAX } from "./attribute-definition.ts";
import {
  countDefinitions,
  definitionDelete,
  definitionSave,
  type KeptDefinition,
  listDefinitions,
  listOtherwise,
} from "./attribute-store.ts";
import { isConvertible } from "./units.ts";

/** `version` is the one that was read; 0 makes a new one. */
export type AttributeAsk = AttributeDefinition & { version: number };
export type AttributeProblem =
  | { code: "attribute.unknown" | "attribute.too_many" }
  | { code: "attribute.changed_meanwhile"; version: number }
  | { code: "request.invalid"; at: readonly { path: string; why: string }[] };
/** `otherwise`: some products that say something of another kind under its key. */
type SavedAttribute = { definition: KeptDefinition; otherwise: readonly string[] };

const OTHERWISE_TOLD = 20;

/** The same again changes nothing. */
export async function saveAttribute(
  world: World,
  ask: AttributeAsk,
  by: Viewer,
): Promise<Outcome<SavedAttribute, AttributeProblem>> {
  const wrong = wrongUnits(ask);
  if (wrong.length > 0) return refused({ code: "request.invalid", at: wrong });
  const before = await find(world, ask);
  const otherwise = await listOtherwise(world.catalog, ask, OTHERWISE_TOLD);
  if (before && sameDefinition(before, ask)) return done({ definition: before, otherwise });
  const version = before?.version ?? 0;
  if (version !== ask.version) return refused({ code: "attribute.changed_meanwhile", version });
  if (!before && (await countDefinitions(world.catalog)) >= DEFINITIONS_MAX)
    return refused({ code: "attribute.too_many" });
  const definition = { ...ask, version: version + 1 };
  const save = definitionSave(world.catalog, definition, version, world.nowMs());
  const entry = entryOf(world, { by, action: "attribute.saved", before, after: definition });
  const problem = await write(world, definition, { save, entry, isRestated: (before?.unit ?? null) !== ask.unit });
  if (problem) return refused(problem);
  world.defer(purgePages(world, [CATALOG_TAG]));
  return done({ definition, otherwise });
}

/** Drops a definition; what products say under its key stays. */
export async function deleteAttribute(
  world: World,
  { productType, key, version }: Pick<AttributeAsk, "productType" | "key" | "version">,
  by: Viewer,
): Promise<Outcome<{ deleted: true }, AttributeProblem>> {
  const before = await find(world, { productType, key });
  if (!before) return refused({ code: "attribute.unknown" });
  if (before.version !== version) return refused({ code: "attribute.changed_meanwhile", version: before.version });
  const remove = definitionDelete(world.catalog, productType, key);
  const entry = entryOf(world, { by, action: "attribute.deleted", before, after: null });
  const problem = await write(world, before, { save: remove, entry, isRestated: before.unit !== null });
  if (problem) return refused(problem);
  world.defer(purgePages(world, [CATALOG_TAG]));
  return done({ deleted: true });
}

async function find(
  world: World,
  { productType, key }: Pick<AttributeDefinition, "productType" | "key">,
): Promise<KeptDefinition | null> {
  const all = await listDefinitions(world.catalog, [productType]);
  return all.find((each) => each.key === key) ?? null;
}

function wrongUnits({ kind, unit, shownUnits }: AttributeAsk) {
  if (kind !== "number" && unit !== null) return [{ path: "unit", why: "is of numbers alone" }];
  return Object.entries(shownUnits).flatMap(([market, shown]) =>
    unit !== null && isConvertible(unit, shown)
      ? []
      : [{ path: `shownUnits.${market}`, why: unit === null ? "needs a unit" : `${unit} cannot be said in ${shown}` }],
  );
}

const sameDefinition = (one: AttributeDefinition, other: AttributeDefinition): boolean => textOf(one) === textOf(other);
const textOf = ({ kind, unit, shownUnits, labels, facetable, required, position }: AttributeDefinition): string =>
  JSON.stringify([
    ...[kind, unit, facetable, required, position],
    Object.entries(shownUnits).toSorted(),
    Object.entries(labels).toSorted(),
  ]);

type Told = { by: Viewer; action: string; before: KeptDefinition | null; after: KeptDefinition | null };
function entryOf(world: World, told: Told): AuditEntry {
  const { productType, key } = told.after ?? told.before ?? { productType: "", key: "" };
  return auditEntryOf(world, { ...told, subject: `attribute:${productType || "any"}/${key}` });
}

/** `isRestated`: the index has numbers of products in the key's unit, so those products are told in it anew. */
type Write = { save: BatchItem<"sqlite">; entry: AuditEntry; isRestated: boolean };
async function write(
  world: World,
  definition: KeptDefinition,
  { save, entry, isRestated }: Write,
): Promise<AttributeProblem | null> {
  const { catalog: db } = world;
  const events = isRestated ? [newEvent(world, "attribute.changed", { key: definition.key, afterId: "" })] : [];
  try {
    await db.batch([save, ...outboxInserts(db, events), pendingAudit(db, entry)]);
    await settleAudit(world, entry);
    world.defer(relayOutbox(world, db, events));
    return null;
  } catch (error) {
    const text = `${error} ${error instanceof Error ? error.cause : ""}`;
    const isOvertaken = /NOT NULL constraint failed: attribute_definitions\.version/.test(text);
    if (!isOvertaken && conflictTableOf(error) !== "attribute_definitions") throw error;
    return { code: "attribute.changed_meanwhile", version: (await find(world, definition))?.version ?? 0 };
  }
}

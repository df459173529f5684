/**
 * Staff says what may be said of products of a type. What products say already is not rewritten: it is told of, and the index has it
 * in the unit there is now. No database of the index is asked for that: an event brings it there.
 */
import { auditEntryOf } from "../../admin/audit-store.ts";
import { pendingAudit, settleAudit } from "../../admin/pending-audit-store.ts";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { conflictTableOf, isOvertaken } from "../../base/unique-conflict.ts";
import type { Viewer } from "../../customers/viewer.ts";
import { newEvent, outboxInserts, relayOutbox } from "../../events/outbox-store.ts";
import { CATALOG_TAG } from "../../http/cache-policy.ts";
import { purgePages } from "../../http/purge-pages-flow.ts";
import type { World } from "../../world.ts";
import { byOf } from "../save-product-flow.ts";
import { BY_HAND, type GroupWhy, groupActionOf } from "../versions/group-version.ts";
import { groupVersioned } from "../versions/group-version-store.ts";
import { type AttributeDefinition, attributeIdOf, DEFINITIONS_MAX } from "./attribute-definition.ts";
import {
  countDefinitions,
  definitionSave,
  type KeptDefinition,
  listOtherwise,
  readDefinition,
} from "./attribute-store.ts";
import { isConvertible } from "./units.ts";

/** `version` is the one that was read; 0 makes a new one. `archived` stays as it is where it is left out. */
export type AttributeAsk = Omit<AttributeDefinition, "archived"> & { version: number; archived?: boolean };
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
  why: GroupWhy = BY_HAND,
): Promise<Outcome<SavedAttribute, AttributeProblem>> {
  const { catalog: db } = world;
  const wrong = wrongUnits(ask);
  if (wrong.length > 0) return refused({ code: "request.invalid", at: wrong });
  const before = await readDefinition(db, ask);
  const had = before?.version ?? 0;
  const definition = { ...ask, archived: ask.archived ?? before?.archived ?? false, version: had + 1 };
  const otherwise = await listOtherwise(db, definition, OTHERWISE_TOLD);
  if (before && sameDefinition(before, definition)) return done({ definition: before, otherwise });
  if (had !== ask.version) return refused({ code: "attribute.changed_meanwhile", version: had });
  if (!before && (await countDefinitions(db)) >= DEFINITIONS_MAX) return refused({ code: "attribute.too_many" });
  const problem = await write(world, definition, { before, by, why });
  if (problem) return refused(problem);
  world.defer(purgePages(world, [CATALOG_TAG]));
  return done({ definition, otherwise });
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
const textOf = (definition: AttributeDefinition): string => {
  const { kind, unit, shownUnits, labels, facetable, required, position, archived } = definition;
  return JSON.stringify([
    ...[kind, unit, facetable, required, position, archived],
    Object.entries(shownUnits).toSorted(),
    Object.entries(labels).toSorted(),
  ]);
};

/** The unit that the index has a key's numbers in; null where none is said. */
const unitOf = (definition: AttributeDefinition | null): string | null =>
  definition === null || definition.archived ? null : definition.unit;

type Write = { before: KeptDefinition | null; by: Viewer; why: GroupWhy };
/** With its version, its entry in the audit, and the event that brings another unit to the index. */
async function write(
  world: World,
  definition: KeptDefinition,
  { before, by, why }: Write,
): Promise<AttributeProblem | null> {
  const { catalog: db } = world;
  const [id, atMs] = [attributeIdOf(definition), world.nowMs()];
  const action = groupActionOf("attribute", why, before, definition);
  const entry = auditEntryOf(world, { by, action, subject: `attribute:${id}`, before, after: definition });
  const isRestated = unitOf(before) !== unitOf(definition);
  const events = isRestated ? [newEvent(world, "attribute.changed", { key: definition.key, afterId: "" })] : [];
  const save = definitionSave(db, definition, before?.version ?? 0, atMs);
  try {
    await db.batch([
      ...groupVersioned(db, { kind: "attribute", id }, { ...byOf(by), ...why, atMs }, [save]),
      ...outboxInserts(db, events),
      ...(why.also ?? []),
      pendingAudit(db, entry),
    ]);
  } catch (error) {
    if (!isOvertaken(error, "attribute_definitions") && conflictTableOf(error) !== "attribute_definitions") throw error;
    return { code: "attribute.changed_meanwhile", version: (await readDefinition(db, definition))?.version ?? 0 };
  }
  await settleAudit(world, entry);
  world.defer(relayOutbox(world, db, events));
  return null;
}

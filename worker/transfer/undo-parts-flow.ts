/**
 * Archives the attribute definitions, brands and collections that a run made. One that somebody changed since, or that something
 * else uses by now, is left alone: it is told.
 */
import { attributeNameOf } from "../catalog/attributes/attribute-definition.ts";
import { archiveGroup } from "../catalog/versions/change-group-flow.ts";
import type { World } from "../world.ts";
import { isBrandUsed, isDefinitionUsed, listMadeParts, type MadePart, partUndone } from "./import-journal-store.ts";
import type { ImportRun } from "./import-run-store.ts";
import { byImport } from "./make-categories-flow.ts";
import { viewerOfRun } from "./viewer-of-run.ts";

/** Each is several statements and a few reads. */
const PARTS_A_STEP = 20;
/** What a run made has this version until somebody changes it. */
const AS_MADE = 1;

/** A stretch of them; `last` is where it ends, null when there are no more. Bears repeating. */
export async function undoParts(
  world: World,
  run: ImportRun,
  after: MadePart | null,
): Promise<{ left: ImportRun["leftAlone"][number][]; last: MadePart | null }> {
  const parts = await listMadeParts(world.catalog, run.id, after, PARTS_A_STEP);
  const left: ImportRun["leftAlone"][number][] = [];
  for (const part of parts) {
    const why = await whyLeft(world, run, part);
    if (why !== null) left.push({ subject: `${part.kind}:${part.id}`, why });
  }
  return { left, last: parts.at(-1) ?? null };
}

/** Null once it is archived. */
async function whyLeft(world: World, run: ImportRun, part: MadePart): Promise<string | null> {
  if (await isUsed(world, run, part)) return "something else uses it by now";
  const why = { ...byImport(run), also: [partUndone(world.catalog, run.id, part)] };
  const ask = { group: part, version: AS_MADE, archived: true, by: viewerOfRun(run), why };
  const archived = await archiveGroup(world, ask);
  return archived.ok ? null : "it was changed since";
}

async function isUsed(world: World, run: ImportRun, { kind, id }: MadePart): Promise<boolean> {
  if (kind === "brand") return isBrandUsed(world.catalog, id);
  const name = kind === "attribute" ? attributeNameOf(id) : null;
  return name !== null && isDefinitionUsed(world.catalog, run.id, { ...name, sinceMs: run.createdAtMs });
}

/**
 * Makes what an export says of its catalogue besides products: attribute definitions and brands before them, collections after.
 * What is here stays as it is, as with categories; what cannot be made is told, and holds up nothing.
 */
import { attributeIdOf } from "../catalog/attributes/attribute-definition.ts";
import { listDefinitions } from "../catalog/attributes/attribute-store.ts";
import { saveAttribute } from "../catalog/attributes/save-attribute-flow.ts";
import { readBrand } from "../catalog/groups/brand-store.ts";
import { readCollection } from "../catalog/groups/collection-store.ts";
import { saveBrand } from "../catalog/groups/save-brand-flow.ts";
import { saveCollection } from "../catalog/groups/save-collection-flow.ts";
import type { GroupWhy } from "../catalog/versions/group-version.ts";
import type { World } from "../world.ts";
import type { FileProblem } from "./formats/file-problem.ts";
import type { OwnPart } from "./formats/own-parts.ts";
import { type MadePart, partMade } from "./import-journal-store.ts";
import { type ImportRun, whileApplied } from "./import-run-store.ts";
import { byImport } from "./make-categories-flow.ts";
import { viewerOfRun } from "./viewer-of-run.ts";

/** The run whose file says them; nothing is made once it is applied no more. */
type Maker = Pick<ImportRun, "id" | "file" | "byId" | "byName" | "actor">;
/** Each is noted in the batch that makes it, so an undo finds all there are. */
const whyOf = (world: World, run: Maker, part: MadePart): GroupWhy => ({
  ...byImport(run),
  also: [whileApplied(world.catalog, run.id), partMade(world.catalog, run.id, part)],
});

/** Answers what was not made, and why. Bears repeating; throws where the run moved on (`isChunkMoved`). */
export async function makePartsBefore(world: World, parts: readonly OwnPart[], run: Maker): Promise<FileProblem[]> {
  const notes: FileProblem[] = [];
  const by = viewerOfRun(run);
  const definitions = parts.some((part) => "attribute" in part) ? await listDefinitions(world.catalog) : [];
  const here = new Set(definitions.map(({ productType, key }) => `${productType}/${key}`));
  for (const part of parts) {
    if ("attribute" in part) {
      const { productType, key } = part.attribute;
      if (here.has(`${productType}/${key}`)) continue;
      const why = whyOf(world, run, { kind: "attribute", id: attributeIdOf(part.attribute) });
      const saved = await saveAttribute(world, part.attribute, by, why);
      if (!saved.ok) notes.push(noteOf("attribute", key, saved.problem.code));
    } else if ("brand" in part) {
      const { id, ask } = part.brand;
      if (await readBrand(world.catalog, id)) continue;
      const saved = await saveBrand(world, id, ask, by, whyOf(world, run, { kind: "brand", id }));
      if (!saved.ok) notes.push(noteOf("brand", ask.name, saved.problem.code));
    }
  }
  return notes;
}

/** After all products are there. */
export async function makePartsAfter(world: World, parts: readonly OwnPart[], run: Maker): Promise<FileProblem[]> {
  const notes: FileProblem[] = [];
  for (const part of parts) {
    if (!("collection" in part) || (await readCollection(world.catalog, part.collection.id))) continue;
    const { id, ask } = part.collection;
    const why = whyOf(world, run, { kind: "collection", id });
    const saved = await saveCollection(world, id, ask, viewerOfRun(run), why);
    if (!saved.ok) notes.push(noteOf("collection", id, saved.problem.code));
  }
  return notes;
}

const noteOf = (column: string, name: string, code: string): FileProblem => ({
  row: 0,
  column,
  why: `${name} is not made: ${code}`,
});

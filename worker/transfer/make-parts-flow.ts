/**
 * Makes what an export says of its catalogue besides products: attribute definitions and brands before them, collections after.
 * What is here stays as it is, as with categories; what cannot be made is told, and holds up nothing.
 */
import { listDefinitions } from "../catalog/attributes/attribute-store.ts";
import { saveAttribute } from "../catalog/attributes/save-attribute-flow.ts";
import { readBrand } from "../catalog/groups/brand-store.ts";
import { readCollection } from "../catalog/groups/collection-store.ts";
import { saveBrand } from "../catalog/groups/save-brand-flow.ts";
import { saveCollection } from "../catalog/groups/save-collection-flow.ts";
import type { GroupWhy } from "../catalog/versions/group-version.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { World } from "../world.ts";
import type { FileProblem } from "./formats/file-problem.ts";
import type { OwnPart } from "./formats/own-parts.ts";

/** Who makes them, and by which run. */
type Maker = { by: Viewer; why: GroupWhy };

/** Answers what was not made, and why. Bears repeating. */
export async function makePartsBefore(
  world: World,
  parts: readonly OwnPart[],
  { by, why }: Maker,
): Promise<FileProblem[]> {
  const notes: FileProblem[] = [];
  const definitions = parts.some((part) => "attribute" in part) ? await listDefinitions(world.catalog) : [];
  const here = new Set(definitions.map(({ productType, key }) => `${productType}/${key}`));
  for (const part of parts) {
    if ("attribute" in part) {
      const { productType, key } = part.attribute;
      if (here.has(`${productType}/${key}`)) continue;
      const saved = await saveAttribute(world, part.attribute, by, why);
      if (!saved.ok) notes.push(noteOf("attribute", key, saved.problem.code));
    } else if ("brand" in part) {
      const { id, ask } = part.brand;
      if (await readBrand(world.catalog, id)) continue;
      const saved = await saveBrand(world, id, ask, by, why);
      if (!saved.ok) notes.push(noteOf("brand", ask.name, saved.problem.code));
    }
  }
  return notes;
}

/** After all products are there. */
export async function makePartsAfter(
  world: World,
  parts: readonly OwnPart[],
  { by, why }: Maker,
): Promise<FileProblem[]> {
  const notes: FileProblem[] = [];
  for (const part of parts) {
    if (!("collection" in part) || (await readCollection(world.catalog, part.collection.id))) continue;
    const saved = await saveCollection(world, part.collection.id, part.collection.ask, by, why);
    if (!saved.ok) notes.push(noteOf("collection", part.collection.id, saved.problem.code));
  }
  return notes;
}

const noteOf = (column: string, name: string, code: string): FileProblem => ({
  row: 0,
  column,
  why: `${name} is not made: ${code}`,
});

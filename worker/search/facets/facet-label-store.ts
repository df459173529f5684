/** What staff call attributes, and which unit they give them, by key. Kept in memory for a while, since every list asks. */
import { newMemory } from "../../base/memory-store.ts";
import type { AttributeDefinition } from "../../catalog/attributes/attribute-definition.ts";
import { listDefinitions } from "../../catalog/attributes/attribute-store.ts";
import type { World } from "../../world.ts";

/** A name that staff change shows on lists within this, and the time that a page is kept. */
const LABELS_KEPT_MS = 60_000;

export type FacetLabels = ReadonlyMap<string, AttributeDefinition["labels"]>;

/** The unit that values of a key are kept in, by key. */
export type FacetUnits = ReadonlyMap<string, string>;

const kept = newMemory<"all", { labels: FacetLabels; units: FacetUnits }>(LABELS_KEPT_MS);

export const readFacetLabels = async (world: World): Promise<FacetLabels> => (await readKept(world)).labels;
/** A range is of one unit, and so is its word in an address: that of the key's definition. */
export const readFacetUnits = async (world: World): Promise<FacetUnits> => (await readKept(world)).units;

/** Of a key that several types define, the first type's. */
const readKept = (world: World) =>
  kept.recall("all", world.nowMs(), async () => {
    const definitions = (await listDefinitions(world.catalog)).toReversed();
    return {
      labels: new Map(definitions.map(({ key, labels }) => [key, labels])),
      units: new Map(definitions.flatMap(({ key, unit }) => (unit === null ? [] : [[key, unit] as const]))),
    };
  });

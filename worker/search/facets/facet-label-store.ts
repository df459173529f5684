/** What staff call attributes, by key. Kept in memory for a while, since every list asks. */
import { newMemory } from "../../base/memory-store.ts";
import type { AttributeDefinition } from "../../catalog/attributes/attribute-definition.ts";
import { listDefinitions } from "../../catalog/attributes/attribute-store.ts";
import type { World } from "../../world.ts";

/** A name that staff change shows on lists within this, and the time that a page is kept. */
const LABELS_KEPT_MS = 60_000;

export type FacetLabels = ReadonlyMap<string, AttributeDefinition["labels"]>;

/** The unit that values of a key are kept in, by key: a range is of one unit, and so is its word in an address. */
export type FacetUnits = ReadonlyMap<string, string>;

const kept = newMemory<"all", FacetLabels>(LABELS_KEPT_MS);

/** Of a key that several types define, the first type's. */
export const readFacetLabels = (world: World): Promise<FacetLabels> =>
  kept.recall("all", world.nowMs(), async () => {
    const definitions = (await listDefinitions(world.catalog)).toReversed();
    return new Map(definitions.map(({ key, labels }) => [key, labels]));
  });

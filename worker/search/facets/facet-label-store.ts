/** What staff call attributes, and which unit they give them, by key. Kept in memory for a while, since every list asks. */
import type { AttributeDefinition } from "../../catalog/attributes/attribute-definition.ts";
import { listDefinitions } from "../../catalog/attributes/attribute-store.ts";
import type { World } from "../../world.ts";

/** A name that staff change shows on lists within this, and the time that a page is kept. */
const LABELS_KEPT_MS = 60_000;

export type FacetLabels = ReadonlyMap<string, AttributeDefinition["labels"]>;

/** The unit that values of a key are kept in, by key. */
export type FacetUnits = ReadonlyMap<string, string>;

let kept: { atMs: number; labels: FacetLabels; units: FacetUnits } | null = null;

export const readFacetLabels = async (world: World): Promise<FacetLabels> => (await readKept(world)).labels;
/** A range is of one unit, and so is its word in an address: that of the key's definition. */
export const readFacetUnits = async (world: World): Promise<FacetUnits> => (await readKept(world)).units;

/** Of a key that several types define, the first type's. */
async function readKept(world: World): Promise<NonNullable<typeof kept>> {
  const nowMs = world.nowMs();
  if (!kept || Math.abs(nowMs - kept.atMs) >= LABELS_KEPT_MS) {
    const definitions = (await listDefinitions(world.catalog)).toReversed();
    kept = {
      atMs: nowMs,
      labels: new Map(definitions.map(({ key, labels }) => [key, labels])),
      units: new Map(definitions.flatMap(({ key, unit }) => (unit === null ? [] : [[key, unit] as const]))),
    };
  }
  return kept;
}

/** What staff call attributes, by key: the names of facets. Kept in memory for a while, since every list asks. */
import type { AttributeDefinition } from "../../catalog/attributes/attribute-definition.ts";
import { listDefinitions } from "../../catalog/attributes/attribute-store.ts";
import type { World } from "../../world.ts";

/** A name that staff change shows on lists within this, and the time that a page is kept. */
const LABELS_KEPT_MS = 60_000;

export type FacetLabels = ReadonlyMap<string, AttributeDefinition["labels"]>;

let kept: { atMs: number; labels: FacetLabels } | null = null;

/** Of a key that several types define, the first type's. */
export async function readFacetLabels(world: World): Promise<FacetLabels> {
  const nowMs = world.nowMs();
  if (!kept || Math.abs(nowMs - kept.atMs) >= LABELS_KEPT_MS) {
    const definitions = await listDefinitions(world.catalog);
    kept = { atMs: nowMs, labels: new Map(definitions.toReversed().map(({ key, labels }) => [key, labels])) };
  }
  return kept.labels;
}

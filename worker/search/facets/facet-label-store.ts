/** What staff call attributes, and by which shoppers may filter. Kept in memory for a while, since every list asks. */
import { newMemory } from "../../base/memory-store.ts";
import type { AttributeDefinition } from "../../catalog/attributes/attribute-definition.ts";
import { listDefinitions } from "../../catalog/attributes/attribute-store.ts";
import type { World } from "../../world.ts";
import { type HiddenFacets, hiddenFacetsOf } from "./hidden-facets.ts";

/** What staff change shows on lists within this, and the time that a page is kept. */
const DEFINITIONS_KEPT_MS = 60_000;

export type FacetLabels = ReadonlyMap<string, AttributeDefinition["labels"]>;

/** The unit that values of a key are kept in, by key: a range is of one unit, and so is its word in an address. */
export type FacetUnits = ReadonlyMap<string, string>;

type Kept = { labels: FacetLabels; hidden: HiddenFacets };
const kept = newMemory<"all", Kept>(DEFINITIONS_KEPT_MS);

const recall = (world: World): Promise<Kept> =>
  kept.recall("all", world.nowMs(), async () => {
    const definitions = (await listDefinitions(world.catalog)).filter(({ archived }) => !archived);
    const labels = new Map(definitions.toReversed().map(({ key, labels }) => [key, labels]));
    return { labels, hidden: hiddenFacetsOf(definitions) };
  });

/** Of a key that several types define, the first type's. */
export const readFacetLabels = async (world: World): Promise<FacetLabels> => (await recall(world)).labels;

export const readHiddenFacets = async (world: World): Promise<HiddenFacets> => (await recall(world)).hidden;

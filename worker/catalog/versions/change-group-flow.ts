/** Makes a category, brand, collection, attribute definition or page of the store again what it was in a version, archives it, or brings it back: each a version of its own. */
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { contentNameOf } from "../../content/content-page.ts";
import { type ContentProblem, saveContent } from "../../content/save-content-flow.ts";
import type { Viewer } from "../../customers/viewer.ts";
import type { World } from "../../world.ts";
import { attributeNameOf } from "../attributes/attribute-definition.ts";
import { type AttributeProblem, saveAttribute } from "../attributes/save-attribute-flow.ts";
import { brandKeyOf } from "../groups/brand.ts";
import { type BrandProblem, saveBrand } from "../groups/save-brand-flow.ts";
import { type CollectionProblem, saveCollection } from "../groups/save-collection-flow.ts";
import { type CategoryProblem, saveCategory } from "../save-category-flow.ts";
import { BY_HAND, type GroupRef, type GroupState, type GroupStates, type GroupWhy } from "./group-version.ts";
import { readGroupState, readGroupVersion } from "./group-version-store.ts";

export type ChangeGroupProblem =
  | CategoryProblem
  | BrandProblem
  | CollectionProblem
  | AttributeProblem
  | ContentProblem
  | { code: "category.unknown" | "brand.unknown" | "collection.unknown" }
  | { code: "version.unknown"; version: number };
/** `version` is the one that was read. */
type Change = { group: GroupRef; version: number; by: Viewer };
type Changed = Promise<Outcome<{ version: number }, ChangeGroupProblem>>;

/** `to` is the version to go back to. Where nothing differs nothing is changed. */
export async function revertGroup(world: World, { group, version, by, to }: Change & { to: number }): Changed {
  const [now, then] = await Promise.all([readNow(world, group, version), readGroupState(world.catalog, group, to)]);
  if (!now.ok) return now;
  if (!then) return refused({ code: "version.unknown", version: to });
  return save(
    world,
    { group, version, by },
    { wanted: then, now: now.value, why: { source: "revert", note: String(to) } },
  );
}

/** Shoppers do not see it any more, or do again. The same again changes nothing. */
export async function archiveGroup(world: World, ask: Change & { archived: boolean; why?: GroupWhy }): Changed {
  const now = await readNow(world, ask.group, ask.version);
  if (!now.ok) return now;
  return save(world, ask, {
    wanted: { ...now.value, archived: ask.archived },
    now: now.value,
    why: ask.why ?? BY_HAND,
  });
}

async function readNow(
  world: World,
  group: GroupRef,
  version: number,
): Promise<Outcome<GroupState, ChangeGroupProblem>> {
  const current = await readGroupVersion(world.catalog, group);
  if (current === null) return refused({ code: `${group.kind}.unknown` });
  const state = current === version ? await readGroupState(world.catalog, group, version) : null;
  return state ? done(state) : refused({ code: `${group.kind}.changed_meanwhile`, version: current });
}

type States = { wanted: GroupState; now: GroupState; why: GroupWhy };
async function save(world: World, { group: { kind, id }, version, by }: Change, { wanted, now, why }: States): Changed {
  if (kind === "category") return saveCategory(world, id, { ...(wanted as GroupStates["category"]), version }, by, why);
  if (kind === "attribute") return saveDefinition(world, { id, version, by }, wanted as GroupStates["attribute"], why);
  if (kind === "page") {
    const name = contentNameOf(id);
    if (!name) return refused({ code: "page.unknown" });
    return saveContent(world, name, { ...(wanted as GroupStates["page"]), version }, by, why);
  }
  if (kind === "collection")
    return saveCollection(world, id, { ...(wanted as GroupStates["collection"]), version }, by, why);
  const brand = wanted as GroupStates["brand"];
  // Products come with these names, so going back takes none away.
  const names = new Set([...brand.nameKeys, ...(now as GroupStates["brand"]).nameKeys]);
  names.delete(brandKeyOf(brand.name));
  return saveBrand(world, id, { ...brand, aliases: [...names], version }, by, why);
}

async function saveDefinition(
  world: World,
  { id, version, by }: { id: string; version: number; by: Viewer },
  wanted: GroupStates["attribute"],
  why: GroupWhy,
): Changed {
  const name = attributeNameOf(id);
  if (!name) return refused({ code: "attribute.unknown" });
  const saved = await saveAttribute(world, { ...name, ...wanted, version }, by, why);
  return saved.ok ? done(saved.value.definition) : saved;
}

/** A collection by form: its words, its picture, and what is in it: chosen one by one, or found by a rule. */
import type { AstroGlobal } from "astro";
import { brandKeyOf } from "../../../worker/catalog/groups/brand.ts";
import { findBrandNames } from "../../../worker/catalog/groups/brand-store.ts";
import { type Collection, type CollectionRule, HAND_MEMBERS_MAX } from "../../../worker/catalog/groups/collection.ts";
import { readCollection } from "../../../worker/catalog/groups/collection-store.ts";
import { collectionShape } from "../../../worker/catalog/groups/group-shapes.ts";
import {
  type CollectionAsk,
  type CollectionProblem,
  saveCollection,
} from "../../../worker/catalog/groups/save-collection-flow.ts";
import { findPicked } from "../../../worker/catalog/picked-products-store.ts";
import { slugOf } from "../../../worker/catalog/slug.ts";
import type { Viewer } from "../../../worker/customers/viewer.ts";
import type { World } from "../../../worker/world.ts";
import { ADMIN } from "../../admin-paths.ts";
import { type Fault, readForm, type Sent, wholeOf } from "../admin-fields.ts";
import {
  draftPicture,
  draftTexts,
  GROUP_PARTS,
  type GroupEntry,
  groupEntry,
  groupFault,
  groupField,
  shownTexts,
} from "./group.ts";
import { postArchive } from "./group-act.ts";
import { draftRule, shownRule } from "./rule-form.ts";
import { NOT_A_FORM, type Shown } from "./section.ts";

export type StaffCollection = Collection & { productIds: readonly string[] };
/** `preview`: the rule to show what it finds. `members`: as the form has them. */
export type CollectionEntry = GroupEntry & { preview: CollectionRule | null; members: readonly string[] };
const POSITION_MAX = 10_000;

export const collectionFields = (collection: StaffCollection | null): Shown => ({
  kind: collection?.kind ?? "hand",
  published: collection?.published === false ? "" : "on",
  position: String(collection?.position ?? 0),
  members: (collection?.productIds ?? []).join(" "),
  ...shownRule(collection?.rule ?? null),
  ...shownTexts(collection?.translations ?? {}),
});
export const collectionEntry = (collection: StaffCollection | null): CollectionEntry => ({
  ...groupEntry(collectionFields(collection), String(collection?.version ?? 0)),
  preview: collection?.rule ?? null,
  members: collection?.productIds ?? [],
});

/** Answers a redirect when it was saved, else what to show the form with again; a preview saves nothing. */
export async function postCollection(
  astro: AstroGlobal,
  id: string,
  collection: StaffCollection | null,
  by: Viewer,
): Promise<Response | CollectionEntry> {
  const { world } = astro.locals;
  const form = await readForm(astro);
  if (!form) return { ...collectionEntry(collection), fault: NOT_A_FORM };
  const { sent } = form;
  const acted = await postArchive(astro, { kind: "collection", id }, sent, by);
  if (acted) return acted instanceof Response ? acted : { ...collectionEntry(collection), fault: acted };
  const faults: Record<string, Fault> = {};
  const isRule = sent("kind") === "rule";
  const rule = isRule ? await withBrandIds(world, draftRule(sent, faults)) : null;
  const members = isRule ? [] : await draftMembers(world, sent, faults);
  const version = wholeOf(sent("version")) ?? 0;
  const entry: CollectionEntry = {
    ...{ sent, seen: String(version), faults, fault: null, now: null },
    ...{ preview: rule, members },
  };
  if (sent("do") === "preview") return entry;
  const translations = draftTexts(sent, slugOf, faults);
  if (!translations.en) faults[groupField("en", "name")] = { key: "goods.fault.english" };
  if (rule?.conditions.length === 0) faults.kind = { key: "goods.fault.noCondition" };
  const position = wholeOf(sent("position"));
  if (position === null || position > POSITION_MAX)
    faults.position = { key: "policy.fault.number", values: { min: 0, max: POSITION_MAX } };
  const imageKey = await draftPicture(astro, form, collection?.imageKey ?? null, by, faults);
  if (Object.keys(faults).length > 0) return entry;
  const draft = { version, rule, productIds: members, imageKey, published: sent("published") === "on", position };
  const checked = collectionShape.safeParse({ ...draft, translations });
  if (!checked.success) return { ...entry, ...faultsAt(checked.error.issues.map(({ path }) => path.join("."))) };
  const saved = await saveCollection(world, id, checked.data as CollectionAsk, by);
  if (saved.ok) {
    const done = saved.value.version === collection?.version ? "unchanged" : "saved";
    return astro.redirect(ADMIN.collection(id, { done }), 303);
  }
  return { ...entry, ...(await refusalOf(world, id, saved.problem)) };
}

/** Brands may be named; what is kept are their ids. */
async function withBrandIds(world: World, rule: CollectionRule): Promise<CollectionRule> {
  const names = rule.conditions.flatMap((condition) => (condition.field === "brand" ? condition.is : []));
  const ids = await findBrandNames(world.catalog, names.map(brandKeyOf));
  return {
    ...rule,
    conditions: rule.conditions.map((condition) =>
      condition.field === "brand"
        ? { ...condition, is: condition.is.map((name) => ids.get(brandKeyOf(name)) ?? name) }
        : condition,
    ),
  };
}

/** The products it has, without those taken away, one moved to the front, and those that were added. */
async function draftMembers(world: World, sent: Sent, faults: Record<string, Fault>): Promise<string[]> {
  const had = sent("members").split(" ").filter(Boolean).slice(0, HAND_MEMBERS_MAX);
  const kept = had.filter((id) => sent(`gone.${id}`) !== "on");
  const words = sent("add")
    .split(/[\n,]/)
    .map((word) => word.trim())
    .filter(Boolean);
  const { ids, unknown } = words.length > 0 ? await findPicked(world.catalog, words) : { ids: [], unknown: [] };
  if (unknown.length > 0)
    faults.add = { key: "goods.fault.productsUnknown", values: { words: unknown.slice(0, 5).join(", ") } };
  const first = sent("first");
  const members = [...new Set([...kept.filter((id) => id === first), ...kept, ...ids])];
  if (members.length > HAND_MEMBERS_MAX) faults.add = { key: "goods.fault.members", values: { max: HAND_MEMBERS_MAX } };
  return members;
}

function faultsAt(paths: readonly string[]): Pick<GroupEntry, "faults" | "fault"> {
  const faults = Object.fromEntries(
    paths.flatMap((path): [string, Fault][] => {
      const part = GROUP_PARTS.find((each) => path.endsWith(`.${each}`));
      if (part) return [[path, groupFault(part)]];
      const row = /^rule\.conditions\.(\d+)/.exec(path)?.[1];
      return row === undefined ? [] : [[`rule.${row}.values`, { key: "goods.fault.long" }]];
    }),
  );
  return { faults, fault: Object.keys(faults).length === 0 ? NOT_A_FORM : null };
}

async function refusalOf(world: World, id: string, problem: CollectionProblem): Promise<Partial<GroupEntry>> {
  if (problem.code === "collection.slug_taken")
    return { faults: { [groupField(problem.language, "slug")]: { key: "goods.fault.slugTaken" } } };
  if (problem.code === "collection.too_many") return { fault: { key: "goods.fault.tooManyCollections" } };
  if (problem.code === "request.invalid") return faultsAt(problem.at.map(({ path }) => path));
  const now = await readCollection(world.catalog, id);
  return {
    fault: { key: "goods.fault.groupChanged" },
    now: collectionFields(now),
    seen: String(problem.version),
  };
}

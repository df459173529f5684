/** A category by form: its words, its place in the tree, its picture. And the order of siblings, a press a step. */
import type { AstroGlobal } from "astro";
import { CATEGORY_DEPTH_MAX, type CategoryRow, type CategoryTranslationRow } from "../../../worker/catalog/category.ts";
import { readCategoryRows } from "../../../worker/catalog/category-store.ts";
import { moveCategory } from "../../../worker/catalog/move-category-flow.ts";
import { categoryShape } from "../../../worker/catalog/product-shapes.ts";
import { type CategoryAsk, type CategoryProblem, saveCategory } from "../../../worker/catalog/save-category-flow.ts";
import { slugOf } from "../../../worker/catalog/slug.ts";
import type { Viewer } from "../../../worker/customers/viewer.ts";
import type { Language } from "../../../worker/markets/markets.ts";
import type { World } from "../../../worker/world.ts";
import { ADMIN } from "../../admin-paths.ts";
import { type Fault, readForm, readSent } from "../admin-fields.ts";
import {
  draftPicture,
  draftTexts,
  GROUP_PARTS,
  type GroupEntry,
  groupEntry,
  groupFault,
  groupField,
  SEEN,
  shownTexts,
} from "./group.ts";
import { postArchive } from "./group-act.ts";
import { NOT_A_FORM, type Shown } from "./section.ts";

/** A category with its words in each language. */
export type StaffCategory = { row: CategoryRow; texts: readonly CategoryTranslationRow[] };

export async function readStaffCategory(world: World, id: string): Promise<StaffCategory | null> {
  const { rows, translations } = await readCategoryRows(world.catalog);
  const row = rows.find((each) => each.id === id);
  return row ? { row, texts: translations.filter(({ categoryId }) => categoryId === id) } : null;
}

export function categoryFields(category: StaffCategory | null): Shown {
  const texts = Object.fromEntries((category?.texts ?? []).map(({ language, ...text }) => [language, text]));
  return { parentId: category?.row.parentId ?? "", imageKey: category?.row.imageKey ?? "", ...shownTexts(texts) };
}
const seenOf = (category: StaffCategory | null) => JSON.stringify(categoryFields(category));
export const categoryEntry = (category: StaffCategory | null): GroupEntry =>
  groupEntry(categoryFields(category), seenOf(category));

/** Answers a redirect when it was saved, else what to show the form with again. */
export async function postCategory(
  astro: AstroGlobal,
  id: string,
  category: StaffCategory | null,
  by: Viewer,
): Promise<Response | GroupEntry> {
  const form = await readForm(astro);
  if (!form) return { ...categoryEntry(category), fault: NOT_A_FORM };
  const { sent } = form;
  const acted = await postArchive(astro, { kind: "category", id }, sent, by);
  if (acted) return acted instanceof Response ? acted : { ...categoryEntry(category), fault: acted };
  const entry: GroupEntry = { sent, seen: seenOf(category), faults: {}, fault: null, now: null };
  const faults: Record<string, Fault> = {};
  const translations = draftTexts(sent, slugOf, faults);
  if (!translations.en) faults[groupField("en", "name")] = { key: "goods.fault.english" };
  const imageKey = await draftPicture(astro, form, category?.row.imageKey ?? null, by, faults);
  if (Object.keys(faults).length > 0) return { ...entry, faults };
  const parentId = sent("parentId") || null;
  const position = category?.row.parentId === parentId ? category.row.position : LAST;
  const version = category?.row.version ?? 0;
  const checked = categoryShape.safeParse({ version, parentId, position, imageKey, translations });
  if (!checked.success) return { ...entry, ...faultsAt(checked.error.issues.map(({ path }) => path.join("."))) };
  const ask = checked.data as CategoryAsk;
  if (sent(SEEN) !== entry.seen && !isSame(ask, category))
    return { ...entry, fault: { key: "goods.fault.groupChanged" }, now: categoryFields(category) };
  const saved = await saveCategory(astro.locals.world, id, ask, by);
  if (saved.ok) return astro.redirect(ADMIN.category(id, { done: saved.value.changed ? "saved" : "unchanged" }), 303);
  return { ...entry, ...refusalOf(saved.problem) };
}
/** The last of its siblings: those are told apart by their ids then. */
const LAST = 10_000;

/** The same form sent twice finds its own work done. */
const isSame = (ask: CategoryAsk, category: StaffCategory | null): boolean =>
  category !== null &&
  ask.parentId === category.row.parentId &&
  ask.imageKey === category.row.imageKey &&
  JSON.stringify(shownTexts(ask.translations)) ===
    JSON.stringify(shownTexts(Object.fromEntries(category.texts.map(({ language, ...text }) => [language, text]))));

function faultsAt(paths: readonly string[]): Pick<GroupEntry, "faults" | "fault"> {
  const faults = Object.fromEntries(
    paths.flatMap((path) => {
      const part = GROUP_PARTS.find((each) => path.endsWith(`.${each}`));
      return part ? [[path, groupFault(part)]] : [];
    }),
  );
  return { faults, fault: Object.keys(faults).length < new Set(paths).size ? NOT_A_FORM : null };
}

function refusalOf(problem: CategoryProblem): Pick<GroupEntry, "faults" | "fault"> {
  if (problem.code === "category.slug_taken") {
    const field = groupField(problem.language as Language, "slug");
    return { fault: null, faults: { [field]: { key: "goods.fault.slugTaken" } } };
  }
  if (problem.code === "category.parent_wrong")
    return { fault: null, faults: { parentId: { key: "goods.fault.parent", values: { max: CATEGORY_DEPTH_MAX } } } };
  if (problem.code === "category.changed_meanwhile") return { faults: {}, fault: { key: "goods.fault.groupChanged" } };
  return { faults: {}, fault: { key: "goods.fault.tooManyCategories" } };
}

/** Moves a category one place among its siblings. Answers what is wrong where it cannot. */
export async function postCategoryMove(astro: AstroGlobal, by: Viewer): Promise<Response | Fault> {
  const sent = await readSent(astro);
  const [way, id = ""] = (sent?.("move") ?? "").split(" ");
  if (way !== "earlier" && way !== "later") return NOT_A_FORM;
  const moved = await moveCategory(astro.locals.world, { id, way }, by);
  if (moved.ok) return astro.redirect(`${ADMIN.categories({ done: "moved" })}#category-${id}`, 303);
  return moved.problem.code === "category.unknown" ? NOT_A_FORM : (refusalOf(moved.problem).fault ?? NOT_A_FORM);
}

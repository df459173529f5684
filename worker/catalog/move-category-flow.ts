/** Puts a category one place earlier or later among its siblings: one write of its own, with its version. */
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { World } from "../world.ts";
import { bySiblingPlace, CATEGORY_POSITION_MAX, type CategoryRow } from "./category.ts";
import { numberCategories, readCategoryRows } from "./category-store.ts";
import { type CategoryProblem, saveCategory } from "./save-category-flow.ts";

export type MoveProblem = CategoryProblem | { code: "category.unknown" };

/** At the end it stays where it is. What is archived keeps its place out of sight. */
export async function moveCategory(
  world: World,
  { id, way }: { id: string; way: "earlier" | "later" },
  by: Viewer,
): Promise<Outcome<null, MoveProblem>> {
  const { rows, translations } = await readCategoryRows(world.catalog);
  const row = rows.find((each) => each.id === id);
  if (!row) return refused({ code: "category.unknown" });
  const siblings = siblingsOf(row, rows);
  const from = siblings.findIndex((each) => each.id === id);
  const to = way === "earlier" ? from - 1 : from + 2;
  if (to < 0 || to > siblings.length) return done(null);
  const position = placeBetween(siblings[to - 1], siblings[to]) ?? (await spread(world, siblings, to));
  const words = translations
    .filter(({ categoryId }) => categoryId === id)
    .map(({ language, categoryId: _id, ...text }) => [language, text]);
  const { parentId, imageKey, version } = row;
  const ask = { version, parentId, imageKey, position, translations: Object.fromEntries(words) };
  const saved = await saveCategory(world, id, ask, by);
  return saved.ok ? done(null) : saved;
}

const siblingsOf = ({ parentId, archived }: CategoryRow, rows: readonly CategoryRow[]): CategoryRow[] =>
  rows.filter((each) => each.parentId === parentId && each.archived === archived).toSorted(bySiblingPlace);

/** A number that parts two neighbours; null where there is none. */
function placeBetween(before: CategoryRow | undefined, after: CategoryRow | undefined): number | null {
  const low = before ? before.position : -1;
  const high = after ? after.position : CATEGORY_POSITION_MAX + 1;
  const middle = Math.floor((low + high) / 2);
  return low < middle && middle < high ? middle : null;
}

/**
 * Numbers siblings anew in the order they stand in, as imported ones need that all have the same number: nobody sees it, so it is no
 * version. Answers the number before the one that stands at `to`.
 */
async function spread(world: World, siblings: readonly CategoryRow[], to: number): Promise<number> {
  const step = Math.floor(CATEGORY_POSITION_MAX / (siblings.length + 1));
  assert(step > 1, "there are fewer categories than twice what positions go to");
  await numberCategories(
    world.catalog,
    siblings.map(({ id }) => id),
    step,
  );
  return to * step + Math.floor(step / 2);
}

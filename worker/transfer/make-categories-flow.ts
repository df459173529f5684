/** Makes the categories that a file's products stand in and the store does not have; those that are here stay as they are. */
import { readCategoryRows } from "../catalog/category-store.ts";
import type { CategoryChange } from "../catalog/product-shapes.ts";
import { type CategoryAsk, saveCategory } from "../catalog/save-category-flow.ts";
import type { GroupWhy } from "../catalog/versions/group-version.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { World } from "../world.ts";
import type { NamedCategory } from "./formats/named-category.ts";
import { insertMadeCategory } from "./import-journal-store.ts";
import { foreignCategoryOf, storeCategoryOf } from "./store-categories.ts";

/** The run keeps what it makes: what stays empty goes when it is taken back. `file` is what it came in. */
type Maker = { by: Viewer; run: { id: string; file: string } | null };
/** How versions name what a run makes. */
export const byImport = (run: Maker["run"]): GroupWhy => ({
  source: "import",
  note: run ? `${run.file} · ${run.id}` : "",
});

/** Answers why one cannot be made; null when all are there. */
export async function makeCategories(
  world: World,
  wanted: readonly NamedCategory[],
  by: Viewer,
  run: Maker["run"] = null,
): Promise<string | null> {
  const { rows } = await readCategoryRows(world.catalog);
  const here = new Set(rows.map(({ id }) => id));
  for (const category of wanted) {
    const why = await makeOne(world, here, category, { by, run });
    if (why !== null) return why;
  }
  return null;
}

/** Those above it first. */
async function makeOne(
  world: World,
  here: Set<string>,
  { id, name, parentId, whole }: NamedCategory,
  maker: Maker,
): Promise<string | null> {
  if (here.has(id)) return null;
  const change: CategoryChange = whole ?? storeCategoryOf(id) ?? { ...foreignCategoryOf(id, name), parentId };
  if (change.parentId !== null && change.parentId !== id) {
    const why = await makeOne(world, here, { id: change.parentId, name: change.parentId, parentId: null }, maker);
    if (why !== null) return why;
  }
  if (maker.run !== null) await insertMadeCategory(world.catalog, maker.run.id, id);
  const saved = await saveWithFreeSlug(world, id, change, maker);
  if (!saved.ok) return `the category ${id} cannot be made: ${saved.problem.code}`;
  here.add(id);
  return null;
}

/** Two departments may both have their `Tops`: the second is found by its whole path. */
async function saveWithFreeSlug(world: World, id: string, change: CategoryChange, { by, run }: Maker) {
  const saved = await saveCategory(world, id, change as CategoryAsk, by, byImport(run));
  if (saved.ok || saved.problem.code !== "category.slug_taken") return saved;
  const translations = Object.fromEntries(
    Object.entries(change.translations).map(([language, text]) => [
      language,
      { ...text, slug: id.slice(0, SLUG_LENGTH_MAX).replace(/-+$/, "") },
    ]),
  );
  return saveCategory(world, id, { ...change, translations } as CategoryAsk, by, byImport(run));
}
const SLUG_LENGTH_MAX = 80;

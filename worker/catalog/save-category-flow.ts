/** Makes or changes a category. The same again changes nothing; a name that changed reaches every product's page. */
import { recordAudit } from "../admin/audit-store.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import { relayOutbox } from "../events/outbox-store.ts";
import { CATALOG_TAG, categoryTag } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import { LANGUAGES, type Language } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { CATEGORIES_MAX, CATEGORY_DEPTH_MAX, type CategoryRow, type CategoryTranslationRow } from "./category.ts";
import { categorySlugs, categoryWrites, readCategoryRows } from "./category-store.ts";
import { followStretch, NOTHING_FOLLOWS } from "./follow-category-flow.ts";

/** The whole category: a translation that is left out is removed. */
export type CategoryAsk = {
  parentId: string | null;
  position: number;
  imageKey: string | null;
  translations: Partial<Record<Language, Omit<CategoryTranslationRow, "categoryId" | "language">>>;
};
/** `parent_wrong`: it is not there, it lies below the category itself, or the tree would get too deep. */
export type CategoryProblem =
  | { code: "category.too_many" }
  | { code: "category.parent_wrong"; parentId: string }
  | { code: "category.slug_taken"; slug: string; language: Language };

/** `changed` is false when all of it was so already. */
export async function saveCategory(
  world: World,
  id: string,
  ask: CategoryAsk,
  by: Viewer,
): Promise<Outcome<{ id: string; changed: boolean }, CategoryProblem>> {
  const { rows, translations } = await readCategoryRows(world.catalog);
  const row: CategoryRow = { id, parentId: ask.parentId, position: ask.position, imageKey: ask.imageKey };
  const wanted = LANGUAGES.flatMap((language) => {
    const translation = ask.translations[language];
    return translation ? [{ categoryId: id, language, ...translation }] : [];
  });
  const problem = problemOf(row, wanted, rows, translations);
  if (problem) return refused(problem);
  const before = rows.find((other) => other.id === id) ?? null;
  const had = translations.filter((other) => other.categoryId === id);
  if (before && sameRow(before, row) && sameTranslations(had, wanted)) return done({ id, changed: false });
  const follow = before ? await followStretch(world, { categoryId: id, afterId: "" }) : NOTHING_FOLLOWS;
  await world.catalog.batch([
    ...categoryWrites(world.catalog, row, wanted),
    ...categorySlugs(world.catalog, id, had, wanted),
    ...follow.statements,
  ]);
  world.defer(relayOutbox(world, world.catalog, follow.events));
  await recordAudit(world, {
    by,
    action: "category.saved",
    subject: `category:${id}`,
    before: before && { ...before, translations: had },
    after: ask,
  });
  world.defer(purgePages(world, [categoryTag(id), CATALOG_TAG]));
  return done({ id, changed: true });
}

function problemOf(
  row: CategoryRow,
  wanted: readonly CategoryTranslationRow[],
  rows: readonly CategoryRow[],
  translations: readonly CategoryTranslationRow[],
): CategoryProblem | null {
  const others = rows.filter((other) => other.id !== row.id);
  if (others.length >= CATEGORIES_MAX) return { code: "category.too_many" };
  if (row.parentId !== null && !standsUnder(row.id, row.parentId, others))
    return { code: "category.parent_wrong", parentId: row.parentId };
  const taken = wanted.find((each) =>
    translations.some(
      (other) => other.categoryId !== row.id && other.language === each.language && other.slug === each.slug,
    ),
  );
  return taken ? { code: "category.slug_taken", slug: taken.slug, language: taken.language } : null;
}

/** The parent is there, is not below the category itself, and the tree does not get too deep with all that comes along. */
function standsUnder(id: string, parentId: string, others: readonly CategoryRow[]): boolean {
  let here: string | null = parentId;
  let depth = levelsOf(
    id,
    Map.groupBy(others, (row) => row.parentId),
  );
  for (; here !== null; depth += 1) {
    const parent = others.find((row) => row.id === here);
    if (!parent || depth >= CATEGORY_DEPTH_MAX) return false;
    here = parent.parentId;
  }
  return true;
}

/** Levels from a category down, its own counted; what lies below itself is as deep as can be. */
function levelsOf(id: string, byParent: ReadonlyMap<string | null, readonly CategoryRow[]>, above = 0): number {
  if (above > CATEGORY_DEPTH_MAX) return 1;
  const below = (byParent.get(id) ?? []).map((child) => levelsOf(child.id, byParent, above + 1));
  return 1 + Math.max(0, ...below);
}

const sameRow = (one: CategoryRow, other: CategoryRow) =>
  one.parentId === other.parentId && one.position === other.position && one.imageKey === other.imageKey;

function sameTranslations(one: readonly CategoryTranslationRow[], other: readonly CategoryTranslationRow[]): boolean {
  const textOf = ({ language, slug, name, description, seoTitle, seoDescription }: CategoryTranslationRow) =>
    JSON.stringify([language, slug, name, description, seoTitle, seoDescription]);
  const texts = new Set(one.map(textOf));
  return one.length === other.length && other.every((row) => texts.has(textOf(row)));
}

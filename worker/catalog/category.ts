/** The tree of categories as pages show it: names in one language, each category below its parent, in their order. */
import { LANGUAGES, type Language } from "../markets/markets.ts";

/** More are refused: the whole tree is read for every page's navigation. */
export const CATEGORIES_MAX = 1_000;
/** Siblings stand by their position, from 0 to this. */
export const CATEGORY_POSITION_MAX = 10_000;
/** Levels of the tree, with the root's. What lies deeper is not shown. */
export const CATEGORY_DEPTH_MAX = 6;

/** `imageKey` is a key of R2; `position` orders siblings, the lowest first. */
export type CategoryRow = {
  id: string;
  parentId: string | null;
  position: number;
  imageKey: string | null;
  /** Shoppers see neither it nor what stands below it. */
  archived: boolean;
  version: number;
  updatedAtMs: number;
};
export type CategoryText = {
  slug: string;
  name: string;
  description: string;
  seoTitle: string;
  seoDescription: string;
};
export type CategoryTranslationRow = CategoryText & { categoryId: string; language: Language };

export type CategoryNode = {
  id: string;
  slug: string;
  /** The slug in every language there is one in, for links between markets. */
  slugs: Readonly<Partial<Record<Language, string>>>;
  name: string;
  description: string;
  /** For search engines and shared links; empty where name and description do. */
  seoTitle: string;
  seoDescription: string;
  /** Path of its illustration on this store, or null. */
  image: string | null;
  children: readonly CategoryNode[];
};

/** A category with the way to it from the root, itself last. */
export type CategoryFound = { category: CategoryNode; path: readonly { id: string; slug: string; name: string }[] };

/** What a text falls back to where a language lacks it. */
export const LANGUAGE_FALLBACK: Language = "en";

/** The translation to show in a language: its own, else the fallback's, else any. */
export const shownIn = <Row extends { language: Language }>(rows: readonly Row[], language: Language): Row | null =>
  rows.find((row) => row.language === language) ??
  rows.find((row) => row.language === LANGUAGE_FALLBACK) ??
  LANGUAGES.flatMap((other) => rows.filter((row) => row.language === other))[0] ??
  null;

/**
 * Builds the tree. A category whose parent is not there stands at the root; one without any name is left out, and so is one that
 * is archived with all below it, unless `withArchived`.
 */
export function categoryTreeOf(
  rows: readonly CategoryRow[],
  translations: readonly CategoryTranslationRow[],
  language: Language,
  withArchived = false,
): CategoryNode[] {
  const known = new Set(rows.map((row) => row.id));
  const byParent = Map.groupBy(rows, (row) => (row.parentId && known.has(row.parentId) ? row.parentId : null));
  const byCategory = Map.groupBy(translations, (translation) => translation.categoryId);
  const below = (parentId: string | null, depth: number): CategoryNode[] =>
    depth > CATEGORY_DEPTH_MAX
      ? []
      : (byParent.get(parentId) ?? [])
          .filter(({ archived }) => withArchived || !archived)
          .toSorted(bySiblingPlace)
          .flatMap((row) => nodeOf(row, byCategory.get(row.id) ?? [], language, below(row.id, depth + 1)));
  return below(null, 1);
}

/** In which siblings stand. */
export const bySiblingPlace = (a: CategoryRow, b: CategoryRow): number =>
  a.position - b.position || (a.id < b.id ? -1 : 1);

function nodeOf(
  row: CategoryRow,
  translations: readonly CategoryTranslationRow[],
  language: Language,
  children: readonly CategoryNode[],
): CategoryNode[] {
  const shown = shownIn(translations, language);
  if (!shown) return [];
  const slugs = Object.fromEntries(translations.map((each) => [each.language, each.slug]));
  const image = row.imageKey ? `/media/${row.imageKey}` : null;
  const { slug, name, description, seoTitle, seoDescription } = shown;
  return [{ id: row.id, slug, slugs, name, description, seoTitle, seoDescription, image, children }];
}

/** Finds a category anywhere in the tree, with the way to it. */
export function findCategory(
  tree: readonly CategoryNode[],
  wanted: (category: CategoryNode) => boolean,
): CategoryFound | null {
  for (const category of tree) {
    const step = { id: category.id, slug: category.slug, name: category.name };
    if (wanted(category)) return { category, path: [step] };
    const below = findCategory(category.children, wanted);
    if (below) return { category: below.category, path: [step, ...below.path] };
  }
  return null;
}

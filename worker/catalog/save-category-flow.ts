/** Makes or changes a category. The same again changes nothing; a name that changed reaches every product's page. */
import { auditEntryOf } from "../admin/audit-store.ts";
import { pendingAudit, settleAudit } from "../admin/pending-audit-store.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import { newEvent, outboxInserts, relayOutbox } from "../events/outbox-store.ts";
import { CATALOG_TAG, categoryTag } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import { LANGUAGES, type Language } from "../markets/markets.ts";
import type { World } from "../world.ts";
import {
  CATEGORIES_MAX,
  CATEGORY_DEPTH_MAX,
  type CategoryRow,
  type CategoryText,
  type CategoryTranslationRow,
} from "./category.ts";
import {
  categorySlugs,
  categoryWrites,
  guardCategory,
  isCategoryOvertaken,
  readCategoryRows,
} from "./category-store.ts";
import { followStretch, LAST_PLACE, NOTHING_FOLLOWS } from "./follow-category-flow.ts";
import { byOf } from "./save-product-flow.ts";
import { BY_HAND, type GroupWhy, groupActionOf } from "./versions/group-version.ts";
import { groupVersioned } from "./versions/group-version-store.ts";

/**
 * The whole category: a translation that is left out is removed. `archived` stays as it is where it is left out. `version` is the
 * one that was read, 0 of one that is not there; without it, nobody else's change is looked for.
 */
export type CategoryAsk = {
  version?: number;
  parentId: string | null;
  position: number;
  imageKey: string | null;
  archived?: boolean;
  translations: Partial<Record<Language, CategoryText>>;
};
/** `parent_wrong`: it is not there, it lies below the category itself, or the tree would get too deep. */
export type CategoryProblem =
  | { code: "category.too_many" }
  | { code: "category.changed_meanwhile"; version: number }
  | { code: "category.parent_wrong"; parentId: string }
  | { code: "category.slug_taken"; slug: string; language: Language };

/** `changed` is false when all of it was so already. `version` is the one it has by now. */
export async function saveCategory(
  world: World,
  id: string,
  ask: CategoryAsk,
  by: Viewer,
  why: GroupWhy = BY_HAND,
): Promise<Outcome<{ id: string; changed: boolean; version: number }, CategoryProblem>> {
  const { rows, translations } = await readCategoryRows(world.catalog);
  const before = rows.find((other) => other.id === id) ?? null;
  const row = rowOf(id, ask, before, world.nowMs());
  const wanted = LANGUAGES.flatMap((language) => {
    const translation = ask.translations[language];
    return translation ? [{ categoryId: id, language, ...translation }] : [];
  });
  const had = translations.filter((other) => other.categoryId === id);
  const version = before?.version ?? 0;
  if (before && sameRow(before, row) && sameTranslations(had, wanted)) return done({ id, changed: false, version });
  if ((ask.version ?? version) !== version) return refused({ code: "category.changed_meanwhile", version });
  const problem =
    problemOf(row, wanted, rows, translations) ?? (await write(world, { before, had, row, wanted, by, why }));
  if (problem) return refused(problem);
  world.defer(purgePages(world, [categoryTag(id), CATALOG_TAG]));
  return done({ id, changed: true, version: row.version });
}

const rowOf = (id: string, ask: CategoryAsk, before: CategoryRow | null, nowMs: number): CategoryRow => ({
  id,
  ...{ parentId: ask.parentId, position: ask.position, imageKey: ask.imageKey },
  archived: ask.archived ?? before?.archived ?? false,
  version: (before?.version ?? 0) + 1,
  updatedAtMs: nowMs,
});

type Change = {
  before: CategoryRow | null;
  had: readonly CategoryTranslationRow[];
  row: CategoryRow;
  wanted: readonly CategoryTranslationRow[];
  by: Viewer;
  why: GroupWhy;
};
/** With its version, its entry in the audit, the first of its products, and the event that goes on with the rest. */
async function write(world: World, { before, had, row, wanted, by, why }: Change): Promise<CategoryProblem | null> {
  const { catalog: db } = world;
  const { id } = row;
  const follow = before ? await followStretch(world, { categoryId: id, afterId: "" }) : NOTHING_FOLLOWS;
  // Its own event, where no product's names it: pages that show it are purged, whatever becomes of this request.
  const own = follow.goesOn ? [] : [newEvent(world, "category.changed", { categoryId: id, afterId: LAST_PLACE })];
  const action = groupActionOf("category", why, before, row);
  const [was, is] = [before && { ...before, translations: had }, { ...row, translations: wanted }];
  const entry = auditEntryOf(world, { by, action, subject: `category:${id}`, before: was, after: is });
  try {
    await db.batch([
      guardCategory(db, id, before?.version ?? 0),
      ...groupVersioned(db, { kind: "category", id }, { ...byOf(by), ...why, atMs: row.updatedAtMs }, [
        ...categoryWrites(db, row, wanted),
        ...categorySlugs(db, id, had, wanted),
      ]),
      ...follow.statements,
      ...outboxInserts(db, own),
      pendingAudit(db, entry),
    ]);
  } catch (error) {
    if (!isCategoryOvertaken(error)) throw error;
    const { rows } = await readCategoryRows(db);
    return { code: "category.changed_meanwhile", version: rows.find((each) => each.id === id)?.version ?? 0 };
  }
  await settleAudit(world, entry);
  world.defer(relayOutbox(world, db, [...follow.events, ...own]));
  return null;
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
  one.parentId === other.parentId &&
  one.position === other.position &&
  one.imageKey === other.imageKey &&
  one.archived === other.archived;

function sameTranslations(one: readonly CategoryTranslationRow[], other: readonly CategoryTranslationRow[]): boolean {
  const textOf = ({ language, slug, name, description, seoTitle, seoDescription }: CategoryTranslationRow) =>
    JSON.stringify([language, slug, name, description, seoTitle, seoDescription]);
  const texts = new Set(one.map(textOf));
  return one.length === other.length && other.every((row) => texts.has(textOf(row)));
}

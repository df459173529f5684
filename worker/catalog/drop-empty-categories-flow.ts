/** Takes categories out again in which nothing ever came to stand: what an import made and could not fill. */
import { CATALOG_TAG, categoryTag } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import type { World } from "../world.ts";
import { deleteEmptyCategories } from "./empty-category-store.ts";

/** Levels of the tree: with those below gone, the ones above are empty too. */
const LEVELS_MAX = 10;

/** One in which a product stands, archived or not, or another category, stays. Bears repeating. */
export async function dropEmptyCategories(world: World, ids: readonly string[]): Promise<void> {
  const dropped: string[] = [];
  for (let level = 0; level < LEVELS_MAX; level += 1) {
    const gone = await deleteEmptyCategories(world.catalog, ids);
    if (gone.length === 0) break;
    dropped.push(...gone);
  }
  if (dropped.length > 0) world.defer(purgePages(world, [...dropped.map(categoryTag), CATALOG_TAG]));
}

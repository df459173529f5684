/** Finds the category, collection or brand that a list is of, by its slug. */
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { brandTag, CATALOG_TAG, categoryListTag, categoryTag, collectionTag } from "../../http/cache-policy.ts";
import type { Market } from "../../markets/markets.ts";
import type { World } from "../../world.ts";
import { readCategoryBySlug } from "../category-store.ts";
import type { ListWithin } from "../product-list-store.ts";
import { readBrandBySlug } from "./brand-store.ts";
import { readCollectionBySlug } from "./collection-store.ts";

type Slugs = { category: string | undefined; collection: string | undefined; brand: string | undefined };
/** `tags` are those of pages that show the list. */
type Group = { within: ListWithin; tags: string[] };
type GroupProblem = { code: "category.unknown" | "collection.unknown" | "brand.unknown" };

/** The whole catalogue where none is named. */
export async function findGroup(
  world: World,
  market: Market,
  { category, collection, brand }: Slugs,
): Promise<Outcome<Group, GroupProblem>> {
  if (category !== undefined) {
    const id = (await readCategoryBySlug(world, market.language, category))?.category.id;
    return id
      ? done({ within: { categoryId: id }, tags: [categoryTag(id), categoryListTag(id)] })
      : refused({ code: "category.unknown" });
  }
  if (collection !== undefined) {
    const id = (await readCollectionBySlug(world, market.language, collection))?.id;
    return id
      ? done({ within: { collectionId: id }, tags: [collectionTag(id)] })
      : refused({ code: "collection.unknown" });
  }
  if (brand !== undefined) {
    const id = (await readBrandBySlug(world, brand))?.id;
    return id ? done({ within: { brandId: id }, tags: [brandTag(id)] }) : refused({ code: "brand.unknown" });
  }
  return done({ within: {}, tags: [CATALOG_TAG] });
}

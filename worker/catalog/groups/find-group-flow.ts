/** Finds the category, collection or brand that a list is of, by its slug. */
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { brandTag, CATALOG_TAG, categoryListTag, categoryTag, collectionTag } from "../../http/cache-policy.ts";
import type { Market } from "../../markets/markets.ts";
import type { World } from "../../world.ts";
import { findCategoryPlace } from "../category-store.ts";
import type { ListWithin } from "../product-list-store.ts";
import { readBrandBySlug } from "./brand-store.ts";
import { findCollection } from "./collection-store.ts";

type Slugs = { category: string | undefined; collection: string | undefined; brand: string | undefined };
/** `tags` are those of pages that show the list. */
type Group = { within: ListWithin; tags: string[] };
export type GroupProblem =
  | { code: "category.unknown" | "collection.unknown" | "brand.unknown" | "collection.gone" | "brand.gone" }
  /** `instead`: the slug of the category above that is shown, or null. */
  | { code: "category.gone"; instead: string | null };

/** The whole catalogue where none is named. */
export async function findGroup(
  world: World,
  market: Market,
  { category, collection, brand }: Slugs,
): Promise<Outcome<Group, GroupProblem>> {
  if (category !== undefined) {
    const place = await findCategoryPlace(world, market.language, category);
    if (place.kind === "none") return refused({ code: "category.unknown" });
    if (place.kind !== "here")
      return refused({ code: "category.gone", instead: place.kind === "moved" ? place.found.category.slug : null });
    const { id } = place.found.category;
    return done({ within: { categoryId: id }, tags: [categoryTag(id), categoryListTag(id)] });
  }
  if (collection !== undefined) {
    const found = await findCollection(world, market.language, collection);
    if (found.kind !== "here")
      return refused({ code: found.kind === "gone" ? "collection.gone" : "collection.unknown" });
    const { id } = found.collection;
    return done({ within: { collectionId: id }, tags: [collectionTag(id)] });
  }
  if (brand !== undefined) {
    const found = await readBrandBySlug(world, brand);
    if (!found || found.archived) return refused({ code: found ? "brand.gone" : "brand.unknown" });
    return done({ within: { brandId: found.id }, tags: [brandTag(found.id)] });
  }
  return done({ within: {}, tags: [CATALOG_TAG] });
}

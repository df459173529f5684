/** Categories as a file names them: by a path of words, of which ids are made that stay the same. */
import type { CategoryChange } from "../../catalog/product-shapes.ts";
import { foreignCategoryIdOf } from "../store-categories.ts";

/**
 * `parentId` is null for one that stands below no other. `whole` is what it is made as where the file says all of it.
 */
export type NamedCategory = { id: string; name: string; parentId: string | null; whole?: CategoryChange };

const ID_LENGTH_MAX = 100;
const NAME_LENGTH_MAX = 120;
/** What is deeper stands in the last one that fits. */
const DEPTH_MAX = 4;

/** From the top down; empty for no words. The last one is where the product stands. */
export function namedCategoriesOf(path: readonly string[]): NamedCategory[] {
  const found: NamedCategory[] = [];
  const names = path.map((each) => each.trim()).filter(Boolean);
  for (const name of names.slice(0, DEPTH_MAX)) {
    const above = found.at(-1);
    const own = foreignCategoryIdOf(name);
    const id = (above ? `${above.id}-${own}` : own).slice(0, ID_LENGTH_MAX).replace(/-+$/, "");
    found.push({ id, name: name.slice(0, NAME_LENGTH_MAX), parentId: above?.id ?? null });
  }
  return found;
}

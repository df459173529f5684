/** A page of products found, narrowed and counted: the same for a search and for a category. */
import type { ProductCard } from "../catalog/product.ts";
import type { Facet } from "./facets/facet.ts";

/** `total` is how many can be paged through; `isAbout`: there are more, and counts are of the best placed. */
export type ListPage = {
  items: ProductCard[];
  nextCursor: string | null;
  total: number;
  isAbout: boolean;
  facets: Facet[];
  /** In another order than the best first, it is so many of the best placed at most; null where it is all of them. */
  sortedOf: number | null;
  /** Parts of the index did not answer in time: there may be more. */
  partial: boolean;
};

/**
 * A page whose products are known, while what is shown of them is still read: who sends pages can begin. `partial` is what was
 * missed so far; `whole` fails where its reading does.
 */
export type ListBegun<Page extends ListPage> = { ids: readonly string[]; partial: boolean; whole: Promise<Page> };

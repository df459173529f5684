/** A brand's or a collection's products, as its page's address asks for them. */
import type { AstroGlobal } from "astro";
import { PRODUCT_SORTS, type ProductSort } from "../worker/catalog/product.ts";
import type { ListWithin } from "../worker/catalog/product-list-store.ts";
import { beginProductCards } from "../worker/catalog/product-store.ts";
import { CATALOG_TAG, productTag } from "../worker/http/cache-policy.ts";
import { readSecondsLeft } from "../worker/http/true-until.ts";
import { listAskOf, PER_PAGE, readPage } from "./listing.ts";
import { setCachePolicy } from "./page-headers.ts";
import { orElse } from "./shell-data.ts";

/** Its address, in one order and from one place on. */
export type GroupHref = (query?: { sort?: ProductSort | null; cursor?: string | null }) => string;
export type GroupList = Awaited<ReturnType<typeof readGroupList>>;

/**
 * Lets the edge keep the page under its own tag, unless its products could not be found. `items` are still read when this answers:
 * the page begins without them.
 */
export async function readGroupList(astro: AstroGlobal, within: ListWithin, tag: string) {
  const { world, market } = astro.locals;
  const ask = listAskOf(astro.url, market, PRODUCT_SORTS);
  const { sort } = ask;
  const secondsLeft = readSecondsLeft(world);
  const { page, isMoved } = await readPage(world, "products", ask.cursor, (cursor) =>
    beginProductCards(world, market, { ...within, sort, limit: PER_PAGE, cursor }),
  );
  if (page) {
    const tags = [CATALOG_TAG, tag, ...page.ids.map(productTag)];
    setCachePolicy(astro, "page", tags, await secondsLeft(() => page.ids));
  }
  const items = page && orElse(world, "products", page.items, null);
  return { ask, isMoved, items, nextCursor: page?.nextCursor ?? null };
}

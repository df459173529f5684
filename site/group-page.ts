/** A brand's or a collection's products, as its page's address asks for them. */
import type { AstroGlobal } from "astro";
import { PRODUCT_SORTS } from "../worker/catalog/product.ts";
import type { ListWithin } from "../worker/catalog/product-list-store.ts";
import { listProductCards } from "../worker/catalog/product-store.ts";
import { CATALOG_TAG, productTags } from "../worker/http/cache-policy.ts";
import { listAskOf, PER_PAGE, readPage } from "./listing.ts";
import { setCachePolicy } from "./page-headers.ts";

export type GroupList = Awaited<ReturnType<typeof readGroupList>>;

/** Lets the edge keep the page under its own tag, unless its products could not be read. */
export async function readGroupList(astro: AstroGlobal, within: ListWithin, tag: string) {
  const { world, market } = astro.locals;
  const ask = listAskOf(astro.url, market, PRODUCT_SORTS);
  const { sort } = ask;
  const { page, isMoved } = await readPage(world, "products", ask.cursor, (cursor) =>
    listProductCards(world, market, { ...within, sort, limit: PER_PAGE, cursor }),
  );
  if (page) setCachePolicy(astro, "page", [CATALOG_TAG, tag, ...productTags(page.items)]);
  return { ask, page, isMoved };
}

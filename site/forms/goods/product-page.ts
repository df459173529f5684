/** What each page of a product begins with: who asks, the product, and what its form came to. */
import type { AstroGlobal } from "astro";
import { listPriceLists } from "../../../worker/catalog/price-list-store.ts";
import { readProductForStaff, type StaffProduct } from "../../../worker/catalog/staff-product-store.ts";
import type { Viewer } from "../../../worker/customers/viewer.ts";
import type { PriceList } from "../../../worker/pricing/price-list.ts";
import { staffOrSignIn } from "../staff.ts";
import { type Entry, entryOf, postSection, type Section } from "./section.ts";

export type EditedProduct = StaffProduct & { lists: readonly PriceList[] };
/** `refused` is the entry where the form was sent and not saved. */
export type ProductPage<Shown extends Entry = Entry> = {
  viewer: Viewer;
  product: EditedProduct;
  entry: Shown;
  refused: Shown | null;
};
/** `null` in place of a product there is not; the page then says so. */
export type Begun<Shown extends Entry = Entry> = Response | { viewer: Viewer; product: null } | ProductPage<Shown>;

type Post<Shown> = (product: EditedProduct, viewer: Viewer) => Promise<Response | Shown>;

/** Also sets the status of the page: 404, 409 where somebody else saved meanwhile, 422 where something is wrong. */
export async function beginProductPage<Shown extends Entry>(
  astro: AstroGlobal,
  first: (product: EditedProduct) => Shown,
  post: Post<Shown>,
): Promise<Begun<Shown>> {
  const viewer = await staffOrSignIn(astro);
  if (viewer instanceof Response) return viewer;
  const { world } = astro.locals;
  const [found, lists] = await Promise.all([
    readProductForStaff(world, astro.params.id ?? ""),
    listPriceLists(world.catalog),
  ]);
  if (!found) {
    astro.response.status = 404;
    return { viewer, product: null };
  }
  const product = { ...found, lists };
  if (astro.request.method !== "POST") return { viewer, product, entry: first(product), refused: null };
  const entry = await post(product, viewer);
  if (entry instanceof Response) return entry;
  astro.response.status = entry.meanwhile ? 409 : 422;
  // The version that was saved meanwhile is the one that is shown.
  const now = entry.meanwhile ? await readProductForStaff(world, product.id) : null;
  return { viewer, product: now ? { ...now, lists } : product, entry, refused: entry };
}

/** The same for a page of one section and its one form. */
export const beginSection = (astro: AstroGlobal, section: Section): Promise<Begun> =>
  beginProductPage(
    astro,
    (product) => entryOf(section, product),
    (product, viewer) => postSection(astro, section, product, viewer),
  );

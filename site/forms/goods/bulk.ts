/** Products that were chosen in the list are published, drafted or archived together; each is a change of its own. */
import type { AstroGlobal } from "astro";
import type { ProductStatus } from "../../../worker/catalog/product.ts";
import { PRODUCT_STATUSES } from "../../../worker/catalog/product-change-shape.ts";
import { saveProduct } from "../../../worker/catalog/save-product-flow.ts";
import type { Viewer } from "../../../worker/customers/viewer.ts";
import type { World } from "../../../worker/world.ts";
import { readSent, type Sent, wholeOf } from "../admin-fields.ts";

/** A box for each product; its value is the version that was seen. */
export const chosenField = (id: string) => `chosen.${id}`;
/** Ids of all that the list showed. */
export const LISTED = "listed";
/** As many as a page of the list has. */
export const CHOSEN_MAX = 100;
export type BulkEnd = { status: ProductStatus; changed: number; refused: number };

/** Null where the form is none. Products that somebody else saved meanwhile are left as they are, and counted. */
export async function postBulk(astro: AstroGlobal, by: Viewer): Promise<BulkEnd | null> {
  const sent = await readSent(astro);
  const status = PRODUCT_STATUSES.find((each) => each === sent?.("status"));
  if (!sent || !status) return null;
  let [changed, refused] = [0, 0];
  for (const { id, version } of chosenOf(sent)) {
    if (await setStatus(astro.locals.world, { id, version, status, by })) changed += 1;
    else refused += 1;
  }
  return { status, changed, refused };
}

const chosenOf = (sent: Sent) =>
  sent(LISTED)
    .split(" ")
    .filter(Boolean)
    .slice(0, CHOSEN_MAX)
    .flatMap((id) => {
      const version = wholeOf(sent(chosenField(id)));
      return version === null ? [] : [{ id, version }];
    });

type SetStatus = { id: string; version: number; status: ProductStatus; by: Viewer };
const setStatus = async (world: World, { id, version, status, by }: SetStatus): Promise<boolean> =>
  (await saveProduct(world, { productId: id, version, changes: { status }, by })).ok;

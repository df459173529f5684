/** Where a product's picture is found: uploaded, or drawn by the store for a product that came without one of its own. */
import { shardOfKey } from "../../base/id.ts";
import type { Media } from "../product.ts";
import { knownTypeOf } from "../product-type.ts";

/** Ways each drawn picture is coloured, so that a list of one type is not one picture repeated. */
export const TYPE_PICTURE_TINTS = 6;

/** A picture known only by its address elsewhere is not shown: pages fetch nothing from other sites. */
export function imagePathOf(media: Media | null | undefined, product: { id: string; productType: string }): string {
  if (media?.key) return `/media/${media.key}`;
  const tint = shardOfKey(product.id) % TYPE_PICTURE_TINTS;
  return `/media/types/${knownTypeOf(product.productType)}-${tint}.svg`;
}

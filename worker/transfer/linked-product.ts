import type { ImportedProduct } from "./imported-product.ts";

/** Whether it names others, which may come after it in its file. */
export const hasLinks = ({ relatedIds, variants }: ImportedProduct): boolean =>
  (relatedIds ?? []).length > 0 || variants.some(({ components }) => components !== undefined);

/** Others of a file name its products and SKUs as the file calls them: here is what they are called in this store. */
import { type Decision, externalKeyOf } from "./import-plan.ts";
import { hasLinks } from "./linked-product.ts";

/** `item`: a product by its id at its source; `product`: one by the id that the file gives it. */
export type ImportName = { kind: "item" | "product" | "sku"; asked: string; found: string };

/** Of one product. `skus` are what its variants are called here, in their order. */
export function namesOf({ ask, productId }: Decision, skus: readonly string[]): ImportName[] {
  const names: ImportName[] = hasLinks(ask) ? [{ kind: "item", asked: externalKeyOf(ask), found: productId }] : [];
  if (ask.id !== undefined && ask.id !== productId) names.push({ kind: "product", asked: ask.id, found: productId });
  ask.variants.forEach(({ sku }, index) => {
    const found = skus[index];
    if (found !== undefined && found !== sku) names.push({ kind: "sku", asked: sku, found });
  });
  return names;
}

/** The kinds of things the store knows: what a product's picture is drawn from, and an import's category. */

export const PRODUCT_TYPES = [
  "laptops",
  "desktops",
  "tablets",
  "phones",
  "monitors",
  "tvs",
  "projectors",
  "printers",
  "ink-toner",
  "paper-labels",
  "processors",
  "memory",
  "storage",
  "components",
  "networking",
  "cables",
  "power",
  "servers",
  "headphones",
  "speakers",
  "cameras",
  "keyboards-mice",
  "bags-cases",
  "gaming",
  "wearables",
  "smart-home",
  "kitchen",
  "toys",
  "accessories",
  "other",
] as const;
export type ProductType = (typeof PRODUCT_TYPES)[number];

export const isProductType = (text: string): text is ProductType => (PRODUCT_TYPES as readonly string[]).includes(text);
/** The store's type for a source's own word: itself where it is one, else `other`. */
export const knownTypeOf = (text: string): ProductType => (isProductType(text) ? text : "other");

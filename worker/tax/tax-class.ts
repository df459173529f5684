/** What kind of goods a product is to the tax office. A product that says nothing is `standard`. */

/** `books`: printed. `ebooks`: their files. `food`: what is eaten at home, not sweets or drinks. `digital`: any other file or service. */
export const TAX_CLASSES = ["standard", "books", "ebooks", "food", "digital"] as const;
export type TaxClass = (typeof TAX_CLASSES)[number];

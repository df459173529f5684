/** The columns of Medusa's product export and template, of its first version (`Option 1 Name`) and its second (`Variant Option 1 Name`). */

export const MEDUSA_COLUMNS = {
  id: ["Product Id"],
  handle: ["Product Handle"],
  title: ["Product Title"],
  subtitle: ["Product Subtitle"],
  description: ["Product Description"],
  status: ["Product Status"],
  thumbnail: ["Product Thumbnail"],
  type: ["Product Type", "Product Type Value"],
  collection: ["Product Collection Title", "Product Collection Handle"],
  tags: ["Product Tags"],
  material: ["Product Material"],
  origin: ["Product Origin Country"],
  weight: ["Product Weight"],
  variantId: ["Variant Id"],
  variantTitle: ["Variant Title"],
  sku: ["Variant Sku", "Variant SKU"],
  barcode: ["Variant Barcode"],
  ean: ["Variant Ean", "Variant EAN"],
  upc: ["Variant Upc", "Variant UPC"],
  quantity: ["Variant Inventory Quantity"],
  variantWeight: ["Variant Weight"],
} as const;
export type MedusaColumn = keyof typeof MEDUSA_COLUMNS;

/** What else both versions write: read by no shop but Medusa, or known by a number. */
const OTHERS = [
  /^(product|variant) (external id|created at|updated at|deleted at|discountable|height|width|length|weight|hs code|mid code|origin country|material|metadata|manage inventory|allow backorder|variant rank|rank|product id|is giftcard|collection id|type id|type|thumbnail|handle|profile name|profile type|shipping profile id|sales channels?)$/,
  /^product (collection|type|shipping profile|profile) ?(id|value|title|handle|name|type)?$/,
  /^(product )?image \d+( url)?$/,
  /^product (tag|category|categories|sales channel)s? ?\d*( (id|name|description|handle|value))?$/,
  /^sales channel \d+ (id|name|description)$/,
  /^(variant )?option \d+ (name|value)$/,
  /^product option \d+ (name|value)$/,
  /^(product|variant) metadata ?.*$/,
  /^shipping profile id$/,
];
export const PRICE = /^(?:variant )?price ([a-z]{3})$/;
/** A price of one region, in the region's currency. */
export const REGION_PRICE = /^(?:variant )?price (.+) \[([a-z]{3})\]$/;

/** `names` are folded. */
export const isMedusaColumn = (name: string, known: ReadonlySet<string>): boolean =>
  name === "" ||
  known.has(name) ||
  PRICE.test(name) ||
  REGION_PRICE.test(name) ||
  OTHERS.some((each) => each.test(name));

/**
 * Says which column of a file of anybody's own making is what: by a mapping that the shop's owner wrote, else by what columns
 * are called nearly everywhere (Google's product feed among them).
 */
import { z } from "@hono/zod-openapi";
import { foldName } from "./table-row.ts";

const COLUMN_LENGTH_MAX = 200;
const NAMED_MAX = 100;
const name = z.string().trim().min(1).max(COLUMN_LENGTH_MAX);

/** Every part is optional but `title`. `options` and `attributes` say what shoppers read, and the column it is in. */
export const mappingShape = z.strictObject({
  /** Rows with the same text here are variants of one product. */
  product: name.optional(),
  title: name,
  description: name.optional(),
  brand: name.optional(),
  /** A path such as `Garden > Pots`. */
  category: name.optional(),
  tags: name.optional(),
  status: name.optional(),
  sku: name.optional(),
  barcode: name.optional(),
  price: name.optional(),
  compareAt: name.optional(),
  quantity: name.optional(),
  weight: name.optional(),
  weightUnit: z.enum(["g", "kg", "lb", "oz"]).optional(),
  pictures: name.optional(),
  options: z
    .record(z.string().trim().min(1).max(60), name)
    .refine((all) => Object.keys(all).length <= 5, "are more than 5")
    .optional(),
  attributes: z
    .record(z.string().trim().min(1).max(100), name)
    .refine((all) => Object.keys(all).length <= NAMED_MAX, `are more than ${NAMED_MAX}`)
    .optional(),
});
export type ColumnMapping = z.output<typeof mappingShape>;

type Part = Exclude<keyof ColumnMapping, "weightUnit" | "options" | "attributes">;
/** The first that the file has counts. */
const USUAL: Readonly<Record<Part, readonly string[]>> = {
  product: [
    "handle",
    "item_group_id",
    "item group id",
    "parent sku",
    "parent_sku",
    "product id",
    "product_id",
    "productid",
    "group",
    "id",
    "slug",
  ],
  title: [
    "title",
    "name",
    "product name",
    "product_name",
    "productname",
    "product title",
    "product",
    "item name",
    "item",
    "produktname",
    "artikelname",
    "bezeichnung",
    "artikelbezeichnung",
    "nom",
    "nombre",
    "nome",
    "商品名",
  ],
  description: [
    "description",
    "body html",
    "body (html)",
    "body_html",
    "long description",
    "product description",
    "details",
    "beschreibung",
    "artikelbeschreibung",
    "descripción",
    "商品説明",
  ],
  brand: ["brand", "vendor", "manufacturer", "maker", "marke", "hersteller", "marque", "marca", "ブランド"],
  category: [
    "category",
    "categories",
    "product type",
    "product_type",
    "category path",
    "product category",
    "google_product_category",
    "google product category",
    "type",
    "kategorie",
    "kategorien",
    "catégorie",
    "categoría",
    "カテゴリ",
  ],
  tags: ["tags", "keywords", "schlagwörter", "schlagworte"],
  status: ["status", "published", "active", "visible", "enabled"],
  sku: [
    "sku",
    "variant sku",
    "item number",
    "item no",
    "item no.",
    "article number",
    "article no",
    "part number",
    "mpn",
    "artikelnummer",
    "artikel-nr.",
    "artikelnr",
    "référence",
    "referencia",
    "code",
    "id",
  ],
  barcode: ["barcode", "gtin", "ean", "ean13", "upc", "isbn", "variant barcode", "jan", "strichcode"],
  price: [
    "price",
    "unit price",
    "regular price",
    "selling price",
    "retail price",
    "variant price",
    "price usd",
    "price (usd)",
    "preis",
    "verkaufspreis",
    "prix",
    "precio",
    "prezzo",
    "価格",
  ],
  compareAt: [
    "compare at price",
    "compare_at_price",
    "compareatprice",
    "list price",
    "msrp",
    "rrp",
    "old price",
    "was price",
    "original price",
    "uvp",
    "streichpreis",
  ],
  quantity: [
    "quantity",
    "qty",
    "stock",
    "inventory",
    "stock quantity",
    "inventory quantity",
    "on hand",
    "bestand",
    "lagerbestand",
    "menge",
    "cantidad",
    "quantité",
    "在庫",
  ],
  weight: [
    "weight",
    "weight (g)",
    "weight (kg)",
    "weight (lb)",
    "weight (lbs)",
    "weight (oz)",
    "weight_g",
    "weight_kg",
    "shipping_weight",
    "gewicht",
    "gewicht (kg)",
    "gewicht (g)",
  ],
  pictures: [
    "images",
    "image",
    "image url",
    "image_url",
    "image link",
    "image_link",
    "image src",
    "imageurl",
    "picture",
    "pictures",
    "picture url",
    "photo",
    "thumbnail",
    "bild",
    "bilder",
    "bild-url",
  ],
};
const USUAL_OPTIONS = ["color", "colour", "size", "style", "farbe", "größe", "couleur", "taille", "talla"];

/** What the columns are by their names; null where none is a title, without which nothing can be imported. */
export function guessedMapping(header: readonly string[]): ColumnMapping | null {
  const folded = header.map(foldName);
  const columnOf = (names: readonly string[]) => {
    const place = names.map((each) => folded.indexOf(each)).find((index) => index >= 0);
    return place === undefined ? undefined : header[place];
  };
  const found = Object.fromEntries(
    Object.entries(USUAL).flatMap(([part, names]) => {
      const column = columnOf(names);
      return column === undefined ? [] : [[part, column.trim()]];
    }),
  );
  const options = Object.fromEntries(
    header
      .filter((each) => USUAL_OPTIONS.includes(foldName(each)))
      .slice(0, 5)
      .map((each) => [capital(each.trim()), each.trim()]),
  );
  const parsed = mappingShape.safeParse({ ...found, ...(Object.keys(options).length > 0 ? { options } : {}) });
  return parsed.success ? parsed.data : null;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Columns a mapping names that the file does not have. */
export function missingColumns(mapping: ColumnMapping, header: readonly string[]): string[] {
  const folded = new Set(header.map(foldName));
  const { options = {}, attributes = {}, weightUnit: _unit, ...parts } = mapping;
  const named = [...Object.values(parts), ...Object.values(options), ...Object.values(attributes)];
  return named.filter((each) => each !== undefined).filter((each) => !folded.has(foldName(each)));
}

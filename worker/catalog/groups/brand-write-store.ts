/** Gives products their brands: by the names they came with, in the batch that writes them. */
import { type SQL, sql } from "drizzle-orm";
import { brandKeyOf, namedBrandsOf } from "./brand.ts";

type Named = { id: string; brand: string };

/** Makes the brands that nobody knows yet, and sets each product's; the product then bears the brand's own name. */
export function brandWrites(products: readonly Named[], atMs: number): SQL[] {
  const named = JSON.stringify(namedBrandsOf(products.map(({ brand }) => brand)));
  const keys = JSON.stringify(products.map(({ id, brand }) => ({ id, nameKey: brandKeyOf(brand) })));
  const field = (name: string) => sql.raw(`json_extract(i.value, '$.${name}')`);
  return [
    sql`INSERT OR IGNORE INTO brands (id, slug, name, logo_key, version, updated_at_ms)
      SELECT slug, slug, name, NULL, 1, ${atMs} FROM (
        SELECT ${field("name")} AS name, iif(EXISTS (SELECT 1 FROM brands b WHERE ${field("slug")} IN (b.id, b.slug)),
          ${field("otherSlug")}, ${field("slug")}) AS slug
        FROM json_each(${named}) AS i
        WHERE NOT EXISTS (SELECT 1 FROM brand_names n WHERE n.name_key = ${field("nameKey")}))`,
    sql`INSERT OR IGNORE INTO brand_names (name_key, brand_id)
      SELECT ${field("nameKey")}, b.id FROM json_each(${named}) AS i JOIN brands b
        ON b.id = COALESCE((SELECT id FROM brands WHERE id = ${field("otherSlug")}), ${field("slug")})`,
    sql`UPDATE products SET brand_id = b.id, brand = COALESCE(b.name, brand)
      FROM json_each(${keys}) AS i LEFT JOIN brand_names n ON n.name_key = ${field("nameKey")}
        LEFT JOIN brands b ON b.id = n.brand_id
      WHERE products.id = ${field("id")}`,
  ];
}

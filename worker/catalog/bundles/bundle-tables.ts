import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { variants } from "../catalog-tables.ts";

/** What a bundle is made of. A SKU with rows here has no stock of its own: its components' units are held. */
export const bundleComponents = sqliteTable(
  "bundle_components",
  {
    sku: text("sku")
      .notNull()
      .references(() => variants.sku),
    componentSku: text("component_sku")
      .notNull()
      .references(() => variants.sku),
    /** Of the component in one bundle. */
    quantity: integer("quantity").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sku, table.componentSku] }),
    index("bundles_by_component").on(table.componentSku),
  ],
);

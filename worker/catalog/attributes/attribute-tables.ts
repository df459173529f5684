import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { MarketId } from "../../markets/markets.ts";
import type { AttributeLabels } from "./attribute-definition.ts";

/** What may be said of products of a type; of every type where that is empty. */
export const attributeDefinitions = sqliteTable(
  "attribute_definitions",
  {
    productType: text("product_type").notNull(),
    key: text("key").notNull(),
    kind: text("kind").$type<"text" | "number" | "boolean">().notNull(),
    /** The unit that values are kept in, or null. */
    unit: text("unit"),
    /** Units that some markets are shown it in. */
    shownUnits: text("shown_units", { mode: "json" }).$type<Readonly<Record<MarketId, string>>>().notNull(),
    labels: text("labels", { mode: "json" }).$type<AttributeLabels>().notNull(),
    /** Shoppers may filter by it. */
    facetable: integer("facetable", { mode: "boolean" }).notNull(),
    /** A product of the type is not published without it. */
    required: integer("required", { mode: "boolean" }).notNull(),
    position: integer("position").notNull(),
    /** It holds nothing any more: what products say under its key stays. */
    archived: integer("archived", { mode: "boolean" }).notNull().default(false),
    version: integer("version").notNull(),
    updatedAtMs: integer("updated_at_ms").notNull(),
  },
  (table) => [primaryKey({ columns: [table.productType, table.key] })],
);

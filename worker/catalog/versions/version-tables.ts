import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { GroupKind } from "./group-version.ts";
import type { VersionSource } from "./version.ts";

/** Who wrote a product, one row a write, in the write's own batch. */
export const productVersions = sqliteTable(
  "product_versions",
  {
    productId: text("product_id").notNull(),
    version: integer("version").notNull(),
    atMs: integer("at_ms").notNull(),
    byId: text("by_id").notNull(),
    byName: text("by_name").notNull(),
    source: text("source").$type<VersionSource>().notNull(),
    /** Such as the import's run, or the version that was gone back to; empty where there is nothing to say. */
    note: text("note").notNull(),
  },
  (table) => [primaryKey({ columns: [table.productId, table.version] })],
);

/**
 * What a part of a product was up to and including a version, kept when a write changes it: a product that never changed
 * has no rows. Of a version, a part is the row with the lowest `lastVersion` not below it; without one, as it is now.
 */
export const productVersionParts = sqliteTable(
  "product_version_parts",
  {
    productId: text("product_id").notNull(),
    /** `facts`, `categories`, `components`, `texts/de`, `variants/0` … */
    part: text("part").notNull(),
    lastVersion: integer("last_version").notNull(),
    /** JSON; null where there was no such part. */
    content: text("content"),
    bytes: integer("bytes").notNull(),
  },
  (table) => [primaryKey({ columns: [table.productId, table.part, table.lastVersion] })],
);

/** Who wrote a category, brand, collection or attribute definition, one row a write, in the write's own batch. */
export const groupVersions = sqliteTable(
  "group_versions",
  {
    kind: text("kind").$type<GroupKind>().notNull(),
    groupId: text("group_id").notNull(),
    version: integer("version").notNull(),
    atMs: integer("at_ms").notNull(),
    byId: text("by_id").notNull(),
    byName: text("by_name").notNull(),
    source: text("source").$type<VersionSource>().notNull(),
    note: text("note").notNull(),
    /** All of it in that version, as JSON: kept by the write that replaced it, so null of the version there is now. */
    state: text("state"),
    bytes: integer("bytes").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.kind, table.groupId, table.version] })],
);

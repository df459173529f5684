/** What is ordered, and what products are told by, is archived: no statement of the store deletes it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const KEPT = ["products", "variants", "brands", "collections", "attribute_definitions", "categories"];
/** By their Drizzle names. */
const TABLES = ["products", "variants", "brands", "collections", "attributeDefinitions", "categories"];
const files = ["worker", "durable-objects", "site"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|astro)$/.test(file))
    .map((file) => join(folder, file)),
);

/** `file: statement` of each that deletes one of these. */
const deletionsIn = (name: string, text: string): string[] =>
  [
    ...text.matchAll(new RegExp(`DELETE FROM\\s+["\`]?(?:${KEPT.join("|")})["\`]?(?![\\w])`, "gi")),
    ...text.matchAll(new RegExp(`\\.delete\\(\\s*(?:${TABLES.join("|")})\\s*\\)`, "g")),
  ].map(([found]) => `${name}: ${found}`);

describe("what may have been ordered", () => {
  test("is deleted nowhere, but for a category that an import made and nobody used", () => {
    const found = files.flatMap((file) => deletionsIn(file, readFileSync(join(root, file), "utf8")));
    expect(files.length).toBeGreaterThan(500);
    expect(found).toEqual(["worker/catalog/empty-category-store.ts: .delete(categories)"]);
  });

  test.each(["sql`DELETE FROM products WHERE id = 1`", "db.delete(variants)", "DELETE FROM `brands`"])(
    "would be seen in %s",
    (text) => {
      expect(deletionsIn("a", text)).toHaveLength(1);
      expect(deletionsIn("a", "sql`DELETE FROM product_prices`; db.delete(brandTranslations)")).toEqual([]);
    },
  );
});

/** Makes a batch that writes many products fail whole where any of them was changed, made or robbed of a SKU since it was read. */
import { sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../base/statement.ts";
import type { Database } from "../world.ts";

/** `version` 0 says that the product is not there yet. The first statements of a batch; `refusalOf` tells why it failed. */
export const guardProducts = (
  db: Database,
  products: readonly { id: string; version: number }[],
  variants: readonly { sku: string; productId: string }[],
): [BatchItem<"sqlite">, BatchItem<"sqlite">] => [
  statement(
    db,
    sql`UPDATE products SET version = NULL FROM json_each(${JSON.stringify(products)}) e
      WHERE products.id = json_extract(e.value, '$.id') AND products.version <> json_extract(e.value, '$.version')`,
  ),
  statement(
    db,
    sql`UPDATE variants SET product_id = NULL FROM json_each(${JSON.stringify(variants)}) e
      WHERE variants.sku = json_extract(e.value, '$.sku') AND variants.product_id <> json_extract(e.value, '$.productId')`,
  ),
];

/** For a batch: the same file again is looked at whole, since these products are not what it made of them any more. */
export const forgetImports = (db: Database, productIds: readonly string[]): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`UPDATE products SET content_hash = NULL WHERE id IN (SELECT value FROM json_each(${JSON.stringify(productIds)}))`,
  );

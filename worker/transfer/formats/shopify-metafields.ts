/** Columns of Shopify's metafields: `Material (product.metafields.custom.material)`. What a product says in one is a fact of it. */
import type { Attribute } from "../../catalog/product.ts";
import { oneLine } from "./plain-text.ts";
import type { Row } from "./table-row.ts";

/** `column` as the header has it, `key` as shoppers read it. */
export type Metafield = { column: string; key: string };

const METAFIELD = /^(.*?)\s*\(product\.metafields\.([\w-]+)\.([\w-]+)\)$/;
/** What Shopify and its apps keep there for themselves. */
const NO_FACTS = /^(shopify--discovery|reviews|seo|mm-google-shopping|app--)/;
const KEY_LENGTH_MAX = 100;
const TEXT_LENGTH_MAX = 8_000;

export const metafieldColumns = (header: readonly string[]): Metafield[] =>
  header.flatMap((column) => {
    const [, name = "", space = "", key = ""] = METAFIELD.exec(column.trim()) ?? [];
    if (key === "" || NO_FACTS.test(space)) return [];
    return [{ column, key: (oneLine(name) || key.replace(/[-_]+/g, " ")).slice(0, KEY_LENGTH_MAX) }];
  });

/** Values of lists are parted by semicolons, or are JSON. Each key once. */
export function metafieldsOf<Column extends string>(row: Row<Column>, columns: readonly Metafield[]): Attribute[] {
  const found = new Map<string, Attribute>();
  for (const { column, key } of columns) {
    const value = oneLine(listed(row.named(column))).slice(0, TEXT_LENGTH_MAX);
    if (value === "" || found.has(key)) continue;
    if (/^(true|false)$/i.test(value)) found.set(key, { key, kind: "boolean", value: /^true$/i.test(value) });
    else found.set(key, { key, kind: "text", value });
  }
  return [...found.values()];
}

function listed(text: string): string {
  if (!text.startsWith("[")) return text.replaceAll("; ", ", ");
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.map(String).join(", ") : text;
  } catch {
    return text;
  }
}

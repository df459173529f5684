/**
 * The store's own export: NDJSON whose first line says what it is, then a line for each category, parents first, for each attribute
 * definition, brand and collection, then one for each product. It holds everything of a product but what belongs to this store's books: stock, orders, versions, times.
 */
import { z } from "@hono/zod-openapi";
import { type CategoryChange, categoryShape, idShape } from "../../catalog/product-shapes.ts";
import type { ImportedProductInput } from "../imported-product.ts";
import { checkedRead, type FileProblem, type Read, whyOf } from "./file-problem.ts";
import type { NamedCategory } from "./named-category.ts";
import { ownPartOf } from "./own-parts.ts";

/** Goes up when a reader of before could misread a file. Fields that are only added leave it. */
export const OWN_VERSION = 1;
export const OWN_BEGIN = '{"meridian":"catalogue"';
export const ownHeader = (): string => JSON.stringify({ meridian: "catalogue", version: OWN_VERSION });

const headerShape = z.looseObject({ meridian: z.literal("catalogue"), version: z.int().min(1) });
const categoryLine = z.strictObject({ category: z.looseObject({ id: idShape }) });

/** Categories that the next product brings. */
export type OwnKept = { waiting: NamedCategory[] };

/** A product line's name; empty for another. */
export function ownNameOf(value: Readonly<Record<string, unknown>>, nameOf: (source: unknown, id: unknown) => string) {
  const product = value.product as { source?: unknown; externalId?: unknown } | undefined | null;
  return typeof product === "object" && product !== null ? nameOf(product.source, product.externalId) : "";
}

/** Given one line after the other, in order. Categories come with the product after them. */
export function ownReader(kept?: OwnKept) {
  let waiting = [...(kept?.waiting ?? [])];
  return {
    push(value: unknown, row: number): Read[] {
      if (row === 1) return headerProblems(value).map((problem) => ({ row, problems: [problem] }));
      const category = categoryLine.safeParse(value);
      if (category.success) {
        const { id, ...change } = category.data.category;
        const parsed = categoryShape.safeParse(change);
        if (!parsed.success)
          return [
            {
              row,
              problems: parsed.error.issues.map((issue) => ({ row, column: issue.path.join("."), why: whyOf(issue) })),
            },
          ];
        waiting.push(namedOf(id, parsed.data));
        return [];
      }
      const other = ownPartOf(value, row);
      if (other) return ["part" in other ? { row, part: other.part } : { row, problems: other.problems }];
      const product = (value as { product?: ImportedProductInput } | null)?.product;
      if (typeof product !== "object" || product === null)
        return [{ row, problems: [{ row, column: null, why: "is neither a category nor a product of an export" }] }];
      const [categories, read] = [
        waiting,
        checkedRead(row, product, (path) => ({ row, column: path.join(".") || null })),
      ];
      // Categories that came before a product that is refused go with the next.
      if (!("product" in read)) return [read];
      waiting = [];
      return [{ ...read, categories }];
    },
    keep: (): OwnKept => ({ waiting }),
  };
}

const namedOf = (id: string, whole: CategoryChange): NamedCategory => ({
  id,
  name: whole.translations.en?.name ?? id,
  parentId: whole.parentId,
  whole,
});

function headerProblems(value: unknown): FileProblem[] {
  const parsed = headerShape.safeParse(value);
  if (!parsed.success) return [{ row: 1, column: null, why: "is not the first line of an export of this store" }];
  const { version } = parsed.data;
  return version <= OWN_VERSION
    ? []
    : [{ row: 1, column: "version", why: `is ${version}; this store reads up to ${OWN_VERSION}: bring it up to date` }];
}

/** What is wrong with a file, told so that a person finds the place: row as a spreadsheet counts, column by its name. */
import type { z } from "@hono/zod-openapi";
import { type ImportedProduct, type ImportedProductInput, importedProductShape } from "../imported-product.ts";
import type { NamedCategory } from "./named-category.ts";
import type { OwnPart } from "./own-parts.ts";

/** `column` is null for what is wrong with the whole row. */
export type FileProblem = { row: number; column: string | null; why: string };
/** Of one product. */
export const FILE_PROBLEMS_MAX = 20;

export const textOfProblem = ({ row, column, why }: FileProblem): string =>
  column === null ? `row ${row}: ${why}` : `row ${row}, column "${column}": ${why}`;

type Codes = { has(code: string): boolean };
/** Codes that the file gives to several variants: they name none of them, and are left out. */
export type RepeatedCodes = { skus: Codes; barcodes: Codes };
export const NONE_REPEATED: RepeatedCodes = { skus: new Set(), barcodes: new Set() };

/** `notes` say what of it this store has no place for, or takes otherwise than the file may mean it. */
export type ReadProduct = {
  row: number;
  product: ImportedProduct;
  categories: readonly NamedCategory[];
  notes: readonly FileProblem[];
};
/** What a file says of the catalogue besides its products. */
export type ReadPart = { row: number; part: OwnPart };
/** What a reader makes of what it was given so far: a product with the row it began at, or what is wrong with it. */
export type ProductRead = ReadProduct | { row: number; problems: FileProblem[] };
export type Read = ProductRead | ReadPart;

export type PlaceOf = (path: readonly PropertyKey[]) => { row: number; column: string | null };
type Extras = { categories?: readonly NamedCategory[]; notes?: readonly FileProblem[] };

/** Holds what was read to the limits of an import. `placeOf` says which row and column a part came from. */
export function checkedRead(
  row: number,
  product: ImportedProductInput,
  placeOf: PlaceOf,
  { categories = [], notes = [] }: Extras = {},
): ProductRead {
  const parsed = importedProductShape.safeParse(product);
  if (parsed.success) return { row, product: parsed.data, categories, notes };
  return {
    row,
    problems: parsed.error.issues
      .slice(0, FILE_PROBLEMS_MAX)
      .map((issue) => ({ ...placeOf(issue.path), why: whyOf(issue) })),
  };
}

export const whyOf = (issue: z.core.$ZodIssue): string =>
  issue.message.charAt(0).toLowerCase() + issue.message.slice(1);

/** What is wrong with a file, told so that a person finds the place: row as a spreadsheet counts, column by its name. */
import type { z } from "@hono/zod-openapi";
import { type ImportedProduct, type ImportedProductInput, importedProductShape } from "./imported-product.ts";

/** `column` is null for what is wrong with the whole row. */
export type FileProblem = { row: number; column: string | null; why: string };
export const FILE_PROBLEMS_MAX = 20;

export const textOfProblem = ({ row, column, why }: FileProblem): string =>
  column === null ? `row ${row}: ${why}` : `row ${row}, column "${column}": ${why}`;

/** Codes that the file gives to several variants: they name none of them, and are left out. */
export type RepeatedCodes = { skus: ReadonlySet<string>; barcodes: ReadonlySet<string> };
export const NONE_REPEATED: RepeatedCodes = { skus: new Set(), barcodes: new Set() };

/** What a reader makes of what it was given so far: a product with the row it began at, or what is wrong with it. */
export type Read = { row: number; product: ImportedProduct } | { row: number; problems: FileProblem[] };

/** A reader is given one record after the other, and tells what became whole; `end` when there are no more. */
export type ProductReader<Row> = { push(record: Row, row: number): Read[]; end(): Read[] };

/** Holds what was read to the limits of an import. `placeOf` says which row and column a part came from. */
export function checkedRead(
  row: number,
  product: ImportedProductInput,
  placeOf: (path: readonly PropertyKey[]) => { row: number; column: string | null },
): Read {
  const parsed = importedProductShape.safeParse(product);
  if (parsed.success) return { row, product: parsed.data };
  return {
    row,
    problems: parsed.error.issues
      .slice(0, FILE_PROBLEMS_MAX)
      .map((issue) => ({ ...placeOf(issue.path), why: whyOf(issue) })),
  };
}

const whyOf = (issue: z.core.$ZodIssue): string => issue.message.charAt(0).toLowerCase() + issue.message.slice(1);

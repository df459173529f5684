/** What programs send of an import and read of it: its chunks' categories, its problems, the run as it stands. */
import { z } from "@hono/zod-openapi";
import { categoryShape } from "../catalog/product-shapes.ts";
import { IMPORT_STATES, RESTING } from "./import-run.ts";
import type { ImportRun } from "./import-run-store.ts";

export const ROW_MAX = 100_000_000;
export const CATEGORIES_OF_CHUNK_MAX = 1_000;

export const atShape = z.strictObject({
  row: z.int().min(0).max(ROW_MAX),
  column: z.string().max(300).nullable(),
  why: z.string().max(1_000),
});
export const countShape = z.int().min(0).max(ROW_MAX);
export const categoryOfChunkShape = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "is lower-case letters, digits and hyphens"),
  name: z.string().max(120),
  parentId: z.string().max(100).nullable(),
  whole: categoryShape.exactOptional(),
});
export const runShape = z
  .object({
    id: z.string(),
    file: z.string(),
    format: z.string(),
    state: z.enum(IMPORT_STATES),
    isResting: z.boolean().openapi({ description: "Nothing more happens until somebody acts" }),
    chunks: z.int(),
    through: z
      .int()
      .openapi({ description: "Chunks (products, while it is undone) that the present state is through with" }),
    /** The first chunk that has not arrived. */
    missing: z.int().nullable(),
    counts: z.object({
      products: z.int(),
      variants: z.int(),
      created: z.int(),
      updated: z.int(),
      unchanged: z.int(),
      refused: z.int(),
    }),
    problems: z.array(atShape).readonly(),
    notes: z.array(atShape).readonly(),
    samples: z
      .array(z.object({ kind: z.enum(["create", "update", "unchanged"]), productId: z.string(), title: z.string() }))
      .readonly(),
    leftAlone: z.array(z.object({ subject: z.string(), why: z.string() })).readonly(),
    undone: z.int().openapi({ description: "Products that were taken back" }),
    left: z
      .int()
      .openapi({ description: "Products, SKUs and others that an undo left alone: the first are in leftAlone" }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("ImportRun");

export const shownRun = (here: ImportRun) => ({
  id: here.id,
  file: here.file,
  format: here.format,
  state: here.state,
  isResting: RESTING.includes(here.state),
  chunks: here.chunks,
  through: here.through,
  missing: null,
  counts: here.counts,
  problems: here.problems,
  notes: here.notes,
  samples: here.samples,
  leftAlone: here.leftAlone,
  undone: here.undoneCount,
  left: here.leftCount,
  createdAt: new Date(here.createdAtMs).toISOString(),
  updatedAt: new Date(here.updatedAtMs).toISOString(),
});

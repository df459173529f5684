/** Imports of whole files, for staff's programs: chunks are staged, all of them checked, then applied a step at a time. */
import { createRoute, z } from "@hono/zod-openapi";
import { OPENING_QUANTITY_MAX } from "../catalog/product-shapes.ts";
import { staffOf, withStaff } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { actByQueue } from "./act-on-import-flow.ts";
import { ownPartShape } from "./formats/own-parts.ts";
import { firstMissingChunk } from "./import-chunk-store.ts";
import { reportOfRun } from "./import-report-flow.ts";
import { RUN_CHUNKS_MAX, RUN_NOTES_MAX, RUN_PROBLEMS_MAX } from "./import-run.ts";
import {
  atShape,
  CATEGORIES_OF_CHUNK_MAX,
  categoryOfChunkShape,
  countShape,
  ROW_MAX,
  runShape,
  shownRun,
} from "./import-run-shapes.ts";
import { findUnfinishedRun, listRuns, RUNS_LIMIT_MAX, readRun } from "./import-run-store.ts";
import { importedProductShape, PRODUCTS_PER_IMPORT_MAX } from "./imported-product.ts";
import { advanceRun, applyRun, beginRun, sealRun, stageChunk } from "./run-import-flow.ts";

const FILE_NAME_LENGTH_MAX = 200;
const PARTS_OF_CHUNK_MAX = 1_000;

const id = z.object({ id: z.uuid() });
const access = { 401: "access.sign_in_needed", 403: "access.staff_only", 422: "request.invalid" } as const;
const found = { 404: "import.unknown", 409: "import.moved_on" } as const;
const route = <const Method extends "get" | "post", const Path extends string>(
  method: Method,
  path: Path,
  summary: string,
) => ({
  method,
  path,
  summary,
  tags: ["Staff"],
  middleware: withStaff,
});

const begin = createRoute({
  ...route("post", "/api/admin/import-runs", "Begins an import of a file; the same id again is the same import"),
  request: {
    body: jsonBody(
      z.strictObject({
        id: z.uuid(),
        file: z.string().trim().min(1).max(FILE_NAME_LENGTH_MAX),
        format: z.string().trim().max(100),
        fingerprint: z
          .string()
          .regex(/^[0-9a-f]{64}$/, "is no SHA-256")
          .openapi({ description: "Of the file and how it is read: an import that was killed is found by it" }),
        openingQuantity: z.int().min(0).max(OPENING_QUANTITY_MAX).default(0),
        skipBad: z.boolean().default(false),
        dryRun: z.boolean().default(false),
      }),
    ),
  },
  responses: {
    200: answers("The import", runShape),
    ...problems({ ...access, 415: "request.not_json", 422: "request.invalid, import.id_taken" }),
  },
});
const stage = createRoute({
  ...route(
    "post",
    "/api/admin/import-runs/{id}/chunks/{number}",
    "Stages some of the file's products; nothing is changed yet",
  ),
  request: {
    params: id.extend({
      number: z
        .string()
        .regex(/^\d{1,6}$/, "is not a whole number")
        .transform(Number)
        .pipe(
          z
            .int()
            .min(0)
            .max(RUN_CHUNKS_MAX - 1),
        ),
    }),
    body: jsonBody(
      z
        .strictObject({
          products: z.array(importedProductShape).max(PRODUCTS_PER_IMPORT_MAX),
          rows: z
            .array(z.int().min(0).max(ROW_MAX))
            .max(PRODUCTS_PER_IMPORT_MAX)
            .openapi({ description: "Where in the file each product began" }),
          categories: z.array(categoryOfChunkShape).max(CATEGORIES_OF_CHUNK_MAX).default([]),
          parts: z.array(ownPartShape).max(PARTS_OF_CHUNK_MAX).default([]).openapi({
            description: "Attribute definitions, brands and collections, made where they are not there yet",
          }),
        })
        .refine(({ products, categories, parts }) => products.length + categories.length + parts.length > 0, {
          message: "are none",
          path: ["products"],
        })
        .refine(({ products, rows }) => products.length === rows.length, {
          message: "are not as many as products",
          path: ["rows"],
        }),
    ),
  },
  responses: {
    200: answers("It is staged", z.object({ staged: z.literal(true) })),
    ...problems({
      ...access,
      403: "access.staff_only, import.not_yours",
      ...found,
      413: "request.too_large",
      415: "request.not_json",
    }),
  },
});
const seal = createRoute({
  ...route(
    "post",
    "/api/admin/import-runs/{id}/seal",
    "Says that all chunks are there, and what of the file was refused",
  ),
  request: {
    params: id,
    body: jsonBody(
      z.strictObject({
        chunks: z.int().min(0).max(RUN_CHUNKS_MAX),
        counts: z.strictObject({ products: countShape, variants: countShape, refused: countShape }),
        problems: z.array(atShape).max(RUN_PROBLEMS_MAX).default([]),
        notes: z.array(atShape).max(RUN_NOTES_MAX).default([]),
      }),
    ),
  },
  responses: {
    200: answers("The import", runShape),
    ...problems({
      ...access,
      403: "access.staff_only, import.not_yours",
      404: "import.unknown",
      409: "import.chunk_missing",
      415: "request.not_json",
    }),
  },
});
const acts = {
  request: { params: id },
  responses: { 200: answers("The import", runShape), ...problems({ ...access, ...found }) },
};
const advance = createRoute({
  ...route("post", "/api/admin/import-runs/{id}/advance", "Does the next step: call it until the import rests"),
  ...acts,
});
const apply = createRoute({
  ...route("post", "/api/admin/import-runs/{id}/apply", "Carries out what a dry run found good"),
  ...acts,
});
const undo = createRoute({
  ...route("post", "/api/admin/import-runs/{id}/undo", "Undoes the whole import, in the background"),
  ...acts,
});
const cancel = createRoute({
  ...route("post", "/api/admin/import-runs/{id}/cancel", "Ends an import, and takes back what of it was applied"),
  ...acts,
});
const read = createRoute({ ...route("get", "/api/admin/import-runs/{id}", "How far an import is"), ...acts });
const report = createRoute({
  ...route("get", "/api/admin/import-runs/{id}/report", "What was refused, as CSV: row, column, why"),
  request: {
    params: id,
    query: z.object({
      of: z.enum(["all", "checks"]).default("all").openapi({
        description: "checks: without what the file itself is at fault for, as whoever reads it knows that",
      }),
    }),
  },
  responses: { 200: { description: "The table" }, ...problems({ ...access, 404: "import.unknown" }) },
});
const list = createRoute({
  ...route("get", "/api/admin/import-runs", "Imports, newest first; or the one of a file that has not come to its end"),
  request: {
    query: z.object({
      fingerprint: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .exactOptional(),
    }),
  },
  responses: { 200: answers("The imports", z.object({ items: z.array(runShape) })), ...problems(access) },
});

export const importRunRoutes = newRouter()
  .openapi(begin, async (c) => {
    const { openingQuantity, skipBad, dryRun, ...ask } = c.req.valid("json");
    const begun = await beginRun(c.var.world, {
      ...ask,
      settings: { openingQuantity, skipBad, dryRun },
      by: staffOf(c),
    });
    return begun.ok ? c.json(shownRun(begun.value), 200) : (problem(c, begun.problem) as never);
  })
  .openapi(stage, async (c) => {
    const { id: runId, number } = c.req.valid("param");
    const staged = await stageChunk(c.var.world, runId, number, c.req.valid("json"), staffOf(c));
    return staged.ok ? c.json({ staged: true } as const, 200) : (problem(c, staged.problem) as never);
  })
  .openapi(seal, async (c) => {
    const sealed = await sealRun(c.var.world, c.req.valid("param").id, { ...c.req.valid("json"), by: staffOf(c) });
    return sealed.ok ? c.json(shownRun(sealed.value), 200) : (problem(c, sealed.problem) as never);
  })
  .openapi(advance, async (c) => {
    const advanced = await advanceRun(c.var.world, c.req.valid("param").id);
    return advanced.ok ? c.json(shownRun(advanced.value), 200) : (problem(c, advanced.problem) as never);
  })
  .openapi(apply, async (c) => {
    const applied = await applyRun(c.var.world, c.req.valid("param").id, staffOf(c));
    return applied.ok ? c.json(shownRun(applied.value), 200) : (problem(c, applied.problem) as never);
  })
  .openapi(undo, async (c) => {
    const undone = await actByQueue(c.var.world, c.req.valid("param").id, "undo", staffOf(c));
    return undone.ok ? c.json(shownRun(undone.value), 200) : (problem(c, undone.problem) as never);
  })
  .openapi(cancel, async (c) => {
    const cancelled = await actByQueue(c.var.world, c.req.valid("param").id, "cancel", staffOf(c));
    return cancelled.ok ? c.json(shownRun(cancelled.value), 200) : (problem(c, cancelled.problem) as never);
  })
  .openapi(read, async (c) => {
    const { id: runId } = c.req.valid("param");
    const here = await readRun(c.var.world.catalog, runId);
    if (!here) return problem(c, { code: "import.unknown" }) as never;
    const missing = here.state === "staging" ? await firstMissingChunk(c.var.world.catalog, runId) : null;
    return c.json({ ...shownRun(here), missing }, 200);
  })
  .openapi(report, async (c) => {
    const here = await readRun(c.var.world.catalog, c.req.valid("param").id);
    if (!here) return problem(c, { code: "import.unknown" }) as never;
    const headers = {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="refused.csv"',
    };
    return c.body(reportOfRun(c.var.world, here, c.req.valid("query").of), 200, headers) as never;
  })
  .openapi(list, async (c) => {
    const { fingerprint } = c.req.valid("query");
    const { catalog } = c.var.world;
    const runs = fingerprint
      ? [await findUnfinishedRun(catalog, fingerprint)].filter((each) => each !== null)
      : await listRuns(catalog, { limit: RUNS_LIMIT_MAX });
    return c.json({ items: runs.map(shownRun) }, 200);
  });

/** Exports that the store writes by itself, of any size: begun, looked at, and downloaded once they are whole. */
import { createRoute, z } from "@hono/zod-openapi";
import { type ByteRange, contentRangeOf, rangeOf } from "../../downloads/byte-range.ts";
import { staffOf, withStaff } from "../../http/access.ts";
import { problem } from "../../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../../http/router.ts";
import { currencyShape } from "../../pricing/currency-shape.ts";
import { EXPORT_FILES, EXPORT_FORMATS } from "../export-flow.ts";
import { EXPORT_STATES, expiresAtMs } from "./export-run.ts";
import { type ExportRun, listExports, openExport, readExport } from "./export-run-store.ts";
import { beginExport } from "./run-export-flow.ts";

const RUNS = "/api/admin/export-runs";
const run = z
  .object({
    id: z.string(),
    format: z.enum(EXPORT_FORMATS),
    currency: currencyShape,
    state: z.enum(EXPORT_STATES),
    products: z.int().openapi({ description: "Written so far" }),
    total: z.int().openapi({ description: "That were there when it began" }),
    bytes: z.int(),
    createdAt: z.iso.datetime(),
    /** Null until it is whole. */
    expiresAt: z.iso.datetime().nullable(),
  })
  .openapi("ExportRun");
const id = z.object({ id: z.uuid() });
const access = { 401: "access.sign_in_needed", 403: "access.staff_only", 422: "request.invalid" } as const;
const common = { tags: ["Staff"], middleware: withStaff };

const begin = createRoute({
  ...common,
  method: "post",
  path: RUNS,
  summary: "Begins an export of the whole catalogue; the same id again is the same export",
  request: {
    body: jsonBody(
      z.strictObject({ id: z.uuid(), format: z.enum(EXPORT_FORMATS), currency: currencyShape.default("USD") }),
    ),
  },
  responses: {
    200: answers("The export", run),
    ...problems({
      ...access,
      409: "export.too_many",
      415: "request.not_json",
      422: "request.invalid, export.id_taken",
    }),
  },
});
const list = createRoute({
  ...common,
  method: "get",
  path: RUNS,
  summary: "The last exports, newest first",
  responses: { 200: answers("The exports", z.object({ items: z.array(run) })), ...problems(access) },
});
const read = createRoute({
  ...common,
  method: "get",
  path: `${RUNS}/{id}`,
  summary: "How far an export is",
  request: { params: id },
  responses: { 200: answers("The export", run), ...problems({ ...access, 404: "export.unknown" }) },
});
const download = createRoute({
  ...common,
  method: "get",
  path: `${RUNS}/{id}/file`,
  summary: "The file, once it is whole; a part of it by Range",
  request: { params: id },
  responses: {
    200: { description: "The file" },
    206: { description: "A part of it" },
    ...problems({ ...access, 404: "export.unknown, export.not_there", 416: "download.range_invalid" }),
  },
});

export const exportRunRoutes = newRouter()
  .openapi(begin, async (c) => {
    const begun = await beginExport(c.var.world, { ...c.req.valid("json"), by: staffOf(c) });
    return begun.ok ? c.json(shown(begun.value), 200) : (problem(c, begun.problem) as never);
  })
  .openapi(list, async (c) => c.json({ items: (await listExports(c.var.world.catalog)).map(shown) }, 200))
  .openapi(read, async (c) => {
    const here = await readExport(c.var.world.catalog, c.req.valid("param").id);
    return here ? c.json(shown(here), 200) : (problem(c, { code: "export.unknown" }) as never);
  })
  .openapi(download, async (c) => {
    const here = await readExport(c.var.world.catalog, c.req.valid("param").id);
    if (!here) return problem(c, { code: "export.unknown" }) as never;
    if (here.state !== "done") return problem(c, { code: "export.not_there" }) as never;
    const ifRange = c.req.header("if-range") ?? null;
    const range = ifRange !== null && ifRange !== etagOf(here) ? null : rangeOf(c.req.header("range"), here.bytes);
    if (range === "unsatisfiable") {
      c.header("content-range", `bytes */${here.bytes}`);
      return problem(c, { code: "download.range_invalid", bytes: here.bytes }) as never;
    }
    const file = await openExport(c.var.world, here.id, range);
    if (!file) return problem(c, { code: "export.not_there" }) as never;
    return fileAnswer(here, file, range) as never;
  });

/** A file never changes under its export's id. */
const etagOf = ({ id }: ExportRun): string => `"${id}"`;

function fileAnswer(here: ExportRun, file: R2ObjectBody, range: ByteRange | null): Response {
  const { ending, type } = EXPORT_FILES[here.format];
  const day = new Date(here.createdAtMs).toISOString().slice(0, 10);
  return new Response(file.body, {
    status: range ? 206 : 200,
    headers: {
      "content-type": type,
      "content-length": String(range?.length ?? file.size),
      "accept-ranges": "bytes",
      etag: etagOf(here),
      ...(range && { "content-range": contentRangeOf(range, file.size) }),
      "content-disposition": `attachment; filename="catalogue-${day}.${ending}"`,
    },
  });
}

function shown(here: ExportRun) {
  const expires = expiresAtMs(here);
  return {
    id: here.id,
    format: here.format,
    currency: here.currency,
    state: here.state,
    products: here.products,
    total: here.total,
    bytes: here.bytes,
    createdAt: new Date(here.createdAtMs).toISOString(),
    expiresAt: expires === null ? null : new Date(expires).toISOString(),
  };
}

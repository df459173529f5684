/** Files that are sold come in here: whole in one request, or in parts. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { staffOf, withStaff } from "../../http/access.ts";
import type { App } from "../../http/context.ts";
import { problem } from "../../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../../http/router.ts";
import { FILE_BYTES_MAX, FILE_NAME_MAX, typeOfFile, WHOLE_BYTES_MAX } from "./digital.ts";
import { PART_BYTES } from "./file-parts.ts";
import { fileId, fileName, fileShape } from "./file-shapes.ts";
import { uploadFile } from "./upload-file-flow.ts";
import { beginUpload, completeUpload, takePart } from "./upload-parts-flow.ts";

const path = "/api/admin/files/{id}";
const params = z.object({ id: fileId });
const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;
const TYPE_LENGTH_MAX = 200;
const binary = { required: true, content: { "*/*": { schema: { type: "string", format: "binary" } } } } as const;

const begin = createRoute({
  method: "post",
  path: `${path}/upload`,
  tags: ["Staff"],
  summary: "Begin a file that comes in parts; the same again says which parts have come",
  middleware: [withStaff] as const,
  request: {
    params,
    body: jsonBody(
      z.strictObject({
        name: fileName,
        type: z.string().max(TYPE_LENGTH_MAX).default(""),
        bytes: z
          .int()
          .min(0)
          .openapi({ description: `Of the whole file, ${FILE_BYTES_MAX} at most` }),
      }),
    ),
  },
  responses: {
    200: answers(
      "What is to be sent",
      z.object({
        file: fileShape,
        partBytes: z.int().openapi({ description: "Of every part but the last" }),
        parts: z.int().openapi({ description: "How many there are; they are counted from 1" }),
        received: z.array(z.int()).readonly(),
        isStored: z.boolean().openapi({ description: "The file is whole: nothing is left to send" }),
      }),
    ),
    ...problems({
      ...access,
      413: "digital.file_too_large",
      415: "request.not_json",
      422: "request.invalid, request.repeat_differs, digital.file_empty",
    }),
  },
});

const complete = createRoute({
  method: "post",
  path: `${path}/complete`,
  tags: ["Staff"],
  summary: "Make a file of the parts that have come; the same again changes nothing",
  middleware: [withStaff] as const,
  request: { params },
  responses: {
    200: answers("A file that the store had", fileShape),
    201: answers("A new one", fileShape),
    ...problems({
      ...access,
      404: "digital.upload_unknown",
      409: "digital.parts_missing",
      422: "request.invalid, request.repeat_differs",
    }),
  },
});

export const fileRoutes = newRouter();

// Files and their parts are no JSON: these are described beside their handlers.
fileRoutes.openAPIRegistry.registerPath({
  method: "put",
  path,
  tags: ["Staff"],
  summary: "Uploads a file of a digital good in one request; the same again changes nothing",
  request: { params, query: z.object({ name: fileName }), body: binary },
  responses: {
    200: { description: "`{id, name, type, bytes}` of a file that the store had" },
    201: { description: "The same of a new one" },
    ...problems({
      ...access,
      413: `digital.file_too_large, request.too_large: more than ${WHOLE_BYTES_MAX} bytes; send it in parts`,
      422: "request.invalid, request.repeat_differs, digital.file_empty",
    }),
  },
});
fileRoutes.openAPIRegistry.registerPath({
  method: "put",
  path: `${path}/parts/{number}`,
  tags: ["Staff"],
  summary: "Uploads one part of a file that was begun; the same again stands in its place",
  request: { params: params.extend({ number: z.int().min(1) }), body: binary },
  responses: {
    200: { description: "`{number}`" },
    ...problems({
      ...access,
      404: "digital.upload_unknown",
      413: `request.too_large: more than ${PART_BYTES} bytes`,
      422: "request.invalid",
    }),
  },
});

/** R2 takes a stream whose length is known before it begins. */
const lengthOf = (c: Context<App>) => Number(c.req.header("content-length") ?? Number.NaN);
const NO_LENGTH = { path: "content-length", why: "says how many bytes are sent" };
const NO_ID = { path: "id", why: "is a UUID of version 4" };

fileRoutes.put("/api/admin/files/:id", withStaff, async (c) => {
  const id = fileId.safeParse(c.req.param("id"));
  const name = fileName.safeParse(c.req.query("name"));
  const bytes = lengthOf(c);
  const at = [
    ...(id.success ? [] : [NO_ID]),
    ...(name.success ? [] : [{ path: "name", why: `is 1 to ${FILE_NAME_MAX} characters` }]),
    ...(Number.isSafeInteger(bytes) ? [] : [NO_LENGTH]),
  ];
  if (!id.success || !name.success || at.length > 0) return problem(c, { code: "request.invalid", at });
  const file = { id: id.data, name: name.data, type: typeOfFile(c.req.header("content-type")), bytes };
  const sent = c.req.raw.body;
  if (!sent) return problem(c, { code: "digital.file_empty" });
  const stored = await uploadFile(c.var.world, { file, body: sent, by: staffOf(c) });
  return stored.ok ? c.json(stored.value.file, stored.value.isNew ? 201 : 200) : problem(c, stored.problem);
});

fileRoutes.put("/api/admin/files/:id/parts/:number", withStaff, async (c) => {
  const id = fileId.safeParse(c.req.param("id"));
  const number = z.coerce.number().int().min(1).safeParse(c.req.param("number"));
  const bytes = lengthOf(c);
  const body = c.req.raw.body;
  const at = [
    ...(id.success ? [] : [NO_ID]),
    ...(number.success ? [] : [{ path: "number", why: "is a whole number from 1" }]),
    ...(body && Number.isSafeInteger(bytes) ? [] : [NO_LENGTH]),
  ];
  if (!id.success || !number.success || !body || at.length > 0) return problem(c, { code: "request.invalid", at });
  const taken = await takePart(c.var.world, { id: id.data, number: number.data, bytes, body });
  return taken.ok ? c.json(taken.value) : problem(c, taken.problem);
});

fileRoutes
  .openapi(begin, async (c) => {
    const { name, type, bytes } = c.req.valid("json");
    const { id } = c.req.valid("param");
    const begun = await beginUpload(c.var.world, { id, name, type: typeOfFile(type), bytes });
    return begun.ok ? c.json(begun.value, 200) : problem(c, begun.problem);
  })
  .openapi(complete, async (c) => {
    const { id } = c.req.valid("param");
    const made = await completeUpload(c.var.world, { id, by: staffOf(c) });
    if (!made.ok) return problem(c, made.problem);
    return made.value.isNew ? c.json(made.value.file, 201) : c.json(made.value.file, 200);
  });

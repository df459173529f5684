/** Which variants are downloads, for staff: the files come in one by one, then the variant is said to be made of them. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../../http/access.ts";
import { problem } from "../../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../../http/router.ts";
import { readProductRecord } from "../product-record-store.ts";
import { skuShape } from "../product-shapes.ts";
import {
  DAYS_DEFAULT,
  DAYS_MAX,
  DOWNLOADS_DEFAULT,
  DOWNLOADS_MAX,
  FILE_BYTES_MAX,
  FILE_NAME_MAX,
  FILES_MAX,
  typeOfFile,
} from "./digital.ts";
import { readDigitalGoods } from "./digital-store.ts";
import { saveDigital } from "./save-digital-flow.ts";
import { uploadFile } from "./upload-file-flow.ts";

const fileName = z.string().min(1).max(FILE_NAME_MAX);
const fileId = z.uuidv4().openapi({ description: "Made by the client: the same file sent again is the same file" });
const fileShape = z.object({ id: z.string(), name: z.string(), type: z.string(), bytes: z.int() });
const terms = {
  downloadsMax: z.int().min(1).max(DOWNLOADS_MAX),
  days: z.int().min(1).max(DAYS_MAX),
};
const digitalShape = z
  .object({
    sku: z.string(),
    version: z.int(),
    digital: z.object({ ...terms, files: z.array(fileShape).readonly() }).nullable(),
  })
  .openapi("DigitalGood");
const body = z.strictObject({
  version: z.int().min(1).openapi({ description: "Of the product; another one by now is refused" }),
  digital: z
    .strictObject({
      files: z
        .array(z.strictObject({ id: fileId, name: fileName.optional() }))
        .min(1)
        .max(FILES_MAX),
      downloadsMax: terms.downloadsMax
        .default(DOWNLOADS_DEFAULT)
        .openapi({ description: "Downloads of each file, for each unit bought" }),
      days: terms.days.default(DAYS_DEFAULT).openapi({ description: "Days after the payment that links open" }),
    })
    .nullable()
    .openapi({ description: "Null: it is no download any more; what was sold stays what it was" }),
});
const params = z.object({ id: z.string().min(1).max(100), sku: skuShape });
const access = {
  401: "access.sign_in_needed",
  403: "access.staff_only",
  404: "product.unknown, stock.sku_unknown",
} as const;
const path = "/api/admin/products/{id}/digital/{sku}";

const read = createRoute({
  method: "get",
  path,
  tags: ["Staff"],
  summary: "The files a variant is sold as; null where it is no download",
  middleware: [withStaff] as const,
  request: { params },
  responses: { 200: answers("The digital good", digitalShape), ...problems({ ...access, 422: "request.invalid" }) },
});

const save = createRoute({
  method: "put",
  path,
  tags: ["Staff"],
  summary: "Say which files a variant is sold as; the same again changes nothing",
  middleware: [withStaff] as const,
  request: { params, body: jsonBody(body) },
  responses: {
    200: answers("The digital good, and the product's version by now", digitalShape),
    ...problems({
      ...access,
      409: "product.changed_meanwhile, digital.is_bundle",
      415: "request.not_json",
      422: "request.invalid",
    }),
  },
});

export const digitalRoutes = newRouter();

// A file's body is no JSON: this is described beside its handler.
const uploadParams = z.object({ id: fileId });
const uploadQuery = z.object({ name: fileName });
digitalRoutes.openAPIRegistry.registerPath({
  method: "put",
  path: "/api/admin/files/{id}",
  tags: ["Staff"],
  summary: "Uploads a file of a digital good; the same again changes nothing",
  request: {
    params: uploadParams,
    query: uploadQuery,
    body: { required: true, content: { "*/*": { schema: { type: "string", format: "binary" } } } },
  },
  responses: {
    200: { description: "`{id, name, type, bytes}` of a file that the store had" },
    201: { description: "The same of a new one" },
    ...problems({
      401: access[401],
      403: access[403],
      413: `digital.file_too_large, request.too_large: more than ${FILE_BYTES_MAX} bytes`,
      422: "request.invalid, request.repeat_differs, digital.file_empty",
    }),
  },
});

digitalRoutes.put("/api/admin/files/:id", withStaff, async (c) => {
  const id = fileId.safeParse(c.req.param("id"));
  const name = fileName.safeParse(c.req.query("name"));
  // R2 takes a stream whose length is known before it begins.
  const length = Number(c.req.header("content-length") ?? Number.NaN);
  const at = [
    ...(id.success ? [] : [{ path: "id", why: "is a UUID of version 4" }]),
    ...(name.success ? [] : [{ path: "name", why: `is 1 to ${FILE_NAME_MAX} characters` }]),
    ...(Number.isSafeInteger(length) ? [] : [{ path: "content-length", why: "says how many bytes are sent" }]),
  ];
  if (!id.success || !name.success || at.length > 0) return problem(c, { code: "request.invalid", at });
  const file = { id: id.data, name: name.data, type: typeOfFile(c.req.header("content-type")), bytes: length };
  const sent = c.req.raw.body;
  if (!sent) return problem(c, { code: "digital.file_empty" });
  const stored = await uploadFile(c.var.world, { file, body: sent, by: staffOf(c) });
  return stored.ok ? c.json(stored.value.file, stored.value.isNew ? 201 : 200) : problem(c, stored.problem);
});

digitalRoutes
  .openapi(read, async (c) => {
    const { catalog } = c.var.world;
    const { id, sku } = c.req.valid("param");
    const record = await readProductRecord(catalog, id);
    if (!record) return problem(c, { code: "product.unknown" });
    if (!record.variants.some((variant) => variant.sku === sku)) return problem(c, { code: "stock.sku_unknown" });
    const digital = (await readDigitalGoods(catalog, [sku])).get(sku) ?? null;
    return c.json({ sku, version: record.product.version, digital }, 200);
  })
  .openapi(save, async (c) => {
    const { id: productId, sku } = c.req.valid("param");
    const saved = await saveDigital(c.var.world, { ...c.req.valid("json"), productId, sku, by: staffOf(c) });
    return saved.ok ? c.json({ sku, ...saved.value }, 200) : problem(c, saved.problem);
  });

/** Which variants are downloads, for staff. Their files come in before, one by one: file-routes.ts. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../../http/access.ts";
import { problem } from "../../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../../http/router.ts";
import { readProductRecord } from "../product-record-store.ts";
import { skuShape } from "../product-shapes.ts";
import { DAYS_DEFAULT, DAYS_MAX, DOWNLOADS_DEFAULT, DOWNLOADS_MAX, FILES_MAX } from "./digital.ts";
import { readDigitalGoods } from "./digital-store.ts";
import { fileId, fileName, fileShape } from "./file-shapes.ts";
import { saveDigital } from "./save-digital-flow.ts";

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

/** Which variants are downloads, for staff. Their files come in before, one by one: file-routes.ts. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../../http/access.ts";
import { problem } from "../../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../../http/router.ts";
import { productVersion, VARIANT_ACCESS, variantParams } from "../variant-part-shapes.ts";
import { readVersionWith } from "../versions/variant-version-store.ts";
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
  version: productVersion,
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
const path = "/api/admin/products/{id}/digital/{sku}";

const read = createRoute({
  method: "get",
  path,
  tags: ["Staff"],
  summary: "The files a variant is sold as; null where it is no download",
  middleware: [withStaff] as const,
  request: { params: variantParams },
  responses: {
    200: answers("The digital good", digitalShape),
    ...problems({ ...VARIANT_ACCESS, 422: "request.invalid" }),
  },
});

const save = createRoute({
  method: "put",
  path,
  tags: ["Staff"],
  summary: "Say which files a variant is sold as; the same again changes nothing",
  middleware: [withStaff] as const,
  request: { params: variantParams, body: jsonBody(body) },
  responses: {
    200: answers("The digital good, and the product's version by now", digitalShape),
    ...problems({
      ...VARIANT_ACCESS,
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
    const version = await readVersionWith(catalog, id, sku);
    if (!version.ok) return problem(c, version.problem);
    const digital = (await readDigitalGoods(catalog, [sku])).get(sku) ?? null;
    return c.json({ sku, version: version.value, digital }, 200);
  })
  .openapi(save, async (c) => {
    const { id: productId, sku } = c.req.valid("param");
    const saved = await saveDigital(c.var.world, { ...c.req.valid("json"), productId, sku, by: staffOf(c) });
    return saved.ok ? c.json({ sku, ...saved.value }, 200) : problem(c, saved.problem);
  });

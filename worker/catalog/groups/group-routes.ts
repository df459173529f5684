/** Brands and collections, for staff: listed, read, made, changed, joined. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../../http/access.ts";
import { problem } from "../../http/problem.ts";
import { cursorQuery, limitQuery } from "../../http/query.ts";
import { answers, jsonBody, newRouter, problems } from "../../http/router.ts";
import { idShape, perLanguage } from "../product-shapes.ts";
import { listBrands, readBrand } from "./brand-store.ts";
import { listCollections, readCollection } from "./collection-store.ts";
import { brandShape, collectionShape, conditionShape } from "./group-shapes.ts";
import { mergeBrand, saveBrand } from "./save-brand-flow.ts";
import { saveCollection } from "./save-collection-flow.ts";

const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;
const byId = z.object({ id: idShape });
const seo = { seoTitle: z.string(), seoDescription: z.string() };

const brandAnswer = z
  .object({
    ...{ id: z.string(), slug: z.string(), name: z.string(), logoKey: z.string().nullable() },
    archived: z.boolean(),
    mergedInto: z.string().nullable().openapi({ description: "The brand it was joined with" }),
    nameKeys: z.array(z.string()).readonly().openapi({ description: "Folded names that lead to it" }),
    version: z.int(),
    updatedAtMs: z.int(),
    translations: perLanguage(z.object({ description: z.string(), ...seo })),
  })
  .openapi("Brand");
const collectionFacts = {
  ...{ id: z.string(), kind: z.enum(["hand", "rule"]), imageKey: z.string().nullable() },
  rule: z.object({ match: z.enum(["all", "any"]), conditions: z.array(conditionShape).readonly() }).nullable(),
  ...{ published: z.boolean(), archived: z.boolean(), position: z.int(), version: z.int(), updatedAtMs: z.int() },
  translations: perLanguage(z.object({ slug: z.string(), name: z.string(), description: z.string(), ...seo })),
};
const collectionAnswer = z.object(collectionFacts).openapi("Collection");
const wholeCollection = collectionAnswer.extend({ productIds: z.array(z.string()).readonly() });

const brandList = createRoute({
  method: "get",
  path: "/api/admin/brands",
  tags: ["Staff"],
  summary: "Brands, by id",
  middleware: [withStaff] as const,
  request: {
    query: z.object({
      q: z.string().trim().min(1).max(100).exactOptional(),
      archived: z
        .enum(["true", "false"])
        .transform((text) => text === "true")
        .exactOptional(),
      limit: limitQuery,
      cursor: cursorQuery,
    }),
  },
  responses: {
    200: answers(
      "A page",
      z.object({
        items: z.array(
          z.object({
            ...{ id: z.string(), slug: z.string(), name: z.string(), logoKey: z.string().nullable() },
            ...{ archived: z.boolean(), mergedInto: z.string().nullable() },
            products: z.int(),
          }),
        ),
        nextCursor: z.string().nullable(),
      }),
    ),
    ...problems({ ...access, 422: "request.invalid, cursor.invalid" }),
  },
});
const brandRead = createRoute({
  method: "get",
  path: "/api/admin/brands/{id}",
  tags: ["Staff"],
  summary: "A brand with all that is said of it",
  middleware: [withStaff] as const,
  request: { params: byId },
  responses: {
    200: answers("The brand", brandAnswer),
    ...problems({ ...access, 404: "brand.unknown", 422: "request.invalid" }),
  },
});
const brandSave = createRoute({
  method: "put",
  path: "/api/admin/brands/{id}",
  tags: ["Staff"],
  summary: "Makes or changes a brand; the same again changes nothing. Products follow its names within a minute",
  middleware: [withStaff] as const,
  request: { params: byId, body: jsonBody(brandShape) },
  responses: {
    200: answers("The brand", brandAnswer),
    ...problems({
      ...access,
      409: "brand.changed_meanwhile, brand.slug_taken, brand.name_taken, brand.merged",
      415: "request.not_json",
      422: "request.invalid",
    }),
  },
});
const brandMerge = createRoute({
  method: "post",
  path: "/api/admin/brands/{id}/merge",
  tags: ["Staff"],
  summary: "Joins a brand with another: its names, its address and its products lead there",
  middleware: [withStaff] as const,
  request: { params: byId, body: jsonBody(z.strictObject({ into: idShape }).openapi("BrandMerge")) },
  responses: {
    200: answers("The brand it is now", brandAnswer),
    ...problems({
      ...access,
      404: "brand.unknown",
      409: "brand.in_rule, brand.changed_meanwhile",
      415: "request.not_json",
      422: "request.invalid",
    }),
  },
});

const collectionList = createRoute({
  method: "get",
  path: "/api/admin/collections",
  tags: ["Staff"],
  summary: "Every collection, by position",
  middleware: [withStaff] as const,
  responses: { 200: answers("All of them", z.object({ items: z.array(collectionAnswer) })), ...problems(access) },
});
const collectionRead = createRoute({
  method: "get",
  path: "/api/admin/collections/{id}",
  tags: ["Staff"],
  summary: "A collection, with the products of one that is put together by hand",
  middleware: [withStaff] as const,
  request: { params: byId },
  responses: {
    200: answers("The collection", wholeCollection),
    ...problems({ ...access, 404: "collection.unknown", 422: "request.invalid" }),
  },
});
const collectionSave = createRoute({
  method: "put",
  path: "/api/admin/collections/{id}",
  tags: ["Staff"],
  summary: "Makes or changes a collection, and finds what fits its rule; the same again changes nothing",
  middleware: [withStaff] as const,
  request: { params: byId, body: jsonBody(collectionShape) },
  responses: {
    200: answers("The collection", collectionAnswer),
    ...problems({
      ...access,
      409: "collection.changed_meanwhile, collection.slug_taken, collection.too_many",
      415: "request.not_json",
      422: "request.invalid",
    }),
  },
});

type BrandAnswer = z.input<typeof brandAnswer>;
type CollectionAnswer = z.output<typeof collectionAnswer>;

export const groupRoutes = newRouter()
  .openapi(brandList, async (c) => {
    const page = await listBrands(c.var.world, c.req.valid("query"));
    return page.ok ? c.json(page.value, 200) : problem(c, page.problem);
  })
  .openapi(brandRead, async (c) => {
    const brand = await readBrand(c.var.world.catalog, c.req.valid("param").id);
    return brand ? c.json(brand as BrandAnswer, 200) : problem(c, { code: "brand.unknown" });
  })
  .openapi(brandSave, async (c) => {
    const saved = await saveBrand(c.var.world, c.req.valid("param").id, c.req.valid("json"), staffOf(c));
    return saved.ok ? c.json(saved.value as BrandAnswer, 200) : problem(c, saved.problem);
  })
  .openapi(brandMerge, async (c) => {
    const { into } = c.req.valid("json");
    const merged = await mergeBrand(c.var.world, c.req.valid("param").id, into, staffOf(c));
    return merged.ok ? c.json(merged.value as BrandAnswer, 200) : problem(c, merged.problem);
  })
  .openapi(collectionList, async (c) => {
    const items = await listCollections(c.var.world.catalog);
    return c.json({ items: items as unknown as CollectionAnswer[] }, 200);
  })
  .openapi(collectionRead, async (c) => {
    const collection = await readCollection(c.var.world.catalog, c.req.valid("param").id);
    return collection
      ? c.json(collection as unknown as z.output<typeof wholeCollection>, 200)
      : problem(c, { code: "collection.unknown" });
  })
  .openapi(collectionSave, async (c) => {
    const saved = await saveCollection(c.var.world, c.req.valid("param").id, c.req.valid("json"), staffOf(c));
    return saved.ok ? c.json(saved.value as unknown as CollectionAnswer, 200) : problem(c, saved.problem);
  });

/** The catalogue's back office: staff lists, reads and edits products, and keeps the tree of categories. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { cursorQuery, limitQuery } from "../http/query.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { LANGUAGES, type MarketId } from "../markets/markets.ts";
import { unknownMarkets } from "../markets/unknown-markets.ts";
import { TAX_CLASSES } from "../tax/tax-class.ts";
import type { World } from "../world.ts";
import { createProduct } from "./create-product-flow.ts";
import { attributeAnswer } from "./product-answer.ts";
import {
  marketsShape,
  optionListShape,
  PRODUCT_STATUSES,
  productChangeShape,
  productChangesShape,
} from "./product-change-shape.ts";
import { categoryShape, idShape, perLanguage } from "./product-shapes.ts";
import { saveCategory } from "./save-category-flow.ts";
import { saveProduct } from "./save-product-flow.ts";
import { listProductsForStaff } from "./staff-list-store.ts";
import { readProductForStaff } from "./staff-product-store.ts";

const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;
const byId = z.object({ id: z.string().min(1).max(100) });
const priceAnswer = z.object({
  amountMinor: z.int(),
  compareAtMinor: z.int().nullable(),
  sale: z.object({ amountMinor: z.int(), fromMs: z.int(), untilMs: z.int().nullable() }).nullable().exactOptional(),
  tiers: z.array(z.object({ from: z.int(), amountMinor: z.int() })).exactOptional(),
  priorMinor: z
    .int()
    .nullable()
    .exactOptional()
    .openapi({ description: "The lowest of the 30 days before it was reduced" }),
  derived: z.literal(true).exactOptional().openapi({ description: "Made from the price in the list's base" }),
});

const staffProduct = z
  .object({
    id: z.string(),
    version: z.int(),
    status: z.enum(PRODUCT_STATUSES),
    source: z.string(),
    externalId: z.string().nullable(),
    brand: z.string(),
    brandId: z.string().nullable(),
    productType: z.string(),
    taxClass: z.enum(TAX_CLASSES),
    languageDefault: z.enum(LANGUAGES),
    rank: z.int(),
    markets: marketsShape,
    publishFromMs: z.int().nullable(),
    publishUntilMs: z.int().nullable(),
    tags: z.array(z.string()),
    options: optionListShape,
    image: z.string(),
    attributes: z.array(attributeAnswer),
    media: z.array(
      z.object({ key: z.string().nullable(), sourceUrl: z.string().nullable(), alt: perLanguage(z.string()) }),
    ),
    translations: perLanguage(
      z.object({
        ...{ slug: z.string(), title: z.string(), description: z.string() },
        descriptionHtml: z.string().nullable(),
        ...{ seoTitle: z.string(), seoDescription: z.string() },
      }),
    ),
    categoryIds: z.array(z.string()),
    relatedIds: z.array(z.string()),
    variants: z.array(
      z.object({
        sku: z.string(),
        options: z.record(z.string(), z.string()),
        barcode: z.string().nullable(),
        weightGrams: z.int(),
        lowStockAt: z.int(),
        openingQuantity: z.int(),
        position: z.int(),
        offered: z.boolean().openapi({ description: "False: withdrawn, and kept for the orders that name it" }),
        available: z.int(),
        prices: z.record(z.string(), priceAnswer).openapi({ description: "By price list" }),
      }),
    ),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi("StaffProduct");

const list = createRoute({
  method: "get",
  path: "/api/admin/products",
  tags: ["Staff"],
  summary: "Products of every status, last changed first",
  middleware: [withStaff] as const,
  request: {
    query: z.object({
      q: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .exactOptional()
        .openapi({ description: "Id, SKU, barcode, or part of a title or brand" }),
      status: z.enum(PRODUCT_STATUSES).exactOptional(),
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
            id: z.string(),
            status: z.enum(PRODUCT_STATUSES),
            title: z.string(),
            slug: z.string(),
            brand: z.string(),
            image: z.string(),
            variantCount: z.int(),
            version: z.int(),
            updatedAt: z.string(),
          }),
        ),
        nextCursor: z.string().nullable(),
      }),
    ),
    ...problems({ ...access, 422: "request.invalid, cursor.invalid" }),
  },
});

const read = createRoute({
  method: "get",
  path: "/api/admin/products/{id}",
  tags: ["Staff"],
  summary: "A product with everything of it",
  middleware: [withStaff] as const,
  request: { params: byId },
  responses: { 200: answers("The product", staffProduct), ...problems({ ...access, 404: "product.unknown" }) },
});

const make = createRoute({
  method: "put",
  path: "/api/admin/products/{id}",
  tags: ["Staff"],
  summary:
    "Makes a product under an id of the caller's own, a draft unless it says otherwise; a repeat changes nothing",
  middleware: [withStaff] as const,
  request: {
    params: z.object({ id: idShape }),
    body: jsonBody(
      productChangesShape
        .omit({ variants: true })
        .extend({ languageDefault: z.enum(LANGUAGES) })
        .openapi("NewProduct"),
    ),
  },
  responses: {
    200: answers("The same was made before", staffProduct),
    201: answers("The product", staffProduct),
    ...problems({
      ...access,
      409: "product.id_taken, product.slug_taken, product.sku_taken",
      415: "request.not_json",
      422: "request.invalid",
    }),
  },
});

const save = createRoute({
  method: "patch",
  path: "/api/admin/products/{id}",
  tags: ["Staff"],
  summary: "Changes a product; parts left out stay as they are",
  middleware: [withStaff] as const,
  request: { params: byId, body: jsonBody(productChangeShape) },
  responses: {
    200: answers("The product as it is now", staffProduct),
    ...problems({
      ...access,
      404: "product.unknown",
      409: "product.changed_meanwhile, product.slug_taken, product.sku_taken",
      415: "request.not_json",
      422: "request.invalid",
    }),
  },
});

const category = createRoute({
  method: "put",
  path: "/api/admin/categories/{id}",
  tags: ["Staff"],
  summary: "Makes or changes a category; the same again changes nothing",
  middleware: [withStaff] as const,
  request: { params: z.object({ id: idShape }), body: jsonBody(categoryShape) },
  responses: {
    200: answers("Whether anything changed", z.object({ id: z.string(), changed: z.boolean(), version: z.int() })),
    ...problems({
      ...access,
      409: "category.slug_taken, category.too_many, category.changed_meanwhile",
      415: "request.not_json",
      422: "request.invalid, category.parent_wrong",
    }),
  },
});

export const staffCatalogRoutes = newRouter()
  .openapi(list, async (c) => {
    const page = await listProductsForStaff(c.var.world, c.req.valid("query"));
    return page.ok ? c.json(page.value, 200) : problem(c, page.problem);
  })
  .openapi(read, async (c) => {
    const product = await readProductForStaff(c.var.world, c.req.valid("param").id);
    return product ? c.json(product as z.input<typeof staffProduct>, 200) : problem(c, { code: "product.unknown" });
  })
  .openapi(make, async (c) => {
    const { id: productId } = c.req.valid("param");
    const product = c.req.valid("json");
    const at = await marketFaults(c.var.world, product.markets);
    if (at.length > 0) return problem(c, { code: "request.invalid", at });
    const made = await createProduct(c.var.world, { productId, product, by: staffOf(c) });
    if (!made.ok) return problem(c, made.problem);
    const kept = await readProductForStaff(c.var.world, productId);
    if (!kept) return problem(c, { code: "product.unknown" });
    return c.json(kept as z.input<typeof staffProduct>, made.value.created ? 201 : 200);
  })
  .openapi(save, async (c) => {
    const { version, ...changes } = c.req.valid("json");
    const { id: productId } = c.req.valid("param");
    const at = await marketFaults(c.var.world, changes.markets);
    if (at.length > 0) return problem(c, { code: "request.invalid", at });
    const saved = await saveProduct(c.var.world, { productId, version, changes, by: staffOf(c) });
    if (!saved.ok) return problem(c, saved.problem);
    const product = await readProductForStaff(c.var.world, productId);
    return product ? c.json(product as z.input<typeof staffProduct>, 200) : problem(c, { code: "product.unknown" });
  })
  .openapi(category, async (c) => {
    const saved = await saveCategory(c.var.world, c.req.valid("param").id, c.req.valid("json"), staffOf(c));
    return saved.ok ? c.json(saved.value, 200) : problem(c, saved.problem);
  });

const marketFaults = async (world: World, markets: readonly MarketId[] | null | undefined) =>
  unknownMarkets(await world.markets(), Object.fromEntries((markets ?? []).map((id, at) => [`markets.${at}`, id])));

/** What a SKU is made of, for staff. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../../http/access.ts";
import { problem } from "../../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../../http/router.ts";
import { skuShape } from "../product-shapes.ts";
import { productVersion, VARIANT_ACCESS, variantParams } from "../variant-part-shapes.ts";
import { readVersionWith } from "../versions/variant-version-store.ts";
import { COMPONENT_QUANTITY_MAX, COMPONENTS_MAX } from "./bundle.ts";
import { readComponents } from "./bundle-store.ts";
import { saveBundle } from "./save-bundle-flow.ts";

const component = z.strictObject({ sku: skuShape, quantity: z.int().min(1).max(COMPONENT_QUANTITY_MAX) });
const bundleBody = z.strictObject({
  version: productVersion,
  components: z.array(component).max(COMPONENTS_MAX).openapi({ description: "None: the SKU is no bundle any more" }),
});
const bundleShape = z
  .object({ sku: z.string(), version: z.int(), components: z.array(component).readonly() })
  .openapi("Bundle");
const path = "/api/admin/products/{id}/bundles/{sku}";

const read = createRoute({
  method: "get",
  path,
  tags: ["Staff"],
  summary: "What a variant is made of; nothing where it is no bundle",
  middleware: [withStaff] as const,
  request: { params: variantParams },
  responses: { 200: answers("The bundle", bundleShape), ...problems({ ...VARIANT_ACCESS, 422: "request.invalid" }) },
});

const save = createRoute({
  method: "put",
  path,
  tags: ["Staff"],
  summary: "Say what a variant is made of; the same again changes nothing",
  middleware: [withStaff] as const,
  request: { params: variantParams, body: jsonBody(bundleBody) },
  responses: {
    200: answers("The bundle, and the product's version by now", bundleShape),
    ...problems({
      ...VARIANT_ACCESS,
      409: "product.changed_meanwhile, bundle.has_units, bundle.has_terms, bundle.is_component",
      415: "request.not_json",
      422: "request.invalid",
    }),
  },
});

export const bundleRoutes = newRouter()
  .openapi(read, async (c) => {
    const { catalog } = c.var.world;
    const { id, sku } = c.req.valid("param");
    const version = await readVersionWith(catalog, id, sku);
    if (!version.ok) return problem(c, version.problem);
    const components = (await readComponents(catalog, [sku])).get(sku) ?? [];
    return c.json({ sku, version: version.value, components }, 200);
  })
  .openapi(save, async (c) => {
    const { id: productId, sku } = c.req.valid("param");
    const ask = { ...c.req.valid("json"), productId, sku, by: staffOf(c) };
    const saved = await saveBundle(c.var.world, ask);
    return saved.ok ? c.json({ sku, ...saved.value }, 200) : problem(c, saved.problem);
  });

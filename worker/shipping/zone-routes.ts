/** Zones and their methods, for staff: listed, made, changed, and tried out on a cart that nobody has. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { COUNTRIES } from "../markets/countries.ts";
import { AMOUNT_MINOR_MAX } from "../pricing/money.ts";
import { readGoodsOf } from "./goods-store.ts";
import { previewShipping } from "./preview-shipping-flow.ts";
import { saveShippingGoods } from "./save-goods-flow.ts";
import { addShippingZone, saveShippingZone } from "./save-zone-flow.ts";
import { HAZARDS, ZONE_ID_MAX } from "./zone.ts";
import { GRAMS_MAX, goodsShape, newZoneShape, zoneAnswer, zoneChangeShape } from "./zone-shapes.ts";
import { listShippingZones } from "./zone-store.ts";

const PICKUP_PROBLEMS =
  "shipping_zone.pickup_closed (with `method`), shipping_zone.pickup_unknown, shipping_zone.pickup_elsewhere (with `method` and `location`)";
const tags = ["Staff"];
const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;
const TEXT_MAX = 100;

const list = createRoute({
  method: "get",
  path: "/api/admin/shipping-zones",
  tags,
  summary: "Every shipping zone with its methods, in order",
  middleware: [withStaff] as const,
  responses: { 200: answers("The zones", z.object({ items: z.array(zoneAnswer) })), ...problems(access) },
});

const create = createRoute({
  method: "post",
  path: "/api/admin/shipping-zones",
  tags,
  summary: "Make a shipping zone",
  description:
    "Its id is a lower-case slug of the client's own: the same again makes it once. To the places of an active zone without a method nothing is sent.",
  middleware: [withStaff] as const,
  request: { body: jsonBody(newZoneShape) },
  responses: {
    201: answers("The zone", zoneAnswer),
    ...problems({
      ...access,
      409: "shipping_zone.too_many",
      422: `request.invalid, shipping_zone.id_taken, ${PICKUP_PROBLEMS}`,
    }),
  },
});

const change = createRoute({
  method: "put",
  path: "/api/admin/shipping-zones/{id}",
  tags,
  summary: "Change a shipping zone: the whole of it, on the version that was read",
  description: "Checkouts that are begun keep what they were told.",
  middleware: [withStaff] as const,
  request: { params: z.object({ id: z.string().max(ZONE_ID_MAX) }), body: jsonBody(zoneChangeShape) },
  responses: {
    200: answers("The zone as it is now", zoneAnswer),
    ...problems({
      ...access,
      404: "shipping_zone.unknown",
      409: "shipping_zone.changed_meanwhile",
      422: `request.invalid, ${PICKUP_PROBLEMS}`,
    }),
  },
});

const preview = createRoute({
  method: "get",
  path: "/api/admin/shipping-preview",
  tags,
  summary: "What a cart would pay to an address",
  middleware: [withStaff] as const,
  request: {
    query: z.object({
      market: z.string().max(TEXT_MAX),
      country: z.enum(COUNTRIES as [string, ...string[]]).openapi({ type: "string" }),
      region: z.string().max(TEXT_MAX).exactOptional(),
      postalCode: z.string().max(TEXT_MAX).exactOptional(),
      subtotalMinor: z.coerce.number().int().min(0).max(AMOUNT_MINOR_MAX),
      weightGrams: z.coerce.number().int().min(0).max(GRAMS_MAX),
      hazard: z.enum(HAZARDS).exactOptional(),
    }),
  },
  responses: {
    200: answers(
      "The zone it falls in, and its methods, cheapest first",
      z.object({
        zoneId: z.string(),
        items: z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            amountMinor: z.int(),
            fromDate: z.iso.date(),
            toDate: z.iso.date(),
          }),
        ),
      }),
    ),
    ...problems({
      ...access,
      404: "market.unknown",
      422: "request.invalid, checkout.country_not_served, checkout.goods_not_shipped",
    }),
  },
});

const productParams = z.object({ id: z.string().min(1).max(TEXT_MAX) });
const readGoods = createRoute({
  method: "get",
  path: "/api/admin/products/{id}/shipping",
  tags,
  summary: "What carriers and customs ask of a product",
  middleware: [withStaff] as const,
  request: { params: productParams },
  responses: { 200: answers("What is said of it", goodsShape), ...problems(access) },
});

const changeGoods = createRoute({
  method: "put",
  path: "/api/admin/products/{id}/shipping",
  tags,
  summary: "Say what carriers and customs ask of a product",
  description: "A method that refuses its hazard is not offered to a cart with it.",
  middleware: [withStaff] as const,
  request: { params: productParams, body: jsonBody(goodsShape) },
  responses: {
    200: answers("What is said of it now", goodsShape),
    ...problems({ ...access, 404: "product.unknown", 409: "product.changed_meanwhile", 422: "request.invalid" }),
  },
});

export const zoneRoutes = newRouter()
  .openapi(readGoods, async (c) => c.json(await readGoodsOf(c.var.world.catalog, c.req.valid("param").id), 200))
  .openapi(changeGoods, async (c) => {
    const { id: productId } = c.req.valid("param");
    const saved = await saveShippingGoods(c.var.world, { productId, goods: c.req.valid("json"), by: staffOf(c) });
    return saved.ok ? c.json(saved.value, 200) : problem(c, saved.problem);
  })
  .openapi(list, async (c) => c.json({ items: await listShippingZones(c.var.world.catalog) }, 200))
  .openapi(create, async (c) => {
    const added = await addShippingZone(c.var.world, c.req.valid("json"), staffOf(c));
    if (!added.ok) return problem(c, added.problem);
    if (added.value.repeated) c.header("idempotent-replayed", "true");
    return c.json(added.value.zone, 201);
  })
  .openapi(change, async (c) => {
    const zone = { id: c.req.valid("param").id, ...c.req.valid("json") };
    const saved = await saveShippingZone(c.var.world, zone, staffOf(c));
    if (!saved.ok) return problem(c, saved.problem);
    if (saved.value.repeated) c.header("idempotent-replayed", "true");
    return c.json(saved.value.zone, 200);
  })
  .openapi(preview, async (c) => {
    const { market, subtotalMinor, weightGrams, hazard = null, ...to } = c.req.valid("query");
    const found = await previewShipping(c.var.world, { market, to, subtotalMinor, weightGrams, hazard });
    return found.ok ? c.json(found.value, 200) : problem(c, found.problem);
  });

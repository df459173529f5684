/** Carts over HTTP. A cart's id cannot be guessed, and whoever holds it may use the cart. */
import { createRoute, z } from "@hono/zod-openapi";
import { SKU_LENGTH_MAX } from "../catalog/product.ts";
import { promiseAnswer, soldVariantAnswer } from "../catalog/product-answer.ts";
import { problem } from "../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { MARKET_ID_MAX } from "../markets/market-id-shape.ts";
import { currencyShape } from "../pricing/currency-shape.ts";
import { AMOUNT_MINOR_MAX } from "../pricing/money.ts";
import { addToCart, beginCart, changeCartMarket, readCart, setCartLine } from "./cart-flow.ts";
import { SEEN_TIERS_MAX } from "./seen-price.ts";
import { quoteShipping } from "./shipping-flow.ts";

const ID_LENGTH_MAX = 128;
const PLACE_LENGTH_MAX = 100;
/** Far above what a cart takes: `cart.quantity_too_large` says where the limit is. */
const QUANTITY_ASKED_MAX = 1_000_000;

const minor = z.int().min(0);
const currency = currencyShape;
const money = z.object({ amountMinor: minor, currency });
const changedShape = z.object({
  priceFromMinor: minor.optional().openapi({ description: "The price that was shown when the line was last touched" }),
  availableOnly: minor.optional().openapi({ description: "Fewer units are left than asked for" }),
  gone: z.literal(true).optional().openapi({ description: "Not sold any more; counts in no total" }),
});
const lineShape = soldVariantAnswer.extend({
  quantity: z.int().min(1),
  totalMinor: minor,
  price: money,
  available: z.int().nullable().openapi({ description: "Units that may be bought; null where they are not counted" }),
  keptBack: z.int().openapi({ description: "Units that the market keeps back" }),
  orderMax: z.int().openapi({ description: "Units of one order" }),
  promise: promiseAnswer,
  compareAtMinor: minor.nullable().openapi({ description: "What a unit is reduced from, or null" }),
  lowest30Days: z.boolean().openapi({ description: "Whether that is the lowest price of the 30 days before" }),
  honoured: z
    .object({ untilMs: z.int(), thenMinor: minor })
    .nullable()
    .openapi({ description: "It costs more by now: how long this price holds, and what a unit costs then" }),
  terms: z
    .object({ amountMinor: minor, tiers: z.array(z.object({ from: z.int(), amountMinor: minor })).readonly() })
    .openapi({ description: "What a unit costs at this and other quantities: show it, and send it back as `seen`" }),
  changed: changedShape.nullable(),
});
const totalsShape = z.object({ currency, subtotalMinor: minor, itemCount: z.int().min(0) });
const cartShape = z
  .object({
    id: z.string(),
    market: z.string(),
    lines: z.array(lineShape).readonly(),
    totals: totalsShape,
    updatedAtMs: z.int(),
  })
  .openapi("Cart");

const operationId = z
  .string()
  .regex(/^[\w:.-]{1,64}$/)
  .openapi({ description: "Made by the client, one a change. Sent again, it changes nothing." });
const marketId = z.string().max(MARKET_ID_MAX).openapi({ description: "The path of an open market" });
const sku = z.string().min(1).max(SKU_LENGTH_MAX);
const seenMinor = z.int().min(0).max(AMOUNT_MINOR_MAX);
const seenTier = z.strictObject({ from: z.int().min(1).max(QUANTITY_ASKED_MAX), amountMinor: seenMinor });
const seen = z
  .strictObject({ currency, amountMinor: seenMinor, tiers: z.array(seenTier).max(SEEN_TIERS_MAX).default([]) })
  .exactOptional()
  .openapi({
    description:
      "The price of a unit that the shopper had before them. It changes no price: where the cart asks another, `changed` says from which.",
  });
const cartParams = z.object({ id: z.string().max(ID_LENGTH_MAX) });
const tags = ["Cart"];

const open = createRoute({
  method: "post",
  path: "/api/carts",
  tags,
  summary: "Open a cart",
  request: { body: jsonBody(z.strictObject({ market: marketId })) },
  responses: {
    201: answers("An empty cart", cartShape),
    ...problems({ 404: "market.unknown", 415: "request.not_json", 422: "request.invalid" }),
  },
});

const read = createRoute({
  method: "get",
  path: "/api/carts/{id}",
  tags,
  summary: "A cart at today's prices",
  description: "A line whose price or availability has changed since it was added says so in `changed`.",
  request: { params: cartParams },
  responses: { 200: answers("The cart", cartShape), ...problems({ 404: "cart.unknown", 422: "request.invalid" }) },
});

const changeProblems = problems({
  404: "cart.unknown, cart.sku_unknown",
  409: "cart.too_many_lines, cart.quantity_too_large (each with `max`)",
  415: "request.not_json",
  422: "request.invalid, cart.operation_differs",
});

const add = createRoute({
  method: "post",
  path: "/api/carts/{id}/lines",
  tags,
  summary: "Add units of a SKU",
  description: "Adds to what the cart has of the SKU. Nothing is held until checkout.",
  request: {
    params: cartParams,
    body: jsonBody(z.strictObject({ operationId, sku, quantity: z.int().min(1).max(QUANTITY_ASKED_MAX), seen })),
  },
  responses: { 200: answers("The cart", cartShape), ...changeProblems },
});

const set = createRoute({
  method: "put",
  path: "/api/carts/{id}/lines/{sku}",
  tags,
  summary: "Set how many units of a SKU the cart has",
  description: "0 takes the line out.",
  request: {
    params: cartParams.extend({ sku }),
    body: jsonBody(z.strictObject({ operationId, quantity: z.int().min(0).max(QUANTITY_ASKED_MAX), seen })),
  },
  responses: { 200: answers("The cart", cartShape), ...changeProblems },
});

const move = createRoute({
  method: "put",
  path: "/api/carts/{id}/market",
  tags,
  summary: "Move a cart to another market",
  description: "Its language, currency and prices from then on.",
  request: { params: cartParams, body: jsonBody(z.strictObject({ operationId, market: marketId })) },
  responses: {
    200: answers("The cart", cartShape),
    ...problems({
      404: "cart.unknown, market.unknown",
      415: "request.not_json",
      422: "request.invalid, cart.operation_differs",
    }),
  },
});

const date = z.iso.date();
const offerShape = z.object({
  id: z.string(),
  name: z.string().openapi({ description: "In the market's language" }),
  price: money,
  estimate: z.object({ fromDate: date, toDate: date }).openapi({ description: "Days on which it arrives" }),
  dependsOnAddress: z.boolean().openapi({ description: "What is known of the address lies in no zone yet" }),
});
const shipping = createRoute({
  method: "get",
  path: "/api/shipping-methods",
  tags: ["Checkout"],
  summary: "Ways to send a cart's goods to a place",
  description: "The country alone answers what its zone offers; a region or postal code may lie in a zone of its own.",
  request: {
    query: z.object({
      market: marketId,
      country: z.string().regex(/^[A-Za-z]{2}$/),
      region: z.string().max(PLACE_LENGTH_MAX).exactOptional(),
      postalCode: z.string().max(PLACE_LENGTH_MAX).exactOptional(),
      cartId: z.string().max(ID_LENGTH_MAX),
    }),
  },
  responses: {
    200: answers("Cheapest first", z.object({ items: z.array(offerShape) })),
    ...problems({
      404: "market.unknown, cart.unknown",
      422: "request.invalid, checkout.country_not_served, checkout.goods_not_shipped",
    }),
  },
});

export const cartRoutes = newRouter()
  .openapi(open, async (c) => {
    const market = (await c.var.world.markets()).find(c.req.valid("json").market);
    if (!market) return problem(c, { code: "market.unknown" });
    const cart = await beginCart(c.var.world, market.id);
    if (!cart.ok) return problem(c, cart.problem);
    return c.json(cart.value, 201);
  })
  .openapi(read, async (c) => {
    const cart = await readCart(c.var.world, c.req.valid("param").id);
    if (!cart.ok) return problem(c, cart.problem);
    return c.json(cart.value, 200);
  })
  .openapi(add, async (c) => {
    const cart = await addToCart(c.var.world, c.req.valid("param").id, c.req.valid("json"));
    if (!cart.ok) return problem(c, cart.problem);
    return c.json(cart.value, 200);
  })
  .openapi(set, async (c) => {
    const { id, sku } = c.req.valid("param");
    const cart = await setCartLine(c.var.world, id, { sku, ...c.req.valid("json") });
    if (!cart.ok) return problem(c, cart.problem);
    return c.json(cart.value, 200);
  })
  .openapi(move, async (c) => {
    const { operationId, market: asked } = c.req.valid("json");
    const market = (await c.var.world.markets()).find(asked);
    if (!market) return problem(c, { code: "market.unknown" });
    const cart = await changeCartMarket(c.var.world, c.req.valid("param").id, operationId, market.id);
    if (!cart.ok) return problem(c, cart.problem);
    return c.json(cart.value, 200);
  })
  .openapi(shipping, async (c) => {
    const { market: asked, cartId, ...place } = c.req.valid("query");
    const market = (await c.var.world.markets()).find(asked);
    if (!market) return problem(c, { code: "market.unknown" });
    const to = { ...place, country: place.country.toUpperCase() };
    const offers = await quoteShipping(c.var.world, { market: market.id, to, cartId });
    if (!offers.ok) return problem(c, offers.problem);
    const items = offers.value.map(({ id, name, amountMinor, estimate, dependsOnAddress = false }) => ({
      id,
      name,
      price: { amountMinor, currency: market.currency },
      estimate: { fromDate: estimate.fromDateIso, toDate: estimate.toDateIso },
      dependsOnAddress,
    }));
    return c.json({ items }, 200);
  });

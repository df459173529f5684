/** Checkouts over HTTP. A checkout's id is a secret of the client that made it up, and the right to see it. */
import { createRoute, z } from "@hono/zod-openapi";
import { getCookie } from "hono/cookie";
import { VISITOR_COOKIE } from "../drops/drop-cookies.ts";
import { PASSES_MAX, readVisitor } from "../drops/pass.ts";
import { SIGNED_LENGTH_MAX } from "../drops/signed.ts";
import { withViewer } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { limitTries, takeTryOfNetwork } from "../http/rate-limit.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { totalsShape } from "../orders/order-shapes.ts";
import { AMOUNT_MINOR_MAX } from "../pricing/money.ts";
import { businessShape } from "../tax/vat/business.ts";
import { beginCheckout } from "./begin-checkout-flow.ts";
import { cancelCheckout } from "./cancel-checkout-flow.ts";
import { CHECKOUT_MOVES, type CheckoutState } from "./checkout.ts";
import { readCheckoutStatus, viewStatus } from "./read-status-flow.ts";

const TEXT_LENGTH_MAX = 200;
const EMAIL_LENGTH_MAX = 254;
const ID_LENGTH_MAX = 128;
const STATES = Object.keys(CHECKOUT_MOVES) as [CheckoutState, ...CheckoutState[]];

const tags = ["Checkout"];
const id = z.uuidv4().openapi({ description: "A random UUID of version 4, made and kept secret by the client" });
const text = z.string().max(TEXT_LENGTH_MAX);
const beginBody = z.strictObject({
  id,
  cartId: z.string().max(ID_LENGTH_MAX),
  email: z.email().max(EMAIL_LENGTH_MAX),
  shippingAddress: z.strictObject({
    name: text.default(""),
    line1: text.default(""),
    line2: text.default(""),
    district: text
      .default("")
      .openapi({ description: "Of countries whose addresses name one, such as Brazil's bairro" }),
    city: text.default(""),
    region: text.default(""),
    postalCode: text.default(""),
    country: z.string().length(2),
    phone: text.default("").openapi({ description: "Kept in E.164; a national number is taken as one of the country" }),
  }),
  shippingMethodId: z.string().max(ID_LENGTH_MAX).default("").openapi({
    description:
      "Left out where all is downloaded: then the address is a country, in the US with its state. Of what is collected, the id of a pick-up point: then the address is a name, and for a business its own",
  }),
  business: businessShape.optional().openapi({ description: "Who buys for a business: it stands on the invoice" }),
  totalMinor: z.int().min(0).max(AMOUNT_MINOR_MAX).optional().openapi({
    description: "What the shopper was shown, in minor units of the market's currency: another total by now is refused",
  }),
  passes: z
    .array(z.string().max(SIGNED_LENGTH_MAX))
    .max(PASSES_MAX)
    .default([])
    .openapi({ description: "Of each drop that sells a SKU of the cart" }),
});

const status = {
  id: z.string(),
  state: z.enum(STATES),
  expiresAt: z.iso.datetime().openapi({ description: "Until when it can be paid" }),
  totals: totalsShape,
  orderId: z.string().optional(),
};
const payment = z.object({ url: z.string().openapi({ description: "The payment provider's own page" }) });
const statusShape = z
  .object({ ...status, payment: payment.optional(), orderUrl: z.string().optional() })
  .openapi("CheckoutStatus");

const begin = createRoute({
  method: "post",
  path: "/api/checkouts",
  tags,
  summary: "Hold a cart's units and create the payment",
  description:
    "Prices the cart in its market. The same id and body again answer the first answer, with `Idempotent-Replayed: true`. A checkout that was refused has ended: begin another, with a new id. A cart has one checkout that can be paid: another one closes the payment page of the one before it, or is refused with checkout.moved_on where that was paid.",
  middleware: [limitTries("checkout.begin"), withViewer] as const,
  request: { body: jsonBody(beginBody) },
  responses: {
    201: answers("Held, and to be paid at `payment.url`", z.object({ ...status, payment }).openapi("Checkout")),
    ...problems({
      403: "drop.pass_needed, drop.pass_forged, drop.pass_expired",
      404: "cart.unknown",
      409: "stock.insufficient (with `lines`: each short SKU and how many are left), stock.order_limit (with `sku` and `max`), stock.buyer_limit (with `sku` and `left`: so many more the buyer may have), cart.empty, cart.too_many_lines, checkout.moved_on, checkout.still_working, checkout.total_too_large, checkout.pickup_short (with `sku`), checkout.total_changed (with `totalMinor`: what it comes to now), payment.amount_too_small, drop.not_open, drop.pass_used",
      415: "request.not_json",
      422: "request.invalid, checkout.id_taken, checkout.country_not_served, checkout.shipping_unknown, checkout.goods_not_shipped, checkout.method_refuses_goods (each with `sku`), checkout.pickup_closed, checkout.vat_malformed, checkout.vat_not_listed, checkout.company_missing, payment.email_refused",
      429: "request.rate_limited",
      503: "payment.unavailable, checkout.tax_unavailable",
    }),
  },
});

const read = createRoute({
  method: "get",
  path: "/api/checkouts/{id}",
  tags,
  summary: "How a checkout stands",
  request: { params: z.object({ id }) },
  responses: {
    200: answers("The checkout; once paid, with its order and the order's link", statusShape),
    ...problems({ 404: "checkout.unknown", 422: "request.invalid" }),
  },
});

const cancel = createRoute({
  method: "post",
  path: "/api/checkouts/{id}/cancel",
  tags,
  summary: "Close the payment page and give the units back",
  description: "Does nothing to a checkout that has ended. One that was paid meanwhile answers as paid.",
  request: { params: z.object({ id }) },
  responses: {
    200: answers("How it stands after it", statusShape),
    ...problems({
      404: "checkout.unknown",
      409: "checkout.still_working",
      422: "request.invalid",
      503: "payment.unavailable",
    }),
  },
});

export const checkoutRoutes = newRouter()
  .openapi(begin, async (c) => {
    const { world, viewer } = c.var;
    const { passes, ...body } = c.req.valid("json");
    if (body.business?.vatNumber) {
      const passed = await takeTryOfNetwork(world, "checkout.vat", c.req.raw.headers);
      if (!passed.ok) return problem(c, passed.problem);
    }
    const visitorId = readVisitor(world.config.authSecret, getCookie(c, VISITOR_COOKIE) ?? "");
    // Staff order for others: such an order is in no account.
    const customerId = viewer?.role === "customer" ? viewer.id : null;
    const begun = await beginCheckout(world, { ...body, customerId }, { passes, visitorId });
    if (!begun.ok) return problem(c, begun.problem);
    const { replayed, ...answer } = begun.value;
    if (replayed) c.header("idempotent-replayed", "true");
    return c.json(answer, 201);
  })
  .openapi(read, async (c) => {
    const found = await readCheckoutStatus(c.var.world, c.req.valid("param").id);
    return found.ok ? c.json(found.value, 200) : problem(c, found.problem);
  })
  .openapi(cancel, async (c) => {
    const ended = await cancelCheckout(c.var.world, c.req.valid("param").id);
    return ended.ok ? c.json(await viewStatus(c.var.world, ended.value), 200) : problem(c, ended.problem);
  });

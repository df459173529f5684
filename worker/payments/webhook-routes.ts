/** Where the payment provider tells what happened. Answers 200 once the effect is stored; anything else is told again. */
import { createRoute, z } from "@hono/zod-openapi";
import { problem } from "../http/problem.ts";
import { answers, newRouter, problems } from "../http/router.ts";
import { settlePayment } from "./settle-payment-flow.ts";

const stripe = createRoute({
  method: "post",
  path: "/api/webhooks/stripe",
  tags: ["Payments"],
  summary: "Stripe tells what happened to a payment or a refund",
  description: "Signed by Stripe in `Stripe-Signature`. A message may come any number of times, in any order.",
  responses: {
    200: answers("Stored", z.object({ received: z.literal(true) })),
    ...problems({ 400: "webhook.bad_signature" }),
  },
});

export const webhookRoutes = newRouter().openapi(stripe, async (c) => {
  const { world } = c.var;
  const message = await world.payments.readMessage(await c.req.text(), c.req.header("stripe-signature") ?? "");
  if (!message.ok) return problem(c, message.problem);
  await settlePayment(world, message.value);
  return c.json({ received: true as const }, 200);
});

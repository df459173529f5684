/** The client as the Worker runs it: the SDK in the Workers runtime, the emulated Stripe at the other end of a `fetch`. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { SessionAsk } from "../../worker/payments/payment-provider.ts";
import { worldOf } from "../../worker/world.ts";
import { failNext, payByBank, payFor, settlePayment, takeDeliveries } from "../support/stripe-emulator.ts";

const payments = () => worldOf(env, { waitUntil: () => undefined }, "request-1", "http://store.test").payments;

const ask = (): SessionAsk => ({
  checkoutId: crypto.randomUUID(),
  email: "shopper@example.com",
  locale: "en-GB",
  currency: "GBP",
  paymentMethods: null,
  lines: [{ name: "Aurora headphones", quantity: 2, unitMinor: 4_999, imageUrl: null }],
  shipping: { name: "Standard", amountMinor: 399 },
  taxOnTopMinor: 0,
  successUrl: "http://store.test/en-gb/done",
  cancelUrl: "http://store.test/en-gb/checkout",
  expiresAtMs: Date.now() + 34 * 60_000,
});

async function openSession(asked = ask()) {
  const made = await payments().createSession(asked);
  if (!made.ok) throw new Error(made.problem.code);
  return made.value;
}

test("a payment is made, paid, and told of by messages whose signatures hold", async () => {
  const session = await openSession();
  expect(session).toMatchObject({ state: "open", payment: "unpaid", amountMinor: 10_397, currency: "GBP" });
  expect(await payFor(session.id)).toEqual({ state: "complete" });
  const told = await Promise.all(
    (await takeDeliveries(session.id)).map(({ body, signature }) => payments().readMessage(body, signature)),
  );
  expect(told).toContainEqual({
    ok: true,
    value: expect.objectContaining({
      kind: "session_completed",
      session: expect.objectContaining({
        id: session.id,
        checkoutId: session.checkoutId,
        state: "complete",
        payment: "paid",
      }),
    }),
  });
});

test("a delayed payment that fails in the end can be read from the session", async () => {
  const session = await openSession();
  await payByBank(session.id, "fails");
  expect(await payments().readSession(session.id)).toMatchObject({ value: { state: "complete", payment: "unpaid" } });
  await settlePayment(session.id);
  expect(await payments().readSession(session.id)).toMatchObject({ value: { state: "complete", payment: "failed" } });
});

test("an answer that is lost on its way is asked for again, and nothing is made twice", async () => {
  const asked = ask();
  await failNext({ call: "create_session", kind: "disconnect", when: "after", about: asked.checkoutId });
  const session = await openSession(asked);
  expect(await openSession(asked)).toEqual(session);
});

test("a provider that answers nothing but errors is unavailable", async () => {
  const session = await openSession();
  await failNext({ call: "read_session", kind: "error", times: 3, about: session.id });
  expect(await payments().readSession(session.id)).toEqual({ ok: false, problem: { code: "payment.unavailable" } });
});

test("tests reach no server but the emulated one", async () => {
  const response = await fetch("http://elsewhere.test/");
  expect(response.status).toBe(500);
});

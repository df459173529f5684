/** What Stripe's messages mean to the store. */
import { describe, expect, test } from "vitest";
import { EVENT_TYPES, paymentMessageOf } from "../../worker/payments/stripe-message.ts";

const session = {
  id: "cs_test_1",
  metadata: { checkoutId: "checkout-1" },
  amount_total: 1_099,
  currency: "eur",
  payment_intent: "pi_1",
  payment_status: "paid",
  status: "complete",
};
const refund = { id: "re_1", status: "succeeded", metadata: { refundId: "refund-1" } };
const messageOf = (type: string, object: object) => paymentMessageOf({ id: "evt_1", type, data: { object } } as never);

describe("a message from Stripe", () => {
  test.each([
    ["checkout.session.completed", "session_completed"],
    ["checkout.session.async_payment_succeeded", "session_payment_succeeded"],
    ["checkout.session.async_payment_failed", "session_payment_failed"],
    ["checkout.session.expired", "session_expired"],
  ])("%s tells how the session stands", (type, kind) => {
    expect(messageOf(type, session)).toMatchObject({ id: "evt_1", type, kind, session: { checkoutId: "checkout-1" } });
  });

  test.each(["charge.refund.updated", "refund.updated", "refund.created", "refund.failed"])(
    "%s tells how a refund stands",
    (type) => {
      expect(messageOf(type, refund)).toEqual({
        id: "evt_1",
        type,
        kind: "refund_changed",
        refundId: "refund-1",
        refund: { providerId: "re_1", state: "succeeded" },
      });
    },
  );

  test.each([
    ["pending", "pending"],
    ["requires_action", "pending"],
    ["succeeded", "succeeded"],
    ["failed", "failed"],
    ["canceled", "failed"],
  ])("a refund that Stripe calls %s is %s", (status, state) => {
    expect(messageOf("refund.updated", { ...refund, status })).toMatchObject({ refund: { state } });
  });

  test("a refund made by hand at Stripe carries no id of the store's", () => {
    expect(messageOf("refund.updated", { ...refund, metadata: {} })).toMatchObject({ refundId: null });
  });

  test("what the store has no use for is ignored, and so is what it did not make", () => {
    expect(messageOf("payment_intent.succeeded", {})).toEqual({
      id: "evt_1",
      type: "payment_intent.succeeded",
      kind: "ignored",
    });
    expect(messageOf("checkout.session.completed", { ...session, metadata: {} })).toMatchObject({ kind: "ignored" });
    expect(messageOf("__proto__", session)).toMatchObject({ kind: "ignored" });
  });

  test("every kind that a deployed store subscribes to means something", () => {
    for (const type of EVENT_TYPES)
      expect(messageOf(type, type.startsWith("checkout") ? session : refund).kind).not.toBe("ignored");
  });
});

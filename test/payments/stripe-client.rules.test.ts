/** The Stripe client against the emulated Stripe: what repeats safely, what is unavailable, what is refused, what is a bug. */
import { describe, expect, test } from "vitest";
import { signatureOf } from "../../tools/stripe-emulator/signature.ts";
import { CLOSED, FAILURES_MAX, OPEN_MS } from "../../worker/payments/breaker.ts";
import { callApi, granted, sessionAsk, stripeInProcess, tell, WEBHOOK_SECRET } from "../support/stripe-in-process.ts";

const UNAVAILABLE = { ok: false, problem: { code: "payment.unavailable" } };

async function paidSession(stripe = stripeInProcess(), card = "4242424242424242") {
  const { id } = granted(await stripe.payments.createSession(sessionAsk()));
  await tell(stripe.emulator, `sessions/${id}/pay`, { card });
  const session = granted(await stripe.payments.readSession(id));
  return { stripe, session, paymentId: session.paymentId ?? "" };
}

describe("a payment session", () => {
  test("asked for twice with the same checkout is one session", async () => {
    const { payments, emulator } = stripeInProcess();
    const ask = sessionAsk();
    const [first, second] = await Promise.all([payments.createSession(ask), payments.createSession(ask)]);
    expect(first).toEqual(second);
    const { body } = await callApi(emulator, "GET", "/v1/checkout/sessions");
    expect((body as { data: [] }).data).toHaveLength(1);
  });

  test("another order under the same checkout is a bug, and nothing is made", async () => {
    const { payments } = stripeInProcess();
    const ask = sessionAsk();
    await payments.createSession(ask);
    await expect(payments.createSession({ ...ask, taxOnTopMinor: 1 })).rejects.toThrow("StripeIdempotencyError");
  });

  test("below the least that Stripe charges, or for an address it cannot write to, is refused and not made", async () => {
    const { payments, emulator } = stripeInProcess();
    const ask = sessionAsk();
    const lines = ask.lines.slice(0, 1).map((line) => ({ ...line, quantity: 1, unitMinor: 49 }));
    const small = { ...ask, lines, shipping: { ...ask.shipping, amountMinor: 0 }, taxOnTopMinor: 0 };
    expect(await payments.createSession(small)).toEqual({ ok: false, problem: { code: "payment.amount_too_small" } });
    const nowhere = { ...sessionAsk(), email: "no-address" };
    expect(await payments.createSession(nowhere)).toEqual({ ok: false, problem: { code: "payment.email_refused" } });
    expect(await callApi(emulator, "GET", "/v1/checkout/sessions")).toMatchObject({ body: { data: [] } });
  });

  test("by a method that the account has off is asked for without, and the log says so", async () => {
    const { payments, emulator, logged } = stripeInProcess();
    const ask = sessionAsk({ currency: "EUR", paymentMethods: ["card", "klarna"] });
    const [first, second] = [await payments.createSession(ask), await payments.createSession(ask)];
    expect(granted(first)).toMatchObject({ state: "open" });
    expect(second, "and asked for again is the same one").toEqual(first);
    const { body } = await callApi(emulator, "GET", "/v1/checkout/sessions");
    expect(body).toMatchObject({ data: [{ payment_method_types: ["card", "sepa_debit"] }] });
    expect(logged).toContainEqual({
      event: "payment.methods_refused",
      facts: { checkoutId: ask.checkoutId, methods: "card klarna" },
    });
  });

  test("expired by the store can no longer be paid", async () => {
    const stripe = stripeInProcess();
    const { id } = granted(await stripe.payments.createSession(sessionAsk()));
    expect(await stripe.payments.expireSession(id)).toMatchObject({ ok: true, value: { state: "expired", url: null } });
    expect(await tell(stripe.emulator, `sessions/${id}/pay`, { card: "4242424242424242" })).toEqual({
      state: "closed",
    });
    expect(await stripe.payments.expireSession(id)).toMatchObject({ ok: true, value: { state: "expired" } });
  });

  test("paid a moment before it is expired stays paid, and the store is told so", async () => {
    const { stripe, session } = await paidSession();
    expect(await stripe.payments.expireSession(session.id)).toMatchObject({
      value: { state: "complete", payment: "paid" },
    });
  });

  test("that Stripe does not know is a bug", async () => {
    const { payments } = stripeInProcess();
    await expect(payments.readSession("cs_test_none")).rejects.toThrow(
      "404 StripeInvalidRequestError resource_missing session",
    );
  });
});

describe("a refund", () => {
  test("asked for twice is made once", async () => {
    const { stripe, paymentId } = await paidSession();
    const ask = { refundId: "refund-1", paymentId, amountMinor: 500, currency: "USD" as const };
    const first = granted(await stripe.payments.refund(ask));
    expect(first.state).toBe("succeeded");
    expect(await stripe.payments.refund(ask)).toEqual({ ok: true, value: first });
    const { body } = await callApi(stripe.emulator, "GET", "/v1/refunds");
    expect((body as { data: [] }).data).toHaveLength(1);
  });

  test("of more than is left, or of nothing left, fails without an id", async () => {
    const { stripe, session, paymentId } = await paidSession();
    const refund = (refundId: string, amountMinor: number) =>
      stripe.payments.refund({ refundId, paymentId, amountMinor, currency: "USD" });
    const refusal = { ok: true, value: { providerId: null, state: "failed" } };
    expect(await refund("too-much", session.amountMinor + 1)).toEqual(refusal);
    expect(await refund("all", session.amountMinor)).toMatchObject({ value: { state: "succeeded" } });
    expect(await refund("more", 1)).toEqual(refusal);
  });

  test("can be pending at first, and fail after it had succeeded", async () => {
    const pending = await paidSession(stripeInProcess(), "4000000000007726");
    const failing = await paidSession(stripeInProcess(), "4000000000005126");
    const ask = { refundId: "refund-1", amountMinor: 500, currency: "USD" as const };
    const first = await pending.stripe.payments.refund({ ...ask, paymentId: pending.paymentId });
    expect(first).toMatchObject({ value: { state: "pending" } });
    const second = granted(await failing.stripe.payments.refund({ ...ask, paymentId: failing.paymentId }));
    expect(second.state).toBe("succeeded");
    await tell(failing.stripe.emulator, `refunds/${second.providerId}/settle`);
    const { items } = (await tell(failing.stripe.emulator, "deliveries/take", { session: failing.session.id })) as {
      items: { type: string; body: string; signature: string }[];
    };
    const { body, signature } = items.at(-1) ?? { body: "", signature: "" };
    expect(await failing.stripe.payments.readMessage(body, signature)).toMatchObject({
      value: {
        kind: "refund_changed",
        refundId: "refund-1",
        refund: { providerId: second.providerId, state: "failed" },
      },
    });
  });

  test("of a payment that Stripe does not know is a bug", async () => {
    const { payments } = stripeInProcess();
    await expect(
      payments.refund({ refundId: "r", paymentId: "pi_none", amountMinor: 1, currency: "USD" }),
    ).rejects.toThrow("resource_missing");
  });
});

describe("the provider's own books", () => {
  test("tell every session once, page by page, newest first, and how each stands", async () => {
    const stripe = stripeInProcess();
    const ids: string[] = [];
    for (let count = 0; count < 103; count += 1) {
      const { id } = granted(await stripe.payments.createSession(sessionAsk()));
      ids.unshift(id);
    }
    await tell(stripe.emulator, `sessions/${ids[0]}/pay`, { card: "4242424242424242" });
    await tell(stripe.emulator, `sessions/${ids[102]}/pay`, { bank: "fails" });
    await tell(stripe.emulator, `sessions/${ids[102]}/settle`);
    const first = granted(await stripe.payments.listSessions({ sinceMs: 0, after: null }));
    const second = granted(await stripe.payments.listSessions({ sinceMs: 0, after: first.next }));
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect([first.next, second.next]).toEqual([ids[99], null]);
    expect(first.items[0]).toMatchObject({ state: "complete", payment: "paid", createdAtMs: stripe.clock.nowMs });
    expect(second.items.at(-1)).toMatchObject({ state: "complete", payment: "failed" });
  });

  test("end where sessions get older than asked for, and leave out those of others", async () => {
    const stripe = stripeInProcess();
    granted(await stripe.payments.createSession(sessionAsk()));
    stripe.clock.nowMs += 60_000;
    const foreign =
      "mode=payment&success_url=https%3A%2F%2Fa.test&line_items[0][quantity]=1&line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount]=500&line_items[0][price_data][product_data][name]=A";
    expect((await callApi(stripe.emulator, "POST", "/v1/checkout/sessions", foreign)).status).toBe(200);
    const expiresAtMs = stripe.clock.nowMs + 34 * 60_000;
    const { id } = granted(await stripe.payments.createSession(sessionAsk({ expiresAtMs })));
    const page = granted(await stripe.payments.listSessions({ sinceMs: stripe.clock.nowMs, after: null }));
    expect([page.items.map((one) => one.id), page.next]).toEqual([[id], null]);
  });

  test("tell every refund, whoever made it, of one payment or of a time", async () => {
    const { stripe, paymentId } = await paidSession();
    await stripe.payments.refund({ refundId: "refund-1", paymentId, amountMinor: 500, currency: "USD" as const });
    stripe.clock.nowMs += 60_000;
    await callApi(stripe.emulator, "POST", "/v1/refunds", `payment_intent=${paymentId}&amount=7`);
    const list = async (over: object) =>
      granted(await stripe.payments.listRefunds({ sinceMs: 0, after: null, ...over }));
    expect((await list({ paymentId })).items).toEqual([
      expect.objectContaining({ refundId: null, amountMinor: 7, paymentId, state: "succeeded", currency: "USD" }),
      expect.objectContaining({ refundId: "refund-1", amountMinor: 500, currency: "USD" as const }),
    ]);
    expect((await list({ sinceMs: stripe.clock.nowMs })).items).toHaveLength(1);
    expect(await list({ paymentId: "pi_none" })).toEqual({ items: [], next: null });
  });

  test("are unavailable while the provider does not answer", async () => {
    const { payments, emulator } = stripeInProcess();
    await tell(emulator, "faults", { kind: "error", times: 2 });
    expect(await payments.listSessions({ sinceMs: 0, after: null })).toEqual(UNAVAILABLE);
    expect(await payments.listRefunds({ sinceMs: 0, after: null })).toEqual(UNAVAILABLE);
  });
});

describe("a provider that does not answer", () => {
  test.each(["error", "disconnect"])(
    "is unavailable (%s), and says so in the log without what was sent",
    async (kind) => {
      const { payments, emulator, logged } = stripeInProcess();
      await tell(emulator, "faults", { kind });
      expect(await payments.createSession(sessionAsk())).toEqual(UNAVAILABLE);
      expect(logged).toEqual([
        { event: "payment.call_failed", facts: expect.objectContaining({ call: "create_session", breaker: "closed" }) },
      ]);
      expect(JSON.stringify(logged)).not.toMatch(/shopper@|sk_test|headphones/);
    },
  );

  test("is unavailable when the time is up", async () => {
    const { payments, emulator } = stripeInProcess({}, { timeoutMs: 5 });
    await tell(emulator, "faults", { kind: "hang" });
    expect(await payments.createSession(sessionAsk())).toEqual(UNAVAILABLE);
  });

  test("is asked again under the same key, so that work whose answer was lost is not done twice", async () => {
    const { payments, emulator, calls } = stripeInProcess({}, { retriesMax: 1 });
    await tell(emulator, "faults", { kind: "disconnect", when: "after" });
    const session = granted(await payments.createSession(sessionAsk()));
    const { body } = await callApi(emulator, "GET", "/v1/checkout/sessions");
    expect((body as { data: { id: string }[] }).data.map(({ id }) => id)).toEqual([session.id]);
    expect(calls).toHaveLength(1);
  });

  test("is not asked at all while the breaker is open, then once, then again", async () => {
    const stripe = stripeInProcess({}, { breaker: { current: CLOSED } });
    const { payments, emulator, calls, clock, logged } = stripe;
    await tell(emulator, "faults", { kind: "error", times: FAILURES_MAX + 1 });
    for (let call = 0; call < FAILURES_MAX; call += 1) await payments.createSession(sessionAsk());
    expect(logged.at(-1)?.facts).toMatchObject({ breaker: "open" });
    expect(await payments.createSession(sessionAsk())).toEqual(UNAVAILABLE);
    expect(calls).toHaveLength(FAILURES_MAX);
    clock.nowMs += OPEN_MS;
    expect(await payments.createSession(sessionAsk())).toEqual(UNAVAILABLE);
    expect(calls).toHaveLength(FAILURES_MAX + 1);
    clock.nowMs += 2 * OPEN_MS;
    expect((await payments.createSession(sessionAsk())).ok).toBe(true);
    expect((await payments.createSession(sessionAsk())).ok).toBe(true);
  });

  test("is not taken to be down by a bug of ours", async () => {
    const { payments } = stripeInProcess({}, { breaker: { current: CLOSED } });
    for (let call = 0; call <= FAILURES_MAX; call += 1) await expect(payments.readSession("cs_none")).rejects.toThrow();
    expect((await payments.createSession(sessionAsk())).ok).toBe(true);
  });

  test("is never called without a key: payments are unavailable until one is set", async () => {
    const { client, calls, logged } = stripeInProcess();
    expect(await client("").createSession(sessionAsk())).toEqual(UNAVAILABLE);
    expect(calls).toEqual([]);
    expect(logged).toEqual([{ event: "payment.key_missing", facts: { call: "create_session" } }]);
  });

  test("that does not know the key is a mistake in the settings, and the key is not told", async () => {
    const failure = stripeInProcess().client("sk_live_1234567890abcdef").createSession(sessionAsk());
    await expect(failure).rejects.toThrow(/^Stripe takes what is sent: 401 StripeAuthenticationError req_\w+$/);
  });
});

describe("a message", () => {
  const BODY = JSON.stringify({ id: "evt_1", object: "event", type: "payment_intent.succeeded", data: { object: {} } });
  const BAD = { ok: false, problem: { code: "webhook.bad_signature" } };

  test("signed by Stripe is read", async () => {
    const { payments, clock } = stripeInProcess();
    const read = await payments.readMessage(BODY, await signatureOf(WEBHOOK_SECRET, BODY, clock.nowMs));
    expect(read).toEqual({ ok: true, value: { id: "evt_1", type: "payment_intent.succeeded", kind: "ignored" } });
  });

  test("signed by somebody else, changed on its way, or not signed is refused", async () => {
    const { payments, clock } = stripeInProcess();
    const signature = await signatureOf(WEBHOOK_SECRET, BODY, clock.nowMs);
    expect(await payments.readMessage(BODY, await signatureOf("whsec_other", BODY, clock.nowMs))).toEqual(BAD);
    expect(await payments.readMessage(BODY.replace("evt_1", "evt_2"), signature)).toEqual(BAD);
    expect(await payments.readMessage("", signature)).toEqual(BAD);
    for (const none of ["", "t=1", "v1=00", "t=x,v1=00", `${signature.split(",")[0]},v0=00`])
      expect(await payments.readMessage(BODY, none)).toEqual(BAD);
  });

  test("recorded and played again later is refused", async () => {
    const { payments, clock } = stripeInProcess();
    const signature = await signatureOf(WEBHOOK_SECRET, BODY, clock.nowMs);
    clock.nowMs += 300_000;
    expect((await payments.readMessage(BODY, signature)).ok).toBe(true);
    clock.nowMs += 1_000;
    expect(await payments.readMessage(BODY, signature)).toEqual(BAD);
  });
});

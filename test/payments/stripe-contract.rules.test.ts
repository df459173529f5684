/**
 * The store's requests and the emulator's answers, held to Stripe's published description of the pinned version: what the
 * emulator takes, Stripe takes; what it answers is what Stripe answers. Needs ../shared/data/stripe.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CALLS } from "../../tools/stripe-emulator/api.ts";
import { API_VERSION } from "../../tools/stripe-emulator/emulation.ts";
import type { Fields, Shape } from "../../tools/stripe-emulator/params.ts";
import { LOCALES } from "../../worker/markets/markets.ts";
import { PAYMENT_METHODS } from "../../worker/payments/payment-methods.ts";
import { STRIPE_VERSION } from "../../worker/payments/stripe-call-client.ts";
import { CURRENCIES, isPaidIn, payableStepOf } from "../../worker/pricing/money.ts";
import { callApi, granted, type InProcess, sessionAsk, stripeInProcess, tell } from "../support/stripe-in-process.ts";
import { readStripeSpec, SPEC_MISSING, type SpecSchema, type StripeSpec } from "../support/stripe-spec.ts";

const spec = SPEC_MISSING ? (null as unknown as StripeSpec) : readStripeSpec();
const title = `Stripe's published contract${SPEC_MISSING ? ` (skipped: ${SPEC_MISSING})` : ""}`;

/** The description's path of an address. */
const pathOf = (path: string, method: string): string =>
  CALLS.find((call) => call.method === method && new RegExp(`^${call.path.replace(/\{\w+\}/, "\\w+")}$`).test(path))
    ?.path ?? path;

/** Compiling Stripe's description takes seconds on a busy machine. */
const PATIENT = { timeout: 300_000 };

describe.skipIf(SPEC_MISSING)(title, PATIENT, () => {
  test("is of the version that the client pins and the emulator speaks", () => {
    expect({ client: STRIPE_VERSION, emulator: API_VERSION }).toEqual({ client: spec.version, emulator: spec.version });
  });

  test("allows every request that the store makes over the life of a payment", async () => {
    const stripe = await afterEverything();
    const wrong = stripe.calls.flatMap(({ method, path, query, body }) =>
      spec
        .wrongRequest(method, pathOf(path, method), method === "GET" ? query : body)
        .map((why) => `${method} ${path}: ${why}`),
    );
    expect(wrong).toEqual([]);
    expect(new Set(stripe.calls.map(({ method, path }) => `${method} ${pathOf(path, method)}`)).size).toBe(6);
  });

  test("allows a payment in every currency and language, whatever its lines are called", async () => {
    const name = fc.string({ minLength: 1, maxLength: 80, unit: "grapheme" }).filter((text) => text.trim() !== "");
    const line = fc.record({
      name,
      quantity: fc.integer({ min: 1, max: 99 }),
      unitMinor: fc.integer({ min: 200, max: 90_000 }),
      imageUrl: fc.constantFrom(null, "https://store.test/a.webp"),
    });
    const ask = fc.record({
      currency: fc.constantFrom(
        ...CURRENCIES.filter((currency) => isPaidIn(currency) && payableStepOf(currency) === 1),
      ),
      locale: fc.constantFrom(...LOCALES),
      lines: fc.array(line, { minLength: 1, maxLength: 5 }),
      taxOnTopMinor: fc.nat(10_000),
    });
    const stripe = stripeInProcess();
    await fc.assert(
      fc.asyncProperty(ask, async (over) => {
        const session = granted(await stripe.payments.createSession(sessionAsk(over)));
        const call = stripe.calls.at(-1);
        expect(spec.wrongRequest("POST", "/v1/checkout/sessions", call?.body ?? "")).toEqual([]);
        expect(session.currency).toBe(over.currency);
      }),
      { numRuns: 60 },
    );
  });

  test("has a name for every method that a market may choose", async () => {
    const stripe = stripeInProcess();
    await stripe.payments.createSession(sessionAsk({ paymentMethods: PAYMENT_METHODS.map(({ type }) => type) }));
    const [call] = stripe.calls;
    expect(spec.wrongRequest("POST", "/v1/checkout/sessions", call?.body ?? "")).toEqual([]);
    const types = new URLSearchParams(call?.body);
    expect([...types.keys()].filter((key) => key.startsWith("payment_method_types"))).toHaveLength(
      PAYMENT_METHODS.length,
    );
    expect(
      spec.wrongRequest("POST", "/v1/checkout/sessions", `${call?.body}&payment_method_types[99]=barter`),
    ).not.toEqual([]);
  });

  test("refuses what the emulator must refuse too", async () => {
    const { emulator } = stripeInProcess();
    const right =
      "mode=payment&success_url=https%3A%2F%2Fa.test&line_items[0][quantity]=1&line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount]=500&line_items[0][price_data][product_data][name]=A";
    const wrongs = [
      `${right}&colour=red`,
      `${right}&line_items[0][colour]=red`,
      `${right}&line_items[0][price_data][product_data][sku]=1`,
      `${right}&locale=xx`,
      `${right}&expires_at=soon`,
      right.replace("success_url=https%3A%2F%2Fa.test&", ""),
      right.replace("[name]=A", "[description]=A"),
    ];
    expect(spec.wrongRequest("POST", "/v1/checkout/sessions", right)).toEqual([]);
    expect((await callApi(emulator, "POST", "/v1/checkout/sessions", right)).status).toBe(200);
    for (const form of wrongs) {
      expect(spec.wrongRequest("POST", "/v1/checkout/sessions", form), form).not.toEqual([]);
      expect((await callApi(emulator, "POST", "/v1/checkout/sessions", form)).status, form).toBe(400);
    }
  });

  test("knows every call and every parameter that the emulator takes, and needs none that it does not ask for", () => {
    const wrong = CALLS.flatMap((call) => wrongFields(call.fields, spec.paramsOf(call.method, call.path), call.name));
    expect(wrong).toEqual([]);
  });

  test("describes every object, list and error that the emulator answers", async () => {
    const stripe = await afterEverything();
    const answers = [...stripe.calls.map(({ method, path, answer }) => ({ method, path, status: 200, body: answer }))];
    for (const [method, path, form] of await everyRead(stripe)) {
      const { status, body } = await callApi(stripe.emulator, method, path, form);
      answers.push({ method, path, status, body });
    }
    const wrong = answers.flatMap(({ method, path, status, body }) =>
      spec.wrongAnswer(method, pathOf(path, method), status, body).map((why) => `${method} ${path} ${status}: ${why}`),
    );
    expect(wrong).toEqual([]);
    expect(new Set(answers.map(({ method, path }) => pathOf(path, method))).size).toBeGreaterThan(8);
  });

  test("describes every event and the object in it, and names every kind of event", async () => {
    const stripe = await afterEverything();
    const { body } = await callApi(stripe.emulator, "GET", "/v1/events", "limit=100");
    const events = (body as { data: { type: string; data: { object: { object: string } } }[] }).data;
    const kinds = spec.paramsOf("POST", "/v1/webhook_endpoints").properties?.enabled_events?.items?.enum ?? [];
    for (const event of events) {
      expect(kinds).toContain(event.type);
      expect(spec.wrongObject("event", event), event.type).toEqual([]);
      expect(spec.wrongObject(event.data.object.object, event.data.object), event.type).toEqual([]);
    }
    expect(new Set(events.map(({ type }) => type))).toEqual(
      new Set([
        "checkout.session.completed",
        "checkout.session.expired",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "payment_intent.processing",
        "payment_intent.succeeded",
        "payment_intent.payment_failed",
        "charge.refunded",
        "charge.refund.updated",
      ]),
    );
  });
});

/** One of each: paid, declined and paid, challenged, delayed both ways, expired, refunded both ways. */
async function afterEverything(): Promise<InProcess> {
  const stripe = stripeInProcess();
  const { payments, emulator } = stripe;
  const pay = async (how: object, over = {}) => {
    const { id } = granted(await payments.createSession(sessionAsk(over)));
    await tell(emulator, `sessions/${id}/pay`, how);
    return granted(await payments.readSession(id));
  };
  await pay({ card: "4000000000009995" });
  await pay({ card: "4000002500003155" });
  await pay({ card: "4000002500003155", challenge: "fail" });
  const { paymentId = "" } = await pay(
    { card: "378282246310005" },
    { currency: "JPY", locale: "ja-JP", taxOnTopMinor: 0 },
  );
  await payments.refund({
    refundId: crypto.randomUUID(),
    paymentId: paymentId ?? "",
    amountMinor: 100,
    currency: "USD",
  });
  const failing = await pay({ card: "4000000000005126" });
  const refund = granted(
    await payments.refund({
      refundId: crypto.randomUUID(),
      paymentId: failing.paymentId ?? "",
      amountMinor: 100,
      currency: "USD",
    }),
  );
  await tell(emulator, `refunds/${refund.providerId}/settle`);
  for (const [bank, currency] of [
    ["succeeds", "USD"],
    ["fails", "GBP"],
    ["succeeds", "EUR"],
  ] as const) {
    const { id } = await pay({ bank }, { currency });
    await tell(emulator, `sessions/${id}/settle`);
    await payments.readSession(id);
  }
  const { id } = granted(await payments.createSession(sessionAsk()));
  await payments.expireSession(id);
  await payments.listSessions({ sinceMs: 0, after: null });
  await payments.listRefunds({ sinceMs: 0, after: null, paymentId: failing.paymentId ?? "" });
  return stripe;
}

/** A read of every kind that there is, with what can be expanded, and some that fail. */
async function everyRead({ emulator }: InProcess): Promise<["GET" | "POST", string, string][]> {
  const idsOf = async (path: string) => {
    const { body } = await callApi(emulator, "GET", path, "limit=100");
    return (body as { data: { id: string; latest_charge?: string | null }[] }).data;
  };
  const sessions = await idsOf("/v1/checkout/sessions");
  const intents = await idsOf("/v1/payment_intents");
  const charges = intents.flatMap(({ latest_charge: charge }) => (charge ? [charge] : []));
  return [
    ["GET", "/v1/checkout/sessions", "limit=2"],
    ["GET", "/v1/checkout/sessions", "limit=3&expand[]=data.payment_intent"],
    ["GET", "/v1/checkout/sessions", "expand[]=payment_intent"],
    ["GET", "/v1/refunds", ""],
    ["GET", "/v1/refunds", "created[gte]=1&created[lt]=2"],
    ["GET", "/v1/payment_intents", "created[gte]=1&limit=2"],
    ["GET", "/v1/events", "type=charge.refunded"],
    ...sessions.map(
      ({ id }) =>
        ["GET", `/v1/checkout/sessions/${id}`, "expand[]=line_items&expand[]=payment_intent.latest_charge"] as [
          "GET",
          string,
          string,
        ],
    ),
    ...sessions.map(({ id }) => ["GET", `/v1/checkout/sessions/${id}/line_items`, ""] as ["GET", string, string]),
    ...intents.map(
      ({ id }) => ["GET", `/v1/payment_intents/${id}`, "expand[]=latest_charge"] as ["GET", string, string],
    ),
    ...charges.map((id) => ["GET", `/v1/charges/${id}`, "expand[]=payment_intent"] as ["GET", string, string]),
    ...(await idsOf("/v1/refunds")).map(
      ({ id }) => ["GET", `/v1/refunds/${id}`, "expand[]=charge"] as ["GET", string, string],
    ),
    ["GET", "/v1/refunds/re_none", ""],
    ["POST", "/v1/checkout/sessions", "mode=payment"],
    ["POST", "/v1/checkout/sessions", "mode=payment&success_url=none"],
    ["POST", "/v1/refunds", "amount=1"],
  ];
}

/** Where the emulator would take what Stripe does not, or go without what Stripe needs. */
function wrongFields(fields: Fields, schema: SpecSchema, path: string): string[] {
  const known = schema.properties ?? {};
  const unknown = Object.entries(fields).flatMap(([name, field]) => {
    const described = known[name];
    return described ? wrongShape(field, described, `${path}.${name}`) : [`${path}.${name} is unknown to Stripe`];
  });
  const unasked = (schema.required ?? [])
    .filter((name) => !fields[name]?.required)
    .map((name) => `${path}.${name} is needed`);
  return [...unknown, ...unasked];
}

function wrongShape(shape: Shape, schema: SpecSchema, path: string): string[] {
  const fitting = (schema.anyOf ?? [schema]).filter(({ type }) => type === TYPES[shape.is]);
  const [described] = fitting;
  if (!described) return [`${path} is no ${shape.is} at Stripe`];
  if (shape.is === "hash") return wrongFields(shape.fields, described, path);
  if (shape.is === "list") return described.items ? wrongShape(shape.of, described.items, `${path}[]`) : [];
  if (shape.is === "choice")
    return shape.of.filter((one) => !described.enum?.includes(one)).map((one) => `${path} is never ${one}`);
  if (shape.is === "text" && described.maxLength !== undefined && (shape.max ?? 5_000) > described.maxLength)
    return [`${path} may not be longer than ${described.maxLength}`];
  return [];
}
const TYPES = {
  text: "string",
  email: "string",
  url: "string",
  currency: "string",
  choice: "string",
  flag: "boolean",
  integer: "integer",
  metadata: "object",
  hash: "object",
  list: "array",
} as const;

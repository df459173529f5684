/** The emulator refuses what Stripe refuses, in Stripe's words, and repeats what Stripe repeats. */
import { describe, expect, test } from "vitest";
import { parseForm } from "../../tools/stripe-emulator/form.ts";
import { callApi, granted, STRIPE, sessionAsk, stripeInProcess, tell } from "../support/stripe-in-process.ts";

const SESSIONS = "/v1/checkout/sessions";
const RIGHT = {
  mode: "payment",
  success_url: "https://store.test/done",
  "line_items[0][quantity]": "2",
  "line_items[0][price_data][currency]": "usd",
  "line_items[0][price_data][unit_amount]": "500",
  "line_items[0][price_data][product_data][name]": "Cable",
};
const formOf = (over: Record<string, string | null> = {}): string => {
  const fields = Object.entries({ ...RIGHT, ...over }).filter((field): field is [string, string] => field[1] !== null);
  return new URLSearchParams(fields).toString();
};
const errorOf = (body: unknown) =>
  (body as { error: { type: string; code?: string; param?: string; message: string } }).error;
const minutesFrom = (nowMs: number, minutes: number) => String(Math.floor(nowMs / 1_000) + minutes * 60);

describe("parameters", () => {
  test.each([
    ["one that Stripe does not know", { colour: "red" }, "parameter_unknown", "colour"],
    [
      "one that Stripe does not know, inside another",
      { "line_items[0][price_data][colour]": "red" },
      "parameter_unknown",
      "line_items[0][price_data][colour]",
    ],
    ["none of its names", { __proto__x: "1" }, "parameter_unknown", "__proto__x"],
    ["a missing one", { success_url: null }, "parameter_missing", "success_url"],
    [
      "a missing one inside another",
      { "line_items[0][price_data][currency]": null },
      "parameter_missing",
      "line_items[0][price_data][currency]",
    ],
    [
      "a number that is none",
      { "line_items[0][quantity]": "two" },
      "parameter_invalid_integer",
      "line_items[0][quantity]",
    ],
    [
      "a quantity of nothing",
      { "line_items[0][quantity]": "0" },
      "parameter_invalid_integer",
      "line_items[0][quantity]",
    ],
    [
      "a negative amount",
      { "line_items[0][price_data][unit_amount]": "-1" },
      "parameter_invalid_integer",
      "line_items[0][price_data][unit_amount]",
    ],
    ["an empty text", { customer_email: "" }, "parameter_invalid_empty", "customer_email"],
    ["a mail address that is none", { customer_email: "nobody" }, "email_invalid", "customer_email"],
    ["an address that is none", { success_url: "javascript:alert(1)" }, "url_invalid", "success_url"],
    ["an unknown language", { locale: "tlh" }, undefined, "locale"],
    [
      "an unknown currency",
      { "line_items[0][price_data][currency]": "xxx" },
      undefined,
      "line_items[0][price_data][currency]",
    ],
    ["a value where a list belongs", { expand: "line_items" }, undefined, "expand"],
    ["metadata that is too long", { "metadata[checkoutId]": "x".repeat(501) }, undefined, "metadata[checkoutId]"],
    [
      "two currencies in one payment",
      {
        "line_items[1][quantity]": "1",
        "line_items[1][price_data][currency]": "eur",
        "line_items[1][price_data][unit_amount]": "1",
        "line_items[1][price_data][product_data][name]": "B",
      },
      undefined,
      "line_items",
    ],
    ["less than can be charged", { "line_items[0][price_data][unit_amount]": "1" }, "amount_too_small", "line_items"],
    [
      "more than can be charged",
      { "line_items[0][price_data][unit_amount]": "99999999" },
      "amount_too_large",
      "line_items",
    ],
    ["an object that cannot be expanded", { "expand[0]": "customer" }, undefined, "expand"],
  ])("%s is refused", async (_, over, code, param) => {
    const { emulator } = stripeInProcess();
    const { status, body } = await callApi(emulator, "POST", SESSIONS, formOf(over));
    expect(status).toBe(400);
    expect(errorOf(body)).toMatchObject({ type: "invalid_request_error", param, ...(code && { code }) });
  });

  test("a session lives from half an hour to a day", async () => {
    const { emulator, clock } = stripeInProcess();
    const statusAt = async (minutes: number) =>
      (await callApi(emulator, "POST", SESSIONS, formOf({ expires_at: minutesFrom(clock.nowMs, minutes) }))).status;
    expect([await statusAt(29), await statusAt(30), await statusAt(24 * 60), await statusAt(24 * 60 + 1)]).toEqual([
      400, 200, 200, 400,
    ]);
  });

  test("a form that is none is refused: too deep, too many, one name twice", async () => {
    expect(parseForm(`a${"[b]".repeat(8)}=1`)).toBeNull();
    expect(parseForm("a=1&a[b]=2")).toBeNull();
    expect(parseForm("a=1&a=2")).toBeNull();
    expect(parseForm("[a]=1")).toBeNull();
    expect(parseForm(Array.from({ length: 5_001 }, (_, index) => `a${index}=1`).join("&"))).toBeNull();
    expect(parseForm("a[]=1&a[]=2&b[c][0][d]=3")).toEqual({ a: { 0: "1", 1: "2" }, b: { c: { 0: { d: "3" } } } });
  });

  test("a body over a megabyte is not read", async () => {
    const { emulator } = stripeInProcess();
    const response = await emulator.fetch(
      new Request(`${STRIPE}${SESSIONS}`, { method: "POST", body: "x".repeat(1_048_577) }),
    );
    expect(response.status).toBe(413);
  });
});

describe("access", () => {
  test.each([
    ["no key", { authorization: "" }, 401],
    ["a live key", { authorization: "Bearer sk_live_1234567890" }, 401],
    ["something that is no key", { authorization: "Bearer hello" }, 401],
    ["another version", { "stripe-version": "2020-08-27" }, 400],
    ["the version that is emulated", { "stripe-version": "2023-08-16" }, 200],
  ])("%s", async (_, headers, expected) => {
    const { emulator } = stripeInProcess();
    const { status, body } = await callApi(emulator, "GET", SESSIONS, "", headers);
    expect(status).toBe(expected);
    if (expected !== 200) expect(errorOf(body).type).toBe("invalid_request_error");
  });

  test("an unknown address and an unknown id are not found", async () => {
    const { emulator } = stripeInProcess();
    expect((await callApi(emulator, "GET", "/v1/customers")).status).toBe(404);
    expect((await callApi(emulator, "POST", `${SESSIONS}/cs_none/expire`)).status).toBe(404);
    const { status, body } = await callApi(emulator, "GET", "/v1/refunds/re_none");
    expect(status).toBe(404);
    expect(errorOf(body)).toMatchObject({ code: "resource_missing", message: "No such refund: 're_none'" });
  });

  test("every answer carries the id of its request", async () => {
    const { emulator } = stripeInProcess();
    const ids = [await callApi(emulator, "GET", SESSIONS), await callApi(emulator, "GET", "/v1/none")];
    for (const { headers } of ids) expect(headers.get("request-id")).toMatch(/^req_\w{14}$/);
  });
});

describe("idempotency", () => {
  const post = (emulator: Parameters<typeof callApi>[0], key: string, form: string) =>
    callApi(emulator, "POST", SESSIONS, form, { "idempotency-key": key });

  test("the same key and the same request give the first answer", async () => {
    const { emulator } = stripeInProcess();
    const [first, second] = [await post(emulator, "key-1", formOf()), await post(emulator, "key-1", formOf())];
    expect(second.body).toEqual(first.body);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect(second.headers.get("original-request")).toBe(first.headers.get("request-id"));
  });

  test("the same key with another request is refused", async () => {
    const { emulator } = stripeInProcess();
    await post(emulator, "key-1", formOf());
    const { status, body } = await post(emulator, "key-1", formOf({ locale: "de" }));
    expect(status).toBe(400);
    expect(errorOf(body).type).toBe("idempotency_error");
  });

  test("a request that was wrong does not use its key up, one that was refused does", async () => {
    const { emulator } = stripeInProcess();
    expect((await post(emulator, "key-1", formOf({ colour: "red" }))).status).toBe(400);
    expect((await post(emulator, "key-1", formOf())).status).toBe(200);
    expect((await post(emulator, "key-2", formOf({ "line_items[0][price_data][unit_amount]": "1" }))).status).toBe(400);
    expect((await post(emulator, "key-2", formOf())).status).toBe(400);
  });

  test("a key is forgotten after a day", async () => {
    const { emulator, clock } = stripeInProcess();
    const first = await post(emulator, "key-1", formOf());
    clock.nowMs += 24 * 60 * 60 * 1_000;
    const second = await post(emulator, "key-1", formOf());
    expect((second.body as { id: string }).id).not.toBe((first.body as { id: string }).id);
  });

  test("a key that is too long is refused", async () => {
    const { emulator } = stripeInProcess();
    expect((await post(emulator, "k".repeat(256), formOf())).status).toBe(400);
  });
});

describe("lists", () => {
  test("are paged, newest first, forwards and backwards", async () => {
    const stripe = stripeInProcess();
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1)
      made.unshift(granted(await stripe.payments.createSession(sessionAsk())).id);
    const page = async (form: string) => {
      const { body } = await callApi(stripe.emulator, "GET", SESSIONS, form);
      const { data, has_more: hasMore } = body as { data: { id: string }[]; has_more: boolean };
      return { ids: data.map(({ id }) => id), hasMore };
    };
    expect(await page("limit=2")).toEqual({ ids: made.slice(0, 2), hasMore: true });
    expect(await page(`limit=2&starting_after=${made[1]}`)).toEqual({ ids: made.slice(2, 4), hasMore: true });
    expect(await page(`limit=2&starting_after=${made[3]}`)).toEqual({ ids: made.slice(4), hasMore: false });
    expect(await page(`limit=2&ending_before=${made[3]}`)).toEqual({ ids: made.slice(1, 3), hasMore: true });
    expect((await callApi(stripe.emulator, "GET", SESSIONS, "limit=101")).status).toBe(400);
    expect((await callApi(stripe.emulator, "GET", SESSIONS, "starting_after=cs_none")).status).toBe(404);
  });

  test("can be narrowed to one payment", async () => {
    const stripe = stripeInProcess();
    const { id } = granted(await stripe.payments.createSession(sessionAsk()));
    await stripe.payments.createSession(sessionAsk());
    await tell(stripe.emulator, `sessions/${id}/pay`, { card: "4242424242424242" });
    const { paymentId } = granted(await stripe.payments.readSession(id));
    const { body } = await callApi(stripe.emulator, "GET", SESSIONS, `payment_intent=${paymentId}`);
    expect((body as { data: { id: string }[] }).data.map((one) => one.id)).toEqual([id]);
  });
});

describe("orders to the emulator", () => {
  test.each([
    ["POST", "faults", { kind: "explode" }, "422"],
    ["POST", "faults", { kind: "error", times: 1_001 }, "422"],
    ["PUT", "delivery-rules", { copies: 11 }, "422"],
    ["PUT", "delivery-rules", { speed: 1 }, "422"],
    ["POST", "sessions/cs_none/pay", { card: "4242424242424242" }, "409"],
    ["POST", "refunds/re_none/settle", {}, "409"],
  ])("%s %s %j is refused", async (method, path, body, status) => {
    const { emulator } = stripeInProcess();
    await expect(tell(emulator, path, body, method)).rejects.toThrow(status);
  });

  test("a page of another site cannot give them", async () => {
    const { emulator } = stripeInProcess();
    const response = await emulator.fetch(
      new Request(`${STRIPE}/_emulator/faults`, { method: "POST", body: '{"kind":"error"}' }),
    );
    expect(response.status).toBe(415);
  });
});

/** Paying on the emulated page: each test card, the bank's question, the delayed methods, and a form filled in wrongly. */
import { describe, expect, test } from "vitest";
import { hasCheckDigit, TEST_CARDS } from "../../tools/stripe-emulator/cards.ts";
import { granted, type InProcess, STRIPE, sessionAsk, stripeInProcess, tell } from "../support/stripe-in-process.ts";

const CARD = { method: "card", number: "4242 4242 4242 4242", expiry: "12 / 34", cvc: "123", name: "Alex Example" };

async function opened(over = {}, stripe = stripeInProcess()) {
  const session = granted(await stripe.payments.createSession(sessionAsk(over)));
  return { stripe, id: session.id, path: `/c/pay/${session.id}` };
}

const get = ({ emulator }: InProcess, path: string) => emulator.fetch(new Request(`${STRIPE}${path}`));
const send = ({ emulator }: InProcess, path: string, form: Record<string, string>) =>
  emulator.fetch(new Request(`${STRIPE}${path}`, { method: "POST", body: new URLSearchParams(form) }));
const typesOf = async ({ emulator }: InProcess, id: string) => {
  const { items } = (await tell(emulator, `deliveries?session=${id}`, {}, "GET")) as { items: { type: string }[] };
  return items.map(({ type }) => type);
};
const stateOf = async ({ payments }: InProcess, id: string) => {
  const { state, payment } = granted(await payments.readSession(id));
  return `${state} ${payment}`;
};

describe("the payment page", () => {
  test("offers the methods that the session names, and no other", async () => {
    const cards = await opened({ currency: "EUR", paymentMethods: ["card"] });
    expect(await (await get(cards.stripe, cards.path)).text()).not.toContain("SEPA");
    const debit = await opened({ currency: "EUR", paymentMethods: ["sepa_debit"] });
    const text = await (await get(debit.stripe, debit.path)).text();
    expect(text).toContain("IBAN");
    expect(text).not.toContain("Card number");
    await send(debit.stripe, debit.path, CARD);
    expect(await stateOf(debit.stripe, debit.id), "a card is not taken").toBe("open unpaid");
  });

  test("shows what is bought and the total, in the shopper's way of writing, and that nothing is real", async () => {
    const { stripe, path } = await opened({ currency: "EUR", locale: "de-DE" });
    const page = await get(stripe, path);
    const text = await page.text();
    expect(page.status).toBe(200);
    for (const shown of [
      "TEST MODE",
      "Pay TechRetail",
      "Aurora headphones",
      "USB-C cable &lt;2 m&gt;",
      "126,77\u00a0€",
      "4,99\u00a0€",
      "shopper@example.com",
    ])
      expect(text).toContain(shown);
    expect(text).toContain('href="https://store.test/en-us/checkout"');
    expect(text).not.toContain("<script");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  test("of a currency without a smaller unit shows whole amounts", async () => {
    const { stripe, path } = await opened({ currency: "JPY", locale: "ja-JP", taxOnTopMinor: 0 });
    expect(await (await get(stripe, path)).text()).toContain("￥11,747");
  });

  test("sends the shopper back to the store with the session's id", async () => {
    const { stripe, id, path } = await opened();
    const paid = await send(stripe, path, CARD);
    expect(paid.status).toBe(303);
    expect(paid.headers.get("location")).toBe(`https://store.test/en-us/checkout/done?session=${id}`);
    expect(await stateOf(stripe, id)).toBe("complete paid");
    expect(await typesOf(stripe, id)).toEqual(["payment_intent.succeeded", "checkout.session.completed"]);
  });

  test("charges once, however often the button is pressed", async () => {
    const { stripe, id, path } = await opened();
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(stripe, path, CARD)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 303]);
    expect(await typesOf(stripe, id)).toEqual(["payment_intent.succeeded", "checkout.session.completed"]);
  });

  test("of a session that is over says so and leads back", async () => {
    const { stripe, id, path } = await opened();
    await stripe.payments.expireSession(id);
    const text = await (await get(stripe, path)).text();
    expect(text).toContain("This payment page has expired");
    expect(text).toContain('href="https://store.test/en-us/checkout"');
    expect(text).not.toContain("<form");
    expect((await get(stripe, "/c/pay/cs_none")).status).toBe(404);
  });

  test.each([
    ["number", { number: "" }, "Enter the card number."],
    ["number", { number: "4242 4242 4242 4241" }, "Your card number is invalid."],
    ["number", { number: "4242" }, "Your card number is invalid."],
    ["expiry", { expiry: "" }, "Enter the expiry date, as MM / YY."],
    ["expiry", { expiry: "1234567" }, "Your card&#39;s expiry date is incomplete."],
    ["expiry", { expiry: "13/34" }, "Your card&#39;s expiry month is invalid."],
    ["expiry", { expiry: "10/26" }, "Your card&#39;s expiry date is in the past."],
    ["cvc", { cvc: "" }, "Enter the security code."],
    ["cvc", { cvc: "12" }, "Your card&#39;s security code is incomplete."],
    ["cvc", { number: "378282246310005" }, "Your card&#39;s security code is incomplete."],
    ["name", { name: " " }, "Enter the name on the card."],
  ])("says at the field %s what is wrong with %j", async (name, over, message) => {
    const { stripe, id, path } = await opened();
    const page = await send(stripe, path, { ...CARD, ...over });
    const text = await page.text();
    expect(page.status).toBe(422);
    expect(text).toContain(`<p class="wrong" id="${name}-wrong">${message}</p>`);
    expect(text).toContain(`aria-invalid="true" aria-describedby="${name}-wrong"`);
    expect(text).not.toContain('value="4242');
    expect(await stateOf(stripe, id)).toBe("open unpaid");
  });

  test("takes a card until the end of its month", async () => {
    const { stripe, path } = await opened();
    expect((await send(stripe, path, { ...CARD, expiry: "11/26" })).status).toBe(303);
  });
});

describe("a test card", () => {
  test.each(TEST_CARDS.map(({ number, what }) => [number, what]))("%s passes the check digit: %s", (number) => {
    expect(hasCheckDigit(number ?? "")).toBe(true);
  });

  test.each(
    TEST_CARDS.filter(({ decline, challenge }) => decline && !challenge).map(({ number, decline }) => [
      number,
      decline?.code ?? "",
      decline?.message ?? "",
    ]),
  )("%s is refused (%s), and the shopper can try another", async (number, _, message) => {
    const { stripe, id, path } = await opened();
    const refused = await send(stripe, path, { ...CARD, number });
    expect(refused.status).toBe(402);
    expect(await refused.text()).toContain(message.replaceAll("'", "&#39;"));
    expect(await stateOf(stripe, id)).toBe("open unpaid");
    expect((await send(stripe, path, CARD)).status).toBe(303);
    expect(await stateOf(stripe, id)).toBe("complete paid");
    expect(await typesOf(stripe, id)).toEqual([
      "payment_intent.payment_failed",
      "payment_intent.succeeded",
      "checkout.session.completed",
    ]);
  });

  test("a card that is no test card is refused", async () => {
    const { stripe, path } = await opened();
    const refused = await send(stripe, path, { ...CARD, number: "4111111111111111" });
    expect(refused.status).toBe(402);
    expect(await refused.text()).toContain("used a non test card");
  });

  test.each(["4000002500003155", "4000000000003220"])("%s asks the shopper first, then is charged", async (number) => {
    const { stripe, id, path } = await opened();
    const asked = await send(stripe, path, { ...CARD, number });
    expect(asked.headers.get("location")).toBe(`${path}/challenge`);
    expect(await stateOf(stripe, id)).toBe("open unpaid");
    expect(await (await get(stripe, `${path}/challenge`)).text()).toContain("Complete authentication");
    const paid = await send(stripe, `${path}/challenge`, { result: "complete" });
    expect(paid.headers.get("location")).toContain(id);
    expect(await stateOf(stripe, id)).toBe("complete paid");
  });

  test("a challenge that fails charges nothing, and its page is over", async () => {
    const { stripe, id, path } = await opened();
    await send(stripe, path, { ...CARD, number: "4000002500003155" });
    const failed = await send(stripe, `${path}/challenge`, { result: "fail" });
    expect(failed.status).toBe(402);
    expect(await failed.text()).toContain("unable to authenticate");
    expect(await stateOf(stripe, id)).toBe("open unpaid");
    expect((await get(stripe, `${path}/challenge`)).status).toBe(303);
  });

  test("a challenge can be left for another card", async () => {
    const { stripe, id, path } = await opened();
    await send(stripe, path, { ...CARD, number: "4000002500003155" });
    expect((await send(stripe, path, CARD)).status).toBe(303);
    expect(await stateOf(stripe, id)).toBe("complete paid");
    expect(await (await send(stripe, `${path}/challenge`, { result: "complete" })).text()).toContain(
      "This was already paid",
    );
  });

  test("4000008400001629 is refused after its challenge was passed", async () => {
    const { stripe, id, path } = await opened();
    await send(stripe, path, { ...CARD, number: "4000008400001629" });
    expect((await send(stripe, `${path}/challenge`, { result: "complete" })).status).toBe(402);
    expect(await stateOf(stripe, id)).toBe("open unpaid");
  });
});

describe("a delayed method", () => {
  const ACCOUNTS = [
    ["USD", { code: "110000000", account: "000123456789" }, { code: "110000000", account: "000111111113" }],
    ["EUR", { account: "DE89 3704 0044 0532 0130 00" }, { account: "AT861904300235473202" }],
    ["GBP", { code: "10-88-00", account: "00012345" }, { code: "108800", account: "22222227" }],
  ] as const;

  test.each(ACCOUNTS)("in %s completes unpaid, and is paid when the bank says so", async (currency, account) => {
    const { stripe, id, path } = await opened({ currency });
    expect(await (await get(stripe, `${path}?method=bank`)).text()).toContain("Account holder&#39;s name");
    expect((await send(stripe, path, { method: "bank", name: "Alex", ...account })).status).toBe(303);
    expect(await stateOf(stripe, id)).toBe("complete unpaid");
    stripe.clock.nowMs += 60_000;
    await stripe.emulator.runDue();
    expect(await stateOf(stripe, id)).toBe("complete paid");
    expect((await typesOf(stripe, id)).filter((type) => type.startsWith("checkout"))).toEqual([
      "checkout.session.completed",
      "checkout.session.async_payment_succeeded",
    ]);
  });

  test.each(ACCOUNTS)("in %s fails when the bank refuses, and the store can see that", async (currency, _, account) => {
    const { stripe, id, path } = await opened({ currency });
    await send(stripe, path, { method: "bank", name: "Alex", ...account });
    stripe.clock.nowMs += 60_000;
    await stripe.emulator.runDue();
    expect(await stateOf(stripe, id)).toBe("complete failed");
    expect((await typesOf(stripe, id)).at(-1)).toBe("checkout.session.async_payment_failed");
  });

  test("is not offered where there is none", async () => {
    const { stripe, path } = await opened({ currency: "AED", locale: "ar-AE" });
    const text = await (await get(stripe, `${path}?method=bank`)).text();
    expect(text).toContain("Card number");
    expect(text).not.toContain("Payment methods");
  });

  test("takes test accounts only, and every field", async () => {
    const { stripe, path } = await opened();
    const text = await (await send(stripe, path, { method: "bank", code: "", account: "1", name: "" })).text();
    expect(text).toContain('id="code-wrong"');
    expect(text).toContain('id="name-wrong"');
    const unknown = await send(stripe, path, { method: "bank", code: "1", account: "1", name: "Alex" });
    expect(unknown.status).toBe(422);
    expect(await unknown.text()).toContain("none of the test accounts");
  });
});

describe("time", () => {
  test("a session that nobody pays ends by itself, with a message", async () => {
    const { stripe, id } = await opened();
    stripe.clock.nowMs += 34 * 60_000 - 1_000;
    await stripe.emulator.runDue();
    expect(await stateOf(stripe, id)).toBe("open unpaid");
    stripe.clock.nowMs += 1_000;
    await stripe.emulator.runDue();
    expect(await stateOf(stripe, id)).toBe("expired unpaid");
    expect(await typesOf(stripe, id)).toEqual(["checkout.session.expired"]);
  });
});

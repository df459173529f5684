/** Stripe Tax as a provider: what is asked holds to Stripe's published contract, and what is answered is believed only whole. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEmulator } from "../../tools/stripe-emulator/emulator.ts";
import type { Market } from "../../worker/markets/markets.ts";
import { CLOSED } from "../../worker/payments/breaker.ts";
import { quoteOrder } from "../../worker/pricing/quote.ts";
import { CONSUMER } from "../../worker/tax/place-of-supply.ts";
import { priceForTax } from "../../worker/tax/price-with-tax.ts";
import { calculationForm, calculationOf, readCalculation } from "../../worker/tax/provider/stripe-tax.ts";
import { stripeTaxOf } from "../../worker/tax/provider/stripe-tax-client.ts";
import { orderTaxOf } from "../../worker/tax/tax-answer.ts";
import { TAX_CLASSES } from "../../worker/tax/tax-class.ts";
import { taxLabelOf } from "../../worker/tax/tax-names.ts";
import { assertTotalsAddUp } from "../support/assert-totals-add-up.ts";
import { marketOf } from "../support/markets.ts";
import { NOW_MS, shippedFacts } from "../support/quote-for.ts";
import { granted, STRIPE, WEBHOOK_SECRET } from "../support/stripe-in-process.ts";
import { readStripeSpec, SPEC_MISSING } from "../support/stripe-spec.ts";

const CALCULATIONS = "/v1/tax/calculations";
const ADDRESS = { line1: "1 Market Street", city: "San Francisco", region: "CA", postalCode: "94103", country: "US" };
const IN_BERLIN = { line1: "Unter den Linden 1", city: "Berlin", region: "", postalCode: "10117", country: "DE" };
const LINES = [
  { sku: "A", unitMinor: 49_99, quantity: 3 },
  { sku: "B", unitMinor: 7_01, quantity: 1, taxClass: "books" as const },
];
type Line = { sku: string; unitMinor: number; quantity: number; taxClass?: (typeof TAX_CLASSES)[number] };

const askOf = (market: string, to: typeof ADDRESS, lines: readonly Line[] = LINES, shippingMinor = 6_99) =>
  priceForTax(shippedFacts(), {
    ...{ market: marketOf(market) as Market, lines, shippingMinor, to, buyer: CONSUMER, nowMs: NOW_MS },
  });

type Called = { method: string; path: string; form: string; status: number; body: unknown };
function provider(over: Partial<Parameters<typeof stripeTaxOf>[1]> = {}, answer?: (calls: number) => Response | null) {
  const emulator = createEmulator({ webhookSecret: WEBHOOK_SECRET });
  const calls: Called[] = [];
  const fetch_: typeof fetch = async (input, init) => {
    const request = new Request(input as string, init);
    const form = request.method === "GET" ? new URL(request.url).search.slice(1) : await request.clone().text();
    const response = answer?.(calls.length) ?? (await emulator.fetch(request));
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => null);
    calls.push({ method: request.method, path: new URL(request.url).pathname, form, status: response.status, body });
    return response;
  };
  const stripe = { secretKey: "sk_test_rules", webhookSecret: WEBHOOK_SECRET, apiBase: STRIPE };
  const tax = stripeTaxOf({ stripe }, { fetch: fetch_, breaker: { current: CLOSED }, deadlineMs: 500, ...over });
  return { tax, calls };
}

describe("a calculation", () => {
  test("tells each tax by state, county and city, and the order adds up with them", async () => {
    const { lines, ask } = askOf("en-us", ADDRESS);
    const { answer, id } = granted(await provider().tax.calculate(ask));
    const quote = quoteOrder(lines, ask, answer);
    assertTotalsAddUp(quote.totals, quote.lines);
    const tax = orderTaxOf(ask, answer);
    expect(tax).toMatchObject({ source: "stripe", calculation: id, country: "US", region: "CA" });
    expect(tax.groups.map((group) => taxLabelOf(group, "en-US"))).toEqual([
      ...["Sales tax 6.25% (CA)", "Sales tax 0.375% (San Francisco County)", "Sales tax 1.5% (San Francisco)"],
    ]);
    // 149.97 and 7.01 of goods and 6.99 of shipping, each jurisdiction rounded line by line.
    expect(tax.groups.map(({ taxMinor }) => taxMinor)).toEqual([9_37 + 44 + 44, 56 + 3 + 3, 2_25 + 11 + 10]);
    expect(tax.groups.map(({ netMinor }) => netMinor)).toEqual([163_97, 163_97, 163_97]);
    expect(quote.totals.taxMinor).toBe(tax.groups.reduce((sum, { taxMinor }) => sum + taxMinor, 0));
  });

  test("adds up whatever is bought, with tax on top or within the price", async () => {
    const line = fc.record({
      sku: fc.string({ maxLength: 600 }),
      unitMinor: fc.integer({ min: 1, max: 999_999 }),
      quantity: fc.integer({ min: 1, max: 99 }),
      taxClass: fc.constantFrom(...TAX_CLASSES),
    });
    const place = fc.constantFrom(["en-us", ADDRESS] as const, ["de-de", IN_BERLIN] as const);
    const bought = fc.array(line, { minLength: 1, maxLength: 25 });
    const { tax } = provider();
    await fc.assert(
      fc.asyncProperty(place, bought, fc.nat(9_999), async ([market, to], lines, shippingMinor) => {
        const priced = askOf(market, to, lines, shippingMinor);
        const { answer } = granted(await tax.calculate(priced.ask));
        const quote = quoteOrder(priced.lines, priced.ask, answer);
        assertTotalsAddUp(quote.totals, quote.lines);
        const { groups } = orderTaxOf(priced.ask, answer);
        expect(groups.reduce((sum, { taxMinor }) => sum + taxMinor, 0)).toBe(quote.totals.taxMinor);
      }),
      { numRuns: 40 },
    );
  });

  test.skipIf(SPEC_MISSING)(
    "asks and is answered by Stripe's published contract, also over many lines, sales and refunds",
    async () => {
      const spec = readStripeSpec();
      const { tax, calls } = provider();
      const many = Array.from({ length: 23 }, (_, at) => ({ sku: `S${at}`, unitMinor: 100 + at, quantity: 1 }));
      const { id: calculationId } = granted(await tax.calculate(askOf("en-us", ADDRESS, many).ask));
      granted(await tax.calculate(askOf("de-de", IN_BERLIN, LINES, 0).ask));
      const transactionId = granted(await tax.recordSale({ calculationId, orderId: "7K3M-9QXD-PV2A" }));
      granted(
        await tax.recordRefund({ transactionId, refundId: crypto.randomUUID(), amountMinor: 5_00, currency: "USD" }),
      );
      expect((await tax.calculate(askOf("en-us", { ...ADDRESS, postalCode: "" }).ask)).ok).toBe(false);
      const wrong = calls.flatMap(({ method, path, form, status, body }) => {
        const named = path.replace(/taxcalc_\w+/, "{calculation}");
        return [...spec.wrongRequest(method, named, form), ...spec.wrongAnswer(method, named, status, body)];
      });
      expect(wrong).toEqual([]);
      expect(calls.map(({ path, status }) => `${path.replace(/taxcalc_\w+/, "id")} ${status}`)).toEqual([
        ...[`${CALCULATIONS} 200`, `${CALCULATIONS}/id/line_items 200`, `${CALCULATIONS} 200`],
        ...["/v1/tax/transactions/create_from_calculation 200", "/v1/tax/transactions/create_reversal 200"],
        `${CALCULATIONS} 400`,
      ]);
    },
    60_000,
  );

  test("sends nobody's name and no SKU", () => {
    const { ask } = askOf("en-us", { ...ADDRESS, ...{ name: "Alex Example", phone: "+14155550100" } });
    const sent = JSON.stringify(calculationForm(ask));
    expect(sent).not.toContain("Alex");
    expect(sent).not.toContain("+1415");
    expect(new Set(calculationForm(ask).map(([name]) => name)).size).toBe(calculationForm(ask).length);
  });
});

describe("an answer is not believed", () => {
  const { ask } = askOf("en-us", ADDRESS);
  type Body = { [name: string]: unknown; line_items: { data: Item[] }; currency: string; shipping_cost: unknown };
  type Item = { amount: number; amount_tax: number; reference: string; tax_breakdown: Breakdown[] };
  type Breakdown = { amount: number; tax_rate_details: { tax_type: string; percentage_decimal: string } | null };
  const whole = async () => {
    const { tax, calls } = provider();
    granted(await tax.calculate(ask));
    return structuredClone(calls[0]?.body) as Body;
  };
  const first = (body: Body): Item => body.line_items.data[0] as Item;
  const part = (body: Body): Breakdown => first(body).tax_breakdown[0] as Breakdown;

  test("unless it is whole, as this one is", async () => {
    const told = calculationOf(await whole());
    expect(told && readCalculation(ask, told)).not.toBeNull();
  });

  test.each<[string, (body: Body) => unknown]>([
    ["whose line lacks its tax", (body) => Object.assign(first(body), { amount_tax: first(body).amount_tax + 1 })],
    ["of another amount", (body) => Object.assign(first(body), { amount: 1 })],
    ["that lacks a line", (body) => body.line_items.data.pop()],
    ["with a line more", (body) => body.line_items.data.push({ ...first(body), reference: "line-9" })],
    ["with a line twice", (body) => Object.assign(first(body), { reference: "line-1" })],
    ["in another currency", (body) => Object.assign(body, { currency: "eur" })],
    ["without the shipping", (body) => Object.assign(body, { shipping_cost: null })],
    [
      "with a tax of another name",
      (body) => Object.assign(part(body).tax_rate_details ?? {}, { tax_type: "lease_tax" }),
    ],
    [
      "with a name of every object",
      (body) => Object.assign(part(body).tax_rate_details ?? {}, { tax_type: "toString" }),
    ],
    ["with a tax of no rate", (body) => Object.assign(part(body), { tax_rate_details: null })],
    ["with a rate in words", (body) => Object.assign(part(body).tax_rate_details ?? {}, { percentage_decimal: "six" })],
    ["with a negative tax", (body) => Object.assign(part(body), { amount: -1 })],
    ["with half a cent", (body) => Object.assign(part(body), { amount: 0.5 })],
  ])("%s", async (_, spoil) => {
    const body = await whole();
    spoil(body);
    const told = calculationOf(body);
    expect(told && readCalculation(ask, told)).toBeNull();
  });

  test("where a jurisdiction levies nothing it is left out, and the rest counts", async () => {
    const body = await whole();
    const item = first(body);
    const gone = item.tax_breakdown.pop() as Breakdown;
    item.amount_tax -= gone.amount;
    item.tax_breakdown.push({ ...gone, amount: 0, tax_rate_details: null });
    const told = calculationOf(body);
    expect(told && readCalculation(ask, told)?.answer.lines[0]).toHaveLength(2);
  });
});

describe("a provider that does not answer", () => {
  const { ask } = askOf("en-us", ADDRESS);
  const codeOf = async (told: ReturnType<ReturnType<typeof provider>["tax"]["calculate"]>) => {
    const answer = await told;
    return answer.ok ? "answered" : answer.problem.code;
  };
  test.each<[string, () => Response, string]>([
    ["is down", () => Response.json({}, { status: 500 }), "tax.provider_unavailable"],
    ["is busy", () => Response.json({}, { status: 429 }), "tax.provider_unavailable"],
    ["talks nonsense", () => new Response("<html>"), "tax.provider_unavailable"],
    ["writes without end", () => new Response("x".repeat(2_000_000)), "tax.provider_unavailable"],
    ["refuses", () => Response.json({ error: { code: "tax_inactive" } }, { status: 400 }), "tax.provider_refused"],
  ])("because it %s is told as such, asked once", async (_, response, code) => {
    const { tax, calls } = provider({}, () => response());
    expect(await codeOf(tax.calculate(ask))).toBe(code);
    expect(calls).toHaveLength(1);
  });

  test("because it hangs is left at the deadline", async () => {
    const never: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)));
    expect(await codeOf(provider({ fetch: never, deadlineMs: 20 }).tax.calculate(ask))).toBe(
      "tax.provider_unavailable",
    );
  });

  test("five times in a row is left alone for a while; one that refuses is not", async () => {
    const silent = provider({}, () => Response.json({}, { status: 503 }));
    for (let times = 0; times < 8; times += 1) await silent.tax.calculate(ask);
    expect(silent.calls).toHaveLength(5);
    const refusing = provider({}, () => Response.json({}, { status: 400 }));
    for (let times = 0; times < 8; times += 1) await refusing.tax.calculate(ask);
    expect(refusing.calls).toHaveLength(8);
  });
});

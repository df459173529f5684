/** A business buys: what its VAT number does to the tax, what the order keeps of it, and what the register's silence does. */
import { exports } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { UNKNOWN_ASKER, VIES_CASES } from "../../tools/vies-emulator.ts";
import { auditInsert } from "../../worker/admin/audit-store.ts";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import { priceCheckout } from "../../worker/checkout/price-checkout-flow.ts";
import { listInvoices } from "../../worker/invoices/invoice-store.ts";
import { readOrder } from "../../worker/orders/order-store.ts";
import { FIRST_SETTINGS, type TaxSettings } from "../../worker/tax/tax-settings.ts";
import { readTaxSettings, writeTaxSettings } from "../../worker/tax/tax-store.ts";
import { LISTED_MS, UNLISTED_MS } from "../../worker/tax/vat/check-vat-flow.ts";
import { readVatCheck } from "../../worker/tax/vat/vat-check-store.ts";
import { viesOf } from "../../worker/tax/vat/vies-client.ts";
import { askWith, fillCart, orderOf, rowsOf, seedGoods, sessionOf } from "../support/order-goods.ts";
import { VIES_ADDRESS } from "../support/outbound-address.ts";
import { deliver, payFor, takeDeliveries } from "../support/stripe-emulator.ts";
import { newTestWorld, type TestWorld } from "../support/test-world.ts";

const SHOP = "DE123456788";
const IN_AUSTRIA = {
  ...{ name: "Alex Example", line1: "Ring 1", line2: "", city: "Wien", region: "", postalCode: "1010", country: "AT" },
};
const GROSS_MINOR = 104_00;
const staff = {
  id: "staff",
  name: "Robin Example",
  email: "robin@example.com",
  role: "staff",
  market: "en-us",
} as const;

async function settle(over: Partial<TaxSettings>): Promise<void> {
  const { version } = await readTaxSettings(world().accounts);
  const settings: TaxSettings = {
    ...FIRST_SETTINGS,
    ...{ taxIds: { DE: SHOP }, vatUnconfirmed: "reverse_charge", ...over },
    version: version + 1,
  };
  const audit = auditInsert(world(), {
    by: staff,
    action: "tax.settings_saved",
    subject: "tax:test",
    before: null,
    after: null,
  });
  expect(await writeTaxSettings(world().accounts, settings, { byName: "Robin Example", atMs: 0 }, audit)).toBe(true);
}

/** `asked` counts what the register was asked. */
function world(deadlineMs = 5_000): TestWorld & { asked: string[] } {
  const asked: string[] = [];
  const register = viesOf(VIES_ADDRESS, { deadlineMs, breakers: new Map() });
  const vatRegister: typeof register = (number, asker) => {
    asked.push(number.prefix + number.number);
    return register(number, asker);
  };
  return { ...newTestWorld(), vatRegister, asked };
}

async function ask(of: TestWorld, vatNumber: string, over: object = {}) {
  const [sku = ""] = await seedGoods(1);
  const cartId = await fillCart(of, { [sku]: 1 }, "de-de");
  return askWith(cartId, { shippingAddress: IN_AUSTRIA, business: { company: "Example Trading", vatNumber }, ...over });
}
const priced = async (of: TestWorld, vatNumber: string, over: object = {}) =>
  priceCheckout(of, await ask(of, vatNumber, over));

beforeEach(() => settle({}));

test("a confirmed number of another member state owes the tax itself, and the order keeps the consultation", async () => {
  const its = world();
  const answer = await priced(its, "atu 1000 0005");
  expect(answer).toMatchObject({
    ok: true,
    value: {
      totals: { taxMinor: 0, taxIncluded: false },
      lines: [{ unitMinor: Math.round(GROSS_MINOR / 1.2) }],
      tax: {
        treatment: "reverse_charge",
        buyer: {
          company: "Example Trading",
          vatNumber: VIES_CASES.listed,
          check: "confirmed",
          consultation: "WAPI000010000005",
        },
      },
    },
  });
  expect(await readVatCheck(its.accounts, VIES_CASES.listed, 0)).toMatchObject({ isListed: true, askedBy: SHOP });
});

test("a number of the shop's own state, one from outside, and goods that leave the Union bear the usual tax, and nobody is asked", async () => {
  const its = world();
  expect(await priced(its, "DE136695976")).toMatchObject({
    value: { tax: { treatment: "oss", country: "AT", buyer: { vatNumber: "DE136695976", check: "unasked" } } },
  });
  expect(await priced(its, "CHE-123.456.788 MWST")).toMatchObject({
    value: { tax: { treatment: "oss", buyer: { vatNumber: "CHE123456788", check: "unasked" } } },
  });
  expect(await priced(its, "")).toMatchObject({
    value: { tax: { buyer: { company: "Example Trading", vatNumber: "" } } },
  });
  expect(its.asked).toEqual([]);
});

test("a number of Northern Ireland is looked up for goods that go there, and nowhere else in the UK", async () => {
  const [sku = ""] = await seedGoods(1);
  const at = async (its: TestWorld, postalCode: string) => {
    const shippingAddress = { ...IN_AUSTRIA, city: "Belfast", postalCode, country: "GB" };
    const business = { company: "Example Trading", vatNumber: "XI110305878" };
    const cartId = await fillCart(its, { [sku]: 1 }, "en-gb");
    return priceCheckout(its, askWith(cartId, { shippingAddress, business }));
  };
  const its = world();
  expect(await at(its, "EC1A 1AA")).toMatchObject({ value: { tax: { buyer: { check: "unasked" } } } });
  expect(its.asked).toEqual([]);
  expect(await at(its, "BT1 1AA")).toMatchObject({
    value: { totals: { taxMinor: 0 }, tax: { treatment: "reverse_charge", buyer: { check: "confirmed" } } },
  });
  expect(its.asked).toEqual(["XI110305878"]);
});

test("a shop without a number of its own charges the tax: its invoice could not say what the law asks for", async () => {
  await settle({ taxIds: {} });
  const its = world();
  expect(await priced(its, VIES_CASES.listed)).toMatchObject({ value: { tax: { treatment: "oss" } } });
  expect(its.asked).toEqual([]);
});

test("a number that is none, one the register does not have, and one without a company are refused by name", async () => {
  const code = async (vatNumber: string, over = {}) => {
    const answer = await priced(world(), vatNumber, over);
    return answer.ok ? "taken" : answer.problem.code;
  };
  expect(await code("ATU10000006")).toBe("checkout.vat_malformed");
  expect(await code(VIES_CASES.unlisted)).toBe("checkout.vat_not_listed");
  expect(await code(VIES_CASES.refused)).toBe("checkout.vat_not_listed");
  const noName = { business: { company: "", vatNumber: VIES_CASES.listed } };
  expect(await code(VIES_CASES.listed, noName)).toBe("checkout.company_missing");
});

test.each([
  ["hangs", VIES_CASES.hangs],
  ["has the state down", VIES_CASES.stateDown],
  ["is busy", VIES_CASES.busy],
  ["talks nonsense", VIES_CASES.garbled],
])("while the register %s the form decides, and the order says that the number is not confirmed", async (_, number) => {
  const answer = await priced(world(100), number);
  expect(answer).toMatchObject({
    value: {
      tax: { treatment: "reverse_charge", buyer: { vatNumber: number, check: "unconfirmed" } },
      totals: { taxMinor: 0 },
    },
  });
  await settle({ vatUnconfirmed: "charge_tax" });
  expect(await priced(world(100), number), "as staff chose").toMatchObject({
    value: { tax: { treatment: "oss", country: "AT", buyer: { vatNumber: number, check: "unconfirmed" } } },
  });
});

test("a new shop charges the tax while the register is silent: a form alone takes none off", async () => {
  await settle({ vatUnconfirmed: FIRST_SETTINGS.vatUnconfirmed });
  expect(await priced(world(100), VIES_CASES.hangs)).toMatchObject({ value: { tax: { treatment: "oss" } } });
});

test("an answer counts for a day, a refusal for ten minutes", async () => {
  const its = world();
  await priced(its, "FR40303265045");
  await priced(its, "FR40303265045");
  expect(its.asked, "once").toHaveLength(1);
  its.clock.aheadMs = LISTED_MS + 1;
  await priced(its, "FR40303265045");
  expect(its.asked, "a day later").toHaveLength(2);
  await priced(its, VIES_CASES.unlisted);
  const before = its.asked.length;
  await priced(its, VIES_CASES.unlisted);
  expect(its.asked.length).toBe(before);
  its.clock.aheadMs += UNLISTED_MS + 1;
  await priced(its, VIES_CASES.unlisted);
  expect(its.asked.length).toBe(before + 1);
});

test("a shop whose own number the register does not know is answered, without a consultation", async () => {
  await settle({ taxIds: { DE: UNKNOWN_ASKER } });
  const answer = await priced(world(), "SI50223054");
  expect(answer).toMatchObject({ value: { tax: { treatment: "reverse_charge", buyer: { check: "confirmed" } } } });
  expect(answer.ok && answer.value.tax?.buyer?.consultation).toBeUndefined();
});

test("the number that was shown is on the order and beside its invoice, and a repeat with another is refused", async () => {
  const its = world();
  const asked = await ask(its, VIES_CASES.listed);
  const shown = await priceCheckout(its, asked);
  if (!shown.ok) throw new Error(shown.problem.code);
  const whole = { ...asked, totalMinor: shown.value.totals.totalMinor };
  expect((await beginCheckout(its, whole)).ok).toBe(true);
  expect(await beginCheckout(its, whole)).toMatchObject({ ok: true, value: { replayed: true } });
  const other = { ...whole, business: { company: "Example Trading", vatNumber: VIES_CASES.nameless } };
  expect(await beginCheckout(its, other)).toMatchObject({ ok: false, problem: { code: "checkout.id_taken" } });
  const sessionId = await sessionOf(its, asked.id);
  await payFor(sessionId);
  for (const message of await takeDeliveries(sessionId)) expect((await deliver(message)).status).toBe(200);
  const orderId = await orderOf(its, asked.id);
  const db = its.ordersOfCheckout(asked.id);
  const order = await readOrder(db, orderId);
  expect(order?.totals.totalMinor).toBe(whole.totalMinor);
  expect(order?.tax?.buyer).toEqual(shown.value.tax?.buyer);
  const [invoice] = await listInvoices(db, orderId);
  expect(invoice?.facts.taxIds).toEqual([{ country: "DE", number: SHOP }]);
});

test("a register that comes back between the review and the payment charges no other total unseen", async () => {
  await settle({ vatUnconfirmed: "charge_tax" });
  const down = world(50);
  const asked = await ask(down, VIES_CASES.hangs);
  const shown = await priceCheckout(down, asked);
  if (!shown.ok) throw new Error(shown.problem.code);
  const back: TestWorld = {
    ...world(),
    vatRegister: async () => ({ ok: true, value: { isListed: true, consultation: "", name: "", address: "" } }),
  };
  const begun = await beginCheckout(back, { ...asked, totalMinor: shown.value.totals.totalMinor });
  expect(begun).toMatchObject({ ok: false, problem: { code: "checkout.total_changed" } });
  expect(await rowsOf("checkouts", "id", asked.id)).toEqual([]);
});

test("over the API a wrong number is named and nothing is begun; a right one is answered without its tax", async () => {
  const its = world();
  const send = async (vatNumber: string) => {
    const { customerId: _, ...body } = await ask(its, vatNumber);
    const response = await exports.default.fetch("http://store.test/api/checkouts", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return [response.status, (await response.json()) as { code?: string; totals?: { taxMinor: number } }] as const;
  };
  expect(await send("ATU10000006")).toMatchObject([422, { code: "checkout.vat_malformed" }]);
  expect(await send(VIES_CASES.unlisted)).toMatchObject([422, { code: "checkout.vat_not_listed" }]);
  expect(await send("x".repeat(1_000))).toMatchObject([422, { code: "request.invalid" }]);
  expect(await send(VIES_CASES.listed)).toMatchObject([201, { totals: { taxMinor: 0 } }]);
});

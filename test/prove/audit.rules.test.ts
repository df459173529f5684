/** The proof's audit finds every kind of breach it is there for: each is made in books that were whole. */
import { describe, expect, test } from "vitest";
import { auditFacts } from "../../tools/prove/audit.ts";
import type { Facts } from "../../tools/prove/facts.ts";
import type { StockEntry } from "../../worker/inventory/stock.ts";

type Row = [kind: StockEntry["kind"], facts: Record<string, string | number>];
const entriesOf = (...rows: Row[]): StockEntry[] =>
  rows.map(([kind, facts], index) => ({ number: index + 1, atMs: index, kind, byId: "test", facts }));

const MAIL = { id: "order.placed:ORDER", to: "robin@example.com", subject: "Your order ORDER", sends: 1 };
const hold = (id: string, quantity: number) => ({ holdId: `${id}:SKU:1`, quantity });
/** One order that was paid and partly refunded, one shopper who left. */
const whole = (): Facts => ({
  ledgers: [
    {
      name: "SKU",
      sku: "SKU",
      levels: { onHand: 8, held: 0 },
      entries: entriesOf(
        ["received", { operationId: "opening", quantity: 10, onHand: 10, held: 0 }],
        ["held", { ...hold("c-paid", 2), expiresAtMs: 9, onHand: 10, held: 2 }],
        ["held", { ...hold("c-left", 3), expiresAtMs: 9, onHand: 10, held: 5 }],
        ["committed", { ...hold("c-paid", 2), onHand: 8, held: 3 }],
        ["released", { ...hold("c-left", 3), onHand: 8, held: 0 }],
      ),
    },
  ],
  checkouts: [
    { id: "c-paid", state: "paid", orderId: "ORDER" },
    { id: "c-left", state: "expired", orderId: null },
  ],
  orders: [{ id: "ORDER", checkoutId: "c-paid", totalMinor: 500, placedAtMs: 3, committed: true }],
  lines: [{ orderId: "ORDER", sku: "SKU", quantity: 2 }],
  refunds: [{ id: "r", paymentId: "pi_1", amountMinor: 100, state: "succeeded" }],
  charges: [
    {
      paymentId: "pi_1",
      checkoutId: "c-paid",
      paidMinor: 500,
      refunds: [{ id: "re_1", refundId: "r", amountMinor: 100, status: "succeeded" }],
    },
  ],
  mails: [{ id: "order.placed:ORDER", state: "sent" }],
  inboxes: [MAIL],
});

test("books that are whole have no breach", () => {
  const { breaches, figures } = auditFacts(whole());
  expect(breaches).toEqual([]);
  expect(figures).toMatchObject({ received: 10, onHand: 8, sold: 2, paidMinor: 500, refundedMinor: 100 });
});

test("units that came back are on the shelf again, and those taken from two shelves are sold once", () => {
  const [ledger] = whole().ledgers;
  const back = entriesOf(
    ["returned", { operationId: "back", quantity: 2, onHand: 10, held: 0 }],
    ["held", { ...hold("c-paid", 2), location: "east", expiresAtMs: 9, onHand: 10, held: 2 }],
    ["committed", { ...hold("c-paid", 2), location: "east", onHand: 8, held: 0 }],
  ).map((entry, index) => ({ ...entry, number: 6 + index }));
  const entries = [...(ledger?.entries ?? []), ...back];
  const twice = { ...whole(), ledgers: ledger ? [{ ...ledger, entries }] : [] };
  expect(auditFacts({ ...twice, lines: [{ orderId: "ORDER", sku: "SKU", quantity: 4 }] }).breaches).toEqual([]);
  expect(auditFacts(twice).breaches).toEqual(["SKU: 4 sold by c-paid:SKU:1, ordered 2"]);
});

test("what was sent again and received once is told, and is no breach", () => {
  const again = {
    ...whole(),
    inboxes: [
      { ...MAIL, sends: 3 },
      { ...MAIL, to: "alex@example.com" },
    ],
  };
  const { breaches, figures } = auditFacts(again);
  expect(breaches).toEqual([]);
  expect(figures).toMatchObject({ mails: 2, mailsTwice: 0, sendsRepeated: 2, mailsUnsure: 0 });
});

test("a mail that a kill cut off is told, and is no breach", () => {
  const cut = { ...whole(), mails: [{ id: "order.placed:ORDER", state: "sending" }], inboxes: [] };
  expect(auditFacts(cut)).toMatchObject({ breaches: [], figures: { mails: 0, mailsUnsure: 1 } });
});

const [LEDGER, ORDER, CHARGE] = [whole().ledgers[0], whole().orders[0], whole().charges[0]];
const withEntries = (change: (entries: StockEntry[]) => StockEntry[]): Partial<Facts> => ({
  ledgers: LEDGER ? [{ ...LEDGER, entries: change([...LEDGER.entries]) }] : [],
});
const withFacts = (number: number, facts: Record<string, number>): Partial<Facts> =>
  withEntries((entries) =>
    entries.map((entry) => (entry.number === number ? { ...entry, facts: { ...entry.facts, ...facts } } : entry)),
  );
const orderWith = (over: object): Partial<Facts> => ({ orders: ORDER ? [{ ...ORDER, ...over }] : [] });
const chargeWith = (over: object): Facts["charges"] => (CHARGE ? [{ ...CHARGE, ...over }] : []);

describe("the audit finds", () => {
  test.each<[string, Partial<Facts>, RegExp]>([
    ["an entry that is gone", withEntries((entries) => entries.toSpliced(1, 1)), /a number is missing/],
    ["more sold than came in", withFacts(1, { quantity: 1 }), /sold and .* held of 1 received/],
    ["levels that do not follow", withFacts(4, { onHand: 9 }), /levels are not what came before/],
    [
      "a hold settled twice",
      withEntries((entries) => [...entries, { ...(entries[4] as StockEntry), number: 6 }]),
      /not open/,
    ],
    ["a hold that leaks", withEntries((entries) => entries.slice(0, 4)), /1 holds are open/],
    [
      "units that are not on hand",
      { ledgers: LEDGER ? [{ ...LEDGER, levels: { onHand: 7, held: 0 } }] : [] },
      /7 on hand/,
    ],
    [
      "units sold without an order",
      { lines: [], orders: [], checkouts: [], charges: [], refunds: [] },
      /no order has them/,
    ],
    ["another quantity than was ordered", { lines: [{ orderId: "ORDER", sku: "SKU", quantity: 1 }] }, /ordered 1/],
    [
      "a line that was never committed",
      { lines: [...whole().lines, { orderId: "ORDER", sku: "B", quantity: 1 }] },
      /committed 0 times/,
    ],
    ["an order nobody paid for", { charges: [], refunds: [] }, /order ORDER was not paid/],
    ["an order paid by another amount", orderWith({ totalMinor: 499 }), /order ORDER was not paid/],
    ["an order that was never finished", orderWith({ committed: false }), /never finished/],
    [
      "two orders of one checkout",
      { orders: [...whole().orders, { ...(ORDER as object), id: "TWO" } as never] },
      /two orders/,
    ],
    [
      "a paid checkout without its order",
      { checkouts: [{ id: "c-paid", state: "paid", orderId: null }] },
      /is paid with order null/,
    ],
    [
      "a checkout that waits for ever",
      { checkouts: [...whole().checkouts, { id: "c-3", state: "held", orderId: null }] },
      /still held/,
    ],
    [
      "a charge for nothing",
      { charges: [...whole().charges, ...chargeWith({ paymentId: "pi_2", checkoutId: "c-left", refunds: [] })] },
      /pi_2: 500 paid, no order/,
    ],
    [
      "two charges for one order",
      { charges: [...whole().charges, ...chargeWith({ paymentId: "pi_2", refunds: [] })] },
      /pi_2: 500 paid/,
    ],
    ["a refund the store knows nothing of", { refunds: [] }, /100 went back at the provider, 0 in the store/],
    [
      "a refund made twice",
      { charges: chargeWith({ refunds: [...(CHARGE?.refunds ?? []), ...(CHARGE?.refunds ?? [])] }) },
      /200 went back/,
    ],
    [
      "a refund that waits for ever",
      { refunds: [...whole().refunds, { id: "p", paymentId: "pi_9", amountMinor: 1, state: "pending" }] },
      /refund p is still pending/,
    ],
    ["a mail about nothing", { mails: [{ id: "order.placed:NONE", state: "sent" }] }, /about no order/],
    ["a mail that nobody began", { mails: [] }, /nobody began it/],
    [
      "two mails for one event",
      { inboxes: [MAIL, { ...MAIL, id: "order.placed:ORDER:again" }] },
      /order\.placed "Your order ORDER" to robin@example\.com: one event led to 2 mails/,
    ],
    [
      "two mails for one parcel",
      { inboxes: [1, 2].map(() => ({ ...MAIL, id: "order.fulfilled:ORDER:parcel" })) },
      /order\.fulfilled:ORDER:parcel to robin@example\.com: one event led to 2 mails/,
    ],
  ])("%s", (_, broken, words) => {
    expect(auditFacts({ ...whole(), ...broken }).breaches.join("\n")).toMatch(words);
  });
});

test("a SKU whose units were lent and not given back finds them in its buckets' ledgers", () => {
  const split = (borrowed: number): Facts => {
    const facts = whole();
    const [own] = facts.ledgers;
    const lent = entriesOf(["lent", { operationId: "l", quantity: 4, onHand: 4, held: 0 }]);
    const entries = [...(own?.entries ?? []), ...lent.map((entry) => ({ ...entry, number: 6 }))];
    const bucket = entriesOf(["borrowed", { operationId: "l", quantity: borrowed, onHand: borrowed, held: 0 }]);
    return {
      ...facts,
      ledgers: [
        { name: "SKU", sku: "SKU", levels: { onHand: 4, held: 0 }, entries },
        { name: "SKU bucket 0", sku: "SKU", levels: { onHand: borrowed, held: 0 }, entries: bucket },
      ],
    };
  };
  expect(auditFacts(split(4))).toMatchObject({ breaches: [], figures: { received: 10, onHand: 8 } });
  expect(auditFacts(split(3)).breaches).toEqual(["SKU: 4 units are lent, and 3 borrowed, when all is over"]);
});

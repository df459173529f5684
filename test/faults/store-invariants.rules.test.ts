/** Each invariant is broken once, and says so: a checker that finds nothing proves nothing. */
import { describe, expect, test } from "vitest";
import type { StockEntry } from "../../worker/inventory/stock.ts";
import type { StoreBooks } from "../support/store-books.ts";
import { checkStore, INVARIANTS } from "../support/store-invariants.ts";

type Row = { kind: string; quantity: number; holdId?: string; expiresAtMs?: number; location?: string };

/** Entries as the object writes them, with the levels after each. */
function entriesOf(rows: readonly Row[]): StockEntry[] {
  let [onHand, held] = [0, 0];
  return rows.map(({ kind, quantity, ...facts }, index) => {
    if (["received", "returned", "borrowed", "arrived", "repaid"].includes(kind)) onHand += quantity;
    if (["committed", "sent", "lent", "gave_back"].includes(kind)) onHand -= quantity;
    if (kind === "held") held += quantity;
    if (kind === "committed" || kind === "released") held -= quantity;
    const all = { location: "main", ...facts, quantity, onHand, held };
    return { number: index + 1, atMs: 0, kind, byId: "test", facts: all } as unknown as StockEntry;
  });
}

const ledgerOf = (rows: readonly Row[], name = "SKU-1") => {
  const entries = entriesOf(rows);
  const { onHand = 0, held = 0 } = entries.at(-1)?.facts ?? {};
  const levels = { onHand: Number(onHand), held: Number(held) };
  return { name, sku: "SKU-1", levels, entries, projected: name === "SKU-1" ? levels : null };
};
const SALE: readonly Row[] = [
  { kind: "received", quantity: 5 },
  { kind: "held", quantity: 2, holdId: "c1:SKU-1:1", expiresAtMs: 100 },
  { kind: "committed", quantity: 2, holdId: "c1:SKU-1:1" },
];

/** One order of two units, paid. */
const sold = (change: Partial<StoreBooks> = {}): StoreBooks => ({
  nowMs: 1_000,
  ledgers: [ledgerOf(SALE)],
  checkouts: [{ id: "c1", state: "paid", orderId: "o1" }],
  orders: [
    { id: "o1", checkoutId: "c1", customerId: "u1", totalMinor: 900, state: "placed", committed: 1, listed: true },
  ],
  lines: [{ orderId: "o1", sku: "SKU-1", quantity: 2 }],
  payments: [{ id: "pi", checkoutId: "c1", amountMinor: 900 }],
  refunds: [],
  charges: [{ paymentId: "pi", checkoutId: "c1", paidMinor: 900, refunds: [] }],
  ...change,
});
const levels = (onHand: number, held: number) => ({ ...ledgerOf(SALE), levels: { onHand, held } });
const refund = { id: "r1", paymentId: "pi", amountMinor: 900, state: "pending", restock: [] };

const BROKEN: Readonly<Record<string, Partial<StoreBooks>>> = {
  units: { ledgers: [levels(4, 0)] },
  moved: {
    ledgers: [
      ledgerOf([
        { kind: "received", quantity: 5 },
        { kind: "arrived", quantity: 1 },
      ]),
    ],
  },
  holds: { ledgers: [ledgerOf([...SALE, { kind: "committed", quantity: 2, holdId: "c1:SKU-1:1" }])] },
  oversold: { ledgers: [ledgerOf([{ kind: "held", quantity: 2, holdId: "c1:SKU-1:1", expiresAtMs: 2_000 }])] },
  once: { lines: [{ orderId: "o1", sku: "SKU-1", quantity: 1 }] },
  paid: { charges: [] },
  within: { refunds: [{ ...refund, amountMinor: 901 }] },
  nothing: { orders: [], lines: [], ledgers: [] },
  expired: { ledgers: [ledgerOf([...SALE, { kind: "held", quantity: 1, holdId: "c2:SKU-1:1", expiresAtMs: 999 }])] },
  loans: {
    ledgers: [
      ledgerOf([
        { kind: "received", quantity: 5 },
        { kind: "lent", quantity: 2 },
      ]),
    ],
  },
  projections: { ledgers: [{ ...ledgerOf(SALE), projected: { onHand: 5, held: 0 } }] },
};

describe("the invariants", () => {
  test("hold of a store where an order was paid and sold", () => {
    expect(checkStore(sold(), "at rest")).toEqual({ checked: INVARIANTS.map(({ id }) => id), breaches: [] });
  });

  test("hold where units are lent, held in a bucket, sold there, and the rest repaid", () => {
    const own = ledgerOf([
      { kind: "received", quantity: 5 },
      { kind: "lent", quantity: 3 },
      { kind: "repaid", quantity: 1 },
    ]);
    const bucket = ledgerOf(
      [
        { kind: "borrowed", quantity: 3 },
        { kind: "held", quantity: 2, holdId: "c1:SKU-1:1", expiresAtMs: 100 },
        { kind: "committed", quantity: 2, holdId: "c1:SKU-1:1" },
        { kind: "gave_back", quantity: 1 },
      ],
      "SKU-1\n0",
    );
    expect(checkStore(sold({ ledgers: [own, bucket] }), "at rest").breaches).toEqual([]);
  });

  test.each(INVARIANTS.map(({ id, says }) => [id, says]))("%s: is broken, and told", (id) => {
    const { breaches } = checkStore(sold(BROKEN[id]), "at rest");
    expect(breaches.filter((breach) => breach.startsWith(`${id}:`))).not.toEqual([]);
  });

  test("do not know a kind of entry that nobody named", () => {
    const ledgers = [ledgerOf([...SALE, { kind: "vanished", quantity: 1 }])];
    expect(checkStore(sold({ ledgers }), "always").breaches).toContain("units: SKU-1: unknown kind vanished");
  });

  test("are not all due in the middle of a purchase", () => {
    const { checked } = checkStore(sold(), "always");
    expect(checked).toEqual(INVARIANTS.filter(({ holds }) => holds === "always").map(({ id }) => id));
  });
});

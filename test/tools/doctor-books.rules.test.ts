/** What the command tells of doctor's books: a line where they agree; where, why and what mends it where they do not. */
import { expect, test } from "vitest";
import type { Ask } from "../../tools/ask-store.ts";
import { examineBooks } from "../../tools/doctor-books.ts";
import { disagreement, explain } from "../../worker/doctor/disagreements.ts";

const LEAK = explain(disagreement("hold.of_no_checkout", { sku: "A-1", holdId: "h" }, { quantity: 2 }));
const BY_HAND = explain(disagreement("order.payment_differs", { orderId: "O-1" }));

/** A store whose books are found so; a repair takes away what doctor can repair. Books come in turns of one. */
function storeWith(found: Record<string, (typeof LEAK | typeof BY_HAND)[]>) {
  const asked: string[] = [];
  const ask = (async (method: string, path: string) => {
    asked.push(`${method} ${path}`);
    const [, book = "", after = ""] = /books\/(\w+)(?:\?after=(\d*)|\/repair)/.exec(path) ?? [];
    if (book === "sessions") throw new Error("503 payment.unavailable");
    const items = found[book] ?? [];
    if (method === "POST") {
      found[book] = items.filter(({ canRepair }) => !canRepair);
      return { found: items.length, tried: items.length - (found[book]?.length ?? 0), next: null };
    }
    const at = Number(after || 0);
    return { checked: 1, items: items.slice(at, at + 1), next: at + 1 < items.length ? String(at + 1) : null };
  }) as Ask;
  const told: string[] = [];
  return { ask, asked, told, say: (line: string) => void told.push(line) };
}

test("books that agree are a line each, and nothing is wrong", async () => {
  const { ask, told, say } = storeWith({});
  expect(await examineBooks(ask, { books: ["stock", "orders"], repair: true, say })).toBe(0);
  expect(told).toEqual([
    "  ok   Ledgers against orders and checkouts: agree, 1 looked at",
    "  ok   Orders against payments, checkouts and ledgers: agree, 1 looked at",
  ]);
});

test("a disagreement is told with where, why and what mends it, and nothing is changed unasked", async () => {
  const { ask, asked, told, say } = storeWith({ stock: [LEAK, LEAK], orders: [BY_HAND] });
  expect(await examineBooks(ask, { books: ["stock", "orders"], repair: false, say })).toBe(2);
  expect(asked.filter((call) => call.startsWith("POST"))).toEqual([]);
  const words = told.join("\n");
  expect(words).toContain("hold.of_no_checkout: 2");
  expect(words).toContain(`cause     ${LEAK.cause}`);
  expect(words).toContain(`--repair  ${LEAK.repair}`);
  expect(words).toContain("- sku=A-1 holdId=h (quantity=2)");
  expect(words).toMatch(/by hand {3}Compare both/);
});

test("a repair leaves what is for a person, and only that is wrong", async () => {
  const { ask, told, say } = storeWith({ stock: [LEAK], orders: [BY_HAND], payments: [LEAK, BY_HAND] });
  expect(await examineBooks(ask, { books: ["stock", "orders", "payments"], repair: true, say })).toBe(2);
  expect(told.filter((line) => line.includes("repaired"))).toEqual([
    "       repaired: 1; left: 0",
    "       repaired: 1; left: 1",
  ]);
});

test("a book that cannot be looked at is told, is wrong, and keeps none of the others from theirs", async () => {
  const { ask, told, say } = storeWith({});
  expect(await examineBooks(ask, { books: ["sessions", "stock"], repair: false, say })).toBe(1);
  expect(told[0]).toMatch(/could not be looked at/);
  expect(told.at(-1)).toMatch(/ok {3}Ledgers/);
});

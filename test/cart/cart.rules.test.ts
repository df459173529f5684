import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Cart,
  type CartChange,
  changeCart,
  LINES_MAX,
  LINES_MERGED_MAX,
  openCart,
  QUANTITY_MAX,
} from "../../worker/cart/cart.ts";
import { OPERATIONS_KEPT, operationOf, rememberOperation, seenBefore } from "../../worker/cart/cart-operations.ts";

const empty = openCart("cart", "en-us", 0);
const addOf = (sku: string, quantity = 1, unitMinor = 5_00): CartChange => ({
  kind: "add",
  line: { sku, quantity, unitMinor, market: "en-us" },
});
const cartAfter = (cart: Cart, ...changes: CartChange[]): Cart =>
  changes.reduce((now, change) => {
    const changed = changeCart(now, change, now.updatedAtMs + 1);
    if (!changed.ok) throw new Error(changed.problem.code);
    return changed.value;
  }, cart);
const quantities = (cart: Cart) => Object.fromEntries(cart.lines.map(({ sku, quantity }) => [sku, quantity]));
const filled = (count: number, prefix = "S") =>
  cartAfter(empty, ...Array.from({ length: count }, (_, at) => addOf(`${prefix}${at}`)));

const sku = fc.constantFrom("A", "B", "C", "D");
const line = fc.record({ sku, quantity: fc.integer({ min: 1, max: QUANTITY_MAX }), unitMinor: fc.nat(9_999) });
const lines = fc
  .uniqueArray(line, { selector: (one) => one.sku })
  .map((all) => all.map((one) => ({ ...one, addedAtMs: 0 })));
const change: fc.Arbitrary<CartChange> = fc.oneof(
  fc.record({ kind: fc.constant("add" as const), line }),
  fc.record({
    kind: fc.constant("set" as const),
    line: fc.record({ sku, quantity: fc.integer({ min: 0, max: 2 * QUANTITY_MAX }), unitMinor: fc.nat(9_999) }),
  }),
  fc.record({ kind: fc.constant("absorb" as const), lines, market: fc.constant("en-us") }),
  fc.record({ kind: fc.constant("takeOut" as const), by: fc.constant("order"), lines }),
  fc.record({ kind: fc.constant("claim" as const), customerId: fc.constantFrom("ann", "bob") }),
);

describe("a cart", () => {
  test("keeps one line a SKU, within the limits, whatever is done to it", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        let cart = empty;
        for (const one of changes) {
          const before = structuredClone(cart);
          const changed = changeCart(cart, one, cart.updatedAtMs + 1);
          expect(cart).toEqual(before);
          if (changed.ok) cart = changed.value;
          expect(new Set(cart.lines.map((kept) => kept.sku)).size).toBe(cart.lines.length);
          for (const kept of cart.lines) {
            expect(kept.quantity).toBeGreaterThan(0);
            expect(kept.quantity).toBeLessThanOrEqual(QUANTITY_MAX);
          }
        }
      }),
    );
  });

  test("adds to a line, remembers the price it was promised, and keeps lines in the order they came", () => {
    const cart = cartAfter(empty, addOf("A", 2, 5_00), addOf("B"), addOf("A", 3, 6_00));
    expect(cart.lines).toMatchObject([
      { sku: "A", quantity: 5, unitMinor: 5_00 },
      { sku: "B", quantity: 1 },
    ]);
  });

  test("loses a line that is set to nothing", () => {
    const none: CartChange = { kind: "set", line: { sku: "A", quantity: 0, unitMinor: 0 } };
    expect(quantities(cartAfter(empty, addOf("A"), addOf("B"), none))).toEqual({ B: 1 });
    expect(quantities(cartAfter(empty, none))).toEqual({});
  });

  test("refuses one line more than it may have, and still takes more of a line it has", () => {
    const full = filled(LINES_MAX);
    expect(changeCart(full, addOf("one more"), 1)).toEqual({
      ok: false,
      problem: { code: "cart.too_many_lines", max: LINES_MAX },
    });
    expect(cartAfter(full, addOf("S0")).lines).toHaveLength(LINES_MAX);
  });

  test("refuses more of one SKU than it may have, and keeps what it had", () => {
    const cart = cartAfter(empty, addOf("A", QUANTITY_MAX));
    expect(changeCart(cart, addOf("A"), 1)).toEqual({
      ok: false,
      problem: { code: "cart.quantity_too_large", max: QUANTITY_MAX },
    });
  });

  test("takes another cart in once, however often it is told to: the larger quantity of each SKU", () => {
    fc.assert(
      fc.property(lines, lines, (own, other) => {
        const start = { ...empty, lines: own };
        const once = cartAfter(start, { kind: "absorb", lines: other, market: "en-us" });
        expect(quantities(cartAfter(once, { kind: "absorb", lines: other, market: "en-us" }))).toEqual(
          quantities(once),
        );
        for (const { sku: name, quantity } of [...own, ...other])
          expect(quantities(once)[name]).toBeGreaterThanOrEqual(quantity);
      }),
    );
  });

  test("becomes one of two full carts without losing a line, and refuses a third", () => {
    const both = cartAfter(filled(LINES_MAX), { kind: "absorb", lines: filled(LINES_MAX, "T").lines, market: "en-us" });
    expect(both.lines).toHaveLength(LINES_MERGED_MAX);
    expect(changeCart(both, { kind: "absorb", lines: filled(1, "U").lines, market: "en-us" }, 1)).toMatchObject({
      problem: { code: "cart.too_many_lines" },
    });
  });

  test("keeps what was added while an order was being paid", () => {
    const bought = [
      { sku: "A", quantity: 2 },
      { sku: "B", quantity: 1 },
    ];
    const cart = cartAfter(empty, addOf("A", 3), addOf("B"), addOf("C"), {
      kind: "takeOut",
      by: "order",
      lines: bought,
    });
    expect(quantities(cart)).toEqual({ A: 1, C: 1 });
  });

  test("forgets prices that its new market does not have", () => {
    const cart = cartAfter(empty, addOf("A"), addOf("B"), {
      kind: "changeMarket",
      market: "de-de",
      prices: { A: { amountMinor: 4_50, tiers: [] } },
    });
    expect(cart.market).toBe("de-de");
    expect(cart.lines.map(({ unitMinor }) => unitMinor)).toEqual([4_50, null]);
  });

  test("of one customer is not there for another", () => {
    const cart = cartAfter(empty, { kind: "claim", customerId: "ann" });
    expect(changeCart(cart, { kind: "claim", customerId: "bob" }, 1)).toMatchObject({
      problem: { code: "cart.unknown" },
    });
  });

  test("is never asked for part of a unit, or for less than none", () => {
    expect(() => changeCart(empty, addOf("A", 1.5), 1)).toThrow("whole number");
    expect(() => changeCart(empty, addOf("A", -1), 1)).toThrow("whole number");
  });
});

describe("a cart's memory of operations", () => {
  test("knows a repeat from another change under the same id, and minds no new price", () => {
    const kept = rememberOperation([], operationOf("1", addOf("A", 1, 5_00)));
    expect(seenBefore(kept, operationOf("1", addOf("A", 1, 6_00)))).toBe("repeat");
    expect(seenBefore(kept, operationOf("1", addOf("A", 2)))).toBe("differs");
    expect(seenBefore(kept, operationOf("2", addOf("A")))).toBe("new");
  });

  test("keeps the last ones only", () => {
    const ids = Array.from({ length: OPERATIONS_KEPT + 5 }, (_, at) => operationOf(String(at), addOf("A")));
    const kept = ids.reduce<ReturnType<typeof rememberOperation>>(rememberOperation, []);
    expect(kept).toHaveLength(OPERATIONS_KEPT);
    expect(kept[0]?.id).toBe("5");
  });
});

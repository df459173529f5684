import { describe, expect, test } from "vitest";
import { type Cart, type CartChange, changeCart, openCart } from "../../worker/cart/cart.ts";
import { askedMinor, PRICE_HONOURED_MS } from "../../worker/cart/honoured-price.ts";

const put = (
  cart: Cart,
  kind: "add" | "set",
  quantity: number,
  unitMinor: number,
  nowMs: number,
  tiers: { from: number; amountMinor: number }[] = [],
): Cart => {
  const change: CartChange = { kind, line: { sku: "A", quantity, unitMinor, tiers, market: "en-us" } };
  const changed = changeCart(cart, change, nowMs);
  if (!changed.ok) throw new Error(changed.problem.code);
  return changed.value;
};
const empty = openCart("c", "en-us", 0);
const asked = (cart: Cart, amountMinor: number, nowMs: number) => {
  const [line] = cart.lines;
  if (!line) throw new Error("no line");
  return askedMinor(line, { amountMinor, tiers: [] }, nowMs);
};

describe("a price in the cart", () => {
  test("is honoured for a day, and not a millisecond longer", () => {
    const cart = put(empty, "add", 1, 5_00, 0);
    expect(asked(cart, 6_00, PRICE_HONOURED_MS - 1)).toBe(5_00);
    expect(asked(cart, 6_00, PRICE_HONOURED_MS)).toBe(6_00);
  });

  test("gives way to a lower one at once, and holds when that rises again", () => {
    const cart = put(empty, "add", 1, 5_00, 0);
    expect(asked(cart, 4_00, 1)).toBe(4_00);
    expect(asked(cart, 9_00, 2)).toBe(5_00);
  });

  test("stays the lower of two carts' that become one, while it is honoured, and no longer", () => {
    const [own, guest] = [put(empty, "add", 1, 6_00, 0), put(empty, "add", 2, 5_00, 0)];
    const merged = (nowMs: number) => {
      const changed = changeCart(own, { kind: "absorb", lines: guest.lines, market: "en-us" }, nowMs);
      return changed.ok ? changed.value : empty;
    };
    expect(asked(merged(1), 7_00, 2)).toBe(5_00);
    expect(asked(merged(PRICE_HONOURED_MS), 7_00, PRICE_HONOURED_MS)).toBe(7_00);
    const other = changeCart(guest, { kind: "absorb", lines: own.lines, market: "en-us" }, 1);
    expect(other.ok && asked(other.value, 7_00, 2), "whichever cart it was in").toBe(5_00);
    const abroad = changeCart(own, { kind: "absorb", lines: guest.lines, market: "de-de" }, 1);
    expect(abroad.ok && asked(abroad.value, 7_00, 2), "not of another currency").toBe(6_00);
  });

  test("is honoured for more units too, but that does not make it last longer", () => {
    const more = put(put(empty, "add", 1, 5_00, 0), "add", 4, 6_00, 1_000);
    expect(more.lines).toMatchObject([{ quantity: 5, unitMinor: 5_00, honouredUntilMs: PRICE_HONOURED_MS }]);
    expect(asked(more, 6_00, PRICE_HONOURED_MS)).toBe(6_00);
  });

  test("lasts anew once the shopper is shown one that is no higher", () => {
    const again = put(put(empty, "add", 1, 5_00, 0), "set", 2, 5_00, 1_000);
    expect(again.lines[0]?.honouredUntilMs).toBe(1_000 + PRICE_HONOURED_MS);
  });

  test("that has lapsed is today's from the next change on", () => {
    const late = put(put(empty, "add", 1, 5_00, 0), "set", 2, 6_00, PRICE_HONOURED_MS);
    expect(late.lines).toMatchObject([{ unitMinor: 6_00, honouredUntilMs: 2 * PRICE_HONOURED_MS }]);
  });

  test("keeps what several cost as well", () => {
    const cart = put(empty, "add", 10, 5_00, 0, [{ from: 10, amountMinor: 4_00 }]);
    expect(asked(cart, 5_00, 1)).toBe(4_00);
    expect(asked(put(cart, "set", 9, 5_00, 1), 5_00, 2)).toBe(5_00);
  });

  test("that was looked up for another market is nobody's", () => {
    const change: CartChange = {
      kind: "add",
      line: { sku: "A", quantity: 1, unitMinor: 5, tiers: [], market: "ja-jp" },
    };
    const added = changeCart(empty, change, 0);
    expect(added.ok && added.value.lines).toEqual([{ sku: "A", quantity: 1, unitMinor: null, addedAtMs: 0 }]);
  });

  test("is not taken along to a market with another currency", () => {
    const moved = changeCart(put(empty, "add", 1, 1, 0), { kind: "changeMarket", market: "ja-jp", prices: {} }, 1);
    expect(moved.ok && moved.value.lines).toEqual([{ sku: "A", quantity: 1, unitMinor: null, addedAtMs: 0 }]);
  });
});

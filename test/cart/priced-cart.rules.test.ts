import { describe, expect, test } from "vitest";
import type { Cart } from "../../worker/cart/cart.ts";
import { priceCart } from "../../worker/cart/priced-cart.ts";
import type { Sellable } from "../../worker/catalog/product.ts";
import type { Market } from "../../worker/markets/markets.ts";
import { marketOf } from "../support/markets.ts";

const usa = marketOf("en-us") as Market;
const japan = marketOf("ja-jp") as Market;
const NOW = 1_000_000;
const PROMISE = { kind: "backorder", atMs: 1_000 } as const;
const cart: Cart = {
  id: "cart",
  market: "en-us",
  lines: [{ sku: "A", quantity: 3, unitMinor: 5_00, addedAtMs: 0 }],
  customerId: null,
  updatedAtMs: 7,
};
const sold = (unitMinor: number) =>
  new Map<string, Sellable>([
    [
      "A",
      {
        sku: "A",
        productId: "p",
        title: "Lamp",
        slug: "lamp",
        options: {},
        image: "/a.svg",
        unitMinor,
        terms: { amountMinor: unitMinor, beforeMinor: null, priorMinor: null, untilMs: null, tiers: [] },
        weightGrams: 1,
        taxClass: "standard",
        download: null,
      },
    ],
  ]);
const offerOf = (units: number, here = units) => ({ units, here, promise: PROMISE, orderMax: 1_000, keptBack: 0 });
const lineOf = (market: Market, unitMinor: number, available: number) =>
  priceCart(cart, market, sold(unitMinor), new Map([["A", offerOf(available)]]), NOW).lines[0];

describe("a cart at today's prices", () => {
  test("says nothing of a line that is as it was", () => {
    expect(lineOf(usa, 5_00, 3)).toMatchObject({ changed: null, totalMinor: 15_00, available: 3 });
  });

  test("says what the price was, and charges what it is", () => {
    expect(lineOf(usa, 6_00, 9)).toMatchObject({
      changed: { priceFromMinor: 5_00 },
      unitMinor: 6_00,
      totalMinor: 18_00,
    });
  });

  test("says when fewer are left than are wanted, none included", () => {
    expect(lineOf(usa, 5_00, 2)?.changed).toEqual({ availableOnly: 2 });
    expect(lineOf(usa, 4_00, 0)?.changed).toEqual({ priceFromMinor: 5_00, availableOnly: 0 });
  });

  test("does not take another market's price for a change", () => {
    expect(lineOf(japan, 900, 3)).toMatchObject({ changed: null, price: { amountMinor: 900, currency: "JPY" } });
  });

  test("says when units that are not here will ship, and nothing of those that are", () => {
    expect(lineOf(usa, 5_00, 3)?.promise).toBeNull();
    const promised = priceCart(cart, usa, sold(5_00), new Map([["A", offerOf(8, 2)]]), NOW).lines[0];
    expect(promised).toMatchObject({ promise: PROMISE, available: 8, changed: null });
    const uncounted = offerOf(Number.POSITIVE_INFINITY);
    expect(priceCart(cart, usa, sold(5_00), new Map([["A", uncounted]]), NOW).lines[0]?.available).toBeNull();
  });

  test("shows a line that is gone, and counts it in nothing", () => {
    const { lines, totals } = priceCart(cart, usa, new Map(), new Map(), NOW);
    expect(lines).toMatchObject([{ sku: "A", quantity: 3, totalMinor: 0, changed: { gone: true } }]);
    expect(totals).toEqual({ currency: "USD", subtotalMinor: 0, itemCount: 0 });
  });

  test("takes units to be there while stock cannot be asked", () => {
    expect(priceCart(cart, usa, sold(5_00), new Map(), NOW)).toMatchObject({
      lines: [{ available: 3, changed: null }],
      totals: { subtotalMinor: 15_00, itemCount: 3 },
    });
  });
});

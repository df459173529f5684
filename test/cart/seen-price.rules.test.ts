import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cart, changeCart, openCart } from "../../worker/cart/cart.ts";
import { PRICE_HONOURED_MS } from "../../worker/cart/honoured-price.ts";
import { priceCart } from "../../worker/cart/priced-cart.ts";
import { readSeen, SEEN_TIERS_MAX, type SeenPrice, seenText } from "../../worker/cart/seen-price.ts";
import type { Sellable } from "../../worker/catalog/product.ts";
import type { Market } from "../../worker/markets/markets.ts";
import { amountMaxOf, CURRENCIES } from "../../worker/pricing/money.ts";
import type { Tier } from "../../worker/pricing/price.ts";
import { marketOf } from "../support/markets.ts";

const usa = marketOf("en-us") as Market;
const japan = marketOf("ja-jp") as Market;
const seenOf = (amountMinor: number, tiers: Tier[] = []): SeenPrice => ({ currency: "USD", amountMinor, tiers });

function add(cart: Cart, unitMinor: number, seen?: SeenPrice, { quantity = 1, nowMs = 0 } = {}): Cart {
  const line = { sku: "A", quantity, unitMinor, tiers: [], market: "en-us", ...(seen && { seen }) };
  const changed = changeCart(cart, { kind: "add", line }, nowMs);
  if (!changed.ok) throw new Error(changed.problem.code);
  return changed.value;
}
const empty = openCart("cart", "en-us", 0);

function lineAt(cart: Cart, amountMinor: number, { market = usa, nowMs = 1, tiers = [] as Tier[] } = {}) {
  const terms = { amountMinor, beforeMinor: null, priorMinor: null, untilMs: null, tiers };
  const of = { sku: "A", productId: "p", title: "Lamp", slug: "lamp", options: {}, image: "/a.svg" };
  const sellable: Sellable = { ...of, unitMinor: 0, terms, weightGrams: 1, taxClass: "standard", download: null };
  return priceCart(cart, market, new Map([["A", sellable]]), new Map(), nowMs).lines[0];
}

describe("the price that a shopper had before them", () => {
  test("is told where the cart asks another, and changes nothing of what is asked", () => {
    expect(lineAt(add(empty, 100_00, seenOf(70_00)), 100_00)).toMatchObject({
      unitMinor: 100_00,
      changed: { priceFromMinor: 70_00 },
    });
    expect(lineAt(add(empty, 70_00, seenOf(100_00)), 70_00)).toMatchObject({
      unitMinor: 70_00,
      changed: { priceFromMinor: 100_00 },
    });
    expect(lineAt(add(empty, 70_00, seenOf(70_00)), 70_00)).toMatchObject({ unitMinor: 70_00, changed: null });
  });

  test("is never asked, whatever it claims, however often, now or once what is honoured has lapsed", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(99_99), { minLength: 1, maxLength: 5 }), (claims) => {
        const cart = claims.reduce((now, claim) => add(now, 100_00, seenOf(claim)), empty);
        for (const nowMs of [1, PRICE_HONOURED_MS, 3 * PRICE_HONOURED_MS])
          expect(lineAt(cart, 100_00, { nowMs })?.unitMinor).toBe(100_00);
      }),
    );
  });

  test("says nothing against a lower one that the cart still honours", () => {
    const cart = add(add(empty, 70_00), 100_00, seenOf(100_00));
    expect(lineAt(cart, 100_00)).toMatchObject({
      unitMinor: 70_00,
      changed: null,
      honoured: { thenMinor: 100_00 },
    });
    expect(lineAt(add(add(empty, 70_00), 100_00, seenOf(60_00)), 100_00)).toMatchObject({
      unitMinor: 70_00,
      changed: { priceFromMinor: 60_00 },
    });
  });

  test("counts for as many as are bought, as the page's tiers said", () => {
    const tiers = [{ from: 5, amountMinor: 60_00 }];
    const cart = add(empty, 70_00, seenOf(70_00, tiers), { quantity: 5 });
    expect(lineAt(cart, 70_00, { tiers })).toMatchObject({ unitMinor: 60_00, changed: null });
    expect(lineAt(cart, 70_00)).toMatchObject({ unitMinor: 70_00, changed: { priceFromMinor: 60_00 } });
  });

  test("is forgotten as soon as the shopper changes the line before today's", () => {
    const again = add(add(empty, 100_00, seenOf(70_00)), 100_00);
    expect(lineAt(again, 100_00)?.changed).toBeNull();
  });

  test("stays with a cart that moves to another market, and is told in its own currency alone", () => {
    const cart = add(empty, 100_00, { ...seenOf(900), currency: "JPY" });
    expect(lineAt(cart, 100_00)?.changed).toBeNull();
    const prices = { A: { amountMinor: 1_200, tiers: [] } };
    const moved = changeCart(cart, { kind: "changeMarket", market: "ja-jp", prices }, 1);
    expect(moved.ok && lineAt(moved.value, 1_200, { market: japan })?.changed).toEqual({ priceFromMinor: 900 });
  });

  test("is what the cart itself said of a line, at any quantity, of what is honoured too", () => {
    const cart = add(empty, 70_00);
    const terms = lineAt(cart, 100_00, { tiers: [{ from: 2, amountMinor: 65_00 }] })?.terms;
    expect(terms).toEqual({ amountMinor: 70_00, tiers: [{ from: 2, amountMinor: 65_00 }] });
    expect(lineAt(cart, 100_00, { nowMs: PRICE_HONOURED_MS })?.terms).toEqual({ amountMinor: 100_00, tiers: [] });
  });
});

describe("as a form carries it", () => {
  const amountMinor = fc.nat(amountMaxOf("USD"));
  const tiers = fc.array(fc.record({ from: fc.integer({ min: 2, max: 99 }), amountMinor }), {
    maxLength: SEEN_TIERS_MAX,
  });
  test("it comes back as it was", () => {
    fc.assert(
      fc.property(amountMinor, tiers, fc.constantFrom(...CURRENCIES), (amount, some, currency) => {
        const seen = { currency, amountMinor: amount, tiers: some };
        expect(readSeen(seenText(seen, currency))).toEqual(seen);
      }),
    );
  });

  test("a form without it says nothing, and what is no price is refused", () => {
    expect(readSeen("")).toBeUndefined();
    const many = `USD:1${",2x1".repeat(SEEN_TIERS_MAX + 1)}`;
    for (const wrong of [
      "70",
      "USD:",
      "USD:-1",
      "USD:1.5",
      "XXX:1",
      "usd:1",
      "USD:123456789",
      "USD:1,2",
      "USD:1,x1",
      many,
    ])
      expect(readSeen(wrong), wrong).toBeNull();
  });
});

import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import type { Facts } from "../../worker/base/log.ts";
import { addToCart, changeCartMarket, openCart, readCart, takeOutBought } from "../../worker/cart/cart-flow.ts";
import { upsertStockLevel } from "../../worker/inventory/stock-store.ts";
import { type World, worldOf } from "../../worker/world.ts";
import { SEED_PRICES, seedProduct } from "../support/seed-catalog.ts";

const world = worldOf(env, { waitUntil: () => {} }, "request-of-a-test", "http://store.test");

async function cartWith(...skus: string[]): Promise<string> {
  const { id } = await openCart(world, "en-us");
  for (const sku of skus) await addToCart(world, id, { operationId: crypto.randomUUID(), sku, quantity: 3 });
  return id;
}

beforeAll(async () => {
  await seedProduct({ sku: "PROJECTED", openingQuantity: 9 });
  await seedProduct({ sku: "UNSEEN", openingQuantity: 9 });
  await upsertStockLevel(world.catalog, {
    sku: "PROJECTED",
    productId: "product-PROJECTED",
    onHand: 2,
    held: 0,
    available: 2,
    lowStockAt: 0,
    ledgerNumber: 1,
    updatedAtMs: 1,
  });
});

describe("a cart while stock does not answer", () => {
  const told: Facts[] = [];
  const withoutStock: World = {
    ...world,
    stockOf: () => {
      throw new Error("overloaded");
    },
    log: { info: () => {}, error: (event, facts) => void told.push({ event, ...facts }) },
  };

  test("shows what was last known, or the units a SKU came with, and says so in the log", async () => {
    const cart = await readCart(withoutStock, await cartWith("PROJECTED", "UNSEEN"));
    expect(cart).toMatchObject({
      value: {
        lines: [
          { sku: "PROJECTED", available: 2, changed: { availableOnly: 2 } },
          { sku: "UNSEEN", available: 9, changed: null },
        ],
        totals: { itemCount: 6 },
      },
    });
    expect(told).toMatchObject([{ event: "cart.availability_unread" }]);
  });

  test("still takes a line", async () => {
    const added = await addToCart(withoutStock, await cartWith(), { operationId: "1", sku: "UNSEEN", quantity: 1 });
    expect(added).toMatchObject({ ok: true, value: { lines: [{ quantity: 1 }] } });
  });
});

describe("a cart", () => {
  test("shows itself as another market would price it, and stays where it is", async () => {
    const id = await cartWith("UNSEEN");
    expect(await readCart(world, id, "ja-jp")).toMatchObject({
      value: { market: "ja-jp", totals: { currency: "JPY", subtotalMinor: 3 * SEED_PRICES.JPY } },
    });
    expect(await readCart(world, id)).toMatchObject({ value: { market: "en-us" } });
  });

  test("that another change moved to another market meanwhile is priced there", async () => {
    const id = await cartWith("UNSEEN");
    const racing: World = {
      ...world,
      cartOf: (cartId) => {
        const keeper = world.cartOf(cartId);
        if (!keeper) return null;
        const add: typeof keeper.add = async (operationId, line) => {
          await changeCartMarket(world, id, "moved", "de-de");
          return keeper.add(operationId, line);
        };
        return { ...keeper, read: () => keeper.read(), add };
      },
    };
    const added = await addToCart(racing, id, { operationId: "1", sku: "PROJECTED", quantity: 1 });
    expect(added).toMatchObject({ value: { market: "de-de", totals: { subtotalMinor: 4 * SEED_PRICES.EUR } } });
  });

  test("gives up what was bought, once, and keeps what was added since", async () => {
    const id = await cartWith("PROJECTED", "UNSEEN");
    const bought = [
      { sku: "PROJECTED", quantity: 3 },
      { sku: "UNSEEN", quantity: 1 },
    ];
    await Promise.all(
      Array.from({ length: 5 }, () => takeOutBought(world, { id: "order:1", cartId: id, snapshot: { lines: bought } })),
    );
    expect(await readCart(world, id)).toMatchObject({ value: { lines: [{ sku: "UNSEEN", quantity: 2 }] } });
  });

  test("that has expired has nothing to give up", async () => {
    const gone = env.CART.newUniqueId().toString();
    for (const cartId of [gone, "no cart's id"]) {
      await takeOutBought(world, { id: "order:1", cartId, snapshot: { lines: [{ sku: "UNSEEN", quantity: 1 }] } });
      expect(await readCart(world, cartId)).toMatchObject({ problem: { code: "cart.unknown" } });
    }
  });
});

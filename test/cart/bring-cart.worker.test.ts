/** A cart that comes along to another of the store's hosts: what the browser has there from then on. */
import { describe, expect, test } from "vitest";
import { adoptCart } from "../../worker/cart/adopt-cart-flow.ts";
import { bringCart } from "../../worker/cart/bring-cart-flow.ts";
import { LINES_MAX } from "../../worker/cart/cart.ts";
import { openCart } from "../../worker/cart/cart-flow.ts";
import { upsertCustomerCart } from "../../worker/customers/customer-cart-store.ts";
import { dyingWorld, wasKilled } from "../support/dying-world.ts";
import { testWorld } from "../support/test-world.ts";

const world = testWorld();
const market = "de-de";

async function cartWith(quantities: Record<string, number>, customerId?: string): Promise<string> {
  const { id } = await openCart(world, "en-us");
  const lines = Object.entries(quantities).map(([sku, quantity]) => ({ sku, quantity, unitMinor: 5_00, addedAtMs: 0 }));
  await world.cartOf(id)?.absorb("filled", lines, "en-us");
  if (customerId) await world.cartOf(id)?.claim("claimed", customerId);
  return id;
}
async function contentsOf(cartId: string | null): Promise<Record<string, number>> {
  const cart = await world.cartOf(cartId ?? "")?.read();
  return Object.fromEntries((cart?.lines ?? []).map(({ sku, quantity }) => [sku, quantity]));
}
const manyOf = (prefix: string) =>
  Object.fromEntries(Array.from({ length: LINES_MAX }, (_, at) => [`${prefix}${at}`, 1]));

describe("a browser at another host", () => {
  test("that has no cart there has the same one from then on, and back again", async () => {
    const cartId = await cartWith({ A: 2 });
    expect(await bringCart(world, { cartId, ownId: null, market })).toBe(cartId);
    expect(await bringCart(world, { cartId, ownId: await cartWith({}), market }), "nor one with anything in it").toBe(
      cartId,
    );
    expect(await bringCart(world, { cartId, ownId: cartId, market }), "it has it already").toBeNull();
  });

  test("that has one keeps it, with what comes: every line once, the larger quantity of each", async () => {
    const [cartId, ownId] = [await cartWith({ A: 4, B: 1 }), await cartWith({ B: 3, C: 1 })];
    const bring = () => bringCart(world, { cartId, ownId, market });
    expect(await bring()).toBe(ownId);
    expect(await contentsOf(ownId)).toEqual({ A: 4, B: 3, C: 1 });
    expect(await contentsOf(cartId), "what came is in one place only").toEqual({});
    expect(await bring(), "nothing is left to come").toBeNull();
    expect(await contentsOf(ownId)).toEqual({ A: 4, B: 3, C: 1 });
    expect(await bringCart(world, { cartId: ownId, ownId: cartId, market }), "and all goes back as one").toBe(ownId);
  });

  test("gets what is in a customer's cart, not the cart: signing in does not come along", async () => {
    const cartId = await cartWith({ A: 1 }, "customer-1");
    const brought = await bringCart(world, { cartId, ownId: null, market });
    expect(brought).not.toBe(cartId);
    expect(await contentsOf(brought)).toEqual({ A: 1 });
    expect((await world.cartOf(brought ?? "")?.read())?.customerId).toBeNull();
    expect(await contentsOf(cartId), "goods are in one cart").toEqual({});
    await upsertCustomerCart(world.accounts, { customerId: "customer-1", cartId, nowMs: 0 });
    expect(await adoptCart(world, { customerId: "customer-1", cartId: brought, market })).toEqual({ cartId });
    expect(await contentsOf(cartId), "and come back at a sign-in there").toEqual({ A: 1 });
  });

  test("keeps its own where what comes has expired, is empty, was never there, or does not fit", async () => {
    const ownId = await cartWith(manyOf("own"));
    const full = await cartWith({ ...manyOf("x"), ...manyOf("y") });
    for (const cartId of ["f".repeat(64), "no id", await cartWith({}), full])
      expect(await bringCart(world, { cartId, ownId, market })).toBeNull();
    expect(await contentsOf(ownId)).toEqual(manyOf("own"));
    expect(Object.keys(await contentsOf(full))).toHaveLength(2 * LINES_MAX);
  });

  test.each(["before", "after"] as const)(
    "loses and doubles nothing when the Worker is killed %s any step, and it is asked again",
    async (when) => {
      for (let steps = 1; ; steps += 1) {
        const [cartId, ownId] = [await cartWith({ A: 4, B: 1 }), await cartWith({ B: 3 })];
        const dying = dyingWorld(world, steps, when);
        const killed = await bringCart(dying, { cartId, ownId, market }).then(() => false, wasKilled);
        const all = { ...(await contentsOf(cartId)), ...(await contentsOf(ownId)) };
        expect(all, `killed ${when} step ${steps}`).toMatchObject({ A: 4, B: expect.any(Number) });
        await bringCart(world, { cartId, ownId, market });
        expect(await contentsOf(ownId)).toEqual({ A: 4, B: 3 });
        expect(await contentsOf(cartId)).toEqual({});
        if (!killed) {
          expect(steps).toBeGreaterThan(2);
          break;
        }
      }
    },
  );

  test.each(["before", "after"] as const)(
    "gets a customer's goods, once, when the Worker is killed %s any step, and it is asked again",
    async (when) => {
      for (let steps = 1; ; steps += 1) {
        const cartId = await cartWith({ A: 4 }, `customer-${when}-${steps}`);
        const dying = dyingWorld(world, steps, when);
        const killed = await bringCart(dying, { cartId, ownId: null, market }).then(() => false, wasKilled);
        const brought = await bringCart(world, { cartId, ownId: null, market });
        expect(await contentsOf(brought), `killed ${when} step ${steps}`).toEqual({ A: 4 });
        expect(await contentsOf(cartId)).toEqual({});
        if (!killed) {
          expect(steps).toBeGreaterThan(2);
          break;
        }
      }
    },
  );
});

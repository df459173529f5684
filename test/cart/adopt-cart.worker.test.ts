import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { adoptCart } from "../../worker/cart/adopt-cart-flow.ts";
import { LINES_MAX, LINES_MERGED_MAX } from "../../worker/cart/cart.ts";
import { openCart, readCart, setCartLine } from "../../worker/cart/cart-flow.ts";
import type { CartKeeper } from "../../worker/cart/cart-keeper.ts";
import { readCustomerCart, upsertCustomerCart } from "../../worker/customers/customer-cart-store.ts";
import { type World, worldOf } from "../../worker/world.ts";
import { seedProduct } from "../support/seed-catalog.ts";

const world = worldOf(env, { waitUntil: () => {} }, "request-of-a-test", "http://store.test");
const newCustomer = () => `customer-${crypto.randomUUID()}`;
const market = "en-us";

async function cartWith(quantities: Record<string, number>): Promise<string> {
  const { id } = await openCart(world, market);
  const lines = Object.entries(quantities).map(([sku, quantity]) => ({ sku, quantity, unitMinor: 5_00, addedAtMs: 0 }));
  await world.cartOf(id)?.absorb("filled", lines, "en-us");
  return id;
}
async function contentsOf(cartId: string): Promise<Record<string, number>> {
  const cart = await world.cartOf(cartId)?.read();
  return Object.fromEntries((cart?.lines ?? []).map(({ sku, quantity }) => [sku, quantity]));
}
const manyOf = (prefix: string) =>
  Object.fromEntries(Array.from({ length: LINES_MAX }, (_, at) => [`${prefix}${at}`, 1]));

beforeAll(async () => {
  for (const sku of ["A", "B", "C"]) await seedProduct({ sku });
});

describe("signing in", () => {
  test("keeps the cart at hand for a customer who had none", async () => {
    const customerId = newCustomer();
    const inHand = await cartWith({ A: 2 });
    expect(await adoptCart(world, { customerId, cartId: inHand, market })).toEqual({ cartId: inHand });
    expect(await readCustomerCart(world.accounts, customerId)).toBe(inHand);
    expect((await world.cartOf(inHand)?.read())?.customerId).toBe(customerId);
  });

  test("finds the customer's cart again on another device", async () => {
    const customerId = newCustomer();
    const { cartId } = await adoptCart(world, { customerId, cartId: await cartWith({ A: 1 }), market });
    expect(await adoptCart(world, { customerId, cartId: null, market })).toEqual({ cartId });
    expect(await contentsOf(cartId)).toEqual({ A: 1 });
  });

  test("merges two carts into the customer's: every line, and the larger quantity of each", async () => {
    const customerId = newCustomer();
    const { cartId } = await adoptCart(world, { customerId, cartId: await cartWith({ A: 1, B: 5 }), market });
    const inHand = await cartWith({ B: 2, A: 4, C: 1 });
    expect(await adoptCart(world, { customerId, cartId: inHand, market })).toEqual({ cartId });
    expect(await contentsOf(cartId)).toEqual({ A: 4, B: 5, C: 1 });
    expect(await contentsOf(inHand), "what was taken over is in one place only").toEqual({});
  });

  test("twice, ten times at once, or with a cookie from before brings nothing back and doubles nothing", async () => {
    const customerId = newCustomer();
    const { cartId } = await adoptCart(world, { customerId, cartId: await cartWith({ A: 1 }), market });
    const inHand = await cartWith({ B: 2 });
    const again = () => adoptCart(world, { customerId, cartId: inHand, market });
    const answers = await Promise.all(Array.from({ length: 10 }, again));
    expect(new Set(answers.map((answer) => answer.cartId))).toEqual(new Set([cartId]));
    expect(await contentsOf(cartId)).toEqual({ A: 1, B: 2 });
    await setCartLine(world, cartId, { operationId: "out", sku: "B", quantity: 0 });
    await again();
    expect(await contentsOf(cartId)).toEqual({ A: 1 });
  });

  test("on two devices at the same moment ends with one cart that holds all of both", async () => {
    const customerId = newCustomer();
    const inHands = await Promise.all([cartWith({ A: 1 }), cartWith({ B: 1 }), cartWith({ C: 1 })]);
    const answers = await Promise.all(inHands.map((cartId) => adoptCart(world, { customerId, cartId, market })));
    const [cartId = ""] = new Set(answers.map((answer) => answer.cartId));
    for (const answer of answers) expect(answer.cartId).toBe(cartId);
    expect(await contentsOf(cartId)).toEqual({ A: 1, B: 1, C: 1 });
  });

  test("leaves another customer's cart alone", async () => {
    const theirs = await cartWith({ A: 9 });
    await adoptCart(world, { customerId: newCustomer(), cartId: theirs, market });
    const { cartId } = await adoptCart(world, { customerId: newCustomer(), cartId: theirs, market });
    expect(cartId).not.toBe(theirs);
    expect(await contentsOf(cartId)).toEqual({});
    expect(await contentsOf(theirs)).toEqual({ A: 9 });
  });

  test("starts anew where both carts have expired, or never were", async () => {
    const customerId = newCustomer();
    const nowMs = Date.now();
    await upsertCustomerCart(world.accounts, { customerId, cartId: env.CART.newUniqueId().toString(), nowMs });
    const { cartId } = await adoptCart(world, { customerId, cartId: "no cart's id", market });
    expect(await contentsOf(cartId)).toEqual({});
    expect(await readCustomerCart(world.accounts, customerId)).toBe(cartId);
  });

  test("moves the customer's cart to the market they shop in now", async () => {
    const customerId = newCustomer();
    await adoptCart(world, { customerId, cartId: await cartWith({ A: 1 }), market });
    const { cartId } = await adoptCart(world, { customerId, cartId: await cartWith({ B: 1 }), market: "ja-jp" });
    const cart = await readCart(world, cartId);
    expect(cart).toMatchObject({ value: { market: "ja-jp", lines: [{ changed: null }, { changed: null }] } });
  });

  test("leaves both carts whole where they do not fit into one, and shops on with the one at hand", async () => {
    const customerId = newCustomer();
    const { cartId } = await adoptCart(world, { customerId, cartId: await cartWith(manyOf("X")), market });
    await adoptCart(world, { customerId, cartId: await cartWith(manyOf("Y")), market });
    expect(Object.keys(await contentsOf(cartId))).toHaveLength(LINES_MERGED_MAX);
    const third = await cartWith(manyOf("Z"));
    expect(await adoptCart(world, { customerId, cartId: third, market })).toEqual({ cartId: third });
    expect(await contentsOf(third)).toEqual(manyOf("Z"));
    expect(await readCustomerCart(world.accounts, customerId)).toBe(cartId);
  });

  test.each(["before", "after"] as const)(
    "that dies at any step, %s it took effect, is finished by the next one",
    async (when) => {
      let [step, died] = [0, true];
      while (died && step < STEPS_MAX) {
        step += 1;
        const customerId = newCustomer();
        const { cartId } = await adoptCart(world, { customerId, cartId: await cartWith({ A: 1, B: 3 }), market });
        const ask = { customerId, cartId: await cartWith({ B: 2, C: 1 }), market } as const;
        died = await adoptCart(dyingAt(step, when), ask).then(
          () => false,
          () => true,
        );
        expect(await adoptCart(world, ask)).toEqual({ cartId });
        expect(await contentsOf(cartId), `${when} step ${step}`).toEqual({ A: 1, B: 3, C: 1 });
      }
      expect(died, "the last one was not killed").toBe(false);
      expect(step, "each step before it was").toBeGreaterThan(5);
    },
  );
});

/** More calls than taking a cart in makes. */
const STEPS_MAX = 30;

/** A world in which the nth call to any cart's object fails: before it arrives, or before its answer does. */
function dyingAt(step: number, when: "before" | "after"): World {
  let calls = 0;
  const dying = (keeper: CartKeeper): CartKeeper =>
    new Proxy(keeper, {
      get:
        (target, name) =>
        async (...given: unknown[]) => {
          calls += 1;
          const dies = calls === step;
          if (dies && when === "before") throw new Error("killed");
          const answer = await Reflect.apply(target[name as keyof CartKeeper], target, given);
          if (dies) throw new Error("killed");
          return answer;
        },
    });
  return {
    ...world,
    cartOf: (cartId) => {
      const keeper = world.cartOf(cartId);
      return keeper && dying(keeper);
    },
  };
}

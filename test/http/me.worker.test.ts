import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { CartKeeper } from "../../worker/cart/cart-keeper.ts";

const askMe = (cookie = "") =>
  exports.default.fetch(new Request("http://store.test/api/me", { headers: cookie ? { cookie } : {} }));
const NOBODY = { name: null, role: null, cartCount: 0 };

test("somebody new has no name and nothing in the cart, and nothing of the answer is kept", async () => {
  const response = await askMe();
  expect(response.headers.get("cache-control")).toBe("private, no-store");
  expect(await response.json()).toEqual(NOBODY);
});

test("the cart's units are counted over all its lines", async () => {
  const id = env.CART.newUniqueId();
  const cart = env.CART.get(id) as unknown as CartKeeper;
  await cart.open(id.toString(), "de-de");
  await cart.add(crypto.randomUUID(), { sku: "A", quantity: 2, unitMinor: 1_00 });
  await cart.add(crypto.randomUUID(), { sku: "B", quantity: 3, unitMinor: 1_00 });
  expect(await (await askMe(`cart=${id}`)).json()).toEqual({ ...NOBODY, cartCount: 5 });
});

test.each(["cart=nonsense", `cart=${"f".repeat(64)}`, "better-auth.session_token=made-up"])(
  "a cookie that means nothing (%s) is nobody's",
  async (cookie) => expect(await (await askMe(cookie)).json()).toEqual(NOBODY),
);

/** The checkout API, and each code it can answer. */
import { expect, test } from "vitest";
import { readCheckout } from "../../worker/checkout/checkout-store.ts";
import { LIMITS } from "../../worker/http/limits.ts";
import { ADDRESS, fillCart, holdGoods, seedGoods } from "../support/order-goods.ts";
import { setPrice } from "../support/seed-catalog.ts";
import { ask, refusal } from "../support/store-client.ts";
import { deliver, failNext, payFor, takeDeliveries } from "../support/stripe-emulator.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
type Begun = { id: string; state: string; expiresAt: string; payment: { url: string } };
type Status = { state: string; orderId?: string; orderUrl?: string; payment?: { url: string } };

const post = <Body>(path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask<Body>(path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
const begin = (body: unknown, headers?: Record<string, string>) => post<Begun>("/api/checkouts", body, headers);
const bodyFor = (cartId: string, over: Record<string, unknown> = {}) => ({
  id: crypto.randomUUID(),
  cartId,
  email: "alex@example.com",
  shippingAddress: ADDRESS,
  shippingMethodId: "standard",
  ...over,
});
const refused = async (cartId: string, over: Record<string, unknown> = {}) =>
  refusal((await begin(bodyFor(cartId, over))) as never);

test("a checkout is begun, paid, and leads to its order", async () => {
  const [sku = ""] = await seedGoods(1);
  const body = bodyFor(await fillCart(world, { [sku]: 1 }));
  const begun = await begin(body);
  expect(begun).toMatchObject({ status: 201, body: { id: body.id, state: "held", totals: { currency: "USD" } } });
  expect(Date.parse(begun.body.expiresAt)).toBeGreaterThan(Date.now() + 30 * 60_000);
  const repeated = await begin(body);
  expect(repeated).toMatchObject({ status: 201, body: begun.body });
  expect(repeated.headers.get("idempotent-replayed")).toBe("true");
  const held = await ask<Status>(`/api/checkouts/${body.id}`);
  expect(held).toMatchObject({ status: 200, body: { state: "held", payment: { url: begun.body.payment.url } } });
  const sessionId = /cs_\w+/.exec(begun.body.payment.url)?.[0] ?? "";
  await payFor(sessionId);
  for (const message of await takeDeliveries(sessionId)) await deliver(message);
  const paid = await ask<Status>(`/api/checkouts/${body.id}`);
  expect(paid.body).toMatchObject({ state: "paid" });
  expect(paid.body.payment).toBeUndefined();
  expect(paid.body.orderUrl).toMatch(new RegExp(`^/en-us/orders/${paid.body.orderId}\\?key=[0-9a-f]{40}$`));
});

test("what staff order for somebody is in nobody's account", async () => {
  const [sku = ""] = await seedGoods(1);
  const body = bodyFor(await fillCart(world, { [sku]: 1 }));
  const begun = await begin(body, { authorization: "Bearer staff-token-for-tests" });
  expect(begun.status).toBe(201);
  const checkout = await readCheckout(world.ordersOfCheckout(body.id), body.id);
  expect(checkout).toMatchObject({ state: "held", customerId: null });
});

test("what is not a checkout is refused, with where and why", async () => {
  const wrong = await begin({ ...bodyFor("cart"), email: "no address", id: "1", more: true });
  expect(refusal(wrong as never)).toBe("422 request.invalid");
  expect(wrong.body).toMatchObject({ at: [{ path: "id" }, { path: "email" }, { path: "" }] });
  const noJson = await ask("/api/checkouts", {
    method: "POST",
    body: "a=1",
    headers: { "content-type": "text/plain" },
  });
  expect(refusal(noJson)).toBe("415 request.not_json");
  const foreign = await begin(bodyFor("cart"), { origin: "https://evil.example" });
  expect(refusal(foreign as never)).toBe("403 request.cross_site");
});

test("every refusal of a checkout has its status", async () => {
  const [sku = "", dear = ""] = await seedGoods(2, 3);
  const cartId = await fillCart(world, { [sku]: 1 });
  expect(await refused("no-such-cart")).toBe("404 cart.unknown");
  expect(await refused(await fillCart(world, {}))).toBe("409 cart.empty");
  expect(await refused(cartId, { shippingMethodId: "pigeon" })).toBe("422 checkout.shipping_unknown");
  expect(await refused(cartId, { shippingAddress: { ...ADDRESS, country: "FR" } })).toBe(
    "422 checkout.country_not_served",
  );
  expect(await refused(cartId, { shippingAddress: { ...ADDRESS, region: "ZZ" } })).toBe("422 request.invalid");
  expect(await refused(cartId, { totalMinor: 1 })).toBe("409 checkout.total_changed");
  const body = bodyFor(cartId);
  expect((await begin(body)).status).toBe(201);
  expect(refusal((await begin({ ...body, email: "b@example.com" })) as never)).toBe("422 checkout.id_taken");
  await post(`/api/checkouts/${body.id}/cancel`, {});
  expect(refusal((await begin(body)) as never)).toBe("409 checkout.moved_on");
  await setPrice(dear, "USD", 99_999_999);
  expect(await refused(await fillCart(world, { [dear]: 2 }))).toBe("409 checkout.total_too_large");
  const short = await begin(bodyFor(await fillCart(world, { [sku]: 9 })));
  expect(short).toMatchObject({ status: 409, body: { code: "stock.insufficient", lines: [{ sku, available: 3 }] } });
});

test("while the provider does not answer, a checkout is refused and says that nothing was charged", async () => {
  const [sku = ""] = await seedGoods(1);
  const body = bodyFor(await fillCart(world, { [sku]: 1 }));
  await failNext({ call: "create_session", kind: "error", times: 3, about: body.id });
  expect(refusal((await begin(body)) as never)).toBe("503 payment.unavailable");
  const held = await holdGoods(world, { [sku]: 1 });
  await failNext({ call: "expire_session", kind: "error", times: 3, about: held.sessionId });
  expect(refusal((await post(`/api/checkouts/${held.checkoutId}/cancel`, {})) as never)).toBe(
    "503 payment.unavailable",
  );
});

test("a network that begins checkouts over and over has to wait", async () => {
  const body = JSON.stringify(bodyFor("a-cart-that-is-not-there"));
  const headers = { "content-type": "application/json", "cf-connecting-ip": "203.0.113.70" };
  const once = () => ask("/api/checkouts", { method: "POST", headers, body });
  const answers = await Promise.all(Array.from({ length: 2 * LIMITS["checkout.begin"].limit + 10 }, once));
  const codes = new Set(answers.map((answer) => refusal(answer as never)));
  expect(codes).toEqual(new Set(["404 cart.unknown", "429 request.rate_limited"]));
});

test("a checkout that nobody began is not there", async () => {
  const path = `/api/checkouts/${crypto.randomUUID()}`;
  expect(refusal(await ask(path))).toBe("404 checkout.unknown");
  expect(refusal((await post(`${path}/cancel`, {})) as never)).toBe("404 checkout.unknown");
  expect(refusal(await ask("/api/checkouts/1"))).toBe("422 request.invalid");
});

test("a webhook without a signature is refused", async () => {
  expect(refusal((await post("/api/webhooks/stripe", { id: "evt_1" })) as never)).toBe("400 webhook.bad_signature");
});

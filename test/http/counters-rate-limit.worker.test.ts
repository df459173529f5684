import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Counters } from "../../worker/http/counters.ts";
import { withWorld } from "../../worker/http/guard.ts";
import { LIMITS } from "../../worker/http/limits.ts";
import { limitTries, takeTry, withDamper } from "../../worker/http/rate-limit.ts";
import { newRouter } from "../../worker/http/router.ts";
import { worldOf } from "../../worker/world.ts";

// Early in a window that is yet to come, so that no test runs over the end of a real one.
beforeEach(() => void vi.setSystemTime((Math.floor(Date.now() / 60_000) + 60) * 60_000 + 1_000));
afterEach(() => void vi.useRealTimers());

const { limit } = LIMITS["cart.create"];
const shop = newRouter();
shop.use("*", withWorld);
shop.on("POST", "/carts", limitTries("cart.create"), (c) => c.text("made"));
shop.on(
  "POST",
  "/by-body",
  limitTries("checkout.begin", async (c) => (await c.req.json()).cartId),
  (c) => c.text("begun"),
);
shop.get("/damped", withDamper, (c) => c.text("here"));

const ask = (path: string, address: string | null, init: RequestInit = { method: "POST" }) =>
  shop.fetch(
    new Request(`http://store.test${path}`, { ...init, headers: address ? { "cf-connecting-ip": address } : {} }),
    env,
    createExecutionContext(),
  );
const statuses = async (asks: readonly (Response | Promise<Response>)[]) =>
  (await Promise.all(asks)).map((response) => response.status);

test("one network that asks too often is refused beyond its limit, and told how long to wait; others are not", async () => {
  const made = await statuses(Array.from({ length: limit + 40 }, () => ask("/carts", "203.0.113.7")));
  expect(made.filter((status) => status === 200)).toHaveLength(limit);
  const refused = await ask("/carts", "203.0.113.7");
  expect(await refused.json()).toMatchObject({ status: 429, code: "request.rate_limited" });
  const seconds = Number(refused.headers.get("retry-after"));
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(60);
  expect((await ask("/carts", "203.0.113.8")).status).toBe(200);
});

test("a limit may be counted by what is in the body", async () => {
  const body = (cartId: string) => ({ method: "POST", body: JSON.stringify({ cartId }) });
  const { limit: perCart } = LIMITS["checkout.begin"];
  const begun = await statuses(Array.from({ length: perCart + 5 }, () => ask("/by-body", null, body("a"))));
  expect(begun.filter((status) => status === 200)).toHaveLength(perCart);
  expect((await ask("/by-body", null, body("b"))).status).toBe(200);
});

test("on this machine itself nobody is limited", async () => {
  const made = await statuses(Array.from({ length: limit + 5 }, () => ask("/carts", "127.0.0.1")));
  expect(made.every((status) => status === 200)).toBe(true);
});

test("a flood over the whole API is damped", async () => {
  const get = () => ask("/damped", "203.0.113.9", { method: "GET" });
  // More than two of its windows take: the binding keeps its own time.
  const answers = await Promise.all(Array.from({ length: 1_210 }, get));
  const refused = answers.filter((response) => response.status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(10);
  expect(refused[0]?.headers.get("retry-after")).toBe("60");
  expect((await ask("/damped", "203.0.113.10", { method: "GET" })).status).toBe(200);
});

test("a try that cannot be counted passes, and is logged", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const counters: Counters = {
    take: () => Promise.reject(new Error("down")),
    add: () => Promise.reject(new Error("down")),
  };
  const world = { ...worldOf(env, createExecutionContext(), "request-1"), counters };
  expect(await takeTry(world, "cart.create", "203.0.113.11")).toEqual({ ok: true, value: null });
  expect(logged).toHaveBeenCalledExactlyOnceWith(expect.stringContaining("limit.not_counted"));
  logged.mockRestore();
});

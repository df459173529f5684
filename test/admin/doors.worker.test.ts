/** The API's doors that count: floods are damped, new carts are limited; this machine and the payment provider are not. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { LIMITS } from "../../worker/http/limits.ts";
import { ask, refusal } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";
import { withinOneMinute } from "../support/within-one-minute.ts";

const newCart = (headers: Record<string, string>) =>
  ask("/api/carts", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ market: "en-us" }),
  });

describe("new carts", () => {
  test("are refused to a network that made too many, and to no other", async () => {
    const { counters } = newTestWorld();
    const rule = LIMITS["cart.create"];
    const refused = await withinOneMinute(async () => {
      for (let count = 0; count < rule.limit; count += 1) await counters.take("cart.create:203.0.113.7", rule);
      return newCart({ "cf-connecting-ip": "203.0.113.7" });
    });
    expect(refusal(refused)).toBe("429 request.rate_limited");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await newCart({ "cf-connecting-ip": "203.0.113.8" })).status).toBe(201);
  });
});

test("a parameter that means nothing is refused: it would make of each address another one, which no cache has", async () => {
  for (const path of ["/api/products", "/api/categories", "/api/suggest"]) {
    const given = path === "/api/suggest" ? "market=en-us&q=a" : "market=en-us";
    expect((await ask(`${path}?${given}`)).status).toBe(200);
    expect(refusal(await ask(`${path}?${given}&miss=1`))).toBe("422 request.invalid");
  }
});

describe("a flood from one network", () => {
  const flood = async (key: string) => {
    for (let count = 0; count < 601; count += 1) await env.API_DAMPER.limit({ key });
  };

  test("is damped over all of the API, but for the payment provider's messages", async () => {
    const headers = { "cf-connecting-ip": "203.0.113.9" };
    const message = { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: "{}" };
    const answers = await withinOneMinute(async () => {
      await flood("203.0.113.9");
      return [await ask("/api/health", { headers }), await ask("/api/webhooks/stripe", message)];
    });
    expect(answers.map(refusal)).toEqual(["429 request.rate_limited", "400 webhook.bad_signature"]);
    expect((await ask("/api/health", { headers: { "cf-connecting-ip": "203.0.113.10" } })).status).toBe(200);
  });

  test("of searches is damped before the rest is", async () => {
    const headers = { "cf-connecting-ip": "203.0.113.11" };
    const answers = await withinOneMinute(async () => {
      for (let count = 0; count < 241; count += 1) await env.SEARCH_DAMPER.limit({ key: "203.0.113.11" });
      const paths = ["/api/search?market=en-us&q=a", "/api/suggest?market=en-us&q=a", "/api/products?market=en-us"];
      return Promise.all(paths.map((path) => ask(path, { headers })));
    });
    expect(answers.map(({ status }) => status)).toEqual([429, 429, 200]);
  });

  test("of this machine itself is none", async () => {
    await flood("127.0.0.1");
    expect((await ask("/api/health", { headers: { "cf-connecting-ip": "127.0.0.1" } })).status).toBe(200);
  });
});

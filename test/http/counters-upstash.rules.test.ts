/** Upstash's counters by Upstash's own clients, before a real redis-server. */
import { Redis } from "@upstash/redis/cloudflare";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { countersOf } from "../../worker/http/counters-client.ts";
import { startUpstash, UPSTASH_TOKEN, type UpstashServer } from "../support/upstash-server.ts";
import { describeCounters } from "./counters-contract.ts";

let server: UpstashServer;
beforeAll(async () => {
  server = await startUpstash();
});
afterEach(() => server.holdBack(false));
afterAll(() => server?.stop());

const upstash = (token = UPSTASH_TOKEN) =>
  countersOf({ UPSTASH_REDIS_REST_URL: server.url, UPSTASH_REDIS_REST_TOKEN: token } as Env);

describeCounters("Upstash Redis", () => upstash());

test("nothing stays in Redis for ever, and no key says whose it is", async () => {
  vi.useRealTimers();
  await server.command("FLUSHALL");
  await upstash().take("sign-in:203.0.113.7", { limit: 5, windowMs: 60_000 });
  await upstash().add("visits:203.0.113.7", 1, 60_000);
  await upstash().add("read only", 0, 60_000);
  const keys = (await server.command("KEYS", "*")) as string[];
  expect(keys.map((key) => key.replace(/[0-9a-f]{64}/, "…").replace(/:\d+$/, "")).sort()).toEqual([
    "meridian:sum:…",
    "meridian:tries:…",
  ]);
  for (const key of keys) expect(await server.command("PTTL", key)).toBeGreaterThan(0);
});

test("a wrong token, and a Redis that does not answer in time, fail the count rather than let it pass", async () => {
  vi.useRealTimers();
  const rule = { limit: 5, windowMs: 60_000 };
  await expect(upstash("wrong").take("a", rule)).rejects.toThrow("Unauthorized");
  server.holdBack(true);
  await expect(upstash().take("a", rule)).rejects.toThrow(/time/);
  await expect(upstash().add("a", 1, 1_000)).rejects.toThrow(/time/);
});

test("an address without its token stops the store from starting half set up", () => {
  expect(() => countersOf({ UPSTASH_REDIS_REST_URL: server.url } as Env)).toThrow("set together");
});

test("the stand-in for Upstash answers as Upstash does: one command, a pipeline, a transaction, a refusal", async () => {
  const redis = new Redis({
    url: server.url,
    token: UPSTASH_TOKEN,
    enableAutoPipelining: false,
    enableTelemetry: false,
  });
  expect(await redis.set("word", "grün")).toBe("OK");
  expect(await redis.pipeline().get("word").incr("number").mget("word", "none").exec()).toEqual([
    "grün",
    1,
    ["grün", null],
  ]);
  expect(await redis.multi().incr("number").incr("number").exec()).toEqual([2, 3]);
  await expect(redis.incr("word")).rejects.toThrow("not an integer");
  await expect(redis.evalsha("0".repeat(40), [], [])).rejects.toThrow("NOSCRIPT");
});

import { evictDurableObject, listDurableObjectIds, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { countersOf } from "../../worker/http/counters-client.ts";
import { describeCounters } from "./counters-contract.ts";

afterEach(() => void vi.useRealTimers());
describeCounters("the Durable Object", () => countersOf(env));

describe("a counter's object", () => {
  const RULE = { limit: 2, windowMs: 3_600_000 };
  const counter = env.COUNTER.getByName("alone");
  const stored = (stub: typeof counter) =>
    runInDurableObject(stub, async (_, { storage }) => ({
      row: storage.kv.get("row"),
      alarmMs: await storage.getAlarm(),
    }));

  test("writes nothing for a sum that is only read, or a try that is refused", async () => {
    const stub = env.COUNTER.getByName("read");
    expect(await stub.add(0, 1_000)).toBe(0);
    expect(await stored(stub)).toEqual({ row: undefined, alarmMs: null });
    await stub.take({ ...RULE, limit: 1 });
    const before = await stored(stub);
    expect((await stub.take({ ...RULE, limit: 1 })).allowed).toBe(false);
    expect(await stored(stub)).toEqual(before);
  });

  test("keeps its count over an eviction, and leaves nothing behind when its time is over", async () => {
    const nowMs = (Math.floor(Date.now() / RULE.windowMs) + 5) * RULE.windowMs;
    vi.setSystemTime(nowMs);
    await counter.take(RULE);
    await evictDurableObject(counter);
    expect((await counter.take(RULE)).remaining).toBe(0);
    expect((await stored(counter)).alarmMs).toBe(nowMs + RULE.windowMs);
    vi.setSystemTime(nowMs + RULE.windowMs);
    await runDurableObjectAlarm(counter);
    expect(await stored(counter)).toEqual({ row: undefined, alarmMs: null });
  });

  test("whose alarm comes late does not forget the window that has begun since", async () => {
    const stub = env.COUNTER.getByName("late");
    const nowMs = (Math.floor(Date.now() / RULE.windowMs) + 5) * RULE.windowMs;
    vi.setSystemTime(nowMs);
    await stub.take(RULE);
    vi.setSystemTime(nowMs + RULE.windowMs + 1);
    await stub.take(RULE);
    await runDurableObjectAlarm(stub);
    expect((await stub.take(RULE)).remaining).toBe(0);
    expect((await stored(stub)).alarmMs).toBe(nowMs + 2 * RULE.windowMs);
  });

  test("is found by a hash of its key", async () => {
    const before = (await listDurableObjectIds(env.COUNTER)).length;
    await countersOf(env).add("x".repeat(100_000), 1, 60_000);
    expect(await listDurableObjectIds(env.COUNTER)).toHaveLength(before + 1);
  });
});

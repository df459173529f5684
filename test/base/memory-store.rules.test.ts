import { expect, test } from "vitest";
import { forgetAll, newMemory } from "../../worker/base/memory-store.ts";

test("remembers each thing for its while, by a clock that may be set back, until it is told to forget", async () => {
  const memory = newMemory<string, number>(1_000);
  let reads = 0;
  const ask = (key: string, nowMs: number) => memory.recall(key, nowMs, async () => (reads += 1));
  expect([await ask("a", 5_000), await ask("a", 5_999), await ask("b", 5_999)]).toEqual([1, 1, 2]);
  expect([await ask("a", 6_000), await ask("a", 4_999)]).toEqual([3, 4]);
  memory.forget();
  expect([await ask("a", 4_999), await ask("b", 5_999)]).toEqual([5, 6]);
  forgetAll();
  expect(await ask("a", 4_999)).toBe(7);
});

test("remembers nothing of what failed", async () => {
  const memory = newMemory<string, string>(1_000);
  await expect(memory.recall("a", 0, () => Promise.reject(new Error("down")))).rejects.toThrow("down");
  expect(await memory.recall("a", 0, async () => "up")).toBe("up");
});

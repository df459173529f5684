/** Answers that are kept end with the sales that they show: over the API, and what pages ask for. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { keepingOf } from "../../tools/workers-cache/keeping.ts";
import { type Kept, KeptResponses } from "../../tools/workers-cache/kept-responses.ts";
import { readSecondsLeft } from "../../worker/http/true-until.ts";
import type { World } from "../../worker/world.ts";
import { ask, importedProduct, importNow, inWorld } from "../support/store-client.ts";

const LEFT_MS = 60_000;
const untilMs = Date.now() + LEFT_MS;
const sale = { amountMinor: 70_00, fromMs: untilMs - 3_600_000, untilMs };
const PATHS = {
  product: "/api/products/clock-lamp?market=en-us",
  list: "/api/products?market=en-us",
  search: "/api/search?market=en-us&q=clock",
  suggestions: "/api/suggest?market=en-us&q=clock",
};

beforeAll(async () => {
  for (const [name, price] of Object.entries({
    "clock-lamp": { amountMinor: 100_00, sale },
    "plain-chair": { amountMinor: 100_00 },
  }))
    await importNow([
      importedProduct({
        ...{ externalId: name, title: name.replace("-", " ") },
        variants: [{ sku: name.toUpperCase(), prices: { USD: price } }],
      }),
    ]);
});

const setDue = (atMs: number) =>
  env.CATALOG.prepare("UPDATE products SET publish_due_ms = ? WHERE id = 'test-clock-lamp'").bind(atMs).run();

/** A cache that has the answer from when it was made, and asks what it still has at a moment. */
async function keep(path: string) {
  const madeAtMs = Date.now();
  const { status, headers, body } = await ask<unknown>(path);
  expect(status, path).toBe(200);
  const keeping = keepingOf(new Request(`http://store.test${path}`), new Response("", { headers }));
  const cache = new KeptResponses();
  const copy = { status, headers: [], body: new ArrayBuffer(1), packed: null, tags: [], storedAtMs: madeAtMs };
  if (keeping) cache.keep(path, { ...copy, keeping } satisfies Kept, madeAtMs - 1);
  return { body: JSON.stringify(body), keeping, has: (atMs: number) => cache.find(path, atMs)?.age ?? "gone" };
}

describe("an answer that shows a sale", () => {
  test.each(Object.entries(PATHS))("is kept until that ends, and not a moment longer: %s", async (_, path) => {
    const { body, keeping, has } = await keep(path);
    expect(body).toContain("7000");
    expect(keeping?.freshMs).toBeGreaterThan(0);
    expect(["fresh", "stale"]).toContain(has(untilMs - 5_000));
    expect(has(untilMs)).toBe("gone");
  });

  test("ends with the next one too where the timer has not come to the last", async () => {
    await setDue(Date.now() - 1_000);
    expect((await keep(PATHS.product)).has(untilMs)).toBe("gone");
    await setDue(untilMs);
  });
});

test("an answer without that product is kept as ever, and asked about only where something is due soon", async () => {
  const { keeping } = await keep("/api/products/plain-chair?market=en-us");
  expect(keeping).toMatchObject({ freshMs: 10_000, staleMs: 60_000 });
  await env.CATALOG.prepare("UPDATE products SET publish_due_ms = NULL WHERE id <> 'test-clock-lamp'").run();
  const asked: string[] = [];
  const idsOf = (id: string) => () => {
    asked.push(id);
    return [id];
  };
  const later = { nowMs: () => untilMs - 400_000 };
  expect(await inWorld((world) => readSecondsLeft(world)(idsOf("test-clock-lamp")), later)).toBe(
    Number.POSITIVE_INFINITY,
  );
  expect(asked).toEqual([]);
  const near = { nowMs: () => untilMs - 200_000 };
  const left = await inWorld((world) => readSecondsLeft(world)(idsOf("test-clock-lamp")), near);
  expect(left).toBe(200);
});

test("nothing is kept while it cannot be known", async () => {
  const down = () => Promise.reject(new Error("down"));
  const told: string[] = [];
  const change = {
    catalog: { all: down } as unknown as World["catalog"],
    log: { info: () => undefined, error: (event: string) => void told.push(event) },
  };
  expect(await inWorld((world) => readSecondsLeft(world)(() => ["test-clock-lamp"]), change)).toBeLessThanOrEqual(0);
  expect(told).toContain("cache.clock_unread");
});

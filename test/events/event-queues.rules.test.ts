/** The queues as the code, wrangler.toml and the README name them. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { PRODUCTS_PER_EVENT_MAX } from "../../worker/events/event.ts";
import { PRODUCTS_PER_JOB_MAX } from "../../worker/events/event-jobs.ts";
import { byQueue, MESSAGE_TRIES, QUEUES, queueOf } from "../../worker/events/event-queues.ts";

const config = readFileSync("wrangler.toml", "utf8");
const readme = readFileSync("README.md", "utf8");
const tables = (name: string) =>
  config
    .split(/^\[/m)
    .filter((part) => part.startsWith(`[queues.${name}]]`))
    .map((part) =>
      Object.fromEntries([...part.matchAll(/^(\w+) = "?([^"\n]*)"?$/gm)].map(([, key, value]) => [key, value])),
    );
const queueNamed = new Map(tables("producers").map(({ binding, queue }) => [binding, queue]));
const consumers = new Map(tables("consumers").map((each) => [each.queue, each]));

describe("each queue", () => {
  test("has a binding, and no binding is without its queue", () => {
    expect([...queueNamed.keys()].toSorted()).toEqual(QUEUES.toSorted());
  });

  test.each(QUEUES)("%s is tried so often as the code believes, and then given up to a queue of its own", (binding) => {
    const consumer = consumers.get(queueNamed.get(binding));
    expect(Number(consumer?.max_retries) + 1).toBe(MESSAGE_TRIES);
    expect(consumer?.dead_letter_queue).toBe(`${consumer?.queue}-dead`);
    expect(Number(consumers.get(consumer?.dead_letter_queue)?.max_retries)).toBeGreaterThanOrEqual(50);
  });

  test("is made by the commands of the README", () => {
    const [, made = ""] = /for name in ([^;]*); do npx wrangler queues create meridian-\$name; done/.exec(readme) ?? [];
    expect(
      made
        .split(" ")
        .map((name) => `meridian-${name}`)
        .toSorted(),
    ).toEqual([...consumers.keys()].toSorted());
  });
});

test("a batch of products is no more than is projected in one go; long steps and other sites are one a batch", () => {
  const sizeOf = (binding: (typeof QUEUES)[number]) => Number(consumers.get(queueNamed.get(binding))?.max_batch_size);
  expect(sizeOf("PRODUCT_EVENTS") * PRODUCTS_PER_EVENT_MAX).toBeLessThanOrEqual(PRODUCTS_PER_JOB_MAX);
  expect([sizeOf("IMPORT_EVENTS"), sizeOf("PICTURE_EVENTS")]).toEqual([1, 1]);
});

test("what an order or a mail waits for shares its queue with no import, picture or projection", () => {
  const kinds = ["order.placed", "checkout.refused", "account.reset_asked", "stock.back", "stock.low"] as const;
  expect(new Set(kinds.map(queueOf))).toEqual(new Set(["EVENTS"]));
  const others = ["products.changed", "import.due", "pictures.wanted", "stock.changed"] as const;
  expect(others.map(queueOf)).toEqual(["PRODUCT_EVENTS", "IMPORT_EVENTS", "PICTURE_EVENTS", "STOCK_EVENTS"]);
  const events = others.map((kind) => ({ id: kind, atMs: 1, kind, payload: {} }) as never);
  expect([...byQueue(events).values()].flat()).toEqual(events);
});

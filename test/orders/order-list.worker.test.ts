/** Orders live on many databases; a list reads like one. */
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { beforeAll, expect, test } from "vitest";
import { listOrders, readOrderRows } from "../../worker/orders/order-list-store.ts";
import { orders } from "../../worker/orders/order-tables.ts";
import type { World } from "../../worker/world.ts";
import { ADDRESS } from "../support/order-goods.ts";
import { newTestWorld } from "../support/test-world.ts";

// A database that has no orders of its own stands for a second shard.
const shards = [drizzle(env.ORDERS), drizzle(env.SEARCH)] as const;
const idOf = (index: number) => `7K3M-9QXD-PV2${index}`;
const shardOf = (id: string) => shards[Number(id.at(-1)) % 2] ?? shards[0];
const world: World = {
  ...newTestWorld(),
  ordersAll: shards,
  ordersOfNumber: (id) => (/^7K3M-9QXD-PV2\d$/.test(id) ? shardOf(id) : null),
};
/** Two at a time are placed in the same millisecond. */
const placedAtMsOf = (index: number) => 1_000 + Math.floor(index / 2);
const newestFirst = [5, 4, 3, 2, 1, 0].map(idOf);

beforeAll(async () => {
  const made = await env.ORDERS.prepare("SELECT sql FROM sqlite_master WHERE name = 'orders'").first<string>("sql");
  await env.SEARCH.prepare(made ?? "").run();
  for (const [index, id] of [...newestFirst].reverse().entries())
    await shardOf(id)
      .insert(orders)
      .values({
        id,
        secret: "secret",
        checkoutId: `checkout-${index}`,
        email: "alex@example.com",
        market: "en-us",
        state: index === 0 ? "fulfilled" : "placed",
        version: 2,
        currency: "USD",
        subtotalMinor: 100,
        discountMinor: 0,
        shippingMinor: 0,
        taxMinor: 0,
        taxIncluded: false,
        totalMinor: 100,
        shippingAddress: ADDRESS,
        shipping: { id: "standard", name: "Standard", amountMinor: 0, daysMin: 1, daysMax: 2 },
        placedAtMs: placedAtMsOf(index),
        stockCommittedAtMs: 1,
      });
});

test("pages run through all databases, newest first, without a gap or a double", async () => {
  for (const limit of [1, 2, 5]) {
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages <= newestFirst.length; pages += 1) {
      const page = await listOrders(world, { limit, cursor });
      if (!page.ok) throw new Error(page.problem.code);
      seen.push(...page.value.items.map(({ id }) => id));
      cursor = page.value.nextCursor ?? undefined;
      if (!cursor) break;
    }
    expect(seen).toEqual(newestFirst);
  }
});

test("a number and a state are found on whichever database they are", async () => {
  expect(await listOrders(world, { q: idOf(3).toLowerCase(), limit: 5 })).toMatchObject({
    value: { items: [{ id: idOf(3) }] },
  });
  expect(await listOrders(world, { state: "fulfilled", limit: 5 })).toMatchObject({
    value: { items: [{ id: idOf(0) }], nextCursor: null },
  });
});

test("rows asked for by number come in the order they were asked for", async () => {
  const asked = [idOf(2), idOf(5), idOf(9), idOf(0)];
  expect((await readOrderRows(world, asked)).map(({ id }) => id)).toEqual([idOf(2), idOf(5), idOf(0)]);
});

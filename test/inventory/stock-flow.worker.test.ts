import { env } from "cloudflare:workers";
import { type SQL, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { productTag } from "../../worker/http/cache-policy.ts";
import { projectStock } from "../../worker/inventory/project-stock-flow.ts";
import {
  AVAILABILITY_SKUS_MAX,
  adjustStock,
  commitUnits,
  extendUnits,
  holdUnits,
  listStockEntries,
  readLevels,
  receiveUnits,
  releaseUnits,
} from "../../worker/inventory/stock-flow.ts";
import { countLowStock, listLevels, listLowStock, upsertStockLevel } from "../../worker/inventory/stock-store.ts";
import { readAvailability } from "../../worker/inventory/supply-flow.ts";
import type { World } from "../../worker/world.ts";
import { assertStockConserved } from "../support/assert-stock-conserved.ts";
import { sellSku, testWorld } from "./sell-sku.ts";

const world = testWorld();
const soon = () => Date.now() + 900_000;
const refusal = (code: string, facts: object = {}) => ({ ok: false, problem: { code, ...facts } });
const tablesOf = async (sku: string) => (await world.stockOf(sku).levels()).number;

describe("a SKU that was never used", () => {
  test("shows the units it came with, and makes no ledger for being looked at", async () => {
    await sellSku("FRESH", 12);
    expect(await readLevels(world, "FRESH")).toMatchObject({
      ok: true,
      value: { sku: "FRESH", onHand: 12, held: 0, available: 12, number: 0 },
    });
    expect(await tablesOf("FRESH")).toBe(0);
  });

  test("is opened by its first buyers, once, however many come at the same time", async () => {
    await sellSku("RUSH", 10);
    const buyers = Array.from({ length: 40 }, (_, index) => `buyer-${index}`);
    const ends = await Promise.all(
      buyers.map((holdId) => holdUnits(world, { sku: "RUSH", holdId, quantity: 1, expiresAtMs: soon() })),
    );
    expect(ends.filter((end) => end.ok)).toHaveLength(10);
    expect(ends.find((end) => !end.ok)).toEqual(refusal("stock.insufficient", { available: 0 }));
    expect(await assertStockConserved(world.stockOf("RUSH"))).toMatchObject({ onHand: 10, held: 10 });
  });

  test("is opened before staff corrects it or a delivery comes in", async () => {
    await sellSku("COUNTED", 5);
    await sellSku("DELIVERED", 5);
    const ask = { operationId: "one", byId: "staff" };
    expect(await adjustStock(world, { ...ask, sku: "COUNTED", delta: -2, reason: "broken" })).toMatchObject({
      value: { onHand: 3 },
    });
    expect(await receiveUnits(world, { ...ask, sku: "DELIVERED", quantity: 7 })).toMatchObject({
      value: { onHand: 12 },
    });
    expect(await receiveUnits(world, { ...ask, sku: "DELIVERED", quantity: 7 })).toMatchObject({
      value: { onHand: 12, repeated: true },
    });
  });

  test("that comes with no units is opened all the same, and sells none", async () => {
    await sellSku("EMPTY", 0);
    const ask = { sku: "EMPTY", holdId: "a", quantity: 1, expiresAtMs: soon() };
    expect(await holdUnits(world, ask)).toEqual(refusal("stock.insufficient", { available: 0 }));
    expect(await tablesOf("EMPTY")).toBe(1);
  });

  test("keeps what it was opened with when its variant's units are changed later", async () => {
    await sellSku("REOPENED", 4);
    await receiveUnits(world, { sku: "REOPENED", operationId: "d", quantity: 1, byId: "staff" });
    await env.CATALOG.exec("UPDATE variants SET opening_quantity = 99 WHERE sku = 'REOPENED'");
    expect(await readAvailability(world, ["REOPENED"], null)).toEqual(new Map([["REOPENED", 5]]));
  });
});

describe("a SKU the store does not know", () => {
  test("is refused at every way in, and leaves no ledger", async () => {
    const sku = "UNKNOWN";
    const unknown = refusal("stock.sku_unknown");
    expect(await holdUnits(world, { sku, holdId: "a", quantity: 1, expiresAtMs: soon() })).toEqual(unknown);
    expect(await adjustStock(world, { sku, operationId: "a", delta: 1, reason: "x", byId: "s" })).toEqual(unknown);
    expect(await receiveUnits(world, { sku, operationId: "a", quantity: 1, byId: "s" })).toEqual(unknown);
    expect(await readLevels(world, sku)).toEqual(unknown);
    expect(await readAvailability(world, [sku], null)).toEqual(new Map());
    expect(await extendUnits(world, sku, "a", soon())).toEqual(refusal("stock.hold_unknown"));
    expect(await commitUnits(world, sku, "a")).toEqual(refusal("stock.hold_unknown"));
    expect(await releaseUnits(world, sku, "a")).toMatchObject({ ok: true });
    expect(await tablesOf(sku)).toBe(0);
  });

  test("is not asked for with hundreds of others at once", async () => {
    const skus = Array.from({ length: AVAILABILITY_SKUS_MAX + 1 }, (_, index) => `MANY-${index}`);
    await expect(readAvailability(world, skus, null)).rejects.toThrow("bounded number");
  });
});

test("a hold is sold or given back, and its ledger reads newest first, page by page", async () => {
  await sellSku("PAGED", 500);
  for (let index = 0; index < 30; index += 1) {
    const holdId = `hold-${index}`;
    await holdUnits(world, { sku: "PAGED", holdId, quantity: 2, expiresAtMs: soon() });
    await (index % 2 ? commitUnits(world, "PAGED", holdId) : releaseUnits(world, "PAGED", holdId));
  }
  const levels = await readLevels(world, "PAGED");
  expect(levels).toMatchObject({ value: { onHand: 470, held: 0, number: 61 } });
  if (!levels.ok) return;
  const first = await listStockEntries(world, levels.value, null);
  expect([first.entries.at(0)?.number, first.entries.at(-1)?.number, first.nextBefore]).toEqual([61, 12, 12]);
  const second = await listStockEntries(world, levels.value, first.nextBefore);
  expect([second.entries.at(0)?.number, second.entries.at(-1)?.number, second.nextBefore]).toEqual([11, 1, null]);
  expect(await listStockEntries(world, levels.value, 1)).toEqual({ entries: [], nextBefore: null });
  await assertStockConserved(world.stockOf("PAGED"));
});

describe("an object that does not answer", () => {
  /** A store whose object fails so many times, in such a way, before it answers. */
  const failing = (times: number, marks: object): World => {
    let left = times;
    return {
      ...world,
      stockOf: (sku) => {
        left -= 1;
        const fail = () => Promise.reject(Object.assign(new Error("the object moved"), marks));
        return left >= 0 ? { ...world.stockOf(sku), hold: fail } : world.stockOf(sku);
      },
    };
  };
  const ask = { sku: "MOVED", quantity: 1, expiresAtMs: Date.now() + 900_000 };

  test("because it is being moved is asked again, and the hold is placed once", async () => {
    await sellSku("MOVED", 5);
    await receiveUnits(world, { sku: "MOVED", operationId: "d", quantity: 1, byId: "staff" });
    expect(await holdUnits(failing(2, { retryable: true }), { ...ask, holdId: "a" })).toMatchObject({ ok: true });
    expect((await assertStockConserved(world.stockOf("MOVED"))).held).toBe(1);
  });

  test("again and again, is overloaded, or has a bug fails the request", async () => {
    for (const [times, marks] of [
      [3, { retryable: true }],
      [1, { retryable: true, overloaded: true }],
      [1, {}],
    ] as const)
      await expect(holdUnits(failing(times, marks), { ...ask, holdId: "b" })).rejects.toThrow("the object moved");
  });
});

describe("the projected level", () => {
  const purged: string[] = [];
  const pageCache: World["pageCache"] = { isLimited: false, purge: async (tags) => void purged.push(...tags) };
  const watching: World = { ...world, pageCache };
  const levelOf = async (sku: string) => (await listLevels(world.catalog, [sku]))[0];

  test("follows the ledger, and voids the product's pages only when what they say has changed", async () => {
    const { productId } = await sellSku("SHOWN", 20, 3);
    const sell = async (holdId: string, quantity: number) => {
      purged.length = 0;
      await holdUnits(world, { sku: "SHOWN", holdId, quantity, expiresAtMs: soon() });
      await projectStock(watching, "SHOWN");
      return [...purged];
    };
    expect(await sell("a", 5)).toEqual([]);
    expect(await levelOf("SHOWN")).toMatchObject({ productId, onHand: 20, held: 5, available: 15, ledgerNumber: 2 });
    expect(await sell("b", 12)).toEqual([productTag(productId)]);
    expect(await sell("b", 12)).toEqual([]);
    expect(await sell("c", 1)).toEqual([productTag(productId)]);
    expect(await sell("d", 2)).toEqual([productTag(productId)]);
  });

  test("is never overwritten by an older one", async () => {
    const level = { sku: "LATE", productId: "p", onHand: 9, held: 0, available: 9, lowStockAt: 1, updatedAtMs: 1 };
    expect(await upsertStockLevel(world.catalog, { ...level, ledgerNumber: 7 })).toBe(true);
    expect(await upsertStockLevel(world.catalog, { ...level, ledgerNumber: 6, available: 1 })).toBe(false);
    expect(await levelOf("LATE")).toMatchObject({ available: 9, ledgerNumber: 7 });
  });

  test("of a SKU the store does not know is not kept", async () => {
    await projectStock(watching, "NOBODY");
    expect(await levelOf("NOBODY")).toBeUndefined();
  });

  test("lists what is low, fewest first, page by page", async () => {
    await env.CATALOG.batch([
      env.CATALOG.prepare("DELETE FROM stock_levels"),
      env.CATALOG.prepare("UPDATE variants SET low_stock_at = -1"),
    ]);
    const level = { productId: "p", held: 0, lowStockAt: 3, ledgerNumber: 1, updatedAtMs: 1 };
    for (const [sku, units] of [
      ["L-D", 3],
      ["L-A", 0],
      ["L-C", 2],
      ["L-B", 2],
      ["PLENTY", 4],
    ] as const)
      await upsertStockLevel(world.catalog, { ...level, sku, onHand: units, available: units });
    expect(await countLowStock(world.catalog)).toBe(4);
    const first = await listLowStock(world.catalog, { limit: 2 });
    expect(first.ok && first.value.items.map(({ sku }) => sku)).toEqual(["L-A", "L-B"]);
    const second = await listLowStock(world.catalog, { limit: 2, cursor: first.ok ? first.value.nextCursor : "" });
    expect(second).toMatchObject({ value: { items: [{ sku: "L-C" }, { sku: "L-D" }], nextCursor: null } });
    expect(await listLowStock(world.catalog, { limit: 2, cursor: "made-up" })).toEqual(refusal("cursor.invalid"));
  });

  test("lists what came with few units before it is ever sold, once", async () => {
    await sellSku("NEVER-SOLD", 2, 3);
    const low = async () => {
      const page = await listLowStock(world.catalog, { limit: 100 });
      return page.ok ? page.value.items.filter(({ sku }) => sku === "NEVER-SOLD") : [];
    };
    const setStatus = (status: string) =>
      env.CATALOG.prepare("UPDATE products SET status = ? WHERE id = (SELECT product_id FROM variants WHERE sku = ?)")
        .bind(status, "NEVER-SOLD")
        .run();
    await setStatus("draft");
    expect(await low()).toEqual([]);
    await setStatus("published");
    expect(await low()).toMatchObject([{ onHand: 2, held: 0, available: 2, lowStockAt: 3 }]);
    await holdUnits(world, { sku: "NEVER-SOLD", holdId: "a", quantity: 1, expiresAtMs: soon() });
    await projectStock(watching, "NEVER-SOLD");
    expect(await low()).toMatchObject([{ onHand: 2, held: 1, available: 1, lowStockAt: 3 }]);
  });

  test("of what is low is read from two indexes, as many rows as are shown", async () => {
    const explained = async (query: SQL) => (await world.catalog.all(sql`EXPLAIN QUERY PLAN ${query}`)) as never[];
    const plans: unknown[] = [];
    const db = { all: async (query: SQL) => plans.push(...(await explained(query))) && [] };
    await listLowStock(db as never, { limit: 2 });
    expect(JSON.stringify(plans)).toMatch(/stock_low.*variants_low/);
    expect(JSON.stringify(plans)).not.toContain("TEMP B-TREE");
  });
});

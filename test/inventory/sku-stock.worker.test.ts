import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { SkuStock } from "../../durable-objects/sku-stock.ts";
import type { StockKeeper } from "../../worker/inventory/stock-keeper.ts";
import { FIND_CLEARED, FIND_OPERATION, FIND_PLACED, FIND_SETTLED } from "../../worker/ledger/ledger-rows.ts";
import { assertStockConserved } from "../support/assert-stock-conserved.ts";

const MINUTE_MS = 60_000;
const soon = () => Date.now() + 15 * MINUTE_MS;
const refusal = (code: string, facts: object = {}) => ({ ok: false, problem: { code, ...facts } });

afterEach(() => void vi.useRealTimers());

let count = 0;
/** A SKU of its own for each test, with so many units. */
async function stocked(quantity: number) {
  const sku = `TEST-${++count}`;
  const stub = env.SKU_STOCK.getByName(sku);
  const keeper = stub as unknown as StockKeeper;
  await keeper.receive({ operationId: "delivery", quantity, byId: "staff" });
  return { sku, stub, keeper };
}

const inside = <Answer>(
  stub: DurableObjectStub<SkuStock>,
  look: (sql: SqlStorage, state: DurableObjectState) => Answer,
) => runInDurableObject(stub, (_: SkuStock, state) => look(state.storage.sql, state));
const alarmOf = (stub: DurableObjectStub<SkuStock>) => runInDurableObject(stub, (_, state) => state.storage.getAlarm());

/** Catches what the object sends to the queue. */
async function queueOf(stub: DurableObjectStub<SkuStock>, send: (event: unknown) => Promise<void>): Promise<void> {
  await runInDurableObject(stub, (object) => {
    Object.defineProperty(object, "env", { value: { STOCK_EVENTS: { send } } });
  });
}

describe("buyers at once", () => {
  test("200 for 10 units: exactly 10 hold one, and 190 are told how many are left", async () => {
    const { keeper } = await stocked(10);
    const buyers = Array.from({ length: 200 }, (_, index) => `buyer-${index}`);
    const ends = await Promise.all(buyers.map((holdId) => keeper.hold({ holdId, quantity: 1, expiresAtMs: soon() })));
    expect(ends.filter((end) => end.ok)).toHaveLength(10);
    expect(ends.filter((end) => !end.ok)).toEqual(Array(190).fill(refusal("stock.insufficient", { available: 0 })));
    expect(await assertStockConserved(keeper)).toMatchObject({ onHand: 10, held: 10, sold: 0 });
  });

  test("one hold asked for 50 times at once is one hold, and each ask gets the first answer", async () => {
    const { keeper } = await stocked(10);
    const asks = Array.from({ length: 50 }, () => keeper.hold({ holdId: "one", quantity: 3, expiresAtMs: soon() }));
    const ends = await Promise.all(asks);
    expect(new Set(ends.map((end) => end.ok && end.value.available))).toEqual(new Set([7]));
    expect(ends.filter((end) => end.ok && !end.value.repeated)).toHaveLength(1);
    expect((await assertStockConserved(keeper)).held).toBe(3);
  });

  test("a sale and a release of one hold at once end as one of the two", async () => {
    const { keeper } = await stocked(5);
    for (const holdId of ["a", "b", "c"]) await keeper.hold({ holdId, quantity: 1, expiresAtMs: soon() });
    const pairs = await Promise.all(["a", "b", "c"].map((id) => Promise.all([keeper.commit(id), keeper.release(id)])));
    for (const [sold, back] of pairs) expect([sold.ok, back.ok].filter(Boolean)).toHaveLength(1);
    expect((await assertStockConserved(keeper)).openHolds.size).toBe(0);
  });
});

describe("an object that was evicted", () => {
  test("remembers levels, open holds and every id", async () => {
    const { stub, keeper } = await stocked(10);
    await keeper.hold({ holdId: "open", quantity: 2, expiresAtMs: soon() });
    await keeper.hold({ holdId: "sold", quantity: 3, expiresAtMs: soon() });
    await keeper.commit("sold");
    const before = await keeper.levels();
    await evictDurableObject(stub);
    expect(await keeper.levels()).toEqual(before);
    expect(await keeper.release("sold")).toEqual(refusal("stock.hold_committed"));
    expect(await keeper.commit("open")).toMatchObject({ ok: true, value: { onHand: 5, held: 0, repeated: false } });
    await assertStockConserved(keeper);
  });

  test("midway through a rush sells no unit twice", async () => {
    const { stub, keeper } = await stocked(10);
    const rush = (from: number) =>
      Array.from({ length: 30 }, (_, index) =>
        keeper.hold({ holdId: `buyer-${from + index}`, quantity: 1, expiresAtMs: soon() }),
      );
    await Promise.all(rush(0).slice(0, 6));
    await evictDurableObject(stub);
    // Half of them ask again, as callers do whose answer was lost.
    const ends = await Promise.all([...rush(0), ...rush(30)]);
    expect(ends.filter((end) => end.ok)).toHaveLength(10);
    expect((await assertStockConserved(keeper)).held).toBe(10);
  });

  test("after thousands of entries starts from a snapshot and folds only the tail", async () => {
    const { stub, keeper } = await stocked(5_000);
    await runInDurableObject(stub, async (object) => {
      for (let index = 0; index < 1_200; index += 1) {
        const holdId = `hold-${index}`;
        await object.hold({ holdId, quantity: 1, expiresAtMs: soon() });
        if (index % 6 === 0) continue;
        await (index % 2 ? object.commit(holdId) : object.release(holdId));
      }
    });
    const before = await keeper.levels();
    expect(before).toMatchObject({ onHand: 4_400, held: 200, number: 2_201 });
    await evictDurableObject(stub);
    expect(await keeper.levels()).toEqual(before);
    const { number } = await inside(stub, (sql) => sql.exec<{ number: number }>("SELECT number FROM snapshot").one());
    expect(before.number - number).toBeLessThan(256);
    const books = await assertStockConserved(keeper);
    expect({ sold: books.sold, open: books.openHolds.size }).toEqual({ sold: 600, open: 200 });
    expect(await keeper.commit("hold-0")).toMatchObject({ ok: true, value: { repeated: false } });
    expect(await keeper.release("hold-1194")).toMatchObject({ ok: true, value: { repeated: false } });
    await assertStockConserved(keeper);
  });

  test("gives a late repeat the first answer, thousands of entries later", async () => {
    const { stub, keeper } = await stocked(100);
    const count = { operationId: "count", delta: -10, reason: "stocktake", byId: "staff" };
    const counted = await keeper.adjust(count);
    await keeper.hold({ holdId: "sold", quantity: 1, expiresAtMs: soon() });
    const sold = await keeper.commit("sold");
    await keeper.hold({ holdId: "back", quantity: 1, expiresAtMs: soon() });
    await keeper.release("back");
    await runInDurableObject(stub, async (object) => {
      for (let index = 0; index < 1_000; index += 1) {
        await object.hold({ holdId: `later-${index}`, quantity: 1, expiresAtMs: soon() });
        await object.release(`later-${index}`);
      }
    });
    await evictDurableObject(stub);
    const { number } = await keeper.levels();
    const first = (answer: typeof sold) => answer.ok && { ok: true, value: { ...answer.value, repeated: true } };
    expect(await keeper.adjust(count)).toEqual(first(counted));
    expect(await keeper.commit("sold")).toEqual(first(sold));
    expect(await keeper.commit("back")).toEqual(refusal("stock.hold_released"));
    expect(await keeper.adjust({ ...count, delta: -11 })).toEqual(refusal("stock.operation_differs"));
    expect(await keeper.receive({ operationId: "delivery", quantity: 7, byId: "staff" })).toEqual(
      refusal("stock.operation_differs"),
    );
    expect((await keeper.levels()).number).toBe(number);
  });

  test("finds every id by an index, not by reading the ledger", async () => {
    const { stub } = await stocked(1);
    const plans = await inside(stub, (sql) =>
      [FIND_OPERATION, FIND_CLEARED, FIND_PLACED, FIND_SETTLED].map((query) =>
        sql
          .exec<{ detail: string }>(`EXPLAIN QUERY PLAN ${query}`, "x")
          .toArray()
          .map(({ detail }) => detail)
          .join(),
      ),
    );
    for (const plan of plans) expect(plan).toMatch(/^SEARCH ledger USING INDEX ledger_\w+ \(subject_id=\?\)$/);
  });
});

describe("a hold's end", () => {
  test("comes by the alarm, which sets itself again for the next hold", async () => {
    const { stub, keeper } = await stocked(5);
    const endMs = Date.now() + 1_500;
    await keeper.hold({ holdId: "short", quantity: 2, expiresAtMs: endMs });
    await keeper.hold({ holdId: "long", quantity: 1, expiresAtMs: endMs + 30 * MINUTE_MS });
    vi.setSystemTime(endMs);
    await runDurableObjectAlarm(stub);
    expect(await keeper.levels()).toMatchObject({ held: 1, available: 4 });
    expect(await keeper.commit("short")).toEqual(refusal("stock.hold_released"));
    expect((await keeper.entries(0, 10)).find(({ kind }) => kind === "released")?.byId).toBe("expiry");
    vi.setSystemTime(endMs + MINUTE_MS);
    expect(await alarmOf(stub)).toBe(endMs + 30 * MINUTE_MS);
    await assertStockConserved(keeper);
  });

  test("that was moved is kept: the old alarm gives nothing back", async () => {
    const { stub, keeper } = await stocked(5);
    const endMs = Date.now() + 2_000;
    await keeper.hold({ holdId: "a", quantity: 2, expiresAtMs: endMs });
    await keeper.extend("a", endMs + MINUTE_MS);
    vi.setSystemTime(endMs + 1);
    await runDurableObjectAlarm(stub);
    expect((await keeper.levels()).held).toBe(2);
    expect(await alarmOf(stub)).toBe(endMs + MINUTE_MS);
    await assertStockConserved(keeper);
  });

  test("frees its units for the next buyer even when the alarm is late", async () => {
    const { keeper } = await stocked(1);
    const endMs = Date.now() + 1_500;
    await keeper.hold({ holdId: "slow", quantity: 1, expiresAtMs: endMs });
    vi.setSystemTime(endMs + 1);
    expect(await keeper.hold({ holdId: "quick", quantity: 1, expiresAtMs: soon() })).toMatchObject({ ok: true });
    expect(await keeper.commit("slow")).toEqual(refusal("stock.hold_released"));
    await assertStockConserved(keeper);
  });

  test("whose alarm was lost is set again by the next ask of a woken object", async () => {
    const { stub, keeper } = await stocked(1);
    await keeper.hold({ holdId: "a", quantity: 1, expiresAtMs: soon() });
    await runInDurableObject(stub, (_, state) => state.storage.deleteAlarm());
    await evictDurableObject(stub);
    await keeper.levels();
    expect(await alarmOf(stub)).not.toBeNull();
  });
});

describe("the rest of the store", () => {
  test("is told of many changes by one event, and not again when nothing changed", async () => {
    const { sku, stub, keeper } = await stocked(10);
    const sent: unknown[] = [];
    await queueOf(stub, async (event) => void sent.push(event));
    for (const holdId of ["a", "b", "c"]) await keeper.hold({ holdId, quantity: 1, expiresAtMs: soon() });
    await runDurableObjectAlarm(stub);
    expect(sent).toEqual([
      { id: expect.any(String), atMs: expect.any(Number), kind: "stock.changed", payload: { sku } },
    ]);
    await runDurableObjectAlarm(stub);
    expect(sent).toHaveLength(1);
  });

  test("is told at most once a second: the alarm never rings sooner", async () => {
    const { stub, keeper } = await stocked(10);
    await queueOf(stub, async () => {});
    const nowMs = Date.now() + 5_000;
    vi.setSystemTime(nowMs);
    await runDurableObjectAlarm(stub);
    await keeper.hold({ holdId: "a", quantity: 1, expiresAtMs: nowMs + 10 });
    await keeper.hold({ holdId: "b", quantity: 1, expiresAtMs: nowMs + 20 });
    expect(await alarmOf(stub)).toBe(nowMs + 1_000);
  });

  test("is told later when the queue fails; the holds run out meanwhile, and the alarm is kept", async () => {
    const failures = vi.spyOn(console, "error").mockImplementation(() => {});
    const { stub, keeper } = await stocked(5);
    await keeper.hold({ holdId: "a", quantity: 2, expiresAtMs: Date.now() + 1_100 });
    const sent: unknown[] = [];
    await queueOf(stub, () => Promise.reject(new Error("the queue is down")));
    const nowMs = Date.now() + 2_000;
    vi.setSystemTime(nowMs);
    await runDurableObjectAlarm(stub);
    expect(failures).toHaveBeenCalledExactlyOnceWith(expect.stringContaining("stock.alarm_failed"));
    expect(await keeper.levels()).toMatchObject({ held: 0, available: 5 });
    expect(await alarmOf(stub)).toBeGreaterThan(nowMs);
    await queueOf(stub, async (event) => void sent.push(event));
    await runDurableObjectAlarm(stub);
    expect(sent).toHaveLength(1);
    failures.mockRestore();
  });

  test("is told after an eviction of what it was not told before", async () => {
    const { sku, stub } = await stocked(5);
    const sent: unknown[] = [];
    await evictDurableObject(stub);
    await queueOf(stub, async (event) => void sent.push(event));
    await runDurableObjectAlarm(stub);
    expect(sent).toEqual([expect.objectContaining({ payload: { sku } })]);
  });
});

describe("the object's own database", () => {
  test("is not touched by asking about a SKU that was never stocked", async () => {
    const stub = env.SKU_STOCK.getByName("NEVER-STOCKED");
    const keeper = stub as unknown as StockKeeper;
    expect(await keeper.levels()).toMatchObject({ sku: "NEVER-STOCKED", onHand: 0, held: 0, available: 0, number: 0 });
    expect(await keeper.hold({ holdId: "a", quantity: 1, expiresAtMs: soon() })).toEqual(refusal("stock.unopened"));
    expect(await keeper.release("a")).toMatchObject({ ok: true });
    expect(await keeper.commit("a")).toEqual(refusal("stock.hold_unknown"));
    expect(await keeper.entries(0, 10)).toEqual([]);
    expect(await inside(stub, (sql) => sql.exec("SELECT name FROM sqlite_master").toArray())).toEqual([]);
    expect(await alarmOf(stub)).toBeNull();
  });

  test("refuses what a wrong rule would write: more held than on hand, a second settling, a rewritten entry", async () => {
    const { stub, keeper } = await stocked(5);
    await keeper.hold({ holdId: "a", quantity: 2, expiresAtMs: soon() });
    await keeper.commit("a");
    const write = (query: string) =>
      inside(stub, (sql) => expect(() => sql.exec(query)).toThrow(/constraint|only added/i));
    await write(
      "INSERT INTO ledger VALUES (4, 1, 'received', 'x', 'x', 'main', 1, NULL, NULL, NULL, NULL, 1, 2, 1, 2, zeroblob(32))",
    );
    await write(
      "INSERT INTO ledger VALUES (4, 1, 'received', 'x', 'x', 'main', 1, NULL, NULL, NULL, NULL, -1, -1, -1, -1, zeroblob(32))",
    );
    await write(
      "INSERT INTO ledger VALUES (4, 1, 'released', 'x', 'a', 'main', 2, NULL, NULL, NULL, NULL, 5, 0, 5, 0, zeroblob(32))",
    );
    await write(
      "INSERT INTO ledger VALUES (4, 1, 'received', 'x', 'delivery', 'main', 1, NULL, NULL, NULL, NULL, 5, 0, 5, 0, zeroblob(32))",
    );
    await write(
      "INSERT INTO ledger VALUES (4, 1, 'received', 'x', 'y', 'main', 1, NULL, NULL, NULL, NULL, 5, 0, 5, 0, zeroblob(31))",
    );
    await write(
      "INSERT INTO ledger VALUES (4, 1, 'adjusted', 'x', 'y', 'berlin', 1, NULL, NULL, NULL, NULL, 5, 0, -1, 0, zeroblob(32))",
    );
    await write("UPDATE ledger SET quantity = 9 WHERE number = 1");
    await write("DELETE FROM ledger");
    await assertStockConserved(keeper);
  });

  test("and memory agree after a write that failed", async () => {
    const { stub, keeper } = await stocked(5);
    await inside(stub, (sql) =>
      sql.exec("CREATE TRIGGER broken BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'disk trouble'); END"),
    );
    const ask = { holdId: "a", quantity: 2, expiresAtMs: soon() };
    expect(await runInDurableObject(stub, (object) => object.hold(ask).catch(String))).toContain("disk trouble");
    expect(await keeper.levels()).toMatchObject({ onHand: 5, held: 0, number: 1 });
    await inside(stub, (sql) => sql.exec("DROP TRIGGER broken"));
    expect(await keeper.hold(ask)).toMatchObject({ ok: true });
    await assertStockConserved(keeper);
  });
});

/** A ledger that can be trusted: its chain, its past, and what happens when somebody changes its database. */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { SkuStock } from "../../durable-objects/sku-stock.ts";
import { examineProjection } from "../../worker/admin/doctor-flow.ts";
import { checkLedgers } from "../../worker/inventory/check-ledgers-flow.ts";
import type { StockKeeper } from "../../worker/inventory/stock-keeper.ts";
import { upsertStockLevel } from "../../worker/inventory/stock-store.ts";
import { assertStockConserved } from "../support/assert-stock-conserved.ts";
import { seedProduct } from "../support/seed-catalog.ts";
import { askAsStaff, refusal } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const soon = () => Date.now() + 900_000;
const EDITABLE = "DROP TRIGGER ledger_kept; DROP TRIGGER ledger_whole;";

afterEach(() => void vi.useRealTimers());

let count = 0;
/** A SKU with a ledger of 2 × `sales` + 1 entries. */
async function soldSku(sales: number) {
  const sku = `BOOK-${++count}`;
  const productId = await seedProduct({ sku, openingQuantity: 5_000 });
  const stub = env.SKU_STOCK.getByName(sku);
  const keeper = stub as unknown as StockKeeper;
  await keeper.receive({ operationId: `opening:${sku}`, quantity: 5_000, byId: "opening" });
  await runInDurableObject(stub, async (object: SkuStock) => {
    for (let index = 0; index < sales; index += 1) {
      await object.hold({ holdId: `h-${index}`, quantity: 1, expiresAtMs: soon() });
      await object.commit(`h-${index}`);
    }
  });
  return { sku, productId, stub, keeper };
}

const meddle = (stub: DurableObjectStub<SkuStock>, query: string) =>
  runInDurableObject(stub, (_: SkuStock, state) => void state.storage.sql.exec(EDITABLE + query));

/** Keeps the level in D1, as a projection that was told of the ledger's last entry. */
async function projected({ sku, productId, keeper }: Awaited<ReturnType<typeof soldSku>>): Promise<void> {
  const { number: ledgerNumber, sku: _, ...units } = await keeper.levels();
  await upsertStockLevel(world.catalog, { ...units, sku, productId, lowStockAt: 1, ledgerNumber, updatedAtMs: 1 });
}

async function brokenLedgers(): Promise<string[]> {
  const broken: string[] = [];
  for (let after: string | null = ""; after !== null; ) {
    const turn: Awaited<ReturnType<typeof examineProjection>> = await examineProjection(world, "ledgers", after);
    broken.push(...turn.differs);
    after = turn.next;
  }
  return broken;
}

describe("a ledger's chain", () => {
  test("holds over thousands of entries and evictions, a stretch a call", async () => {
    const { stub, keeper } = await soldSku(300);
    await evictDurableObject(stub);
    await keeper.hold({ holdId: "after", quantity: 1, expiresAtMs: soon() });
    expect(await keeper.followChain(0, 10_000)).toEqual({ checked: 602, brokenAt: null, next: null });
    expect(await keeper.followChain(600, 10_000)).toEqual({ checked: 2, brokenAt: null, next: null });
    await assertStockConserved(keeper);
  });

  test.each([
    ["edited", "UPDATE ledger SET by_id = 'nobody' WHERE number = 7", 7],
    ["taken out", "DELETE FROM ledger WHERE number = 7", 7],
    ["given other levels", "UPDATE ledger SET on_hand = on_hand + 1 WHERE number = 9", 9],
  ])("shows an entry that was %s, after the object forgot it too", async (_, query, at) => {
    const { stub, keeper } = await soldSku(20);
    await meddle(stub, query);
    expect((await keeper.followChain(0, 10_000)).brokenAt).toBe(at);
    await evictDurableObject(stub);
    expect((await keeper.followChain(0, 10_000)).brokenAt).toBe(at);
  });

  test("shows that its end was cut off, as long as the object remembers it", async () => {
    const { stub, keeper } = await soldSku(20);
    await meddle(stub, "DELETE FROM ledger WHERE number > 40");
    expect((await keeper.followChain(0, 10_000)).brokenAt).toBe(41);
  });

  test("is followed by doctor, who names SKU and entry; an end that was cut off is known from what was told of it", async () => {
    const [edited, cut, whole] = [await soldSku(5), await soldSku(5), await soldSku(5)];
    for (const each of [edited, cut, whole]) await projected(each);
    const mine = [edited.sku, cut.sku, whole.sku];
    const broken = async () => (await brokenLedgers()).filter((one) => mine.includes(one.split(" ")[0] ?? ""));
    expect(await broken()).toEqual([]);
    await meddle(edited.stub, "UPDATE ledger SET quantity = 2 WHERE number = 3");
    await meddle(cut.stub, "DELETE FROM ledger WHERE number > 9");
    await evictDurableObject(cut.stub);
    expect((await broken()).toSorted()).toEqual([`${edited.sku} entry 3`, `${cut.sku} entry 10`].toSorted());
  });

  test("is followed a few entries a turn, over several SKUs, each from where the turn before ended", async () => {
    const each = [await soldSku(4), await soldSku(4), await soldSku(4)];
    for (const one of each) await projected(one);
    const mine = each.map(({ sku }) => sku);
    await meddle(each[2]?.stub as never, "UPDATE ledger SET quantity = 2 WHERE number = 8");
    let [turns, checked] = [0, 0];
    const found: string[] = [];
    for (let after: string | null = `0 ${mine[0]?.slice(0, -1)}`; after !== null; turns += 1) {
      const turn: Awaited<ReturnType<typeof checkLedgers>> = await checkLedgers(world, after, {
        turnMax: 5,
        callMax: 2,
      });
      found.push(...turn.differs.filter((one) => mine.includes(one.split(" ")[0] ?? "")));
      checked += turn.checked;
      after = turn.next;
    }
    expect(found).toEqual([`${mine[2]} entry 8`]);
    expect(checked).toBeGreaterThanOrEqual(9 + 9 + 7);
    expect(turns).toBeGreaterThan(4);
  });

  test("is given to a ledger that was written before there were chains and locations", async () => {
    const { sku, stub, keeper } = await soldSku(10);
    const before = await keeper.entries(0, 500);
    await meddle(
      stub,
      `DROP INDEX ledger_operations; DROP INDEX ledger_placed; DROP INDEX ledger_settled;
       ALTER TABLE ledger RENAME TO chained;
       CREATE TABLE ledger (number INTEGER PRIMARY KEY, at_ms INTEGER, kind TEXT, by_id TEXT, subject_id TEXT,
         quantity INTEGER, expires_at_ms INTEGER, reason TEXT, on_hand INTEGER, held INTEGER) STRICT;
       INSERT INTO ledger SELECT number, at_ms, kind, by_id, subject_id, quantity, expires_at_ms, reason, on_hand, held FROM chained;
       DROP TABLE chained; DROP TABLE snapshot; DROP TABLE snapshot_holds;
       CREATE TABLE snapshot (id INTEGER PRIMARY KEY, sku TEXT, number INTEGER, on_hand INTEGER, held INTEGER, told INTEGER);
       CREATE TABLE snapshot_holds (hold_id TEXT PRIMARY KEY, quantity INTEGER, expires_at_ms INTEGER);
       INSERT INTO snapshot VALUES (1, '${sku}', 0, 0, 0, 0);
       CREATE UNIQUE INDEX ledger_operations ON ledger (subject_id) WHERE kind IN ('received', 'adjusted');
       CREATE UNIQUE INDEX ledger_placed ON ledger (subject_id) WHERE kind = 'held';
       CREATE UNIQUE INDEX ledger_settled ON ledger (subject_id) WHERE kind IN ('committed', 'released');
       CREATE TRIGGER ledger_kept BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'kept'); END;
       CREATE TRIGGER ledger_whole BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'whole'); END;`,
    );
    await evictDurableObject(stub);
    expect(await keeper.levels()).toMatchObject({ sku, onHand: 4_990, held: 0, number: 21 });
    expect(await keeper.entries(0, 500)).toEqual(before);
    expect(await keeper.commit("h-3")).toMatchObject({ value: { repeated: true } });
    await keeper.hold({ holdId: "next", quantity: 1, expiresAtMs: soon() });
    expect(await keeper.followChain(0, 10_000)).toEqual({ checked: 22, brokenAt: null, next: null });
  });
});

describe("levels as they were", () => {
  test("after any entry, and at any time, are those the entries say; before the first there were none", async () => {
    const { sku, stub, keeper } = await soldSku(0);
    const startMs = Date.now() + 10_000;
    for (const [index, holdId] of ["a", "b", "c", "d"].entries()) {
      vi.setSystemTime(startMs + index * 1_000);
      await runInDurableObject(stub, (object: SkuStock) =>
        object.hold({ holdId, quantity: 2, expiresAtMs: startMs + 900_000 }),
      );
    }
    const heldAt = async (atMs: number) => (await keeper.levelsAt({ atMs })).held;
    expect(await Promise.all([0, 999, 1_000, 2_500, 99_999].map((ms) => heldAt(startMs + ms)))).toEqual([
      2, 2, 4, 6, 8,
    ]);
    expect(await keeper.levelsAt({ number: 3 })).toMatchObject({
      sku,
      onHand: 5_000,
      held: 4,
      available: 4_996,
      number: 3,
    });
    expect(await keeper.levelsAt({ number: 99 })).toMatchObject({ number: 5 });
    expect(await keeper.levelsAt({ atMs: 5 })).toMatchObject({ sku, onHand: 0, held: 0, available: 0, number: 0 });
  });

  test("stand in the order they were written in, though the clock went back", async () => {
    const { stub, keeper } = await soldSku(0);
    const nowMs = Date.now() + 60_000;
    for (const [holdId, atMs] of [["first", nowMs] as const, ["second", nowMs - 50_000] as const]) {
      vi.setSystemTime(atMs);
      await runInDurableObject(stub, (object: SkuStock) =>
        object.hold({ holdId, quantity: 1, expiresAtMs: nowMs + 900_000 }),
      );
    }
    const times = (await keeper.entries(0, 10)).map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect((await keeper.levelsAt({ atMs: nowMs - 1 })).held).toBe(0);
    expect((await keeper.levelsAt({ atMs: nowMs })).held).toBe(2);
  });

  test("are told to staff over the API; what is no moment is refused", async () => {
    const { sku } = await soldSku(3);
    const path = `/api/admin/stock/${sku}/levels`;
    expect(await askAsStaff("GET", `${path}?number=2`)).toMatchObject({ status: 200, body: { held: 1, number: 2 } });
    expect(await askAsStaff("GET", path)).toMatchObject({ body: { onHand: 4_997, held: 0, number: 7 } });
    expect(await askAsStaff("GET", `${path}?at=2001-01-01T00:00:00Z`)).toMatchObject({
      body: { onHand: 5_000, held: 0, number: 0 },
    });
    for (const query of ["number=0", "number=1.5", "at=yesterday", "number=1&at=2001-01-01T00:00:00Z"])
      expect(refusal(await askAsStaff("GET", `${path}?${query}`)), query).toBe("422 request.invalid");
    expect(refusal(await askAsStaff("GET", "/api/admin/stock/NOBODY/levels?number=1"))).toBe("404 stock.sku_unknown");
  });
});

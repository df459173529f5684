/** A SKU that too many want at once: its units are lent to buckets, and the last one is found wherever it lies. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { SkuStock } from "../../durable-objects/sku-stock.ts";
import { checkLedgers, type LedgersTurn } from "../../worker/inventory/check-ledgers-flow.ts";
import { PRESSED_ASKS } from "../../worker/inventory/pressure.ts";
import { projectStock } from "../../worker/inventory/project-stock-flow.ts";
import { BUCKETS_OF_PRESSURE, joinEased, relieveStock } from "../../worker/inventory/relieve-stock-flow.ts";
import { bucketNameOf, type StockBorrower, type StockLender } from "../../worker/inventory/stock-bucket.ts";
import { holdUnits, readLevels } from "../../worker/inventory/stock-flow.ts";
import type { StockKeeper } from "../../worker/inventory/stock-keeper.ts";
import { POLICY_DEFAULT } from "../../worker/inventory/stock-policy.ts";
import { readPolicies } from "../../worker/inventory/supply-store.ts";
import { writePolicy } from "../../worker/inventory/write-policy-flow.ts";
import { assertStockConserved } from "../support/assert-stock-conserved.ts";
import { sellSku, testWorld } from "./sell-sku.ts";

const world = testWorld();
const refusal = (code: string, facts: object = {}) => ({ ok: false, problem: { code, ...facts } });
const MINUTE_MS = 60_000;
const soon = () => Date.now() + 15 * MINUTE_MS;
type Stub = DurableObjectStub<SkuStock>;
type Object = StockKeeper & StockLender & StockBorrower;
const stubOf = (name: string): Stub => env.SKU_STOCK.getByName(name);
const objectOf = (name: string) => stubOf(name) as unknown as Object;

afterEach(() => void vi.useRealTimers());

let count = 0;
async function splitSku(units: number, buckets: number) {
  const sku = `SPLIT-STOCK-${++count}`;
  await sellSku(sku, units);
  const parent = objectOf(sku);
  await parent.receive({ operationId: `opening:${sku}`, quantity: units, byId: "opening" });
  await parent.split(buckets);
  const names = Array.from({ length: buckets }, (_, bucket) => bucketNameOf(sku, bucket));
  const hold = (bucket: number, holdId: string, quantity: number, expiresAtMs = soon()) =>
    objectOf(bucketNameOf(sku, bucket)).hold({ holdId, quantity, expiresAtMs });
  return { sku, parent, names, hold };
}

/** Every unit that came is free, held or sold in one of the ledgers, or on its way between two. */
async function assertWhole({ sku, names }: { sku: string; names: readonly string[] }, received: number) {
  const books = await Promise.all([sku, ...names].map((name) => assertStockConserved(objectOf(name))));
  const sum = (of: "onHand" | "sold" | "held") => books.reduce((total, book) => total + book[of], 0);
  expect(sum("onHand") + sum("sold")).toBe(received);
  const levels = await readLevels(world, sku);
  expect(levels).toMatchObject({ ok: true, value: { onHand: sum("onHand"), held: sum("held") } });
  return { free: sum("onHand") - sum("held"), sold: sum("sold") };
}

describe("a split SKU", () => {
  test("sells its last unit to exactly one of many who ask every bucket at once", async () => {
    const split = await splitSku(40, 4);
    const asks = Array.from({ length: 120 }, (_, index) => split.hold(index % 4, `h-${index}`, 1));
    const answers = await Promise.all(asks);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(40);
    for (const answer of answers)
      if (!answer.ok) expect(answer).toEqual(refusal("stock.insufficient", { available: 0 }));
    expect(await assertWhole(split, 40)).toMatchObject({ free: 0 });
  });

  test("gathers units from all buckets for one who wants more than any has", async () => {
    const split = await splitSku(16, 4);
    for (let bucket = 0; bucket < 4; bucket += 1) await split.hold(bucket, `first-${bucket}`, 1);
    expect(await split.hold(2, "large", 12)).toMatchObject({ ok: true });
    expect(await split.hold(0, "one-more", 1)).toEqual(refusal("stock.insufficient", { available: 0 }));
    await assertWhole(split, 16);
  });

  test("finds a unit that another bucket got back, though all had been sold out a moment before", async () => {
    const split = await splitSku(4, 4);
    for (let bucket = 0; bucket < 4; bucket += 1)
      expect(await split.hold(bucket, `h-${bucket}`, 1)).toMatchObject({ ok: true });
    expect(await split.hold(1, "late", 1)).toEqual(refusal("stock.insufficient", { available: 0 }));
    await objectOf(bucketNameOf(split.sku, 3)).release("h-3");
    await expect.poll(async () => (await split.parent.levels()).available).toBe(1);
    expect(await split.hold(1, "later", 1)).toMatchObject({ ok: true });
    await assertWhole(split, 4);
  });

  test("takes back what a bucket's shopper let run out", async () => {
    const split = await splitSku(2, 2);
    const endMs = Date.now() + 1_000;
    await split.hold(0, "short", 2, endMs);
    vi.setSystemTime(endMs + MINUTE_MS);
    expect(await split.hold(1, "next", 2, endMs + 20 * MINUTE_MS)).toMatchObject({ ok: true });
    await assertWhole(split, 2);
  });

  test("commits in the bucket, and levels tell the SKU as one", async () => {
    const split = await splitSku(10, 2);
    await split.hold(0, "a", 3);
    await objectOf(bucketNameOf(split.sku, 0)).commit("a");
    await split.hold(1, "b", 2);
    expect(await readLevels(world, split.sku)).toMatchObject({ value: { onHand: 7, held: 2, available: 5 } });
    await assertWhole(split, 10);
  });

  test("joins while it sells: what is free comes back at once, what is held when it is settled", async () => {
    const split = await splitSku(20, 4);
    for (let bucket = 0; bucket < 4; bucket += 1) await split.hold(bucket, `h-${bucket}`, 1);
    await split.parent.split(0);
    expect(await split.parent.levels()).toMatchObject({ available: 16 });
    expect(await split.hold(2, "asks the bucket still", 5)).toMatchObject({ ok: true });
    await objectOf(bucketNameOf(split.sku, 1)).release("h-1");
    await expect.poll(async () => (await split.parent.levels()).available).toBe(12);
    await assertWhole(split, 20);
  });

  test("counts what one buyer has in the buyer's bucket", async () => {
    const split = await splitSku(20, 2);
    const terms = { accounts: null, keepBack: 0, buyer: { id: "somebody", max: 2 } };
    const ask = (holdId: string) =>
      objectOf(bucketNameOf(split.sku, 0)).hold({ holdId, quantity: 1, expiresAtMs: soon(), terms });
    const answers = await Promise.all(["a", "b", "c", "d"].map(ask));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(2);
    expect(answers.find(({ ok }) => !ok)).toEqual(refusal("stock.buyer_limit", { left: 0 }));
    await assertWhole(split, 20);
  });

  test("keeps back what is not to be sold, with the lender", async () => {
    const split = await splitSku(10, 2);
    const terms = { accounts: null, keepBack: 4, buyer: null };
    const ask = (bucket: number, holdId: string, quantity: number) =>
      objectOf(bucketNameOf(split.sku, bucket)).hold({ holdId, quantity, expiresAtMs: soon(), terms });
    expect(await ask(0, "a", 6)).toMatchObject({ ok: true });
    expect(await ask(1, "b", 1)).toEqual(refusal("stock.insufficient", { available: 0 }));
    await assertWhole(split, 10);
  });

  test("is opened by a bucket's first hold, with the units its variant came with", async () => {
    await sellSku("SPLIT-NEW", 3);
    const ask = { holdId: "x", quantity: 2, expiresAtMs: soon() };
    expect(await holdUnits(world, { sku: bucketNameOf("SPLIT-NEW", 0), ...ask })).toMatchObject({ ok: true });
    expect(await readLevels(world, "SPLIT-NEW")).toMatchObject({ value: { onHand: 3, held: 2 } });
  });
});

/** Sorts just before the SKU, where a list of SKUs then begins. */
const beforeOf = (sku: string) => `${sku.slice(0, -1)}${String.fromCharCode(sku.charCodeAt(sku.length - 1) - 1)}~`;

describe("a loan", () => {
  const loan = (sku: string, number: number, min: number) => ({
    loanId: `${bucketNameOf(sku, 0)}:loan:${number}`,
    borrower: bucketNameOf(sku, 0),
    min,
    keepBack: 0,
    accounts: null,
  });

  test("whose reply was lost is told again, and neither lost nor doubled", async () => {
    const split = await splitSku(8, 2);
    // The lender wrote it; the bucket died before it heard.
    await split.parent.lend(loan(split.sku, 1, 3));
    expect(await split.hold(0, "a", 3)).toMatchObject({ ok: true });
    expect(await assertWhole(split, 8)).toMatchObject({ free: 5 });
  });

  test("that its bucket never heard of comes back when all is gathered", async () => {
    const split = await splitSku(8, 2);
    await split.parent.lend(loan(split.sku, 1, 8));
    expect(await split.parent.levels()).toMatchObject({ available: 0, lent: 8 });
    expect(await split.hold(1, "elsewhere", 8)).toMatchObject({ ok: true });
    await assertWhole(split, 8);
  });

  test("given back twice is taken back once", async () => {
    const split = await splitSku(8, 2);
    await split.hold(0, "a", 2);
    const name = bucketNameOf(split.sku, 0);
    await objectOf(name).release("a");
    await objectOf(name).giveBack(null);
    await objectOf(name).giveBack(null);
    const repaid = (await split.parent.entries(0, 100)).find(({ kind }) => kind === "repaid");
    const { quantity, operationId, borrower } = repaid?.facts ?? {};
    const parts = [{ account: "main", quantity: Number(quantity) }];
    await split.parent.repay({ operationId: String(operationId), borrower: String(borrower), parts });
    expect(await split.parent.levels()).toMatchObject({ available: 8, lent: 0 });
    await assertWhole(split, 8);
  });

  test("on its way back when its bucket dies is brought by the bucket's alarm", async () => {
    const split = await splitSku(8, 2);
    await split.hold(0, "a", 2);
    const name = bucketNameOf(split.sku, 0);
    await objectOf(name).release("a");
    // As if it had died between writing the repayment and telling the lender.
    await runInDurableObject(stubOf(name), async (object: SkuStock, state) => {
      const { onHand } = await object.levels();
      const parent = Reflect.get(object, "env") as Env;
      expect(parent).toBeDefined();
      await object.giveBack(null);
      const kept = state.storage.kv.get<{ repayments: number }>("borrower");
      const operationId = `${name}:repayment:${kept?.repayments}`;
      state.storage.kv.put("borrower", {
        ...kept,
        repaying: { operationId, borrower: name, parts: [{ account: "main", quantity: onHand }] },
      });
    });
    await evictDurableObject(stubOf(name));
    await objectOf(name).levels();
    await runDurableObjectAlarm(stubOf(name));
    expect(await split.parent.levels()).toMatchObject({ available: 8, lent: 0 });
    await assertWhole(split, 8);
  });

  test("leaves chains that hold, in the SKU's ledger and in its buckets'", async () => {
    const split = await splitSku(8, 2);
    await split.hold(0, "a", 2);
    await split.hold(1, "b", 2);
    await projectStock(world, split.sku);
    expect(await checkLedgers(world, `0 ${beforeOf(split.sku)}`)).toMatchObject({ differs: [], checked: 7 });
    const [, second = ""] = split.names;
    await runInDurableObject(stubOf(second), (_: SkuStock, { storage }) => {
      storage.sql.exec("DROP TRIGGER ledger_kept; UPDATE ledger SET by_id = 'nobody' WHERE number = 2");
    });
    const found = [`${split.sku} bucket 1 entry 2`];
    expect((await checkLedgers(world, `0 ${beforeOf(split.sku)}`)).differs).toEqual(found);
    // A few entries a turn, it goes on where it stopped, in the middle of a bucket too.
    const seen: string[] = [];
    for (let after: string | null = `0 ${beforeOf(split.sku)}`; after !== null; ) {
      const turn: LedgersTurn = await checkLedgers(world, after, { turnMax: 2, callMax: 1 });
      seen.push(...turn.differs);
      after = turn.next;
    }
    expect(seen).toEqual(found);
  });
});

describe("pressure", () => {
  const press = (sku: string, asks: number) =>
    runInDurableObject(stubOf(sku), async (object: SkuStock) => {
      for (let index = 0; index < asks; index += 1)
        await object.hold({ holdId: "the same", quantity: 1, expiresAtMs: Date.now() + 15 * MINUTE_MS });
    });
  const policyOf = async (sku: string) => (await readPolicies(world.catalog, [sku])).get(sku);

  test("splits a SKU that is asked for too often, while it sells, and its end joins it again", async () => {
    const { sku, parent } = await splitSku(50, 0);
    await press(sku, PRESSED_ASKS);
    await expect.poll(() => policyOf(sku)).toMatchObject({ buckets: BUCKETS_OF_PRESSURE, splitBy: "pressure" });
    await expect.poll(async () => (await parent.levels()).buckets).toBe(BUCKETS_OF_PRESSURE);
    await joinEased(world);
    expect(await policyOf(sku)).toMatchObject({ buckets: BUCKETS_OF_PRESSURE });
    const bucket = objectOf(bucketNameOf(sku, 3));
    expect(await bucket.hold({ holdId: "sold", quantity: 2, expiresAtMs: soon() })).toMatchObject({ ok: true });
    vi.setSystemTime(Date.now() + 3 * MINUTE_MS);
    await joinEased(world);
    expect(await policyOf(sku)).toMatchObject({ buckets: 0, splitBy: null });
    expect(await readLevels(world, sku)).toMatchObject({ value: { onHand: 50, held: 3, buckets: 0 } });
  });

  test("leaves alone what staff split", async () => {
    const { sku } = await splitSku(5, 0);
    expect(await writePolicy(world, sku, { ...POLICY_DEFAULT, buckets: 2, splitBy: "staff", version: 1 })).toBe(true);
    await relieveStock(world, sku);
    await joinEased(world);
    expect(await policyOf(sku)).toMatchObject({ buckets: 2, splitBy: "staff", version: 1 });
  });
});

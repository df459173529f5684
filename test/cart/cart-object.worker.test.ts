import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Cart } from "../../durable-objects/cart.ts";
import { CART_KEPT_MS, LINES_MAX } from "../../worker/cart/cart.ts";
import { OPERATIONS_KEPT } from "../../worker/cart/cart-operations.ts";

afterEach(() => void vi.useRealTimers());

type Stub = DurableObjectStub<Cart>;
const newStub = (): { id: string; cart: Stub } => {
  const id = env.CART.newUniqueId();
  return { id: id.toString(), cart: env.CART.get(id) as Stub };
};
const opened = async () => {
  const { id, cart } = newStub();
  await cart.open(id, "en-us");
  return { id, cart };
};
const line = (sku: string, quantity = 1) => ({ sku, quantity, unitMinor: 5_00 });
const stored = (stub: Stub) =>
  runInDurableObject(stub, async (_, { storage }) => ({
    cart: storage.kv.get("cart"),
    alarmMs: await storage.getAlarm(),
  }));
const NOTHING = { cart: undefined, alarmMs: null };

describe("a cart's object", () => {
  test("that was never opened answers nothing, refuses every change, and writes nothing", async () => {
    const { cart } = newStub();
    expect(await cart.read()).toBeNull();
    for (const refusal of [
      await cart.add("1", line("A")),
      await cart.set("2", line("A", 0)),
      await cart.absorb("3", [], "en-us"),
      await cart.changeMarket("5", "de-de", {}),
      await cart.claim("6", "ann"),
    ])
      expect(refusal).toEqual({ ok: false, problem: { code: "cart.unknown" } });
    expect(await stored(cart)).toEqual(NOTHING);
  });

  test("gives up what a checkout bought once, however much is changed after it, and whatever ids its shopper makes up", async () => {
    const { cart } = await opened();
    await cart.add("bought", line("A"));
    await cart.add("1", line("A", 5));
    const bought = () => cart.takeOut("bought", [{ sku: "A", quantity: 2 }], 0);
    expect(await bought()).toEqual({ ok: true, value: null });
    for (let at = 0; at <= OPERATIONS_KEPT; at += 1) await cart.set(`many-${at}`, line("B", 1 + (at % 2)));
    expect(await bought()).toEqual({ ok: true, value: null });
    expect((await cart.read())?.lines).toMatchObject([{ sku: "A", quantity: 4 }, { sku: "B" }]);
  });

  test("opened again keeps what is in it", async () => {
    const { id, cart } = await opened();
    await cart.add("1", line("A"));
    expect(await cart.open(id, "de-de")).toMatchObject({ id, market: "en-us", lines: [{ sku: "A" }] });
  });

  test("loses none of many lines added at once", async () => {
    const { cart } = await opened();
    const skus = Array.from({ length: LINES_MAX }, (_, at) => `S${at}`);
    await Promise.all(skus.map((sku) => cart.add(sku, line(sku))));
    expect((await cart.read())?.lines.map(({ sku }) => sku).toSorted()).toEqual(skus.toSorted());
  });

  test("counts every unit added at once to one line, and no more than fit", async () => {
    const { cart } = await opened();
    const answers = await Promise.all(Array.from({ length: 120 }, (_, at) => cart.add(String(at), line("A"))));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(99);
    expect((await cart.read())?.lines).toMatchObject([{ sku: "A", quantity: 99 }]);
  });

  test("does a change once however often it is sent, at once or later, and answers the cart as it is now", async () => {
    const { cart } = await opened();
    await Promise.all(Array.from({ length: 20 }, () => cart.add("same", line("A", 2))));
    await cart.add("other", line("B"));
    await evictDurableObject(cart);
    expect(await cart.add("same", line("A", 2))).toMatchObject({
      ok: true,
      value: {
        lines: [
          { sku: "A", quantity: 2 },
          { sku: "B", quantity: 1 },
        ],
      },
    });
  });

  test("refuses an operation id that was used for another change", async () => {
    const { cart } = await opened();
    await cart.add("1", line("A"));
    for (const refusal of [await cart.add("1", line("A", 2)), await cart.set("1", line("A"))])
      expect(refusal).toEqual({ ok: false, problem: { code: "cart.operation_differs" } });
    expect((await cart.read())?.lines).toMatchObject([{ sku: "A", quantity: 1 }]);
  });

  test("keeps a refused change's id free for a later try", async () => {
    const { cart } = await opened();
    await cart.add("1", line("A", 99));
    expect((await cart.add("2", line("A"))).ok).toBe(false);
    await cart.set("3", line("A", 1));
    expect(await cart.add("2", line("A"))).toMatchObject({ value: { lines: [{ quantity: 2 }] } });
  });

  test("stays small: it keeps the last operations only", async () => {
    const { cart } = await opened();
    for (let at = 0; at < OPERATIONS_KEPT + 10; at += 1) await cart.set(String(at), line("A", (at % 9) + 1));
    const kept = (await stored(cart)).cart as { operations: unknown[] };
    expect(kept.operations).toHaveLength(OPERATIONS_KEPT);
  });

  test("survives an eviction", async () => {
    const { cart } = await opened();
    await cart.add("1", line("A", 3));
    await evictDurableObject(cart);
    expect(await cart.read()).toMatchObject({ lines: [{ sku: "A", quantity: 3 }] });
  });

  test("expires 30 days after its last change, and leaves nothing behind", async () => {
    const start = Date.now();
    vi.setSystemTime(start);
    const { cart } = await opened();
    expect((await stored(cart)).alarmMs).toBe(start + CART_KEPT_MS);
    vi.setSystemTime(start + 1_000_000);
    await cart.add("1", line("A"));
    expect((await stored(cart)).alarmMs, "a change does not write an alarm").toBe(start + CART_KEPT_MS);

    vi.setSystemTime(start + CART_KEPT_MS);
    await runDurableObjectAlarm(cart);
    expect(await cart.read(), "changed since the alarm was set").toMatchObject({ lines: [{ sku: "A" }] });
    expect((await stored(cart)).alarmMs).toBe(start + 1_000_000 + CART_KEPT_MS);

    vi.setSystemTime(start + 1_000_000 + CART_KEPT_MS);
    expect(await cart.read(), "gone, even before its alarm").toBeNull();
    expect(await cart.add("2", line("B"))).toMatchObject({ problem: { code: "cart.unknown" } });
    await runDurableObjectAlarm(cart);
    expect(await stored(cart)).toEqual(NOTHING);
  });
});

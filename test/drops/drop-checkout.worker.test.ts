/** Buying what is sold in a drop: with the pass and by nobody else; and nothing is written for those without. */
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readPassUse } from "../../site/drop-page.ts";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import { cancelCheckout } from "../../worker/checkout/cancel-checkout-flow.ts";
import { checkouts } from "../../worker/checkout/checkout-tables.ts";
import { doorOf, holderOf } from "../../worker/drops/drop.ts";
import { signPass } from "../../worker/drops/pass.ts";
import { askPlace } from "../../worker/drops/queue-flow.ts";
import type { RoomKeeper } from "../../worker/drops/queue-keepers.ts";
import { cookieOf, openAccount, signIn } from "../customers/account-actions.ts";
import { askWith, fillCart, placeOrder, rowsOf, seedGoods } from "../support/order-goods.ts";
import { type Answer, ask, refusal } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";
import { announce, turnsLater, type Visitor, visitor } from "./visitors.ts";

const world = newTestWorld();
beforeEach(() => void vi.setSystemTime(Date.now()));
afterEach(() => void vi.useRealTimers());

const roomOf = (drop: string) => env.WAITING_ROOM.getByName(drop) as unknown as RoomKeeper;

/** Begins a checkout of one unit over the API; answers what was answered, and that nothing was written if it was refused. */
async function buy(shopper: Visitor, sku: string, passes: readonly (string | null)[]): Promise<Answer> {
  const { customerId: _, ...body } = askWith(await fillCart(world, { [sku]: 1 }));
  const answer = await shopper.call("POST", "/api/checkouts", { ...body, passes });
  if (answer.status !== 201) {
    expect(await rowsOf("checkouts", "id", body.id)).toEqual([]);
    expect((await world.stockOf(sku).levels()).held).toBe(0);
  }
  return answer as Answer;
}

/** Somebody who was let in. */
async function admitted(drop: string, begins: Record<string, string> = {}, units = 5) {
  const shopper = visitor(begins);
  await shopper.enter(drop);
  await turnsLater(drop, 60_001);
  await roomOf(drop).tellUnits(units);
  await turnsLater(drop, 1_000, 3);
  const { pass } = (await shopper.place(drop)).body;
  return { shopper, pass: pass ?? "" };
}

test("before the opening nobody buys it, not even with a pass; anything else is sold as ever", async () => {
  const [sku = "", other = ""] = await seedGoods(2);
  const drop = await announce([sku], 60_000);
  const shopper = visitor();
  await shopper.challenge(drop);
  expect(await buy(shopper, sku, [])).toMatchObject({
    status: 409,
    body: { code: "drop.not_open", dropId: drop, sku, opensAtMs: Date.now() + 60_000 },
  });
  expect((await buy(shopper, other, [])).status).toBe(201);
  vi.setSystemTime(Date.now() + 59_999);
  expect(refusal(await buy(shopper, sku, []))).toBe("409 drop.not_open");
});

test("once it is open, a checkout without a good pass is refused by name, and nothing is written", async () => {
  const [sku = ""] = await seedGoods(1);
  const drop = await announce([sku], 60_000);
  const { shopper, pass } = await admitted(drop);
  expect(refusal(await buy(visitor(), sku, []))).toBe("403 drop.pass_needed");
  expect(refusal(await buy(visitor(), sku, [pass]))).toBe("403 drop.pass_forged");
  expect(refusal(await buy(shopper, sku, [`${pass}x`]))).toBe("403 drop.pass_forged");
  expect(refusal(await buy(shopper, sku, ["", "a", "b", "c", "d", "e"]))).toBe("422 request.invalid");
  vi.setSystemTime(Date.now() + 600_000);
  expect(refusal(await buy(shopper, sku, [pass]))).toBe("403 drop.pass_expired");
  const untold = signPass(world.config.authSecret, {
    dropId: drop,
    holder: "device:x",
    expiresAtMs: Date.now() + 1_000,
  });
  expect(refusal(await buy(shopper, sku, [untold]))).toBe("403 drop.pass_forged");
  const { used, open, lapsed } = await roomOf(drop).figures();
  expect({ used, open: open + lapsed }).toEqual({ used: 0, open: 1 });
});

test("who was let in buys, once: another checkout needs the first one to have ended", async () => {
  const [sku = ""] = await seedGoods(1);
  const drop = await announce([sku], 60_000);
  const { shopper, pass } = await admitted(drop);
  const first = await buy(shopper, sku, [pass]);
  expect(first).toMatchObject({ status: 201, body: { state: "held" } });
  await vi.waitFor(async () => {
    await turnsLater(drop, 1_000);
    expect(await roomOf(drop).figures()).toMatchObject({ used: 1, open: 0 });
  });
  const { customerId: _, ...again } = askWith(await fillCart(world, { [sku]: 1 }));
  const second = () => shopper.call("POST", "/api/checkouts", { ...again, passes: [pass] });
  expect(refusal((await second()) as Answer)).toBe("409 drop.pass_used");
  expect(await rowsOf("checkouts", "id", again.id)).toEqual([]);
  await cancelCheckout(world, String(first.body.id));
  expect((await second()).status).toBe(201);
  expect((await shopper.place(drop)).body.state).toBe("used");
  expect((await roomOf(drop).figures()).used).toBe(1);
});

test("a used pass begins another checkout until its end, unless its own one is being paid or is paid", async () => {
  const [sku = ""] = await seedGoods(1);
  const drop = await announce([sku], 60_000);
  const { shopper, pass } = await admitted(drop);
  const { id } = (await buy(shopper, sku, [pass])).body as { id: string };
  const use = async () => {
    const asked = await askPlace(world, drop, shopper.cookies.get(`drop-${drop}`) ?? "");
    if (!asked.ok || asked.value.place.state !== "used") return null;
    expect(asked.value.place.checkoutId).toBe(id);
    return readPassUse(world, asked.value.place);
  };
  await vi.waitFor(async () => expect(await use()).toBe("begun"));
  const orders = world.ordersOfCheckout(id);
  for (const [state, said] of [
    ["processing", "spent"],
    ["paid", "paid"],
    ["expired", "begun"],
  ] as const) {
    await orders.update(checkouts).set({ state }).where(eq(checkouts.id, id));
    expect(await use(), state).toBe(said);
  }
  vi.setSystemTime(Date.now() + 600_001);
  expect(await use(), "its time is over").toBe("spent");
});

test("one pass for many checkouts at once begins one of them", async () => {
  const [sku = ""] = await seedGoods(1, 10);
  const drop = await announce([sku], 60_000);
  const { shopper, pass } = await admitted(drop, {}, 10);
  const asks = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const { customerId: _, ...body } = askWith(await fillCart(world, { [sku]: 1 }));
      return { ...body, passes: [pass] };
    }),
  );
  const answers = await Promise.all(asks.map((body) => shopper.call("POST", "/api/checkouts", body)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter((answer) => refusal(answer as Answer) === "409 drop.pass_used")).toHaveLength(7);
  expect((await world.stockOf(sku).levels()).held).toBe(1);
});

test("an account's pass is good on its other device, and for nobody else", async () => {
  const [sku = ""] = await seedGoods(1);
  const drop = await announce([sku], 60_000);
  await openAccount("pass@example.com");
  const signedIn = async () => {
    const [name = "", ...rest] = cookieOf(await signIn("pass@example.com")).split("=");
    return { [name]: rest.join("=") };
  };
  const { pass } = await admitted(drop, await signedIn());
  expect(refusal(await buy(visitor(), sku, [pass]))).toBe("403 drop.pass_forged");
  expect((await buy(visitor(await signedIn()), sku, [pass])).status).toBe(201);
});

test("a checkout that began is answered again without its pass, and is paid like any other", async () => {
  const [sku = ""] = await seedGoods(1);
  const drop = await announce([sku], 60_000);
  const { shopper, pass } = await admitted(drop);
  const { customerId: _, ...body } = askWith(await fillCart(world, { [sku]: 1 }));
  const first = await shopper.call("POST", "/api/checkouts", { ...body, passes: [pass] });
  vi.setSystemTime(Date.now() + 601_000);
  const again = await ask("/api/checkouts", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(again).toMatchObject({ status: 201, body: first.body as object });
});

test("a pass whose checkout was never written, because its request died, is free again after a minute", async () => {
  const [sku = ""] = await seedGoods(1);
  const drop = await announce([sku], 60_000);
  const { shopper, pass } = await admitted(drop);
  const holder = holderOf(JSON.parse(atob(shopper.cookies.get("visitor")?.split(".")[0] ?? "")).v, null);
  await world.waitingDoorOf(drop, doorOf(holder)).use({ holder, checkoutId: crypto.randomUUID(), replaces: null });
  expect(refusal(await buy(shopper, sku, [pass]))).toBe("409 drop.pass_used");
  vi.setSystemTime(Date.now() + 61_000);
  expect((await buy(shopper, sku, [pass])).status).toBe(201);
});

test("a drop that is cancelled, or over, keeps its SKUs from nobody", async () => {
  const [sku = "", next = ""] = await seedGoods(2);
  const drop = await announce([sku], 60_000);
  vi.setSystemTime(Date.now() + 60_000 + 3_600_000);
  expect((await buy(visitor(), sku, [])).status).toBe(201);
  expect(drop).toMatch(/^drop-/);
  await announce([next], 60_000, { status: "cancelled" });
  await placeOrder(world, { [next]: 1 });
});

test("a bundle with a part that a drop keeps needs the pass too", async () => {
  const [bundle = "", part = ""] = await seedGoods(2);
  await env.CATALOG.prepare("INSERT INTO bundle_components (sku, component_sku, quantity) VALUES (?, ?, 1)")
    .bind(bundle, part)
    .run();
  await announce([part], 60_000);
  expect(await buy(visitor(), bundle, []), "it names what is in the cart").toMatchObject({
    status: 409,
    body: { code: "drop.not_open", sku: bundle },
  });
});

test("a purchase of anything else asks no object of a drop and reads the list of drops from memory", async () => {
  const [sku = "", other = ""] = await seedGoods(2);
  await announce([sku], 60_000);
  const objects: string[] = [];
  const watched = {
    ...world,
    waitingDoorOf: (drop: string, door: number) => {
      objects.push(`${drop}:${door}`);
      return world.waitingDoorOf(drop, door);
    },
  };
  const reads: string[] = [];
  const catalog = new Proxy(world.catalog, {
    get: (db, name) => {
      const part = Reflect.get(db, name);
      if (name === "select") reads.push(String(name));
      return typeof part === "function" ? part.bind(db) : part;
    },
  });
  const ended = async (from: typeof world) =>
    (await beginCheckout(from, askWith(await fillCart(world, { [other]: 1 })))).ok;
  expect(await ended(watched)).toBe(true);
  const before = reads.length;
  expect(await ended({ ...watched, catalog })).toBe(true);
  const first = reads.length - before;
  expect(await ended({ ...watched, catalog })).toBe(true);
  expect(reads.length - before - first, "no more than the purchase itself").toBe(first);
  expect(objects).toEqual([]);
});

/** Orders placed without signing in come into the account of whoever has proven the address, and into no other. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { CLAIMED_BACK_MS, claimGuestOrders } from "../../worker/customers/claim-guest-orders-flow.ts";
import { listCustomerOrderIds } from "../../worker/customers/customer-order-store.ts";
import { consumeBatch } from "../../worker/events/events-consumer.ts";
import { newEvent } from "../../worker/events/outbox-store.ts";
import type { World } from "../../worker/world.ts";
import { placeOrder } from "../notifications/placed-order.ts";
import { dyingWorld, wasKilled } from "../support/dying-world.ts";
import { MARKETS } from "../support/markets.ts";
import { ask } from "../support/store-client.ts";
import { newTestWorld, testWorld } from "../support/test-world.ts";
import { cookieOf, get, linkIn, mailTo, openAccount, post, signIn, signUp } from "./account-actions.ts";

const [market] = MARKETS;
if (!market) throw new Error("The markets are there");
const world = testWorld();

const placeAsGuest = async (email: string, at: World = world) => (await placeOrder(at, { market, email })).orderId;

async function accountOf(email: string): Promise<string> {
  const id = await env.ACCOUNTS.prepare("SELECT id FROM user WHERE email = ?").bind(email).first<string>("id");
  if (!id) throw new Error(`${email} has an account`);
  return id;
}
const listOf = async (email: string) =>
  (await listCustomerOrderIds(world.accounts, { customerId: await accountOf(email), limit: 50 })).map(
    ({ orderId }) => orderId,
  );

/** Follows the link of the mail, as its reader does. */
async function prove(email: string): Promise<void> {
  const link = linkIn(await mailTo(email, "Confirm"));
  expect((await get(`${link.pathname}${link.search}`)).status).toBe(302);
}

async function listed(email: string, orderId: string): Promise<void> {
  await expect.poll(() => listOf(email), { timeout: 10_000 }).toContain(orderId);
}

async function tellPlaced(orderId: string): Promise<void> {
  const message = {
    id: world.newId(),
    timestamp: new Date(),
    attempts: 1,
    ack: () => undefined,
    retry: () => undefined,
  };
  const body = newEvent(world, "order.placed", { orderId });
  await consumeBatch(world, { queue: "meridian-events", messages: [{ ...message, body }] } as unknown as MessageBatch);
}

const mayRead = async (email: string, orderId: string) =>
  (await ask(`/api/orders/${orderId}`, { headers: { cookie: cookieOf(await signIn(email)) } })).status;

test("orders from before the account come into it once its address is proven, and not before", async () => {
  const email = "guest-first@example.com";
  const orderId = await placeAsGuest(email);
  await signUp(email);
  await tellPlaced(orderId);
  expect(await claimGuestOrders(world, await accountOf(email)), "there is nothing to do").toBe(true);
  expect(await listOf(email)).toEqual([]);
  await prove(email);
  await listed(email, orderId);
  expect(await mayRead(email, orderId)).toBe(200);
  await openAccount("somebody-else@example.com");
  expect(await mayRead("somebody-else@example.com", orderId)).toBe(404);
});

test("orders placed later without signing in come into it as they are placed, newest first", async () => {
  const email = "guest-later@example.com";
  await openAccount(email);
  const orders: string[] = [];
  for (const aheadMs of [0, 1_000, 2_000]) orders.unshift(await placeAsGuest(email, newTestWorld(aheadMs)));
  for (const orderId of orders) for (const _ of [1, 2]) await tellPlaced(orderId);
  expect(await listOf(email)).toEqual(orders);
  const customerId = await accountOf(email);
  const first = await listCustomerOrderIds(world.accounts, { customerId, limit: 2 });
  const rest = await listCustomerOrderIds(world.accounts, { customerId, limit: 2, cursor: first.at(-1) ?? null });
  expect(
    [...first, ...rest].map(({ orderId }) => orderId),
    "page by page",
  ).toEqual(orders);
});

test("other addresses are others: what stands after a plus, and letters that look alike", async () => {
  const email = "kim.kelvin@example.com";
  await openAccount(email);
  const others = ["kim.kelvin+shop@example.com", "\u212Aim.kelvin@example.com", "kimkelvin@example.com"];
  for (const other of [...others, "kim.kelvin@example.com.example.net"]) {
    const orderId = await placeAsGuest(other.toLowerCase() === email ? other : other.toLowerCase());
    await tellPlaced(orderId);
    expect(await listOf(email), other).toEqual([]);
    expect(await mayRead(email, orderId)).toBe(404);
  }
  expect(await claimGuestOrders(world, await accountOf(email))).toBe(true);
  expect(await listOf(email)).toEqual([]);
  // Where addresses come in, such letters are refused.
  expect((await signUp("\u212Aim.kelvin@example.com")).status).toBe(422);
  const same = await placeAsGuest("kim.kelvin@example.com");
  await tellPlaced(same);
  expect(await listOf(email)).toEqual([same]);
});

test("no account gets another address without proof", async () => {
  const email = "no-way-to-change@example.com";
  await openAccount(email);
  const cookie = cookieOf(await signIn(email));
  const victim = "whose-orders@example.com";
  const orderId = await placeAsGuest(victim);
  expect((await post("/api/auth/update-user", { email: victim }, { headers: { cookie } })).status).toBe(422);
  expect((await post("/api/auth/change-email", { newEmail: victim }, { headers: { cookie } })).status).toBe(404);
  expect(await claimGuestOrders(world, await accountOf(email))).toBe(true);
  expect(await mayRead(email, orderId)).toBe(404);
});

test("whoever has a given-up address today does not read what its last owner bought long ago", async () => {
  const email = "recycled@example.com";
  const old = await placeAsGuest(email, newTestWorld(-CLAIMED_BACK_MS - 1_000));
  const recent = await placeAsGuest(email, newTestWorld(-CLAIMED_BACK_MS + 60_000));
  await openAccount(email);
  expect(await claimGuestOrders(world, await accountOf(email))).toBe(true);
  expect(await listOf(email)).toEqual([recent]);
  expect([await mayRead(email, old), await mayRead(email, recent)]).toEqual([404, 200]);
});

test("an order of another account, and one that staff prove nothing for, stay where they are", async () => {
  const email = "staff-made@example.com";
  const orderId = await placeAsGuest(email);
  const owned = (await placeOrder(world, { market, email, customerId: "another" })).orderId;
  await openAccount(email);
  await env.ACCOUNTS.prepare("UPDATE user SET role = 'staff' WHERE email = ?").bind(email).run();
  expect(await claimGuestOrders(world, await accountOf(email))).toBe(true);
  expect(await listOf(email)).toEqual([]);
  await env.ACCOUNTS.prepare("UPDATE user SET role = 'customer' WHERE email = ?").bind(email).run();
  expect(await claimGuestOrders(world, await accountOf(email))).toBe(true);
  expect(await listOf(email)).toEqual([orderId]);
  expect(await mayRead(email, owned)).toBe(404);
});

test("killed at any step, all of them are in the list after the next turn", async () => {
  for (const when of ["before", "after"] as const) {
    for (let calls = 1, lived = false; !lived; calls += 1) {
      expect(calls, "a bounded number of steps").toBeLessThan(10);
      const email = `killed-${when}-${calls}@example.com`;
      const orders = [await placeAsGuest(email), await placeAsGuest(email)];
      await openAccount(email);
      const dying = dyingWorld(world, calls, when);
      await claimGuestOrders(dying, await accountOf(email)).catch((error: unknown) =>
        expect(wasKilled(error), String(error)).toBe(true),
      );
      lived = !dying.over;
      expect(await claimGuestOrders(world, await accountOf(email))).toBe(true);
      expect((await listOf(email)).toSorted()).toEqual(orders.toSorted());
      for (const orderId of orders) expect(await mayRead(email, orderId)).toBe(200);
    }
  }
});

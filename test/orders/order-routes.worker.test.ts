/** The orders API: who may see an order, what staff may do with it, and each code it can answer. */
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import type { OrderView } from "../../worker/orders/order-view.ts";
import { cookieOf, openAccount, signIn } from "../customers/account-actions.ts";
import { placeOrder, rowsOf, seedGoods } from "../support/order-goods.ts";
import { type Answer, ask, askAsStaff, refusal } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
let [owner, stranger, ownerId] = ["", "", ""];

beforeAll(async () => {
  const open = async (email: string) => {
    await openAccount(email);
    return cookieOf(await signIn(email));
  };
  owner = await open("owner@example.com");
  stranger = await open("stranger@example.com");
  ownerId =
    (await env.ACCOUNTS.prepare("SELECT id FROM user WHERE email = 'owner@example.com'").first<string>("id")) ?? "";
});

const read = (path: string, cookie = "") => ask<Partial<OrderView>>(path, { headers: cookie ? { cookie } : {} });
const codeOf = (answer: Answer<unknown>) => refusal(answer as Answer);
async function newOrder(quantity = 1, customerId: string | null = null): Promise<string> {
  const [sku = ""] = await seedGoods(1);
  return placeOrder(world, { [sku]: quantity }, "succeeds", { customerId });
}

test("an order shows itself to its owner, to whoever has its key, and to staff; to others it is not there", async () => {
  const id = await newOrder(1, ownerId);
  const secret = String((await rowsOf("orders", "id", id))[0]?.secret);
  for (const answer of [await read(`/api/orders/${id}`, owner), await read(`/api/orders/${id}?key=${secret}`)]) {
    expect(answer).toMatchObject({ status: 200, body: { id, state: "placed", paymentState: "paid" } });
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    expect(Object.keys(answer.body)).not.toContain("payments");
    expect(JSON.stringify(answer.body)).not.toContain(secret);
    expect(JSON.stringify(answer.body)).not.toContain("byId");
  }
  expect((await askAsStaff<OrderView>("GET", `/api/orders/${id}`)).body.payments).toHaveLength(1);
  const wrongKey = secret.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
  for (const path of [`/api/orders/${id}`, `/api/orders/${id}?key=`, `/api/orders/${id}?key=${wrongKey}`])
    expect(codeOf(await read(path, stranger))).toBe("404 order.unknown");
  expect(codeOf(await read("/api/orders/7K3M-9QXD-PV2A"))).toBe("404 order.unknown");
  expect(codeOf(await read("/api/orders/%3Cb%3E"))).toBe("422 request.invalid");
});

test("only staff may list, ship and refund", async () => {
  const id = await newOrder();
  const calls = [
    ["GET", "/api/admin/orders"],
    ["POST", `/api/admin/orders/${id}/fulfilments`],
    ["POST", `/api/admin/orders/${id}/refunds`],
  ] as const;
  for (const [method, path] of calls) {
    const body = method === "GET" ? {} : { body: JSON.stringify({ carrier: "UPS", trackingNumber: "1", reason: "r" }) };
    const headers = { "content-type": "application/json" };
    expect(codeOf(await ask(path, { method, headers, ...body }))).toBe("401 access.sign_in_needed");
    expect(codeOf(await ask(path, { method, headers: { ...headers, cookie: owner }, ...body }))).toBe(
      "403 access.staff_only",
    );
  }
});

test("staff ship an order; the same call again ships nothing more", async () => {
  const id = await newOrder();
  const path = `/api/admin/orders/${id}/fulfilments`;
  const parcel = { id: crypto.randomUUID(), carrier: "UPS", trackingNumber: "1Z999" };
  for (const odd of [{ carrier: "DHL\r\nBcc: x" }, { trackingNumber: "1\u202E2" }])
    expect(codeOf(await askAsStaff("POST", path, { ...parcel, ...odd }))).toBe("422 request.invalid");
  const shipped = await askAsStaff<OrderView>("POST", path, parcel);
  expect(shipped).toMatchObject({ status: 201, body: { state: "fulfilled", fulfilments: [parcel] } });
  const again = await askAsStaff<OrderView>("POST", path, parcel);
  expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
  expect(codeOf(await askAsStaff("POST", path, { ...parcel, carrier: "DHL" }))).toBe("422 request.repeat_differs");
  expect(codeOf(await askAsStaff("POST", path, { carrier: "UPS", trackingNumber: "2" }))).toBe(
    "409 order.nothing_to_fulfil",
  );
  const { results } = await env.ACCOUNTS.prepare("SELECT by_id, action FROM audit_entries WHERE subject = ?")
    .bind(`order:${id}`)
    .all();
  expect(results).toEqual([{ by_id: "token:staff", action: "order.fulfilled" }]);
});

test("staff cannot ship more than was ordered, nor an order that is not there", async () => {
  const id = await newOrder();
  const parcel = { carrier: "UPS", trackingNumber: "1" };
  const over = { ...parcel, lines: [{ sku: "another", quantity: 1 }] };
  expect(codeOf(await askAsStaff("POST", `/api/admin/orders/${id}/fulfilments`, over))).toBe(
    "409 order.line_over_fulfilled",
  );
  const nowhere = "/api/admin/orders/7K3M-9QXD-PV2A";
  expect(codeOf(await askAsStaff("POST", `${nowhere}/fulfilments`, parcel))).toBe("404 order.unknown");
  expect(codeOf(await askAsStaff("POST", `${nowhere}/refunds`, { reason: "r" }))).toBe("404 order.unknown");
  expect(codeOf(await askAsStaff("POST", `/api/admin/orders/${id}/fulfilments`, { carrier: " " }))).toBe(
    "422 request.invalid",
  );
});

test("staff refund a part by an Idempotency-Key, and no more than is left", async () => {
  const id = await newOrder();
  const path = `/api/admin/orders/${id}/refunds`;
  const headers = {
    authorization: "Bearer staff-token-for-tests",
    "content-type": "application/json",
    "idempotency-key": crypto.randomUUID(),
  };
  const refund = (body: unknown) => ask<OrderView>(path, { method: "POST", headers, body: JSON.stringify(body) });
  const part = { amountMinor: 500, reason: "Scratched" };
  expect(await refund(part)).toMatchObject({
    status: 201,
    body: { refundedMinor: 500, paymentState: "partly_refunded" },
  });
  expect((await refund(part)).headers.get("idempotent-replayed")).toBe("true");
  expect(codeOf(await refund({ ...part, amountMinor: 501 }))).toBe("422 request.repeat_differs");
  const tooMuch = { amountMinor: 99_000_000, reason: "Too much" };
  expect(codeOf(await askAsStaff("POST", path, tooMuch))).toBe("409 order.refund_too_large");
  const units = { amountMinor: 1, reason: "Back", restock: [{ sku: "another", quantity: 1 }] };
  expect(codeOf(await askAsStaff("POST", path, units))).toBe("409 order.restock_too_large");
  expect(codeOf(await askAsStaff("POST", path, { amountMinor: 0, reason: "None" }))).toBe("422 request.invalid");
});

test("staff find orders by number, e-mail and state, a page at a time", async () => {
  const [sku = ""] = await seedGoods(1);
  const ids = [];
  for (let made = 0; made < 3; made += 1)
    ids.unshift(await placeOrder(world, { [sku]: 1 }, "succeeds", { email: "Robin.Example@shop.example" }));
  type Page = { items: { id: string }[]; nextCursor: string | null };
  const find = (query: string) => askAsStaff<Page>("GET", `/api/admin/orders?${query}`);
  const byNumber = await find(`q=${ids[1]?.toLowerCase()}`);
  expect(byNumber.body.items.map(({ id }) => id)).toEqual([ids[1]]);
  const first = await find("q=robin.EXAMPLE&limit=2");
  expect(first.body.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  const second = await find(`q=robin.EXAMPLE&limit=2&cursor=${first.body.nextCursor}`);
  expect(second.body).toMatchObject({ items: [{ id: ids[2] }], nextCursor: null });
  expect((await find("q=robin&state=fulfilled")).body.items).toEqual([]);
  expect(codeOf(await find(`q=other&cursor=${first.body.nextCursor}`))).toBe("422 cursor.invalid");
  expect(codeOf(await find("limit=101"))).toBe("422 request.invalid");
  expect(codeOf(await find("state=lost"))).toBe("422 request.invalid");
});

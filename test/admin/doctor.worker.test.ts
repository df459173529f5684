/** Doctor on a store that is well, and on each way in which it may not be. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { listAudit } from "../../worker/admin/audit-store.ts";
import { examineProjection, examineStore, FINDINGS_MAX, PROJECTIONS } from "../../worker/admin/doctor-flow.ts";
import { listCustomerOrderIds } from "../../worker/customers/customer-order-store.ts";
import { holdUnits } from "../../worker/inventory/stock-flow.ts";
import { projectProducts } from "../../worker/search/project-products-flow.ts";
import { cookieOf, openAccount, signIn } from "../customers/account-actions.ts";
import { holdGoods, placeOrder, rowsOf, seedGoods } from "../support/order-goods.ts";
import { seedProduct } from "../support/seed-catalog.ts";
import { ask, askAsStaff, inWorld, refusal } from "../support/store-client.ts";
import { HOUR_MS, newTestWorld } from "../support/test-world.ts";

const DAY_MS = 24 * HOUR_MS;
const world = newTestWorld();
const foundLater = async (aheadMs: number) => {
  const findings = await examineStore(newTestWorld(aheadMs));
  return Object.fromEntries(findings.map(({ check, examples }) => [check, examples]));
};
type Findings = { items: { check: string; count: number; examples: string[] }[] };

describe("a store that is well", () => {
  test("has nothing to report, not even with a purchase under way", async () => {
    const [sku = ""] = await seedGoods(1);
    await holdGoods(world, { [sku]: 1 });
    await world.settled();
    const { status, body } = await askAsStaff<Findings>("GET", "/api/admin/doctor");
    expect(status).toBe(200);
    expect(body.items.map(({ check, count }) => [check, count])).toEqual([
      ["checkouts", 0],
      ["commits", 0],
      ["refunds", 0],
      ["events", 0],
      ["dead_letters", 0],
      ["address", 0],
    ]);
  });
});

describe("doctor finds", () => {
  test("a checkout whose time was up and that nobody ended", async () => {
    const [sku = ""] = await seedGoods(1);
    const { checkoutId } = await holdGoods(world, { [sku]: 1 });
    expect((await foundLater(30 * 60_000)).checkouts).not.toContain(checkoutId);
    expect((await foundLater(HOUR_MS)).checkouts).toContain(checkoutId);
  });

  test("a paid order whose units are still only held", async () => {
    const [sku = ""] = await seedGoods(1);
    const orderId = await placeOrder(world, { [sku]: 1 });
    const committedAt = async () => (await rowsOf("orders", "id", orderId))[0]?.stock_committed_at_ms;
    await expect.poll(committedAt).not.toBeNull();
    await env.ORDERS.prepare("UPDATE orders SET stock_committed_at_ms = NULL WHERE id = ?").bind(orderId).run();
    expect((await foundLater(60_000)).commits).not.toContain(orderId);
    expect((await foundLater(HOUR_MS)).commits).toContain(orderId);
    await env.ORDERS.prepare("UPDATE orders SET stock_committed_at_ms = 1 WHERE id = ?").bind(orderId).run();
  });

  test("a refund the provider never answered, and one that has been on its way for longer than banks take", async () => {
    const insert = (id: string, providerId: string | null) =>
      env.ORDERS.prepare(
        `INSERT INTO refunds (id, payment_id, checkout_id, amount_minor, currency, reason, restock, state, provider_id, by_id, created_at_ms)
         VALUES (?, 'pi_1', 'c-1', 100, 'USD', 'test', '[]', 'pending', ?, 'staff', ?)`,
      )
        .bind(id, providerId, Date.now())
        .run();
    await insert("unanswered", null);
    await insert("on-its-way", "re_1");
    expect((await foundLater(60_000)).refunds).toEqual([]);
    expect((await foundLater(HOUR_MS)).refunds).toEqual(["unanswered"]);
    expect((await foundLater(31 * DAY_MS)).refunds).toEqual(["unanswered", "on-its-way"]);
    await env.ORDERS.exec("DELETE FROM refunds WHERE payment_id = 'pi_1'");
  });

  test("events that were not sent, in any outbox", async () => {
    const insert = (database: D1Database, id: string) =>
      database
        .prepare("INSERT INTO outbox (id, kind, payload, created_at_ms) VALUES (?, 'stock.changed', '{}', ?)")
        .bind(id, Date.now())
        .run();
    await insert(env.CATALOG, "left-1");
    await insert(env.ACCOUNTS, "left-2");
    await insert(env.ORDERS, "left-3");
    expect((await foundLater(60_000)).events).toEqual([]);
    expect((await foundLater(5 * 60_000)).events).toEqual(
      expect.arrayContaining(["stock.changed left-1", "stock.changed left-2", "stock.changed left-3"]),
    );
    for (const database of [env.CATALOG, env.ACCOUNTS, env.ORDERS])
      await database.exec("DELETE FROM outbox WHERE id LIKE 'left-%'");
  });

  test("dead letters, and counts no further than its limit", async () => {
    const rows = Array.from({ length: FINDINGS_MAX + 5 }, (_, index) => ({ id: `dead-${index}` }));
    await env.ACCOUNTS.prepare(
      `INSERT INTO dead_letters (id, message, received_at_ms)
       SELECT json_extract(value, '$.id'), '{}', 1 FROM json_each(?)`,
    )
      .bind(JSON.stringify(rows))
      .run();
    const letters = (await examineStore(world)).find(({ check }) => check === "dead_letters");
    expect([letters?.count, letters?.examples.length]).toEqual([FINDINGS_MAX, 5]);
    await env.ACCOUNTS.exec("DELETE FROM dead_letters");
  });
});

describe("projections that differ", () => {
  const sku = "DRIFT-1";
  let productId = "";
  let orderId = "";
  beforeAll(async () => {
    productId = await seedProduct({ sku, id: "drift-product" });
    const all = { field: "created", fromMs: 0, toMs: null };
    const translations = { en: { slug: "drift", name: "All there is" } };
    const collection = { version: 0, rule: { match: "all", conditions: [all] }, translations };
    expect((await askAsStaff("PUT", "/api/admin/collections/drift", collection)).status).toBe(200);
    await inWorld((own) => projectProducts(own, [productId]));
    await holdUnits(world, { sku, holdId: "drift", quantity: 2, expiresAtMs: Date.now() + HOUR_MS });
    await repairAll("levels");
    const goods = await seedGoods(1);
    orderId = await placeOrder(world, { [goods[0] ?? ""]: 1 });
    await env.ORDERS.prepare("UPDATE orders SET customer_id = 'customer-drift' WHERE id = ?").bind(orderId).run();
  });

  test("are found, made again a stretch at a time, and then found no more", async () => {
    await env.CATALOG.prepare("UPDATE products SET version = version + 1 WHERE id = ?").bind(productId).run();
    await env.CATALOG.prepare("UPDATE stock_levels SET on_hand = 999 WHERE sku = ?").bind(sku).run();
    await env.CATALOG.prepare("DELETE FROM collection_products WHERE product_id = ?").bind(productId).run();
    const quick = { ...world, sleep: async () => undefined };
    expect(await differing(quick, "search")).toContain(productId);
    expect(await differing(quick, "documents")).toContain(productId);
    expect(await differing(quick, "collections")).toContain(productId);
    expect(await differing(quick, "levels")).toContain(sku);
    expect(await differing(quick, "customer_orders")).toEqual([orderId]);
    const wrong = {
      search: productId,
      documents: productId,
      collections: productId,
      levels: sku,
      customer_orders: orderId,
    };
    for (const projection of PROJECTIONS) {
      expect(await repairAll(projection)).toBeGreaterThan(0);
      expect(await differing(quick, projection)).not.toContain(wrong[projection]);
    }
    const listed = await listCustomerOrderIds(world.accounts, { customerId: "customer-drift", limit: 10 });
    expect(listed.map((order) => order.orderId)).toEqual([orderId]);
  });

  test("a level that is only just on its way is no difference", async () => {
    await env.CATALOG.prepare("UPDATE stock_levels SET on_hand = 999 WHERE sku = ?").bind(sku).run();
    const arriving = { ...world, sleep: () => repairAll("levels") as Promise<never> };
    expect(await differing(arriving, "levels")).toEqual([]);
  });

  test("making them again is on record once, with who did it", async () => {
    const entries = await listAudit(world, { subject: "projection:levels", limit: 1 });
    expect(entries[0]).toMatchObject({ action: "projection.rebuilt", byId: "token:staff" });
  });
});

describe("doctor's routes", () => {
  test("are for staff alone", async () => {
    await openAccount("patient@example.com");
    const headers = { cookie: cookieOf(await signIn("patient@example.com")), "content-type": "application/json" };
    const repair = { method: "POST", body: JSON.stringify({ projection: "search" }) };
    for (const path of ["/api/admin/doctor", "/api/admin/doctor/search"]) {
      expect(refusal(await ask(path))).toBe("401 access.sign_in_needed");
      expect(refusal(await ask(path, { headers }))).toBe("403 access.staff_only");
    }
    const anonymous = { "content-type": "application/json" };
    const path = "/api/admin/doctor/repair";
    expect(refusal(await ask(path, { ...repair, headers: anonymous }))).toBe("401 access.sign_in_needed");
    expect(refusal(await ask(path, { ...repair, headers }))).toBe("403 access.staff_only");
  });

  test("refuse what is no projection", async () => {
    expect(refusal(await askAsStaff("GET", "/api/admin/doctor/orders"))).toBe("422 request.invalid");
    const repair = await askAsStaff("POST", "/api/admin/doctor/repair", { projection: "orders" });
    expect(refusal(repair)).toBe("422 request.invalid");
    const text = { authorization: "Bearer staff-token-for-tests", "content-type": "text/plain" };
    const sent = await ask("/api/admin/doctor/repair", { method: "POST", headers: text, body: "levels" });
    expect(refusal(sent)).toBe("415 request.not_json");
  });
});

async function differing(own: typeof world, projection: (typeof PROJECTIONS)[number]): Promise<string[]> {
  const differs: string[] = [];
  for (let after: string | null = ""; after !== null; ) {
    const turn: Awaited<ReturnType<typeof examineProjection>> = await examineProjection(own, projection, after);
    differs.push(...turn.differs);
    after = turn.next;
  }
  return differs;
}

async function repairAll(projection: string): Promise<number> {
  let done = 0;
  for (let after: string | null = ""; after !== null; ) {
    const answer: { status: number; body: { done: number; next: string | null } } = await askAsStaff(
      "POST",
      "/api/admin/doctor/repair",
      { projection, after },
    );
    expect(answer.status).toBe(200);
    done += answer.body.done;
    after = answer.body.next;
  }
  return done;
}

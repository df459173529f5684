/** Every way in which the store's books may disagree: found, explained, repaired where that can be, and gone. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { listAudit } from "../../worker/admin/audit-store.ts";
import { DISAGREEMENTS, type DisagreementCode } from "../../worker/doctor/disagreements.ts";
import { examineStock } from "../../worker/doctor/examine-stock-flow.ts";
import { canRepair } from "../../worker/doctor/repair-flow.ts";
import { projectStock } from "../../worker/inventory/project-stock-flow.ts";
import { bucketNameOf, type StockLender } from "../../worker/inventory/stock-bucket.ts";
import { readLevels } from "../../worker/inventory/stock-flow.ts";
import type { StockKeeper } from "../../worker/inventory/stock-keeper.ts";
import { refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { codesAbout, examineAll, repairAll, STAFF } from "../support/doctor-books.ts";
import { holdGoods, orderOf, placeOrder, rowsOf, seedGoods, stateOf } from "../support/order-goods.ts";
import { askAsStaff, refusal } from "../support/store-client.ts";
import { failNext, payByBank, takeDeliveries } from "../support/stripe-emulator.ts";
import { HOUR_MS, newTestWorld } from "../support/test-world.ts";
import { BREAKS, ordered, refunded, run } from "./break-books.ts";
import { BREAKS_OF_DOWNLOADS, orderedDownload } from "./break-downloads.ts";
import { BREAKS_OF_HOLIDAYS } from "./break-holidays.ts";
import { BREAKS_OF_INVOICES } from "./break-invoices.ts";
import { BREAKS_OF_PRICES, pricedGoods } from "./break-prices.ts";
import { BREAKS_OF_UNION } from "./break-union.ts";

const world = newTestWorld();
const ALL = [
  ...[...BREAKS, ...BREAKS_OF_DOWNLOADS, ...BREAKS_OF_PRICES],
  ...[...BREAKS_OF_INVOICES, ...BREAKS_OF_UNION, ...BREAKS_OF_HOLIDAYS],
];
const LONG = { timeout: 300_000 };

describe("books that agree", () => {
  test("have nothing to tell, with purchases under way, paid, given up, refunded and on their way", LONG, async () => {
    const skus = await seedGoods(4, 20);
    const [sku = "", other = ""] = skus;
    const first = await holdGoods(world, { [sku]: 1, [other]: 2 });
    const debit = await holdGoods(world, { [sku]: 1 });
    await payByBank(debit.sessionId);
    await takeDeliveries(debit.sessionId);
    const orderId = await placeOrder(world, { [sku]: 1, [other]: 1 });
    const { checkoutId, refundId, paymentId } = await refunded();
    await world.settled();
    for (const each of skus) await projectStock(world, each);
    const found = [...(await examineAll(world)), ...(await examineAll(newTestWorld(20 * 60_000)))];
    const ids = [...skus, orderId, first.checkoutId, debit.checkoutId, checkoutId, refundId, paymentId];
    expect(codesAbout(found, ...ids)).toEqual([]);
  });
});

describe("doctor finds", () => {
  test.each(ALL)("$how ($code), says why, and what mends it", LONG, async ({ code, book, breakIt }) => {
    const { ids, aheadMs = 0 } = await breakIt();
    const later = newTestWorld(aheadMs);
    expect(codesAbout(await examineAll(later, [book]), ...ids)).toContain(code);
    await repairAll(later, [book]);
    await later.settled();
    const left = codesAbout(await examineAll(newTestWorld(aheadMs), [book]), ...ids);
    if (canRepair(code)) expect(left).not.toContain(code);
    else expect(left, "what is for a person is left alone").toContain(code);
  });

  test("every disagreement there is a word for, by one of these", () => {
    const made = new Set<string>(ALL.map(({ code }) => code));
    expect(Object.keys(DISAGREEMENTS).filter((code) => !made.has(code))).toEqual([]);
    for (const code of Object.keys(DISAGREEMENTS) as DisagreementCode[])
      expect(DISAGREEMENTS[code].canRepair, code).toBe(canRepair(code));
  });
});

describe("a repair", () => {
  const breakAs = (how: string) => {
    const found = BREAKS.find((one) => one.how === how);
    if (!found) throw new Error(how);
    return found.breakIt();
  };

  test("of a payment whose message never came makes an order of it", async () => {
    const { ids } = await breakAs("a message that never came");
    const [checkoutId = ""] = ids;
    const own = newTestWorld();
    await repairAll(own, ["sessions"]);
    await own.settled();
    const orderId = await orderOf(world, checkoutId);
    const later = newTestWorld(HOUR_MS);
    expect(codesAbout(await examineAll(later, ["checkouts", "orders", "payments"]), checkoutId, orderId)).toEqual([]);
  });

  test("of a payment for a checkout that was given up sends the money back, once", async () => {
    const { ids } = await breakAs("a message that came for a checkout which was given up");
    const [checkoutId = ""] = ids;
    for (const _ of [1, 2]) {
      const own = newTestWorld();
      await repairAll(own, ["sessions", "payments"]);
      await own.settled();
    }
    expect(await stateOf(world, checkoutId)).toBe("refused");
    expect(await rowsOf("refunds", "checkout_id", checkoutId)).toMatchObject([{ state: "succeeded" }]);
  });

  test("writes a lost payment down as it was", async () => {
    const { orderId, paymentId } = await ordered();
    const [before] = await rowsOf("payments", "id", paymentId);
    await run("DELETE FROM payments WHERE id = ?", paymentId);
    await repairAll(world, ["orders"]);
    const [after] = await rowsOf("payments", "order_id", orderId);
    expect({ ...after, captured_at_ms: 0 }).toEqual({ ...before, captured_at_ms: 0 });
  });

  test("puts units back that were sold for nobody, once, under the name of who had it done", async () => {
    const { ids } = await breakAs("units sold for no order");
    const [sku = ""] = ids;
    const before = await world.stockOf(sku).levels();
    for (const _ of [1, 2]) await repairAll(world, ["stock"]);
    const after = await world.stockOf(sku).levels();
    expect(after.onHand).toBe(before.onHand + 1);
    const [entry] = await world.stockOf(sku).entries(after.number - 1, 1);
    expect(entry).toMatchObject({ kind: "returned", byId: STAFF.id });
  });

  test("is on record before it is done", async () => {
    const { ids } = await breakAs("a hold that somebody made by hand");
    await repairAll(world, ["stock"]);
    const [entry] = await listAudit(world, { subject: `sku:${ids[0]}`, limit: 1 });
    expect(entry).toMatchObject({ action: "doctor.repaired", byId: STAFF.id, after: { code: "hold.of_no_checkout" } });
  });

  test("of a lost download gives it back as it was sold, closed where the money went back", LONG, async () => {
    const [kept, back] = [await orderedDownload(2), await orderedDownload()];
    const grantOf = async (orderId: string) => (await rowsOf("download_grants", "order_id", orderId))[0];
    const before = await grantOf(kept.orderId);
    const refundId = crypto.randomUUID();
    const { orderId } = back;
    await refundOrder(world, { orderId, refundId, amountMinor: null, restock: [], reason: "test", by: STAFF });
    await run("DELETE FROM download_grants");
    await repairAll(world, ["downloads"]);
    expect(await grantOf(kept.orderId)).toEqual(before);
    expect(before).toMatchObject({ downloads_max: 6, used: 0, revoked_at_ms: null });
    expect(await grantOf(orderId)).toMatchObject({ file_id: back.fileId, revoked_by: "doctor" });
  });

  test("of prices leaves what was set by hand, keeps what was asked before, and writes once", async () => {
    const { productId, sku } = await pricedGoods();
    const price = (of: string) =>
      env.CATALOG.prepare("SELECT amount_minor AS minor, derived FROM prices WHERE sku = ? AND list_id = 'PLN'")
        .bind(of)
        .first<{ minor: number; derived: number }>();
    const due = await price(sku);
    for (const [text, of] of [
      ["UPDATE prices SET amount_minor = 111, derived = 0 WHERE sku = ? AND list_id = 'PLN'", `${sku}-L`],
      ["UPDATE prices SET amount_minor = 222 WHERE sku = ? AND list_id = 'PLN'", sku],
    ] as const)
      await env.CATALOG.prepare(text).bind(of).run();
    await repairAll(world, ["prices"]);
    expect([await price(`${sku}-L`), await price(sku)]).toEqual([{ minor: 111, derived: 0 }, due]);
    const former = await env.CATALOG.prepare(
      "SELECT low_minor AS minor FROM former_prices WHERE sku = ? AND list_id = 'PLN'",
    )
      .bind(sku)
      .first();
    expect(former).toEqual({ minor: 222 });
    const lowest = await env.CATALOG.prepare(
      "SELECT from_minor AS minor FROM product_prices WHERE product_id = ? AND list_id = 'PLN'",
    )
      .bind(productId)
      .first();
    expect(lowest).toEqual({ minor: 111 });
    const versionOf = () =>
      env.CATALOG.prepare("SELECT version FROM products WHERE id = ?").bind(productId).first<number>("version");
    const before = await versionOf();
    await repairAll(world, ["prices"]);
    expect(await versionOf(), "nothing is written twice").toBe(before);
  });

  test("that fails is told, and keeps none of the others from theirs", LONG, async () => {
    const [first, second] = [
      await breakAs("an order that was never finished"),
      await breakAs("an order that was never finished"),
    ];
    const own = newTestWorld(HOUR_MS);
    const [orderId = ""] = first.ids;
    const [row] = await rowsOf("orders", "id", orderId);
    const fails = {
      ...own,
      ordersOfCheckout: (id: string) => {
        if (id === row?.checkout_id) throw new Error("this database is away");
        return own.ordersOfCheckout(id);
      },
    };
    await repairAll(fails, ["orders"]);
    expect(own.errors).toContainEqual({ event: "doctor.repair_failed", facts: expect.objectContaining({ orderId }) });
    const left = await examineAll(newTestWorld(HOUR_MS), ["orders"]);
    expect(codesAbout(left, orderId)).toEqual(["order.units_only_held"]);
    expect(codesAbout(left, ...second.ids)).toEqual([]);
    await repairAll(newTestWorld(HOUR_MS), ["orders"]);
  });
});

describe("a ledger", () => {
  test("is gone through page by page, a hold told once however it is cut", async () => {
    const [sku = ""] = await seedGoods(1, 50);
    const holdIds = Array.from({ length: 9 }, (_, index) => `by-hand-${index}`);
    await world.stockOf(sku).receive({ operationId: "by-hand", quantity: 50, byId: "test" });
    for (const holdId of holdIds) {
      await world.stockOf(sku).hold({ holdId, quantity: 1, expiresAtMs: Date.now() + HOUR_MS });
      if (holdId > "by-hand-3") await world.stockOf(sku).extend(holdId, Date.now() + 2 * HOUR_MS);
      if (holdId > "by-hand-6") await world.stockOf(sku).commit(holdId);
    }
    await projectStock(world, sku);
    const found: string[] = [];
    for (let after: string | null = ""; after !== null; ) {
      const turn: Awaited<ReturnType<typeof examineStock>> = await examineStock(world, after, { entries: 3, page: 4 });
      found.push(...turn.found.filter(({ at }) => at.sku === sku).map(({ code, at }) => `${code} ${at.holdId}`));
      after = turn.next;
    }
    expect(found.toSorted()).toEqual([
      ...holdIds.slice(0, 7).map((holdId) => `hold.of_no_checkout ${holdId}`),
      ...holdIds.slice(7).map((holdId) => `stock.sold_without_order ${holdId}`),
    ]);
    await repairAll(world, ["stock"]);
    expect(codesAbout(await examineAll(world, ["stock"]), sku)).toEqual([]);
    expect(await world.stockOf(sku).levels()).toMatchObject({ held: 0, onHand: 50 });
  });
});

describe("a SKU that is not its own only ledger", () => {
  test("agrees when a bundle is sold: what is held and sold is what it is made of", async () => {
    const [bundle = "", part = ""] = await seedGoods(2, 20);
    await env.CATALOG.prepare("INSERT INTO bundle_components (sku, component_sku, quantity) VALUES (?, ?, 3)")
      .bind(bundle, part)
      .run();
    const orderId = await placeOrder(world, { [bundle]: 2 });
    await world.settled();
    await projectStock(world, part);
    const found = await examineAll(newTestWorld(HOUR_MS), ["orders", "stock"]);
    expect(codesAbout(found, orderId, bundle, part)).toEqual([]);
    expect(await world.stockOf(part).levels()).toMatchObject({ onHand: 14, held: 0 });
  });

  test("is looked at in each of its buckets, and units go back where they were sold from, or on its own shelf", async () => {
    const [sku = ""] = await seedGoods(1, 20);
    const parent = env.SKU_STOCK.getByName(sku) as unknown as StockKeeper & StockLender;
    await parent.receive({ operationId: `opening:${sku}`, quantity: 20, byId: "opening" });
    await parent.split(2);
    const bucket = bucketNameOf(sku, 1);
    for (const holdId of ["held-by-hand", "sold-by-hand"])
      await world.stockOf(bucket).hold({ holdId, quantity: 2, expiresAtMs: Date.now() + HOUR_MS });
    await world.stockOf(bucket).commit("sold-by-hand");
    await projectStock(world, sku);
    const found = await examineAll(world, ["stock"]);
    expect(codesAbout(found, sku).toSorted()).toEqual(["hold.of_no_checkout", "stock.sold_without_order"]);
    expect(found.find(({ at }) => at.sku === sku)?.at.ledger).toBe(bucket);
    for (const _ of [1, 2]) await repairAll(world, ["stock"]);
    expect(codesAbout(await examineAll(world, ["stock"]), sku)).toEqual([]);
    expect(await readLevels(world, sku)).toMatchObject({ ok: true, value: { onHand: 20, held: 0 } });
  });
});

describe("the books' routes", () => {
  test("are for staff alone, tell cause and repair, and repair", LONG, async () => {
    const { orderId } = await ordered();
    await run("UPDATE checkouts SET order_id = 'none' WHERE order_id = ?", orderId);
    type Turn = {
      items: { code: string; at: { orderId?: string }; cause: string; repair: string }[];
      next: string | null;
    };
    const items: Turn["items"] = [];
    for (let after: string | null = ""; after !== null; ) {
      const answer: { status: number; body: Turn } = await askAsStaff(
        "GET",
        `/api/admin/doctor/books/orders?after=${after}`,
      );
      expect(answer.status).toBe(200);
      items.push(...answer.body.items);
      after = answer.body.next;
    }
    expect(items.find(({ at }) => at.orderId === orderId)).toMatchObject({
      ...DISAGREEMENTS["order.checkout_differs"],
      facts: { state: "paid", orderId: "none" },
    });
    const repair = await askAsStaff("POST", "/api/admin/doctor/books/mails/repair", { after: "" });
    expect([repair.status, repair.body]).toMatchObject([200, { next: null }]);
    expect(refusal(await askAsStaff("GET", "/api/admin/doctor/books/none"))).toBe("422 request.invalid");
    expect(refusal(await askAsStaff("POST", "/api/admin/doctor/books/none/repair", {}))).toBe("422 request.invalid");
  });

  test("say that the provider does not answer, where it is asked", async () => {
    await failNext({ call: "list_refunds", kind: "error", times: 3, about: "created" });
    expect(refusal(await askAsStaff("GET", "/api/admin/doctor/books/provider_refunds"))).toBe(
      "503 payment.unavailable",
    );
    await failNext({ call: "list_sessions", kind: "error", times: 3, about: "limit=100" });
    const repair = await askAsStaff("POST", "/api/admin/doctor/books/sessions/repair", { after: "" });
    expect(refusal(repair)).toBe("503 payment.unavailable");
  });
});

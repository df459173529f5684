/**
 * Every repair is killed at each of its steps, before it and after it. The next one that lives finds what is left and ends
 * it: no unit twice on the shelf, no cent twice on its way back, nothing half-written.
 */
import { expect, test } from "vitest";
import type { Book } from "../../worker/doctor/books.ts";
import { repairBook } from "../../worker/doctor/books-flow.ts";
import { projectStock } from "../../worker/inventory/project-stock-flow.ts";
import type { World } from "../../worker/world.ts";
import { assertPurchaseWhole } from "../support/assert-purchase-whole.ts";
import { assertStockConserved } from "../support/assert-stock-conserved.ts";
import { codesAbout, examineAll, repairAll, STAFF } from "../support/doctor-books.ts";
import { dyingWorld, FIRST_KILL, KILL_STRIDE, wasKilled } from "../support/dying-world.ts";
import { holdGoods, rowsOf, seedGoods } from "../support/order-goods.ts";
import { payFor, takeDeliveries } from "../support/stripe-emulator.ts";
import { HOUR_MS, newTestWorld, type TestWorld } from "../support/test-world.ts";
import { insertRefund, ordered, passOldBooks, refunded, run, untilMailed } from "./break-books.ts";
import { orderedDownload } from "./break-downloads.ts";
import { BREAKS_OF_PRICES } from "./break-prices.ts";

const healthy = newTestWorld();
const LONG = { timeout: 300_000 };
const CALLS_MAX = 150;
/** Books that a repair of one of them may touch. */
const OF_ORDERS: readonly Book[] = [
  ...(["checkouts", "orders", "payments", "refunds", "stock", "sessions", "provider_refunds"] as const),
  ...(["downloads", "grants"] as const),
];
const OF_PRICES: readonly Book[] = ["prices"];

type Case = { ids: readonly string[]; after?(): Promise<unknown> };

/** Breaks, repairs in a world that dies at one of its calls, then repairs for good; once for each call. */
async function killEach(books: readonly Book[], aheadMs: number, breakIt: () => Promise<Case>): Promise<void> {
  const touched = books.every((book) => OF_PRICES.includes(book)) ? OF_PRICES : OF_ORDERS;
  for (const when of ["before", "after"] as const) {
    let lived = false;
    for (let calls = FIRST_KILL; !lived; calls += KILL_STRIDE) {
      expect(calls, "a repair has a bounded number of steps").toBeLessThan(CALLS_MAX);
      await passOldBooks();
      const { ids, after } = await breakIt();
      const own = onlyOf(newTestWorld(aheadMs), ids);
      const dying = dyingWorld(own, calls, when);
      for (const book of books)
        await repairBook(dying, { book, after: "", by: STAFF }).catch((error: unknown) =>
          expect(wasKilled(error), String(error)).toBe(true),
        );
      await own.settled();
      lived = !dying.over;
      const later = onlyOf(newTestWorld(aheadMs + HOUR_MS), ids);
      await repairAll(later, touched);
      await later.settled();
      expect(codesAbout(await examineAll(later, touched), ...ids), `killed ${when} call ${calls}`).toEqual([]);
      await after?.();
    }
  }
}

/** The provider's books are shared with other tests: of its lists only what names one of these ids is told. */
function onlyOf(world: TestWorld, ids: readonly string[]): TestWorld {
  const { payments } = world;
  const isOwn = (row: object) => Object.values(row).some((value) => ids.includes(String(value)));
  const listSessions: World["payments"]["listSessions"] = async (ask) => {
    const page = await payments.listSessions(ask);
    return page.ok ? { ...page, value: { items: page.value.items.filter(isOwn), next: null } } : page;
  };
  return { ...world, sleep: async () => undefined, payments: { ...payments, listSessions } };
}

// First: goods of the other tests have no prices that follow, and each of them would be a step more.
test("a price that was changed by hand is made again, with what lists are sorted by", LONG, async () => {
  await killEach(["prices"], 0, async () => {
    const { ids } = (await BREAKS_OF_PRICES[0]?.breakIt()) ?? { ids: [] };
    return { ids };
  });
});

test("a payment that the store was never told of becomes one order", LONG, async () => {
  await killEach(["sessions"], 0, async () => {
    const skus = await seedGoods(2);
    const { checkoutId, sessionId } = await holdGoods(healthy, { [skus[0] ?? ""]: 1, [skus[1] ?? ""]: 2 });
    await payFor(sessionId);
    await takeDeliveries(sessionId);
    for (const sku of skus) await projectStock(healthy, sku);
    return {
      ids: [checkoutId, ...skus],
      after: async () => expect(await assertPurchaseWhole(healthy, checkoutId, skus)).toBe("paid"),
    };
  });
});

test("a payment of a checkout that was given up goes back once", LONG, async () => {
  await killEach(["sessions"], 0, async () => {
    const [sku = ""] = await seedGoods(1);
    const { checkoutId, sessionId } = await holdGoods(healthy, { [sku]: 1 });
    await payFor(sessionId);
    await takeDeliveries(sessionId);
    await healthy.stockOf(sku).release(`${checkoutId}:${sku}:1`);
    await run("UPDATE checkouts SET state = 'abandoned' WHERE id = ?", checkoutId);
    return {
      ids: [checkoutId, sku],
      after: async () => expect(await assertPurchaseWhole(healthy, checkoutId, [sku])).toBe("refused"),
    };
  });
});

test("a checkout that stands still is ended, and its units are free", LONG, async () => {
  await killEach(["checkouts"], HOUR_MS, async () => {
    const [sku = ""] = await seedGoods(1);
    const { checkoutId } = await holdGoods(healthy, { [sku]: 1 });
    await projectStock(healthy, sku);
    return {
      ids: [checkoutId, sku],
      after: async () => expect(await assertPurchaseWhole(healthy, checkoutId, [sku])).toBe("expired"),
    };
  });
});

test("an order that was never finished is finished", LONG, async () => {
  await killEach(["orders"], HOUR_MS, async () => {
    const { orderId, checkoutId, sku } = await ordered();
    const [other = ""] = await seedGoods(1);
    // As if the second line had never been committed.
    await run("UPDATE order_lines SET sku = ? WHERE order_id = ?", other, orderId);
    await run("UPDATE checkouts SET snapshot = replace(snapshot, ?, ?) WHERE id = ?", sku, other, checkoutId);
    await run("UPDATE orders SET stock_committed_at_ms = NULL WHERE id = ?", orderId);
    const after = async () => {
      expect((await assertStockConserved(healthy.stockOf(other))).sold).toBe(2);
      expect((await rowsOf("orders", "id", orderId))[0]?.stock_committed_at_ms).not.toBeNull();
    };
    return { ids: [other], after };
  });
});

test("a lost payment is written down once", LONG, async () => {
  await killEach(["orders"], HOUR_MS, async () => {
    const { orderId, paymentId } = await ordered();
    await run("DELETE FROM payments WHERE id = ?", paymentId);
    const after = async () => expect(await rowsOf("payments", "order_id", orderId)).toHaveLength(1);
    return { ids: [orderId, paymentId], after };
  });
});

test("money that belongs to nobody goes back once", LONG, async () => {
  await killEach(["payments"], 0, async () => {
    const [sku = ""] = await seedGoods(1);
    const { checkoutId, sessionId, totalMinor } = await holdGoods(healthy, { [sku]: 1 });
    await payFor(sessionId);
    await takeDeliveries(sessionId);
    const session = await healthy.payments.readSession(sessionId);
    const paymentId = session.ok ? String(session.value.paymentId) : "";
    await healthy.stockOf(sku).release(`${checkoutId}:${sku}:1`);
    await run("UPDATE checkouts SET state = 'refused' WHERE id = ?", checkoutId);
    await run("INSERT INTO payments VALUES (?, ?, NULL, ?, 'USD', ?)", paymentId, checkoutId, totalMinor, Date.now());
    const after = async () => {
      expect(await rowsOf("refunds", "payment_id", paymentId)).toMatchObject([{ state: "succeeded" }]);
      const there = await healthy.payments.listRefunds({ sinceMs: 0, after: null, paymentId });
      expect(there.ok && there.value.items.map(({ amountMinor }) => amountMinor)).toEqual([totalMinor]);
    };
    return { ids: [paymentId, checkoutId], after };
  });
});

test("a refund whose end nobody told is taken over, or asked for, once", LONG, async () => {
  const asked = async () => {
    const { refundId, paymentId } = await refunded();
    await run("UPDATE refunds SET state = 'pending', provider_id = NULL WHERE id = ?", refundId);
    return { refundId, paymentId };
  };
  const unasked = async () => {
    const { paymentId } = await ordered();
    return { refundId: await insertRefund(paymentId, {}), paymentId };
  };
  for (const leave of [asked, unasked])
    await killEach(["refunds"], HOUR_MS, async () => {
      const { refundId, paymentId } = await leave();
      const after = async () => {
        expect((await rowsOf("refunds", "id", refundId))[0]?.state).toBe("succeeded");
        const there = await healthy.payments.listRefunds({ sinceMs: 0, after: null, paymentId });
        expect(there.ok && there.value.items.filter((one) => one.refundId === refundId)).toHaveLength(1);
      };
      return { ids: [refundId], after };
    });
});

test("what a ledger holds or sold for nobody is free again, each unit once", LONG, async () => {
  await killEach(["stock"], 0, async () => {
    const [sku = ""] = await seedGoods(1);
    const stock = healthy.stockOf(sku);
    await stock.receive({ operationId: "by-hand", quantity: 10, byId: "test" });
    for (const attempt of [1, 2]) {
      const holdId = `${crypto.randomUUID()}:${sku}:1`;
      await stock.hold({ holdId, quantity: 2, expiresAtMs: Date.now() + HOUR_MS });
      if (attempt === 1) await stock.commit(holdId);
    }
    await projectStock(healthy, sku);
    const after = async () => {
      const { onHand, held } = await assertStockConserved(stock);
      expect({ onHand, held }).toEqual({ onHand: 10, held: 0 });
    };
    return { ids: [sku], after };
  });
});

test("a lost download is written down once", LONG, async () => {
  await killEach(["downloads"], 0, async () => {
    const { orderId } = await orderedDownload();
    await run("DELETE FROM download_grants WHERE order_id = ?", orderId);
    const after = async () =>
      expect(await rowsOf("download_grants", "order_id", orderId)).toMatchObject([{ used: 0, revoked_at_ms: null }]);
    return { ids: [orderId], after };
  });
});

test("a download of no order is closed", LONG, async () => {
  await killEach(["grants"], 0, async () => {
    const { orderId } = await orderedDownload();
    await untilMailed(`order.placed:${orderId}`);
    await run("DELETE FROM order_lines WHERE order_id = ?", orderId);
    await run("DELETE FROM orders WHERE id = ?", orderId);
    for (const table of ["payments", "checkouts"]) await run(`DELETE FROM ${table} WHERE order_id = ?`, orderId);
    const after = async () =>
      expect(await rowsOf("download_grants", "order_id", orderId)).toMatchObject([{ revoked_by: "doctor" }]);
    return { ids: [orderId], after };
  });
});

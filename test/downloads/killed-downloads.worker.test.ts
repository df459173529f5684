/** What staff does with downloads, killed before and after each step and asked for again: done once, and on record once. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { listAudit } from "../../worker/admin/audit-store.ts";
import { sweepAudits } from "../../worker/admin/pending-audit-store.ts";
import { saveDigital } from "../../worker/catalog/digital/save-digital-flow.ts";
import { uploadFile } from "../../worker/catalog/digital/upload-file-flow.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { listGrants } from "../../worker/downloads/grant-store.ts";
import { reissueDownloads } from "../../worker/downloads/reissue-downloads-flow.ts";
import { refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { settlePayment } from "../../worker/payments/settle-payment-flow.ts";
import type { World } from "../../worker/world.ts";
import { dyingWorld, wasKilled } from "../support/dying-world.ts";
import { holdGoods, placeOrder, rowsOf, seedGoods, toldOf } from "../support/order-goods.ts";
import { payFor, takeDeliveries } from "../support/stripe-emulator.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const by: Viewer = { id: "staff-1", name: "Robin Example", email: "robin@example.com", role: "staff", market: "en-us" };
const PLACE = { name: "", line1: "", line2: "", city: "", region: "CA", postalCode: "", country: "US" };
const TERMS = { downloadsMax: 2, days: 30 };
const STEPS_MAX = 40;
const LONG = { timeout: 300_000 };

const upload = async (own: World, id: string) =>
  uploadFile(own, {
    file: { id, name: "manual.pdf", type: "application/pdf", bytes: 10 },
    body: new Blob(["0123456789"]),
    by,
  });
const newFile = async () => {
  const id = crypto.randomUUID();
  expect(await upload(world, id)).toMatchObject({ ok: true });
  return id;
};
const isTracked = async (sku: string) =>
  (await env.CATALOG.prepare("SELECT tracked FROM stock_policies WHERE sku = ?").bind(sku).first("tracked")) !== 0;
const isDigital = async (sku: string) =>
  (await env.CATALOG.prepare("SELECT 1 AS it FROM digital_goods WHERE sku = ?").bind(sku).first()) !== null;
const countOf = async (sku: string) =>
  env.CATALOG.prepare("SELECT COUNT(*) AS count FROM outbox WHERE instr(payload, ?) > 0 AND kind = 'products.changed'")
    .bind(`product-${sku}`)
    .first("count");
/** What a kill left beside the change is moved by the timer. */
const entriesOf = async (subject: string, action: string) => {
  await sweepAudits(world);
  return (await listAudit(world, { subject, limit: 50 })).filter((entry) => entry.action === action).length;
};

/** Once for each step there is: `prepare` makes a fresh case, `act` is killed and then asked for again, `check` looks. */
async function killEach<Case>(
  prepare: () => Promise<Case>,
  act: (own: World, given: Case) => Promise<{ ok: boolean }>,
  look: { between?(given: Case): Promise<void>; after(given: Case): Promise<void> },
): Promise<void> {
  for (const when of ["before", "after"] as const)
    for (let calls = 1; ; calls += 1) {
      expect(calls, "it has a bounded number of steps").toBeLessThan(STEPS_MAX);
      const given = await prepare();
      const dying = dyingWorld(world, calls, when);
      await act(dying, given).catch((error: unknown) => expect(wasKilled(error), String(error)).toBe(true));
      await look.between?.(given);
      expect(await act(world, given), `killed ${when} call ${calls}`).toMatchObject({ ok: true });
      await world.settled();
      await look.after(given);
      if (!dying.over) break;
    }
}

test("a file that is uploaded is there once, and on record once", LONG, async () => {
  await killEach(
    async () => crypto.randomUUID(),
    (own, id) => upload(own, id),
    { after: async (id) => expect(await entriesOf(`file:${id}`, "digital.file_uploaded")).toBe(1) },
  );
});

test("a variant becomes a download in one version, and is never shipped uncounted", LONG, async () => {
  const fileId = await newFile();
  await killEach(
    async () => (await seedGoods(1, 0))[0] ?? "",
    (own, sku) =>
      saveDigital(own, {
        productId: `product-${sku}`,
        sku,
        version: 1,
        by,
        digital: { files: [{ id: fileId }], ...TERMS },
      }),
    {
      between: async (sku) => expect((await isTracked(sku)) || (await isDigital(sku))).toBe(true),
      after: async (sku) => {
        expect([await isDigital(sku), await isTracked(sku), await countOf(sku)]).toEqual([true, false, 1]);
        expect(await entriesOf(`product:product-${sku}`, "digital.saved")).toBe(1);
      },
    },
  );
});

test("a variant that is shipped again is counted before it is, in one version", LONG, async () => {
  const fileId = await newFile();
  await killEach(
    async () => {
      const [sku = ""] = await seedGoods(1, 0);
      const digital = { files: [{ id: fileId }], ...TERMS };
      expect(await saveDigital(world, { productId: `product-${sku}`, sku, version: 1, by, digital })).toMatchObject({
        ok: true,
      });
      return sku;
    },
    (own, sku) => saveDigital(own, { productId: `product-${sku}`, sku, version: 2, by, digital: null }),
    {
      between: async (sku) => expect((await isTracked(sku)) || (await isDigital(sku))).toBe(true),
      after: async (sku) => {
        expect([await isDigital(sku), await isTracked(sku), await countOf(sku)]).toEqual([false, true, 2]);
        expect(await entriesOf(`product:product-${sku}`, "digital.saved")).toBe(2);
      },
    },
  );
});

test("downloads that are given out anew are one issue, one event and one mail to write", LONG, async () => {
  const [sku = ""] = await seedGoods(1, 0);
  const digital = { files: [{ id: await newFile() }], ...TERMS };
  expect(await saveDigital(world, { productId: `product-${sku}`, sku, version: 1, by, digital })).toMatchObject({
    ok: true,
  });
  const place = { shippingAddress: PLACE, shippingMethodId: "" };
  const orderId = await placeOrder(world, { [sku]: 1 }, "succeeds", place);
  let issue = 1;
  await killEach(
    async () => crypto.randomUUID(),
    (own, reissueId) => reissueDownloads(own, { orderId, sku, reissueId, by }),
    {
      after: async () => {
        issue += 1;
        const grants = await listGrants(world.ordersOfNumber(orderId) ?? world.catalog, orderId);
        expect(grants).toMatchObject([{ issue, used: 0, revokedAtMs: null }]);
        expect((await toldOf(orderId)).filter((kind) => kind === "order.downloads_issued")).toHaveLength(issue - 1);
        expect(await entriesOf(`order:${orderId}`, "order.downloads_issued")).toBe(issue - 1);
      },
    },
  );
});

test("a refund takes its downloads back in the same step, wherever it is killed", LONG, async () => {
  const [sku = ""] = await seedGoods(1, 0);
  const digital = { files: [{ id: await newFile() }], ...TERMS };
  expect(await saveDigital(world, { productId: `product-${sku}`, sku, version: 1, by, digital })).toMatchObject({
    ok: true,
  });
  const place = { shippingAddress: PLACE, shippingMethodId: "" };
  const isClosed = async (orderId: string) =>
    (await listGrants(world.ordersOfNumber(orderId) ?? world.catalog, orderId)).every(
      (grant) => grant.revokedAtMs !== null,
    );
  await killEach(
    async () => ({ orderId: await placeOrder(world, { [sku]: 1 }, "succeeds", place), refundId: crypto.randomUUID() }),
    (own, { orderId, refundId }) =>
      refundOrder(own, { orderId, refundId, amountMinor: null, reason: "customer_request", restock: [], by }),
    {
      between: async ({ orderId, refundId }) =>
        expect(await isClosed(orderId)).toBe((await rowsOf("refunds", "id", refundId)).length === 1),
      after: async ({ orderId }) => expect(await isClosed(orderId)).toBe(true),
    },
  );
});

test(
  "a payment that is killed at any step leaves no order without its downloads, and no download without its order",
  LONG,
  async () => {
    const [sku = ""] = await seedGoods(1, 0);
    const digital = { files: [{ id: await newFile() }], ...TERMS };
    expect(await saveDigital(world, { productId: `product-${sku}`, sku, version: 1, by, digital })).toMatchObject({
      ok: true,
    });
    const countOrders = async (checkoutId: string) => (await rowsOf("orders", "checkout_id", checkoutId)).length;
    const countDownloads = async (checkoutId: string) => {
      const [order] = await rowsOf("orders", "checkout_id", checkoutId);
      return order ? (await rowsOf("download_grants", "order_id", String(order.id))).length : 0;
    };
    const countAll = async () =>
      Number(await env.ORDERS.prepare("SELECT COUNT(*) AS n FROM download_grants").first("n"));
    const before = await countAll();
    let paid = 0;
    await killEach(
      async () => {
        const held = await holdGoods(world, { [sku]: 2 }, { shippingAddress: PLACE, shippingMethodId: "" });
        await payFor(held.sessionId);
        return { ...held, messages: await takeDeliveries(held.sessionId) };
      },
      async (own, { messages }) => {
        for (const { body, signature } of messages) {
          const message = await world.payments.readMessage(body, signature);
          if (message.ok) await settlePayment(own, message.value);
        }
        return { ok: true };
      },
      {
        between: async ({ checkoutId }) => expect(await countDownloads(checkoutId)).toBe(await countOrders(checkoutId)),
        after: async ({ checkoutId }) => {
          paid += 1;
          expect([await countOrders(checkoutId), await countDownloads(checkoutId)]).toEqual([1, 1]);
          expect((await countAll()) - before, "one for each purchase").toBe(paid);
        },
      },
    );
  },
);

/** Every step of a refund × everything that may happen to it. What comes of it is docs/proofs/stock.md. */
import { expect } from "vitest";
import { TOKEN_VIEWER } from "../../worker/customers/viewer-store.ts";
import { type RefundAsk, refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { listOverdueRefunds } from "../../worker/payments/overdue-refund-store.ts";
import {
  begin,
  consume,
  goodsOf,
  newer,
  newShopper,
  openedGoods,
  pay,
  projects,
  relays,
  settle,
  within,
} from "./purchase-story.ts";
import { testCells } from "./run-cells.ts";
import type { Scene } from "./scene.ts";

const TRIES_MAX = 3;
const DAY_MS = 86_400_000;
const asks = new WeakMap<Scene, RefundAsk>();

const RIVALS: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  refund: give,
  ask: give,
  restock: give,
  apply: give,
  audit: give,
  "refund-tell": relays,
  "refund-mail": mailAgain,
  "refund-project": projects,
  settled: (scene) => scene.tellAgain(),
};

testCells("refund", {
  prepare: () => openedGoods(),
  play: async (scene, { id }) => {
    const shopper = await newShopper(scene, goodsOf(scene));
    await begin(scene, shopper);
    await pay(scene, id === "settled" ? "refundPending" : "succeeds");
    await within(scene);
    await settle(scene);
    asks.set(scene, await askOf(scene));
    scene.arm();
    await giveBack(scene);
    await scene.provider.settleRefunds();
    await within(scene);
    await settle(scene);
    await standing(scene);
  },
  rival: (scene, { id }) => RIVALS[id]?.(scene) ?? Promise.reject(new Error(`A second request for ${id}`)),
  pay: async (scene) => void (await pay(scene)),
  newer: (scene, { id }) => newer(scene, id === "refund-project" ? "stock" : "refund"),
  // A refund that the bank settles is told of by webhook alone. It waits for staff, and doctor lists it.
  excepted: (step, fault) => (step === "settled" && fault === "webhook-never" ? ["nothing"] : []),
});

/** All of it, before anything was shipped; the first line's units are fine, and go back on the shelf. */
async function askOf(scene: Scene): Promise<RefundAsk> {
  const { orders } = await scene.books();
  const restock = [{ sku: scene.skus[0] ?? "", quantity: 2 }];
  const of = { orderId: orders[0]?.id ?? "", refundId: crypto.randomUUID(), by: TOKEN_VIEWER };
  return { ...of, amountMinor: null, restock, reason: "Changed their mind" };
}

function give(scene: Scene) {
  const ask = asks.get(scene);
  if (!ask) throw new Error("The scene has its refund");
  return scene.request("refund", (world) => refundOrder(world, ask));
}

/** Staff press the button, and once more when there is no answer. */
async function giveBack(scene: Scene): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const given = await give(scene).catch(() => null);
    if (!given) scene.sees("staff: an error");
    else {
      expect(given.ok).toBe(true);
      return scene.sees(given.ok ? `staff: the refund, ${given.value.refund.state}` : "staff: refused");
    }
  }
}

async function mailAgain(scene: Scene): Promise<void> {
  const ask = asks.get(scene);
  await consume(scene, "order.refunded", { orderId: ask?.orderId ?? "", subjectId: ask?.refundId ?? "" });
}

/** What doctor would tell staff two weeks on. */
async function standing(scene: Scene): Promise<void> {
  const fromNowMs = Date.now() + DAY_MS;
  const ask = { unansweredSinceMs: fromNowMs, onItsWaySinceMs: fromNowMs, limit: 100 };
  const id = asks.get(scene)?.refundId ?? "";
  await scene.request("staff", async (world) => {
    const overdue = await Promise.all(world.ordersAll.map((db) => listOverdueRefunds(db, ask)));
    if (overdue.flat().includes(id)) scene.sees("doctor lists the refund until it is settled");
  });
}

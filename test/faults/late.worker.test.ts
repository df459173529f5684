/** Every step of a payment that comes too late × everything that may happen to it. What comes of it is docs/proofs/stock.md. */
import { readCheckout } from "../../worker/checkout/checkout-store.ts";
import { endUnpaid } from "../../worker/checkout/end-checkout-flow.ts";
import { adjustStock } from "../../worker/inventory/stock-flow.ts";
import { sweepRefunds } from "../../worker/payments/sweep-refunds-flow.ts";
import {
  begin,
  consume,
  goodsOf,
  look,
  newer,
  newShopper,
  openedGoods,
  pay,
  type Shopper,
  settle,
  shopperOf,
  within,
} from "./purchase-story.ts";
import { testCells } from "./run-cells.ts";
import type { Scene } from "./scene.ts";

const LATER_MS = 2 * 60_000;
const RIVALS: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  again: (scene) => scene.tellAgain(),
  refused: (scene) => scene.tellAgain(),
  back: sweeps,
  answered: sweeps,
  sorry: (scene) => consume(scene, "checkout.refused", { checkoutId: shopperOf(scene).ask.id }),
};

testCells("late", {
  prepare: () => openedGoods(),
  play: async (scene) => {
    const shopper = await newShopper(scene, goodsOf(scene));
    await begin(scene, shopper);
    await pay(scene);
    await runOut(scene, shopper);
    scene.arm();
    await within(scene);
    await settle(scene);
    await look(scene, shopper);
  },
  rival: (scene, { id }) => RIVALS[id]?.(scene) ?? Promise.reject(new Error(`A second request for ${id}`)),
  pay: async (scene) => void (await pay(scene)),
  newer: async (scene) => newer(scene, "stock"),
});

/** The checkout has ended, and the last unit of its last line is broken. */
async function runOut(scene: Scene, { ask }: Shopper): Promise<void> {
  await scene.request("sweep", async (world) => {
    const checkout = await readCheckout(world.ordersOfCheckout(ask.id), ask.id);
    if (checkout) await endUnpaid(world, checkout, "not_paid_in_time", null);
  });
  const { ledgers } = await scene.books();
  const sku = scene.skus[1] ?? "";
  const delta = -(ledgers.find((ledger) => ledger.sku === sku)?.levels.onHand ?? 0);
  await scene.request("staff", (world) =>
    adjustStock(world, { sku, operationId: crypto.randomUUID(), delta, reason: "broken", byId: "staff" }),
  );
}

/** The timer, two minutes on. */
function sweeps(scene: Scene): Promise<unknown> {
  return scene.request("sweep", (world) => sweepRefunds({ ...world, nowMs: () => world.nowMs() + LATER_MS }));
}

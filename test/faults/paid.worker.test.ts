/** Every step from the payment on × everything that may happen to it. What comes of it is docs/proofs/stock.md. */
import { readCheckoutStatus } from "../../worker/checkout/read-status-flow.ts";
import {
  buy,
  consume,
  finishes,
  goodsOf,
  look,
  newer,
  newShopper,
  openedGoods,
  pay,
  projects,
  relays,
  shopperOf,
} from "./purchase-story.ts";
import { testCells } from "./run-cells.ts";
import type { Scene } from "./scene.ts";

/** A second request: the same webhook again, the timer, another consumer. */
const RIVALS: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  redirect: looks,
  webhook: (scene) => scene.tellAgain(),
  keep: (scene) => scene.tellAgain(),
  paid: (scene) => scene.tellAgain(),
  "commit-first": finishes,
  "commit-last": finishes,
  cart: finishes,
  committed: finishes,
  tell: relays,
  list: placed,
  mail: placed,
  project: projects,
};

testCells("paid", {
  prepare: () => openedGoods(),
  play: async (scene) => {
    const shopper = await newShopper(scene, goodsOf(scene));
    scene.arm();
    await buy(scene, shopper);
    await look(scene, shopper);
  },
  rival: (scene, { id }) => RIVALS[id]?.(scene) ?? Promise.reject(new Error(`A second request for ${id}`)),
  pay: async (scene) => void (await pay(scene)),
  newer: (scene, { id }) => newer(scene, id === "project" ? "stock" : "refund"),
});

function looks(scene: Scene): Promise<unknown> {
  return scene.request("status", (world) => readCheckoutStatus(world, shopperOf(scene).checkoutIds[0] ?? ""));
}

async function placed(scene: Scene): Promise<void> {
  const { orders } = await scene.books();
  await consume(scene, "order.placed", { orderId: orders[0]?.id ?? "" });
}

/** Every step of a checkout that is not paid × everything that may happen to it. What comes of it is docs/proofs/stock.md. */
import { cancelCheckout } from "../../worker/checkout/cancel-checkout-flow.ts";
import {
  begin,
  goodsOf,
  look,
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

const SESSION_PAST_MS = 35 * 60_000;

testCells("unpaid", {
  prepare: () => openedGoods(),
  play: async (scene, { id }) => {
    const shopper = await newShopper(scene, goodsOf(scene));
    await begin(scene, shopper);
    scene.arm();
    await (id === "lapsed" ? leave(scene) : turnBack(scene, shopper));
    await settle(scene);
    await look(scene, shopper);
  },
  rival: (scene, { id }) => (id === "lapsed" ? scene.tellAgain() : cancel(scene, shopperOf(scene))),
  pay: async (scene) => void (await pay(scene)),
  newer: () => Promise.reject(new Error("No message comes of it that is waited for")),
});

const cancel = (scene: Scene, { checkoutIds }: Shopper) =>
  scene.request("cancel", (world) => cancelCheckout(world, checkoutIds[0] ?? ""));

/** Presses "back to the cart", and once more when there is no answer. */
async function turnBack(scene: Scene, shopper: Shopper): Promise<void> {
  const ended = await cancel(scene, shopper).catch(() => {
    scene.sees("an error");
    return cancel(scene, shopper);
  });
  scene.sees(ended.ok ? `turned back: ${ended.value.state}` : `cannot turn back: ${ended.problem.code}`);
}

/** Closes the browser: the session runs out at the provider, which tells of it. */
async function leave(scene: Scene): Promise<void> {
  scene.moveClock(SESSION_PAST_MS);
  await scene.provider.runDue();
  await within(scene);
}

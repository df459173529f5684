/** Every step up to the payment page × everything that may happen to it. What comes of it is docs/proofs/stock.md. */
import {
  beginAs,
  begins,
  buy,
  goodsOf,
  look,
  newer,
  newShopper,
  openedGoods,
  pay,
  seedGoods,
  shopperOf,
} from "./purchase-story.ts";
import { testCells } from "./run-cells.ts";
import type { Scene } from "./scene.ts";

const wantsLast = (scene: Scene) => begins(scene, { [scene.skus[1] ?? ""]: 1 });
const wantsAll = (scene: Scene) => begins(scene, goodsOf(scene));
const pressesAgain = (scene: Scene) => beginAs(scene, shopperOf(scene));
/** A second request: the same one again, or somebody else who wants the same units. */
const RIVALS: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  price: pressesAgain,
  write: pressesAgain,
  open: wantsAll,
  "hold-first": wantsAll,
  "hold-last": wantsLast,
  session: wantsLast,
  held: wantsLast,
};

testCells("begin", {
  // The others are sold from ledgers that are open already, so that each step is made once.
  prepare: ({ id }) => (id === "open" ? seedGoods() : openedGoods()),
  play: async (scene) => {
    const shopper = await newShopper(scene, goodsOf(scene));
    scene.arm();
    await buy(scene, shopper);
    await look(scene, shopper);
  },
  rival: (scene, { id }) => RIVALS[id]?.(scene) ?? Promise.reject(new Error(`A second request for ${id}`)),
  pay: async (scene) => void (await pay(scene)),
  newer: (scene) => newer(scene, "stock"),
});

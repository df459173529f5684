/** Every step of a return to stock × everything that may happen to it. What comes of it is docs/proofs/stock.md. */
import { expect } from "vitest";
import { TOKEN_VIEWER } from "../../worker/customers/viewer-store.ts";
import { moveStock } from "../../worker/inventory/move-stock-flow.ts";
import { begin, goodsOf, newer, newShopper, openedGoods, pay, projects, settle, within } from "./purchase-story.ts";
import { testCells } from "./run-cells.ts";
import type { Scene } from "./scene.ts";

const TRIES_MAX = 3;
type Ask = Parameters<typeof moveStock>[1];
const asks = new WeakMap<Scene, Ask>();

testCells("return", {
  prepare: () => openedGoods(),
  play: async (scene) => {
    const shopper = await newShopper(scene, goodsOf(scene));
    await begin(scene, shopper);
    await pay(scene);
    await within(scene);
    await settle(scene);
    const sku = scene.skus[0] ?? "";
    const move = { kind: "return", operationId: crypto.randomUUID(), quantity: 1 } as const;
    asks.set(scene, { sku, by: TOKEN_VIEWER, move });
    scene.arm();
    await putBack(scene);
    await settle(scene);
  },
  rival: (scene, { id }) => (id === "return-project" ? projects(scene) : takeBack(scene)),
  pay: async (scene) => void (await pay(scene)),
  newer: (scene) => newer(scene, "stock"),
});

function takeBack(scene: Scene) {
  const ask = asks.get(scene);
  if (!ask) throw new Error("The scene has its return");
  return scene.request("staff", (world) => moveStock(world, ask));
}

/** Staff press the button, and once more when there is no answer. */
async function putBack(scene: Scene): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const put = await takeBack(scene).catch(() => null);
    if (!put) scene.sees("staff: an error");
    else {
      expect(put.ok).toBe(true);
      return scene.sees("staff: one is back on the shelf");
    }
  }
}

/** Every step of a transfer × everything that may happen to it. What comes of it is docs/proofs/stock.md. */
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { TOKEN_VIEWER } from "../../worker/customers/viewer-store.ts";
import { moveStock, type StockMove } from "../../worker/inventory/move-stock-flow.ts";
import { buy, goodsOf, newer, newShopper, openedGoods, pay, projects, settle } from "./purchase-story.ts";
import { testCells } from "./run-cells.ts";
import type { Scene } from "./scene.ts";

const TRIES_MAX = 3;

/** Two units leave, one arrives, and the other never does. */
const MOVES: Readonly<Record<string, (sku: string) => StockMove>> = {
  send: (sku) => ({ kind: "send", operationId: `move:${sku}`, from: "main", to: "east", quantity: 2 }),
  arrive: (sku) => ({ kind: "arrive", operationId: `came:${sku}`, transferId: `move:${sku}`, quantity: 1 }),
  lose: (sku) => ({ kind: "lose", operationId: `gone:${sku}`, transferId: `move:${sku}`, note: "never came" }),
};
const RIVALS: Readonly<Record<string, string>> = { "transfer-audit": "send" };

testCells("transfer", {
  prepare: async () => {
    await env.CATALOG.prepare(
      "INSERT OR IGNORE INTO locations (id, name, country, priority, active, version, updated_at_ms) VALUES ('east', 'East', 'US', 1, 1, 1, 0)",
    ).run();
    return openedGoods();
  },
  play: async (scene) => {
    scene.arm();
    for (const id of Object.keys(MOVES)) await press(scene, id);
    await settle(scene);
    await buy(scene, await newShopper(scene, goodsOf(scene)));
  },
  rival: (scene, { id }) => (id === "transfer-project" ? projects(scene) : move(scene, RIVALS[id] ?? id)),
  pay: async (scene) => void (await pay(scene)),
  newer: (scene) => newer(scene, "stock"),
});

function move(scene: Scene, id: string) {
  const sku = scene.skus[0] ?? "";
  const made = MOVES[id]?.(sku);
  if (!made) throw new Error(`Staff can ${id}`);
  return scene.request("staff", (world) => moveStock(world, { sku, by: TOKEN_VIEWER, move: made }));
}

/** Staff press the button, and once more when there is no answer. */
async function press(scene: Scene, id: string): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const moved = await move(scene, id).catch(() => null);
    if (!moved) scene.sees("staff: an error");
    else {
      expect(moved.ok).toBe(true);
      return scene.sees(`staff: ${DONE[id]}`);
    }
  }
}
const DONE: Readonly<Record<string, string>> = {
  send: "two are on their way",
  arrive: "one has arrived",
  lose: "one is written off",
};

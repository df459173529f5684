/** Every step of a transfer × everything that may happen to it. What comes of it is docs/proofs/stock.md. */
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { arriveUnits, loseUnits, sendUnits } from "../../worker/inventory/stock-flow.ts";
import type { World } from "../../worker/world.ts";
import { buy, goodsOf, newer, newShopper, openedGoods, pay, projects, settle } from "./purchase-story.ts";
import { testCells } from "./run-cells.ts";
import type { Scene } from "./scene.ts";

type Work = (world: World) => ReturnType<typeof sendUnits>;
const TRIES_MAX = 3;
const BY = { byId: "staff" };

/** Two units leave, one arrives, and the other never does. */
const STAFF: Readonly<Record<string, (sku: string) => Work>> = {
  send: (sku) => (world) =>
    sendUnits(world, { sku, operationId: `move:${sku}`, from: "main", to: "east", quantity: 2, ...BY }),
  arrive: (sku) => (world) =>
    arriveUnits(world, { sku, operationId: `came:${sku}`, transferId: `move:${sku}`, quantity: 1, ...BY }),
  lose: (sku) => (world) =>
    loseUnits(world, { sku, operationId: `gone:${sku}`, transferId: `move:${sku}`, note: "never came", ...BY }),
};

testCells("transfer", {
  prepare: async () => {
    await env.CATALOG.prepare(
      "INSERT OR IGNORE INTO locations (id, name, country, priority, active, version, updated_at_ms) VALUES ('east', 'East', 'US', 1, 1, 1, 0)",
    ).run();
    return openedGoods();
  },
  play: async (scene) => {
    scene.arm();
    for (const id of Object.keys(STAFF)) await press(scene, id);
    await settle(scene);
    await buy(scene, await newShopper(scene, goodsOf(scene)));
  },
  rival: (scene, { id }) => (id === "transfer-project" ? projects(scene) : move(scene, id)),
  pay: async (scene) => void (await pay(scene)),
  newer: (scene) => newer(scene, "stock"),
});

function move(scene: Scene, id: string) {
  const work = STAFF[id]?.(scene.skus[0] ?? "");
  if (!work) throw new Error(`Staff can ${id}`);
  return scene.request("staff", work);
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

/** Every step of lending a SKU's units to buckets × everything that may happen to it. What comes of it is docs/proofs/stock.md. */
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { shardOfKey } from "../../worker/base/id.ts";
import { stockPolicies } from "../../worker/inventory/policy-tables.ts";
import { bucketNameOf, type StockLender } from "../../worker/inventory/stock-bucket.ts";
import { receiveUnits } from "../../worker/inventory/stock-flow.ts";
import { POLICY_DEFAULT } from "../../worker/inventory/stock-policy.ts";
import { newTestWorld } from "../support/test-world.ts";
import {
  beginAs,
  buy,
  finishes,
  goodsOf,
  look,
  newer,
  newShopper,
  openedGoods,
  pay,
  projects,
  settle,
} from "./purchase-story.ts";
import { testCells } from "./run-cells.ts";
import type { Scene } from "./scene.ts";

const BUCKETS = 2;
/** So many that a bucket borrows more than its shopper needs. */
const PLENTY = 20;
const TRIES_MAX = 3;
/** A checkout's id decides its bucket. */
function idInBucket(bucket: number): string {
  for (;;) {
    const id = crypto.randomUUID();
    if (shardOfKey(id) % BUCKETS === bucket) return id;
  }
}
const lenderOf = (sku: string) => env.SKU_STOCK.getByName(sku) as unknown as StockLender;

/** Somebody else, whose bucket is the other one; or the same button again. */
const other = async (scene: Scene) => {
  const shopper = await newShopper(scene, { [scene.skus[0] ?? ""]: 1 });
  shopper.ask = { ...shopper.ask, id: idInBucket(1) };
  return beginAs(scene, shopper);
};
const RIVALS: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  "bucket-hold": other,
  lend: other,
  "bucket-commit": finishes,
  "give-back": join,
  repay: join,
  "borrow-project": projects,
};

testCells("borrow", {
  prepare: async () => {
    const skus = await openedGoods();
    const [sku = ""] = skus;
    await drizzle(env.CATALOG)
      .insert(stockPolicies)
      .values({ sku, ...POLICY_DEFAULT, buckets: BUCKETS, splitBy: "staff", version: 1, updatedAtMs: 0 });
    const plenty = { sku, operationId: `plenty:${sku}`, quantity: PLENTY, byId: "staff" };
    await receiveUnits(newTestWorld(), plenty);
    await lenderOf(sku).split(BUCKETS);
    return skus;
  },
  buckets: ([sku = ""]) => Array.from({ length: BUCKETS }, (_, bucket) => bucketNameOf(sku, bucket)),
  play: async (scene) => {
    const shopper = await newShopper(scene, goodsOf(scene));
    shopper.ask = { ...shopper.ask, id: idInBucket(0) };
    scene.arm();
    await buy(scene, shopper);
    await look(scene, shopper);
    await joinAgain(scene);
    await settle(scene);
  },
  rival: (scene, { id }) => RIVALS[id]?.(scene) ?? Promise.reject(new Error(`A second request for ${id}`)),
  pay: async (scene) => void (await pay(scene)),
  newer: (scene) => newer(scene, "stock"),
});

/** The rush is over. */
function join(scene: Scene): Promise<void> {
  return scene.request("staff", (world) => (world.stockOf(scene.skus[0] ?? "") as unknown as StockLender).split(0));
}

/** Staff press the button, and once more when there is no answer. */
async function joinAgain(scene: Scene): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const joined = await join(scene)
      .then(() => true)
      .catch(() => false);
    scene.sees(joined ? "staff: joined again" : "staff: an error");
    if (joined) return;
  }
}

/** Sets how a SKU is sold, and makes bundles, as staff does. */
import { saveBundle } from "../../worker/catalog/bundles/save-bundle-flow.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { savePolicy } from "../../worker/inventory/save-policy-flow.ts";
import { POLICY_DEFAULT, type StockPolicy } from "../../worker/inventory/stock-policy.ts";
import { readPolicies } from "../../worker/inventory/supply-store.ts";
import type { World } from "../../worker/world.ts";

export const STAFF: Viewer = { id: "staff-1", name: "Sam", email: "sam@store.test", role: "staff", market: "en-us" };
const DAY_MS = 86_400_000;
/** A day to come, the same all day long. */
export const inDays = (days: number): number => Math.ceil(Date.now() / DAY_MS) * DAY_MS + days * DAY_MS;

/** What is left out stays as it is. */
export async function askPolicy(world: World, sku: string, change: Partial<StockPolicy>) {
  const { splitBy: _by, ...before } = (await readPolicies(world.catalog, [sku])).get(sku) ?? POLICY_DEFAULT;
  return savePolicy(world, { sku, policy: { ...before, ...change }, by: STAFF });
}

export async function setPolicy(world: World, sku: string, change: Partial<StockPolicy>): Promise<StockPolicy> {
  const saved = await askPolicy(world, sku, change);
  if (!saved.ok) throw new Error(JSON.stringify(saved.problem));
  return saved.value;
}

export const backorder = (promiseMax: number, days = 10): Partial<StockPolicy> => ({
  whenOut: "backorder",
  promiseMax,
  promisedAtMs: inDays(days),
});

/** Of a product whose id is that of its first SKU, as `seedGoods` makes it, not changed before. */
export async function makeBundle(world: World, sku: string, parts: Readonly<Record<string, number>>): Promise<void> {
  const components = Object.entries(parts).map(([part, quantity]) => ({ sku: part, quantity }));
  const saved = await saveBundle(world, { productId: `product-${sku}`, sku, version: 1, components, by: STAFF });
  if (!saved.ok) throw new Error(JSON.stringify(saved.problem));
}

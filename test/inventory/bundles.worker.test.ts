/** Bundles: a SKU that is made of others sells, holds and gives back their units, in the same step as everything else. */
import { expect, test } from "vitest";
import { listAudit } from "../../worker/admin/audit-store.ts";
import { saveBundle } from "../../worker/catalog/bundles/save-bundle-flow.ts";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import { listOffers } from "../../worker/inventory/offer-store.ts";
import { projectStock } from "../../worker/inventory/project-stock-flow.ts";
import { checkLevels, rebuildLevels } from "../../worker/inventory/rebuild-levels-flow.ts";
import { readShown } from "../../worker/inventory/shown-stock-store.ts";
import { adjustStock, readLevels } from "../../worker/inventory/stock-flow.ts";
import { listLevels } from "../../worker/inventory/stock-store.ts";
import { readAvailability } from "../../worker/inventory/supply-flow.ts";
import { refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { assertStockConserved } from "../support/assert-stock-conserved.ts";
import { askWith, fillCart, holdGoods, placeOrder, seedGoods } from "../support/order-goods.ts";
import { askPolicy, backorder, makeBundle, STAFF, setPolicy } from "../support/policies.ts";
import { seedProduct } from "../support/seed-catalog.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const levelsOf = async (sku: string) => {
  const levels = await readLevels(world, sku);
  if (!levels.ok) throw new Error("The SKU is known");
  return levels.value;
};
const begin = async (goods: Record<string, number>) =>
  beginCheckout(world, askWith(await fillCart(world, goods), { email: `${crypto.randomUUID()}@example.com` }));
const availableOf = async (sku: string) => (await listLevels(world.catalog, [sku]))[0]?.available;

/** A bundle of two cameras' batteries and one camera, with so many units of each. */
async function seedBundle(cameras: number, batteries: number) {
  const [camera = ""] = await seedGoods(1, cameras);
  const [battery = ""] = await seedGoods(1, batteries);
  const [kit = ""] = await seedGoods(1, 0);
  await makeBundle(world, kit, { [camera]: 1, [battery]: 2 });
  return { camera, battery, kit };
}
const save = (sku: string, version: number, parts: readonly (readonly [string, number])[]) => {
  const components = parts.map(([part, quantity]) => ({ sku: part, quantity }));
  return saveBundle(world, { productId: `product-${sku}`, sku, version, components, by: STAFF });
};

test("a bundle is sold as its components, all or none", async () => {
  const { camera, battery, kit } = await seedBundle(5, 5);
  expect((await readAvailability(world, [kit], "en-us")).get(kit)).toBe(2);
  await placeOrder(world, { [kit]: 2 });
  expect([(await levelsOf(camera)).onHand, (await levelsOf(battery)).onHand]).toEqual([3, 1]);
  expect(await begin({ [kit]: 1 })).toMatchObject({
    problem: { code: "stock.insufficient", lines: [{ sku: kit, available: 0 }] },
  });
  expect((await levelsOf(camera)).held, "nothing of it stays held").toBe(0);
  expect((await world.stockOf(kit).levels()).number, "it has no ledger of its own").toBe(0);
});

test("a bundle and its component bought alone are counted together in one order", async () => {
  const { camera, battery, kit } = await seedBundle(9, 5);
  expect(await begin({ [kit]: 2, [battery]: 2 })).toMatchObject({
    problem: { code: "stock.insufficient", lines: [{ sku: battery, available: 1 }] },
  });
  expect(await begin({ [kit]: 2, [battery]: 1 })).toMatchObject({ ok: true });
  expect([(await levelsOf(camera)).held, (await levelsOf(battery)).held]).toEqual([2, 5]);
});

test("a limit per order counts what is in bundles too", async () => {
  const { battery, kit } = await seedBundle(9, 30);
  await setPolicy(world, battery, { orderMax: 5 });
  const cartId = await fillCart(world, { [kit]: 2, [battery]: 2 });
  expect(await beginCheckout(world, askWith(cartId))).toMatchObject({
    problem: { code: "stock.order_limit", sku: battery, max: 5 },
  });
  expect(await begin({ [kit]: 2, [battery]: 1 })).toMatchObject({ ok: true });
});

test("200 buyers of a bundle and of its component at once sell the last units once", { timeout: 300_000 }, async () => {
  const { camera, battery, kit } = await seedBundle(8, 13);
  const goods = [{ [kit]: 1 }, { [battery]: 1 }, { [camera]: 1 }, { [kit]: 1, [battery]: 1 }];
  const ends = await Promise.all(Array.from({ length: 200 }, (_, index) => begin(goods[index % 4] ?? {})));
  const soldOf = (each: number) => ends.filter((end, index) => end.ok && index % 4 === each).length;
  const [kits, alone, cameras, both] = [soldOf(0), soldOf(1), soldOf(2), soldOf(3)];
  const levels = { camera: await levelsOf(camera), battery: await levelsOf(battery) };
  expect(levels.camera.held).toBe(kits + cameras + both);
  expect(levels.battery.held).toBe(2 * kits + alone + 3 * both);
  expect(levels.camera.held).toBeLessThanOrEqual(8);
  expect(levels.battery.held).toBeLessThanOrEqual(13);
  for (const end of ends) if (!end.ok) expect(end.problem.code).toBe("stock.insufficient");
  for (const sku of [camera, battery]) await assertStockConserved(world.stockOf(sku));
});

test("a refund of a bundle puts its components back", async () => {
  const { camera, battery, kit } = await seedBundle(3, 6);
  const orderId = await placeOrder(world, { [kit]: 2 });
  const ask = { orderId, refundId: crypto.randomUUID(), amountMinor: null, reason: "Not liked", by: STAFF };
  expect(await refundOrder(world, { ...ask, restock: [{ sku: kit, quantity: 2 }] })).toMatchObject({ ok: true });
  expect([(await levelsOf(camera)).onHand, (await levelsOf(battery)).onHand]).toEqual([3, 6]);
});

test("a bundle whose component is promised ships when that one does", async () => {
  const { camera, battery, kit } = await seedBundle(5, 0);
  const { promisedAtMs } = await setPolicy(world, battery, backorder(4));
  const offers = await listOffers(world.catalog, [kit], "en-us");
  expect(offers.get(kit)).toMatchObject({ here: 0, promise: { kind: "backorder", atMs: promisedAtMs } });
  const { checkoutId } = await holdGoods(world, { [kit]: 2 });
  expect([(await levelsOf(camera)).held, (await levelsOf(battery)).promisable, checkoutId !== ""]).toEqual([
    2,
    0,
    true,
  ]);
});

test("what is projected of a bundle follows its components, and doctor agrees", async () => {
  const { camera, battery, kit } = await seedBundle(5, 8);
  expect(await projectStock(world, battery)).toEqual([battery, kit]);
  expect(await availableOf(kit)).toBe(4);
  const first = (await readShown(world.catalog, [kit])).get(kit);
  expect(first?.shown).toBe("plenty");
  await placeOrder(world, { [camera]: 3 });
  await projectStock(world, camera);
  expect(await availableOf(kit)).toBe(2);
  const then = (await readShown(world.catalog, [kit])).get(kit);
  expect(then?.shown, "what open pages are told").toBe(2);
  expect(then?.number, "it is newer").toBeGreaterThan(first?.number ?? 0);
  const before = `${kit.slice(0, -1)}`;
  expect((await checkLevels(world, before)).differs).not.toContain(kit);
  await world.catalog.run(`UPDATE stock_levels SET available = 9, on_hand = 9 WHERE sku = '${kit}'`);
  expect((await checkLevels({ ...world, sleep: async () => undefined }, before)).differs).toContain(kit);
  await rebuildLevels(world, before);
  expect(await availableOf(kit)).toBe(2);
});

test("a bundle is made of known SKUs that are no bundles, each once; the wrong places are told", async () => {
  const { camera, battery, kit } = await seedBundle(1, 1);
  const [sku = ""] = await seedGoods(1, 0);
  const wrong = [
    [sku, 1],
    ["no-such-sku", 1],
    [kit, 1],
    [camera, 1],
    [camera, 2],
    [battery, 0],
  ] as const;
  expect(await save(sku, 1, wrong)).toMatchObject({
    problem: {
      code: "request.invalid",
      at: [0, 1, 2, 4]
        .map((index) => ({ path: `components.${index}.sku` }))
        .concat([{ path: "components.5.quantity" }]),
    },
  });
  const many = Array.from({ length: 21 }, (_, index) => [`no-${index}`, 1] as const);
  expect(await save(sku, 1, many)).toMatchObject({ problem: { code: "request.invalid" } });
  expect(await save(camera, 1, [[battery, 1]])).toEqual({ ok: false, problem: { code: "bundle.is_component" } });
});

test("a SKU with units or terms of its own does not become a bundle", async () => {
  const [part = "", sku = ""] = await seedGoods(2, 3);
  expect(await save(sku, 1, [[part, 1]])).toMatchObject({ problem: { code: "bundle.has_units", onHand: 3 } });
  await adjustStock(world, { sku, operationId: "none-left", delta: -3, reason: "Sold as a set", byId: "staff-1" });
  await setPolicy(world, sku, { safetyStock: { everywhere: 1, markets: {} } });
  expect(await save(sku, 1, [[part, 1]])).toEqual({ ok: false, problem: { code: "bundle.has_terms" } });
  await setPolicy(world, sku, { safetyStock: { everywhere: 0, markets: {} } });
  expect(await save(sku, 1, [[part, 1]])).toMatchObject({ ok: true, value: { version: 2 } });
  expect(await askPolicy(world, sku, backorder(3))).toMatchObject({
    problem: { code: "request.invalid", at: [{ path: "whenOut" }] },
  });
  expect(await askPolicy(world, sku, { orderMax: 2 }), "how many one order may have is its own").toMatchObject({
    ok: true,
  });
});

test("two of the staff do not overwrite each other; the same again changes nothing and is audited once", async () => {
  const { camera, battery, kit } = await seedBundle(3, 3);
  expect(await save(kit, 1, [[camera, 1]])).toEqual({
    ok: false,
    problem: { code: "product.changed_meanwhile", version: 2 },
  });
  const ends = await Promise.all([save(kit, 2, [[camera, 1]]), save(kit, 2, [[battery, 1]])]);
  expect(ends.filter(({ ok }) => ok)).toHaveLength(1);
  const saved = ends.find((end) => end.ok);
  if (!saved?.ok) throw new Error("One was saved");
  const parts = saved.value.components.map((part) => [part.sku, part.quantity] as const);
  expect(await save(kit, 2, parts)).toMatchObject({ ok: true, value: { version: 3 } });
  const audit = await listAudit(world, { subject: `product:product-${kit}`, limit: 10 });
  expect(audit.map(({ action }) => action)).toEqual(["bundle.saved", "bundle.saved"]);
});

test("a bundle that is taken apart is sold by its own units again", async () => {
  const { kit } = await seedBundle(3, 6);
  expect(await save(kit, 2, [])).toMatchObject({ ok: true });
  expect((await readAvailability(world, [kit], null)).get(kit)).toBe(0);
  await projectStock(world, kit);
  expect(await availableOf(kit)).toBe(0);
});

test("no order holds more of a component than one hold takes, however many are in a bundle", async () => {
  const [part = ""] = await seedGoods(1, 100_000);
  const [box = ""] = await seedGoods(1, 0);
  await seedProduct({ sku: `${box}-other`, openingQuantity: 0 });
  await makeBundle(world, box, { [part]: 100 });
  const cartId = await fillCart(world, { [box]: 10, [part]: 1 });
  expect(await beginCheckout(world, askWith(cartId))).toMatchObject({
    problem: { code: "stock.order_limit", sku: part, max: 1_000 },
  });
});

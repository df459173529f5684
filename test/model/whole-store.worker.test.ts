/**
 * A whole store, as shoppers, staff, the provider and the timer use it, in any order, together and again, with processes
 * that die at any call. After every step nothing is sold twice or for nothing; at rest all books say the same.
 */
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { setCartLine } from "../../worker/cart/cart-flow.ts";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import { cancelCheckout } from "../../worker/checkout/cancel-checkout-flow.ts";
import { TOKEN_VIEWER } from "../../worker/customers/viewer-store.ts";
import { adjustStock, receiveUnits } from "../../worker/inventory/stock-flow.ts";
import { refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { takeErrors } from "../support/logged-errors.ts";
import { MODEL_TIMEOUT, modelRuns } from "../support/model-runs.ts";
import { askWith, fillCart, seedGoods } from "../support/order-goods.ts";
import { newTestWorld } from "../support/test-world.ts";
import { type Death, Shop } from "./shop.ts";

const NOON_MS = Date.UTC(2100, 0, 1, 12);
const COMMANDS_MAX = 90;
const RUNS = 10;
const SHOPPERS = 5;
const CALLS_MAX = 25;
const SKUS = 3;
const OPENING = 6;
const MINUTE_MS = 60_000;

type Step = fc.AsyncCommand<object, Shop>;

afterEach(() => void vi.useRealTimers());

let ids = 0;
/** Of the same form as a client's, and the same in each run of a seed. */
const newId = () => `00000000-0000-4000-8000-${(++ids).toString(16).padStart(12, "0")}`;
const at = <Item>(items: readonly Item[], pick: number): Item | undefined => items[pick % Math.max(1, items.length)];

const death: fc.Arbitrary<Death> = fc.option(
  fc.record({
    calls: fc.integer({ min: 1, max: CALLS_MAX }),
    when: fc.constantFrom("before" as const, "after" as const),
  }),
  { freq: 2 },
);
const step = (words: string, run: (shop: Shop) => Promise<unknown>): Step => ({
  check: () => true,
  toString: () => words,
  run: async (_, shop) => {
    await run(shop);
    await shop.check();
  },
});
const pick = fc.nat(99);
const who = fc.nat(SHOPPERS - 1);
const told = (dies: Death) => (dies ? `, dies ${dies.when} call ${dies.calls}` : "");

async function shopperAt(shop: Shop, index: number) {
  const known = shop.shoppers.get(index);
  if (known) return known;
  const cartId = await fillCart(newTestWorld(), { [shop.skus[index % SKUS] ?? ""]: 1 });
  shop.cartIds.push(cartId);
  const shopper = { cartId, ask: askWith(cartId, { id: newId(), customerId: `customer-${cartId}` }) };
  shop.shoppers.set(index, shopper);
  return shopper;
}

const begin = async (shop: Shop, index: number, dies: Death) => {
  const { ask } = await shopperAt(shop, index);
  return shop.request(dies, (world) => beginCheckout(world, ask));
};

const puts = fc.tuple(who, pick, fc.nat(3), death).map(([index, sku, quantity, dies]) =>
  step(`${index} wants ${quantity} of ${sku % SKUS}${told(dies)}`, async (shop) => {
    const { cartId } = await shopperAt(shop, index);
    const ask = { operationId: newId(), sku: at(shop.skus, sku) ?? "", quantity };
    await shop.request(dies, (world) => setCartLine(world, cartId, ask));
  }),
);
const begins = fc
  .tuple(who, death)
  .map(([index, dies]) => step(`${index} begins${told(dies)}`, (shop) => begin(shop, index, dies)));
const begin2 = fc.tuple(who, who, death).map(([one, other, dies]) =>
  step(`${one} and ${other} begin together${told(dies)}`, async (shop) => {
    await shopperAt(shop, one);
    await shopperAt(shop, other);
    await Promise.all([begin(shop, one, dies), begin(shop, other, null)]);
  }),
);
const buys = fc.tuple(who, death).map(([index, dies]) =>
  step(`${index} buys${told(dies)}`, async (shop) => {
    const shopper = await shopperAt(shop, index);
    const { ask } = shopper;
    await shop.request(null, (world) => beginCheckout(world, ask));
    const [session] = [...shop.provider.kept.session.values()].slice(-1);
    if (session) await shop.provider.pay(session.id);
    for (const webhook of await shop.provider.waiting()) await shop.hear(webhook, dies);
    shopper.ask = { ...ask, id: newId() };
  }),
);
const anew = who.map((index) =>
  step(`${index} comes again`, async (shop) => {
    const shopper = await shopperAt(shop, index);
    shopper.ask = { ...shopper.ask, id: newId() };
  }),
);
const cancels = fc.tuple(who, death).map(([index, dies]) =>
  step(`${index} turns back${told(dies)}`, async (shop) => {
    const { ask } = await shopperAt(shop, index);
    await shop.request(dies, (world) => cancelCheckout(world, ask.id));
  }),
);
const pays = fc
  .tuple(pick, fc.constantFrom("succeeds" as const, "succeeds" as const, "refundPending" as const, "declined" as const))
  .map(([session, card]) =>
    step(`session ${session} is paid: ${card}`, async (shop) => {
      const kept = at([...shop.provider.kept.session.values()], session);
      if (kept) await shop.provider.pay(kept.id, card);
    }),
  );
const hears = fc.tuple(pick, death).map(([webhook, dies]) =>
  step(`webhook ${webhook}${told(dies)}`, async (shop) => {
    const one = at(await shop.provider.all(), webhook);
    if (one) await shop.hear(one, dies);
  }),
);
const hears2 = fc.tuple(pick, pick).map(([first, second]) =>
  step(`webhooks ${first} and ${second} together`, async (shop) => {
    const all = await shop.provider.all();
    await Promise.all([first, second].map((which) => at(all, which)).map((one) => one && shop.hear(one)));
  }),
);
const sweeps = death.map((dies) => step(`the timer${told(dies)}`, (shop) => shop.sweep(dies)));
const consumes = fc.tuple(pick, fc.integer({ min: 1, max: 4 }), fc.boolean(), death).map(([from, count, again, dies]) =>
  step(`${count} messages${again ? " again" : ""} from ${from}${told(dies)}`, async (shop) => {
    const start = from % Math.max(1, shop.waiting.length);
    // The newest first.
    const batch = again ? shop.told.slice(-count) : shop.waiting.splice(start, count);
    await shop.consume(batch.toReversed(), dies);
  }),
);
const refunds = fc.tuple(pick, fc.boolean(), death).map(([which, whole, dies]) =>
  step(`order ${which} is refunded${whole ? " whole" : ""}${told(dies)}`, async (shop) => {
    const { orders, lines } = await shop.books();
    const order = at(orders, which);
    if (!order) return;
    const [line] = lines.filter(({ orderId }) => orderId === order.id);
    const restock = whole && line ? [{ sku: line.sku, quantity: 1 }] : [];
    const ask = { orderId: order.id, refundId: newId(), amountMinor: whole ? null : 100, restock, reason: "Returned" };
    await shop.request(dies, (world) => refundOrder(world, { ...ask, by: TOKEN_VIEWER }));
  }),
);
const staff = fc.tuple(pick, fc.integer({ min: -2, max: 2 }), death).map(([sku, delta, dies]) =>
  step(`staff: ${delta} of ${sku % SKUS}${told(dies)}`, async (shop) => {
    const of = { sku: at(shop.skus, sku) ?? "", operationId: newId(), byId: "staff" };
    await shop.request(dies, (world) =>
      delta > 0
        ? receiveUnits(world, { ...of, quantity: delta })
        : adjustStock(world, { ...of, delta: delta || -1, reason: "broken" }),
    );
  }),
);
const evicts = fc.tuple(pick, fc.constantFrom("SKU" as const, "cart" as const)).map(([which, what]) =>
  step(`${what} ${which} is evicted`, async (shop) => {
    const id = at(what === "SKU" ? shop.skus : shop.cartIds, which);
    if (id) await shop.evict(what, id);
  }),
);
const rings = fc.constant(step("the alarms ring", (shop) => shop.ring()));
const passes = fc
  .constantFrom(1_000, 31_000, 3 * MINUTE_MS, 41 * MINUTE_MS, 26 * 60 * MINUTE_MS)
  .map((ms) => step(`${ms} ms pass`, async (shop) => shop.pass(ms)));

test("a store in which everything happens loses no unit and no money, and comes to rest", MODEL_TIMEOUT, async () => {
  const all = [
    puts,
    begins,
    begins,
    begin2,
    buys,
    buys,
    anew,
    cancels,
    pays,
    pays,
    hears,
    hears,
    hears2,
    consumes,
    sweeps,
    refunds,
    staff,
  ];
  const commands = fc.commands([...all, evicts, rings, passes], { maxCommands: COMMANDS_MAX, size: "max" });
  const total = { steps: 0, deaths: 0, orders: 0, refunds: 0, charges: 0 };
  await fc.assert(
    fc.asyncProperty(commands, async (run) => {
      vi.setSystemTime(NOON_MS);
      const shop = new Shop(await seedGoods(SKUS, OPENING));
      await fc.asyncModelRun(() => ({ model: {}, real: shop }), run);
      const { orders, refunds, charges } = await shop.rest();
      takeErrors();
      total.steps += [...run].length;
      total.deaths += shop.deaths;
      total.orders += orders.length;
      total.refunds += refunds.length;
      total.charges += charges.length;
    }),
    modelRuns("whole store", RUNS),
  );
  console.info(`whole store: ${JSON.stringify(total)}`);
  expect(total.steps).toBeGreaterThan(0);
});

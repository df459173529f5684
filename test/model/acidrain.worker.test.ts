/**
 * The three families of races that Warszawski and Bailis found in online stores ("ACIDRain", SIGMOD 2017): a stock that is
 * sold twice, a voucher that is spent twice, and a cart that changes between what was priced and what is paid.
 */
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { setCartLine } from "../../worker/cart/cart-flow.ts";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import type { StockKeeper } from "../../worker/inventory/stock-keeper.ts";
import { settlePayment } from "../../worker/payments/settle-payment-flow.ts";
import type { World } from "../../worker/world.ts";
import { assertStockConserved } from "../support/assert-stock-conserved.ts";
import { MODEL_TIMEOUT, modelRuns } from "../support/model-runs.ts";
import { askWith, fillCart, seedGoods } from "../support/order-goods.ts";
import { newTestWorld } from "../support/test-world.ts";
import { watchedWorld } from "../support/watched-world.ts";
import { Shop } from "./shop.ts";

const NOON_MS = Date.UTC(2100, 0, 1, 12);
const RUNS = 5;
const OPENING = 10;

afterEach(() => void vi.useRealTimers());

const unitsOf = (parts: readonly { quantity: number }[]) => parts.reduce((sum, { quantity }) => sum + quantity, 0);

/** Pays whatever is open, and tells the store of it, twice and in any order. */
async function payAll(shop: Shop, order: readonly number[]): Promise<void> {
  for (const { id } of [...shop.provider.kept.session.values()]) await shop.provider.pay(id);
  const webhooks = await shop.provider.all();
  const shuffled = webhooks.toSorted((a, b) => (order[webhooks.indexOf(a)] ?? 0) - (order[webhooks.indexOf(b)] ?? 0));
  await Promise.all([...shuffled, ...webhooks].map((webhook) => shop.hear(webhook)));
}

test(
  "inventory: however many check out and pay at once, no unit is sold that is not there",
  MODEL_TIMEOUT,
  async () => {
    const carts = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 4, maxLength: 10, size: "max" });
    await fc.assert(
      fc.asyncProperty(carts, fc.integer({ min: 1, max: 6 }), fc.array(fc.nat(99)), async (wishes, opening, order) => {
        vi.setSystemTime(NOON_MS);
        const shop = new Shop(await seedGoods(2, opening));
        const begun = wishes.map(async ([first, second]) => {
          const [one = "", two = ""] = shop.skus;
          const cartId = await fillCart(newTestWorld(), { [one]: first + 1, ...(second > 0 && { [two]: second }) });
          shop.cartIds.push(cartId);
          return askWith(cartId, { customerId: `customer-${cartId}` });
        });
        const asks = await Promise.all(begun);
        // Each presses the button twice.
        await Promise.all([...asks, ...asks].map((ask) => shop.request(null, (world) => beginCheckout(world, ask))));
        await shop.check();
        await payAll(shop, order);
        await shop.check();
        const { orders, lines, ledgers } = await shop.rest();
        for (const { sku, levels, entries } of ledgers) {
          const sold = unitsOf(lines.filter((line) => line.sku === sku));
          // One that nobody asked for was never opened.
          expect(levels).toEqual({ onHand: entries.length > 0 ? opening - sold : 0, held: 0 });
        }
        expect(new Set(orders.map(({ checkoutId }) => checkoutId)).size).toBe(orders.length);
      }),
      modelRuns("inventory", RUNS),
    );
  },
);

/**
 * There is no page yet that takes a voucher. What will keep its uses is the ledger that keeps a SKU's units, which knows
 * nothing of goods: this is its object, under a voucher's name, asked as a checkout asks.
 */
test(
  "voucher: a code that may be used once is used once, and one per shopper once by each",
  MODEL_TIMEOUT,
  async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 5, max: 20 }), async (uses, shoppers) => {
        vi.setSystemTime(NOON_MS);
        const code = `voucher:WELCOME-${++count}`;
        const voucher = env.SKU_STOCK.getByName(code) as unknown as StockKeeper;
        await voucher.receive({ operationId: "issued", quantity: uses, byId: "staff" });
        const spend = async (checkout: string, buyer: string) => {
          const terms = { accounts: null, keepBack: 0, buyer: { id: buyer, max: 1 } };
          const held = await voucher.hold({ holdId: checkout, quantity: 1, expiresAtMs: NOON_MS + 60_000, terms });
          return held.ok && (await voucher.commit(checkout)).ok;
        };
        // Everybody with two checkouts at once, each sent twice.
        const asks = Array.from({ length: shoppers }, (_, buyer) => [
          `a-${buyer}`,
          `b-${buyer}`,
          `a-${buyer}`,
          `b-${buyer}`,
        ]);
        const ends = await Promise.all(
          asks.map((checkouts, buyer) =>
            Promise.all(checkouts.map(async (id) => ((await spend(id, `${buyer}`)) ? id : null))),
          ),
        );
        const spent = ends.map((own) => new Set(own.filter((id) => id !== null)).size);
        expect(Math.max(...spent), "once by each").toBe(1);
        expect(unitsOf(spent.map((quantity) => ({ quantity })))).toBe(uses);
        expect(await assertStockConserved(voucher)).toMatchObject({ onHand: 0, held: 0, sold: uses });
      }),
      modelRuns("voucher", RUNS * 4),
    );
  },
);

/** A world in which the cart is changed just before the request's n-th call. */
function changedMidway(world: World, calls: number, change: () => Promise<unknown>): World {
  let count = 0;
  return watchedWorld(world, async (_, go) => {
    count += 1;
    if (count === calls) await change();
    return go();
  });
}

test(
  "cart: whatever is put in or taken out on the way, what is paid is what is held is what is ordered",
  MODEL_TIMEOUT,
  async () => {
    const wish = fc.integer({ min: 0, max: 4 });
    const moment = fc.integer({ min: 1, max: 18 });
    await fc.assert(
      fc.asyncProperty(fc.tuple(wish, wish), moment, moment, async ([first, second], calls, after) => {
        vi.setSystemTime(NOON_MS);
        const shop = new Shop(await seedGoods(2, OPENING));
        const [one = "", two = ""] = shop.skus;
        const cartId = await fillCart(newTestWorld(), { [one]: 1, [two]: 2 });
        shop.cartIds.push(cartId);
        const put = (sku: string, quantity: number) =>
          setCartLine(newTestWorld(), cartId, { operationId: crypto.randomUUID(), sku, quantity });
        const ask = askWith(cartId, { customerId: `customer-${cartId}` });
        await shop.request(null, (world) =>
          beginCheckout(
            changedMidway(world, calls, () => put(one, first)),
            ask,
          ),
        );
        const held = (await shop.books()).ledgers.map(({ levels }) => levels.held);
        await put(two, second);
        // And once more while the payment is settled.
        for (const { id } of [...shop.provider.kept.session.values()]) await shop.provider.pay(id);
        for (const webhook of await shop.provider.all())
          await shop.request(null, async (world) => {
            const settling = changedMidway(world, after, () => put(one, second));
            const message = await settling.payments.readMessage(webhook.body, webhook.signature);
            if (message.ok) await settlePayment(settling, message.value);
          });
        const { orders, lines, payments, ledgers, charges } = await shop.rest();
        expect(orders).toHaveLength(1);
        const ordered = shop.skus.map((sku) => unitsOf(lines.filter((line) => line.sku === sku)));
        expect(held, "what was held").toEqual(ordered);
        const sold = ledgers.map(({ levels, entries }) => (entries.length > 0 ? OPENING - levels.onHand : 0));
        expect(sold, "what was sold").toEqual(ordered);
        const [order, charge] = [orders[0], charges[0]];
        expect(charge?.paidMinor, "what was paid").toBe(order?.totalMinor);
        expect(payments.map(({ amountMinor }) => amountMinor)).toEqual([order?.totalMinor]);
      }),
      modelRuns("cart", RUNS * 2),
    );
  },
);

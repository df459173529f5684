/** A shopper who buys, whatever happens: asks again where no answer came, pays, comes back, and looks how it stands. */
import { expect } from "vitest";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import type { BeginCheckout } from "../../worker/checkout/checkout-answer.ts";
import { readCheckoutStatus } from "../../worker/checkout/read-status-flow.ts";
import { TOKEN_VIEWER } from "../../worker/customers/viewer-store.ts";
import type { EventKind, PayloadOf } from "../../worker/events/event.ts";
import { consumeBatch } from "../../worker/events/events-consumer.ts";
import { newEvent, sweepOutboxes } from "../../worker/events/outbox-store.ts";
import { receiveUnits } from "../../worker/inventory/stock-flow.ts";
import { finishLeftOrder } from "../../worker/orders/finish-order-flow.ts";
import { refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { askWith, fillCart, type Goods, seedGoods as seed } from "../support/order-goods.ts";
import type { CARDS } from "../support/stripe-emulator.ts";
import { newTestWorld } from "../support/test-world.ts";
import type { Scene } from "./scene.ts";

/** How often a shopper asks before giving up, and how long they wait in between. */
const ASKS_MAX = 6;
const WAIT_MS = 31_000;
const LATER_MS = 60_000;
const OPENING = 3;

export type Shopper = { ask: BeginCheckout; checkoutIds: string[] };

/** Two articles, in the order in which they are held, of which two shoppers at once cannot both have theirs. */
export const seedGoods = () => seed(2, OPENING);
/** The same, whose ledgers are open: each holds a unit more. */
export async function openedGoods(): Promise<readonly string[]> {
  const skus = await seedGoods();
  const open = (sku: string) =>
    receiveUnits(newTestWorld(), { sku, operationId: `delivery:${sku}`, quantity: 1, byId: "staff" });
  await Promise.all(skus.map(open));
  return skus;
}
export const goodsOf = ({ skus }: Pick<Scene, "skus">): Goods => ({ [skus[0] ?? ""]: 2, [skus[1] ?? ""]: 1 });

const shoppers = new WeakMap<Scene, Shopper>();
/** The scene's own, not those who come in between. */
export function shopperOf(scene: Scene): Shopper {
  const shopper = shoppers.get(scene);
  if (!shopper) throw new Error("The scene has its shopper");
  return shopper;
}

/** With a cart of its own, signed in as a customer of its own. */
export async function newShopper(scene: Scene, goods: Goods): Promise<Shopper> {
  const cartId = await fillCart(newTestWorld(), goods);
  scene.cartIds.push(cartId);
  const shopper: Shopper = { ask: askWith(cartId, { customerId: `customer-${cartId}` }), checkoutIds: [] };
  if (!shoppers.has(scene)) shoppers.set(scene, shopper);
  return shopper;
}

const SEES: Readonly<Record<string, string>> = {
  "stock.insufficient": "sold out",
  "payment.unavailable": "no payment possible now, nothing was charged",
  "checkout.still_working": "still being worked on",
  "checkout.moved_on": "this checkout has ended, begin another",
};

/** True once there is something to pay, or it is paid. */
export async function begin(scene: Scene, shopper: Shopper): Promise<boolean> {
  for (let asks = 0; asks < ASKS_MAX; asks += 1) {
    const { ask } = shopper;
    if (!shopper.checkoutIds.includes(ask.id)) shopper.checkoutIds.push(ask.id);
    const begun = await scene.request("begin", (world) => beginCheckout(world, ask)).catch(() => null);
    if (begun?.ok) {
      scene.sees(begun.value.state === "held" ? "the payment page" : `an answer: ${begun.value.state}`);
      return true;
    }
    const code = begun?.problem.code;
    scene.sees(code ? (SEES[code] ?? code) : "an error");
    if (code === "stock.insufficient") return false;
    if (!code || code === "checkout.still_working") scene.moveClock(WAIT_MS);
    else shopper.ask = { ...ask, id: crypto.randomUUID() };
  }
  return expect.unreachable("a shopper gets an answer after so many asks");
}

/** Pays the scene's own checkout. True unless the provider's page was closed. */
export async function pay(scene: Scene, card: keyof typeof CARDS = "succeeds"): Promise<boolean> {
  const { checkoutIds } = shopperOf(scene);
  const all = [...scene.provider.kept.session.values()];
  const sessions = all.filter(({ api }) => checkoutIds.includes(api.metadata?.checkoutId ?? ""));
  if (sessions.some(({ api }) => api.status === "complete")) return true;
  const ends = await Promise.all(sessions.slice(-1).map(({ id }) => scene.provider.pay(id, card)));
  return ends.includes("complete");
}

/** How the checkout stands, as its page says it. */
export async function look(scene: Scene, shopper: Shopper): Promise<void> {
  const read = () => scene.request("status", (world) => readCheckoutStatus(world, shopper.checkoutIds.at(-1) ?? ""));
  const status = await read().catch(() => {
    scene.sees("an error");
    return read();
  });
  scene.sees(status.ok ? STANDS[status.value.state] : "no such checkout");
}
const STANDS = {
  holding: "being prepared",
  held: "not paid yet",
  processing: "the payment is on its way",
  paid: "the order",
  abandoned: "it came to nothing",
  expired: "not paid in time",
  refused: "the money goes back",
} as const;

/** From the first press of the button to the webhooks; again from the start when the provider's page was closed. */
export async function buy(scene: Scene, shopper: Shopper): Promise<void> {
  for (let rounds = 0; rounds < 2; rounds += 1) {
    if (!(await begin(scene, shopper))) return;
    const paid = await scene
      .outside("shopper", "pays", () => pay(scene))
      .catch(() => {
        scene.sees("the provider's page hangs");
        return true;
      });
    if (paid) break;
    scene.sees("the payment page is closed");
    shopper.ask = { ...shopper.ask, id: crypto.randomUUID() };
  }
  await scene.outside("shopper", "comes back", () => look(scene, shopper));
  await scene.tell();
  await settle(scene);
}

/** The webhooks come, and once more those that the store had no answer to. */
export async function within(scene: Scene): Promise<void> {
  await scene.tell();
  await scene.tell();
}

/** What happens within seconds by itself. */
export async function settle(scene: Scene): Promise<void> {
  await scene.drain();
  await scene.objects.ring();
  await scene.drain();
}

/** One press of the button. */
export const beginAs = (scene: Scene, { ask }: Shopper) => scene.request("begin", (world) => beginCheckout(world, ask));
/** Someone else, who wants the same units. */
export const begins = async (scene: Scene, goods: Goods) => beginAs(scene, await newShopper(scene, goods));
/** The timer comes to the same order. */
export async function finishes(scene: Scene): Promise<void> {
  const { orders } = await scene.books();
  await scene.request("sweep", (world) => finishLeftOrder(world, orders[0]?.checkoutId ?? ""));
}

/** The message once more, to another consumer. */
export const consume = <Kind extends EventKind>(scene: Scene, kind: Kind, payload: PayloadOf<Kind>) =>
  scene.request("queue", async (world) => {
    const message = {
      id: crypto.randomUUID(),
      timestamp: new Date(),
      body: newEvent(world, kind, payload),
      attempts: 1,
    };
    const settled = { ack: () => undefined, retry: () => undefined };
    const batch = { queue: "meridian-events", messages: [{ ...message, ...settled }] } as unknown as MessageBatch;
    await consumeBatch(world, batch);
  });

/** The timer, a minute on. */
export const relays = (scene: Scene) =>
  scene.request("sweep", (world) => sweepOutboxes({ ...world, nowMs: () => world.nowMs() + LATER_MS }));

export const projects = (scene: Scene) => consume(scene, "stock.changed", { sku: scene.skus[0] ?? "" });

/** Something else happens meanwhile, and is told of: a delivery comes in, or some of the money goes back. */
export async function newer(scene: Scene, what: "stock" | "refund"): Promise<void> {
  const { orders } = await scene.books();
  if (what === "stock") {
    const came = { sku: scene.skus[0] ?? "", operationId: crypto.randomUUID(), quantity: 1, byId: "staff" };
    await scene.request("staff", (world) => receiveUnits(world, came));
    await scene.objects.ring();
    return;
  }
  const ask = { orderId: orders[0]?.id ?? "", refundId: crypto.randomUUID(), amountMinor: 100, restock: [] };
  await scene.request("staff", (world) => refundOrder(world, { ...ask, reason: "A scratch", by: TOKEN_VIEWER }));
}

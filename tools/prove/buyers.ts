/** Shoppers of every kind: who pay, turn back, are declined, pay twice, pay late, or press the button three times at once. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { ADDRESS } from "../demo/address.ts";
import type { Chance } from "./chance.ts";
import type { StoreClient } from "./store-client.ts";
import { tellPayments } from "./tell-payments.ts";

const WAYS = [
  ["buys", 40],
  ["abandons", 14],
  ["turns back", 8],
  ["is declined, then pays", 8],
  ["is declined", 5],
  ["pays by bank", 5],
  ["pays by bank, in vain", 4],
  ["pays two checkouts of one cart", 5],
  ["presses three times at once", 6],
  ["pays when the session is over", 3],
  ["pays while turning back", 5],
] as const;
export type Way = (typeof WAYS)[number][0];

/** What a shopper was told in the end. */
export type End = "sold out" | "was refused" | "ordered" | "left";
export type Tally = { ways: Map<Way, number>; ends: Map<End, number> };
export const newTally = (): Tally => ({ ways: new Map(), ends: new Map() });

/** `tally` is added to by every shopper. */
export type Market = {
  store: StoreClient;
  paymentsUrl: string;
  skus: readonly string[];
  chance: Chance;
  tally: Tally;
};

const CARDS = { good: "4242424242424242", declined: "4000000000000002" } as const;
const LINES_MAX = 3;
const QUANTITY_MAX = 2;
/** How long a shopper waits for the order to show. */
const PATIENCE_MS = 20_000;
const LOOK_MS = 400;
/** One shopper, from an empty cart to whatever end. */
export async function shop(market: Market): Promise<void> {
  const way = market.chance.pick(WAYS);
  count(market.tally.ways, way);
  count(market.tally.ends, await shopIn(market, way));
}

async function shopIn(market: Market, way: Way): Promise<End> {
  const cartId = await fillCart(market);
  const first = await checkOut(market, cartId, way === "presses three times at once" ? 3 : 1);
  if (typeof first === "string") return first;
  const pay = (how: object, sessionId = first.sessionId) => payFor(market, sessionId, how);
  const card = (number: string) => ({ card: number });
  switch (way) {
    case "abandons":
      return "left";
    case "turns back":
      await cancel(market, first.id);
      return "left";
    case "is declined":
      await pay(card(CARDS.declined));
      return "left";
    case "is declined, then pays":
      await pay(card(CARDS.declined));
      await pay(card(CARDS.good));
      break;
    case "pays by bank":
    case "pays by bank, in vain":
      await pay({ bank: way === "pays by bank" ? "succeeds" : "fails" });
      return "left";
    case "pays two checkouts of one cart": {
      const second = await checkOut(market, cartId, 1);
      const paySecond = typeof second === "string" ? null : pay(card(CARDS.good), second.sessionId);
      await Promise.all([pay(card(CARDS.good)), paySecond]);
      break;
    }
    case "pays when the session is over":
      await tellPayments(market.paymentsUrl, "POST", `sessions/${first.sessionId}/expire`, {});
      await pay(card(CARDS.good));
      return "left";
    case "pays while turning back":
      await Promise.all([pay(card(CARDS.good)), cancel(market, first.id)]);
      return "left";
    default:
      await pay(card(CARDS.good));
      if (market.chance.next() < 0.2) await pay(card(CARDS.good));
  }
  return (await untilOrdered(market, first.id)) ? "ordered" : "left";
}

async function fillCart({ store, skus, chance }: Market): Promise<string> {
  const { body } = await store.send("POST", "/api/carts", { market: "en-us" });
  const cartId = String(body.id);
  for (let line = chance.whole(1, LINES_MAX); line > 0; line -= 1) {
    const sku = skus[chance.whole(0, skus.length - 1)];
    const quantity = chance.whole(1, QUANTITY_MAX);
    await store.send("POST", `/api/carts/${cartId}/lines`, { operationId: randomUUID(), sku, quantity });
  }
  return cartId;
}

type Begun = { id: string; sessionId: string };

/** What a refusal means to the shopper: there is too little left, or the store or the provider could not. */
async function checkOut({ store }: Market, cartId: string, times: number): Promise<Begun | End> {
  const id = randomUUID();
  const email = `buyer-${id.slice(0, 8)}@example.com`;
  const body = { id, cartId, email, shippingAddress: ADDRESS, shippingMethodId: "standard" };
  const answers = await Promise.all(Array.from({ length: times }, () => store.send("POST", "/api/checkouts", body)));
  const held = answers.find(({ status }) => status === 201);
  if (!held) return answers[0]?.body.code === "stock.insufficient" ? "sold out" : "was refused";
  const { url } = held.body.payment as { url: string };
  return { id, sessionId: url.split("/").at(-1) ?? "" };
}

const cancel = ({ store }: Market, id: string) => store.send("POST", `/api/checkouts/${id}/cancel`, {});
const payFor = ({ paymentsUrl }: Market, sessionId: string, how: object) =>
  tellPayments(paymentsUrl, "POST", `sessions/${sessionId}/pay`, how);

async function untilOrdered({ store }: Market, id: string): Promise<boolean> {
  const untilMs = Date.now() + PATIENCE_MS;
  while (Date.now() < untilMs) {
    const { body } = await store.send("GET", `/api/checkouts/${id}`);
    if (body.state === "paid") return true;
    await pause(LOOK_MS);
  }
  return false;
}

const count = <Key>(tally: Map<Key, number>, key: Key) => void tally.set(key, (tally.get(key) ?? 0) + 1);

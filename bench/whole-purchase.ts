/** How many whole purchases a second: from an empty cart to an order, the payment and the provider's message between. */
import { setTimeout as pause } from "node:timers/promises";
import { bodyOf } from "./client.ts";
import type { Question, Visit } from "./question.ts";
import { addLine, checkOut, openCart } from "./shopper.ts";

const ASKS_MAX = 100;
/** Asked again after this long, each time twice as long, as a patient page would. */
const ASK_MS = 10;
const ASK_MS_MAX = 200;

const wholePurchase: Question = { visit: (visit) => visit.timed(() => purchase(visit)) };
export default wholePurchase;

async function purchase(visit: Visit): Promise<void> {
  const cartId = await openCart(visit);
  await addLine(visit, cartId, visit.round);
  const { id, payment } = await checkOut(visit, cartId);
  const sessionId = payment.url.split("/").at(-1);
  const pay = `${visit.place.paymentsUrl}/_emulator/sessions/${sessionId}/pay`;
  bodyOf(await visit.client.send("POST", pay, { card: "4242424242424242" }), 200);
  await untilOrdered(visit, id);
}

async function untilOrdered({ client, place }: Visit, checkoutId: string): Promise<void> {
  for (let asks = 0; asks < ASKS_MAX; asks += 1) {
    const url = `${place.storeUrl}/api/checkouts/${checkoutId}`;
    if (bodyOf<{ state: string }>(await client.send("GET", url), 200).state === "paid") return;
    await pause(Math.min(ASK_MS * 2 ** asks, ASK_MS_MAX));
  }
  throw new Error(`Checkout ${checkoutId} was paid and has become no order`);
}

/** Mails about a checkout that became no order: its payment failed, or came when the goods were gone. */
import type { MailCheckout } from "../../emails/order-blocks.ts";
import { paidTooLate } from "../../emails/paid-too-late.ts";
import { paymentFailed } from "../../emails/payment-failed.ts";
import { readCause, readCheckout } from "../checkout/checkout-store.ts";
import type { StoreEvent } from "../events/event.ts";
import type { World } from "../world.ts";
import { type MailDraft, type MailEnd, sendOnce } from "./send-mail-flow.ts";
import { readMailOrigin } from "./store-address-store.ts";

export type CheckoutEvent = Extract<StoreEvent, { kind: "checkout.payment_failed" | "checkout.refused" }>;

/** Once a checkout, and each of the two. */
export const mailCheckoutEvent = (world: World, event: CheckoutEvent): Promise<MailEnd> =>
  sendOnce(world, { id: `${event.kind}:${event.payload.checkoutId}`, kind: event.kind }, () => draftOf(world, event));

async function draftOf(world: World, { kind, payload: { checkoutId } }: CheckoutEvent): Promise<MailDraft> {
  const checkout = await readCheckout(world.ordersOfCheckout(checkoutId), checkoutId);
  if (!checkout) return null;
  const { market, lines, totals } = checkout.snapshot;
  const origin = await readMailOrigin(world, market);
  const storeUrl = origin === "" ? null : `${origin}/${market}`;
  const told: MailCheckout = { lines, totals, storeUrl, cartUrl: storeUrl && `${storeUrl}/cart` };
  if (kind === "checkout.refused") {
    const isReplaced = (await readCause(world.ordersOfCheckout(checkoutId), checkout)) === "replaced";
    return { to: checkout.email, market, letter: (words) => paidTooLate(told, words, isReplaced) };
  }
  return { to: checkout.email, market, letter: (words) => paymentFailed(told, words) };
}

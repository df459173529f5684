/** What a shopper is told of a checkout. Its id is a secret of the client that made it: who has it may see all of this. */
import { assert } from "../base/assert.ts";
import type { Business } from "../tax/vat/business.ts";
import type { Address, CheckoutState, Totals } from "./checkout.ts";
import type { Checkout } from "./checkout-store.ts";

/** A request to begin a checkout. The market is the cart's. */
export type BeginCheckout = {
  /** Made by the client: a UUID of version 4. */
  id: string;
  cartId: string;
  email: string;
  shippingAddress: Address;
  shippingMethodId: string;
  /** What the shopper was shown: another total by now is refused. Left out, any is taken. */
  totalMinor?: number | undefined;
  /** Who is signed in; null for a guest. Certificates of exemption are an account's. */
  customerId: string | null;
  /** Who buys for a business. */
  business?: Business | undefined;
};

/** What a begun checkout is answered with. `orderId` is there once it is paid. */
export type CheckoutAnswer = {
  id: string;
  state: CheckoutState;
  /** ISO 8601: until when it can be paid. */
  expiresAt: string;
  totals: Totals;
  /** The provider's own page. */
  payment: { url: string };
  orderId?: string;
};

/** `orderUrl` is the path of the order's page, with the key that opens it. `payment` is there while it can be paid. */
export type CheckoutStatus = {
  id: string;
  state: CheckoutState;
  expiresAt: string;
  totals: Totals;
  payment?: { url: string };
  orderId?: string;
  orderUrl?: string;
};

/** States in which a repeat of the first request gets its answer again. */
export const isAnswerable = ({ state }: Pick<Checkout, "state">): boolean =>
  state === "held" || state === "processing" || state === "paid";

/** Throws unless it `isAnswerable`. */
export function answerOf(checkout: Checkout): CheckoutAnswer {
  assert(isAnswerable(checkout), "only a checkout that could be paid is answered");
  const { id, state, expiresAtMs, snapshot, paymentUrl, orderId } = checkout;
  return {
    id,
    state,
    expiresAt: new Date(expiresAtMs).toISOString(),
    totals: snapshot.totals,
    payment: { url: paymentUrl ?? "" },
    ...(orderId !== null && { orderId }),
  };
}

/** Of a checkout in any state. `orderUrl` is null while there is no order. */
export function statusOf(checkout: Checkout, orderUrl: string | null): CheckoutStatus {
  const { id, state, expiresAtMs, snapshot, paymentUrl, orderId } = checkout;
  return {
    id,
    state,
    expiresAt: new Date(expiresAtMs).toISOString(),
    totals: snapshot.totals,
    ...(state === "held" && paymentUrl !== null && { payment: { url: paymentUrl } }),
    ...(orderId !== null && { orderId }),
    ...(orderUrl !== null && { orderUrl }),
  };
}

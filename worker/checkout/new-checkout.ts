/** A checkout as it is first written: `holding`, before anything is held. */
import { createHash } from "node:crypto";
import type { CheckoutSnapshot } from "./checkout.ts";
import type { BeginCheckout } from "./checkout-answer.ts";
import type { Checkout } from "./checkout-store.ts";
import { SESSION_MS } from "./checkout-timing.ts";

/** Lines one checkout may have: the payment page takes 100, and tax on top is one. */
export const CHECKOUT_LINES_MAX = 99;

/** As addresses are kept and compared. */
export const emailOf = (text: string): string => text.trim().toLowerCase();

/** SHA-256 of what the client asked for: tells a repeat from another request with the same id. Who is signed in is not part of it. */
export function requestHashOf(ask: BeginCheckout): string {
  const { id, cartId, email, shippingAddress: to, shippingMethodId, business } = ask;
  const address = [to.name, to.line1, to.line2, to.city, to.region, to.postalCode, to.country];
  if (to.district || to.phone) address.push(to.district ?? "", to.phone ?? "");
  const asked = [
    id,
    cartId,
    emailOf(email),
    address,
    shippingMethodId,
    ...(business ? [business.company, business.vatNumber] : []),
  ];
  return createHash("sha256").update(JSON.stringify(asked)).digest("hex");
}

/** It can be paid until `SESSION_MS` from now. */
export function newCheckout(ask: BeginCheckout, snapshot: CheckoutSnapshot, nowMs: number): Checkout {
  return {
    id: ask.id,
    requestHash: requestHashOf(ask),
    cartId: ask.cartId,
    customerId: ask.customerId,
    market: snapshot.market,
    email: emailOf(ask.email),
    state: "holding",
    version: 1,
    holdAttempt: 1,
    snapshot,
    totalMinor: snapshot.totals.totalMinor,
    currency: snapshot.totals.currency,
    paymentSessionId: null,
    paymentUrl: null,
    orderId: null,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + SESSION_MS,
    updatedAtMs: nowMs,
  };
}

/** What may stand in the way of a checkout. */

import type { SessionProblem } from "../payments/payment-provider.ts";
import type { ShippingProblem } from "../shipping/shipping-choices.ts";
import type { TaxUnavailable } from "../tax/provider/ask-provider-flow.ts";
import type { BusinessProblem } from "../tax/vat/business.ts";

/** A line that cannot be held; `available` is how many are left. */
export type Shortage = { sku: string; available: number };

/** `lines` names every short SKU. `left`: so many more of a SKU the buyer may have. `max`: of one order. `totalMinor`: what it comes to now. */
export type CheckoutProblem =
  | { code: "stock.insufficient"; available?: number; lines?: readonly Shortage[] }
  | { code: "stock.buyer_limit"; sku: string; left: number }
  | { code: "stock.order_limit"; sku: string; max: number }
  | {
      code:
        | "checkout.unknown"
        | "checkout.id_taken"
        | "checkout.moved_on"
        | "checkout.still_working"
        | "checkout.total_too_large"
        | "cart.empty";
    }
  | { code: "checkout.total_changed"; totalMinor: number }
  | ShippingProblem
  | BusinessProblem
  | TaxUnavailable
  | SessionProblem;

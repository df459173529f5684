/** What a method costs for the goods of a cart. */
import { assert } from "../base/assert.ts";
import type { Fee, ShippingMethod } from "./zone.ts";

/** What is shipped: downloads are no part of it but in the subtotal. */
export type Goods = { subtotalMinor: number; weightGrams: number };

/** Null where the method takes no goods as heavy, or as dear. */
export function feeMinorOf(
  { fee, freeFromMinor }: Pick<ShippingMethod, "fee" | "freeFromMinor">,
  goods: Goods,
): number | null {
  const amountMinor = askedMinor(fee, goods);
  const isFree = freeFromMinor !== null && goods.subtotalMinor >= freeFromMinor;
  return amountMinor !== null && isFree ? 0 : amountMinor;
}

function askedMinor(fee: Fee, { subtotalMinor, weightGrams }: Goods): number | null {
  switch (fee.by) {
    case "flat":
      return fee.amountMinor;
    case "parcels":
      return fee.amountMinor * parcelsOf(weightGrams, fee.parcelGramsMax);
    case "weight":
    case "price": {
      const measured = fee.by === "weight" ? weightGrams : subtotalMinor;
      return fee.steps.find(({ upTo }) => upTo === null || measured <= upTo)?.amountMinor ?? null;
    }
  }
}

/** At least one, also of what weighs nothing. */
export function parcelsOf(weightGrams: number, parcelGramsMax: number): number {
  assert(parcelGramsMax > 0, "a parcel holds something");
  return Math.max(1, Math.ceil(weightGrams / parcelGramsMax));
}

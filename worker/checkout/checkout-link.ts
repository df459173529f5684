/** Where the payment provider sends the shopper back to. One page shows how the checkout stands, whichever way they came. */

/** The page of a checkout: leads to the order; offers to pay, or to turn back, while it is still held. */
export const checkoutPathOf = (market: string, checkoutId: string): string => `/${market}/checkout/${checkoutId}`;

/** Tells the same page that the shopper did what the provider asked for, so that the end of the payment is awaited. */
export const RETURNED = "returned";

export const returnedPathOf = (market: string, checkoutId: string): string =>
  `${checkoutPathOf(market, checkoutId)}?${RETURNED}=1`;

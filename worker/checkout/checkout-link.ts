/** Where the payment provider sends the shopper back to. One page shows how the checkout stands, whichever way they came. */

/** The page of a checkout: shows progress, then leads to the order; offers to pay while it is still held. */
export const checkoutPathOf = (market: string, checkoutId: string): string => `/${market}/checkout/${checkoutId}`;

/** The same page, told that the shopper turned back at the provider's. */
export const cancelledPathOf = (market: string, checkoutId: string): string =>
  `${checkoutPathOf(market, checkoutId)}?cancelled=1`;

/** The address of an order's page. The key in it is the right to see the order without signing in. */

/** Without the host. */
export const orderPathOf = (order: { market: string; id: string; secret: string }): string =>
  `/${order.market}/orders/${order.id}?key=${order.secret}`;

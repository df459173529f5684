/** The address of an order's page. The key in it is the right to see the order without signing in. */

/** Without the host. */
export const orderPathOf = (order: { market: string; id: string; secret: string }): string =>
  `/${order.market}/orders/${order.id}?key=${order.secret}`;

/** The same of one of its documents, by its number. */
export const invoicePathOf = (order: { market: string; id: string; secret: string }, number: string): string =>
  `/${order.market}/orders/${order.id}/documents/${encodeURIComponent(number)}?key=${order.secret}`;

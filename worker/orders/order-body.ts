/** An order as the API tells it: shoppers see their order, staff also see who did what and the payment's id. */
import type { OrderView } from "./order-view.ts";

/** What the shopper is told: nothing of the staff, the payment provider or the account. */
export function shopperOrderOf(order: OrderView) {
  const { checkoutId: _checkout, customerId: _customer, payments: _payments, allocation: _allocation, ...own } = order;
  return {
    ...own,
    refunds: own.refunds.map(withoutBy),
    fulfilments: own.fulfilments.map(withoutBy),
    events: own.events.map(withoutBy),
  };
}

function withoutBy<Row extends { byId: string | null }>({ byId: _by, ...row }: Row): Omit<Row, "byId"> {
  return row;
}

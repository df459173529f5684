/** What orders may answer, with its status: a part of problem-codes.ts. */
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { OrderProblem } from "../orders/order-problem.ts";

export const ORDER_PROBLEMS = {
  "order.unknown": [404, "There is no such order"],
  "order.nothing_to_fulfil": [409, "Every unit of this order was shipped already"],
  "order.line_over_fulfilled": [409, "More units than were ordered"],
  "order.restock_too_large": [409, "More units than were sold and not yet put back"],
  "order.refund_too_large": [409, "More than is left to refund"],
  "order.refund_unpayable": [422, "The amount ends in what cannot be paid in this currency"],
  "order.moved_on": [409, "The order has changed; load it again"],
  "order.for_pickup": [409, "This order is collected, and not shipped"],
  "order.not_for_pickup": [409, "This order is shipped, and not collected"],
  "order.line_not_digital": [409, "This line of the order is no download"],
} satisfies Record<OrderProblem["code"], [ContentfulStatusCode, string]>;

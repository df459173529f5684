/** How fast is a unit added to a cart? A visitor goes on to the next cart before one is full. */
import type { Question } from "./question.ts";
import { addLine, openCart } from "./shopper.ts";

const ADDS_PER_CART = 100;
/** As many different articles as a usual cart has. */
const LINES_PER_CART = 3;

const addToCart: Question = {
  carts: { count: 20, make: openCart },
  visit: async (visit) => {
    const cartId = visit.carts[0] ?? "";
    if (visit.round % ADDS_PER_CART === ADDS_PER_CART - 1) visit.carts.shift();
    await visit.timed(() => addLine(visit, cartId, visit.round % LINES_PER_CART));
  },
};
export default addToCart;

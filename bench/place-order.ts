/** How fast is an order placed: priced, every unit held, the payment created? The carts are filled before. */
import type { Question } from "./question.ts";
import { addLine, checkOut, openCart } from "./shopper.ts";

const placeOrder: Question = {
  carts: {
    count: 80,
    make: async (visit) => {
      const cartId = await openCart(visit);
      await addLine(visit, cartId, visit.round);
      return cartId;
    },
  },
  visit: async (visit) => {
    const cartId = visit.carts.shift() ?? "";
    await visit.timed(() => checkOut(visit, cartId));
  },
};
export default placeOrder;

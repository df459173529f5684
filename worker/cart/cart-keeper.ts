/** What the only writer of one cart answers: the contract of the `Cart` object. */
import type { Outcome } from "../base/outcome.ts";
import type { MarketId } from "../markets/markets.ts";
import type { Cart, CartLine, CartProblem, LineAsk, MarketPrices, Units } from "./cart.ts";
import type { ClaimProblem, PaymentClaim, TakeOutProblem } from "./cart-payment.ts";

type CartAnswer = Promise<Outcome<Cart, CartProblem>>;

/**
 * Changes carry an operation id made by the client; a repeat changes nothing and answers the cart as it is now.
 * The same id for another change is refused with `cart.operation_differs`.
 */
export type CartKeeper = {
  open(cartId: string, market: MarketId): Promise<Cart>;
  /** Null for a cart that was never opened, or has expired. */
  read(): Promise<Cart | null>;
  add(operationId: string, line: LineAsk): CartAnswer;
  /** Sets a line's quantity; 0 removes it. */
  set(operationId: string, line: LineAsk): CartAnswer;
  /**
   * Takes in another cart's lines: the larger quantity of each SKU, so a repeat doubles nothing. Its prices are of `market`; `late` are
   * the checkouts that they may yet be paid by.
   */
  absorb(operationId: string, lines: readonly CartLine[], market: MarketId, late?: readonly string[]): CartAnswer;
  /** Takes out what a checkout bought, once, and keeps what was added since. `purchases` as it was when that was priced. */
  takeOut(checkoutId: string, lines: readonly Units[], purchases: number): Promise<Outcome<null, TakeOutProblem>>;
  /** All in it is to go into another cart, once nothing of it can be paid: until `endLeaving` nothing can. Repeats safely. */
  beginLeaving(ask: { into: string; replaces: readonly string[] }): Promise<Outcome<null, ClaimProblem>>;
  /** What began to leave at `purchases` is in the other cart, which counted `there`; null where it did not fit. Repeats safely. */
  endLeaving(purchases: number, there: number | null): Promise<void>;
  /** Before a checkout may be paid: of all checkouts of the cart, this is the one. Repeats safely. */
  beginPayment(checkoutId: string, ask: PaymentClaim): Promise<Outcome<null, ClaimProblem>>;
  /** `prices` are those of the new market: what the shopper is shown from now on. */
  changeMarket(operationId: string, market: MarketId, prices: MarketPrices): CartAnswer;
  /** Makes it a customer's own; another customer's is refused with `cart.unknown`, as if it were not there. */
  claim(operationId: string, customerId: string): CartAnswer;
};

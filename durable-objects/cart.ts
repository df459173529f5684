/** The only writer of one cart, so changes made at once lose no line. The rules live in worker/cart/cart.ts. */
import { DurableObject } from "cloudflare:workers";
import { done, type Outcome, refused } from "../worker/base/outcome.ts";
import {
  type CartChange,
  type CartLine,
  type CartProblem,
  type Cart as CartState,
  changeCart,
  expiryOf,
  type LineAsk,
  type MarketPrices,
  openCart,
} from "../worker/cart/cart.ts";
import type { CartKeeper } from "../worker/cart/cart-keeper.ts";
import { type Operation, operationOf, rememberOperation, seenBefore } from "../worker/cart/cart-operations.ts";
import { type ClaimProblem, claimPayment, type PaymentClaim } from "../worker/cart/cart-payment.ts";
import type { MarketId } from "../worker/markets/markets.ts";

type Kept = { cart: CartState; operations: readonly Operation[] };
type Answer = Promise<Outcome<CartState, CartProblem>>;
const KEY = "cart";

export class Cart extends DurableObject<Env> implements CartKeeper {
  /** Opening an open cart again answers it as it is. */
  async open(cartId: string, market: MarketId): Promise<CartState> {
    const known = this.#read();
    if (known) return known.cart;
    const cart = openCart(cartId, market, Date.now());
    await this.#keep({ cart, operations: [] });
    return cart;
  }

  async read(): Promise<CartState | null> {
    return this.#read()?.cart ?? null;
  }
  async add(operationId: string, line: LineAsk): Answer {
    return this.#change(operationId, { kind: "add", line });
  }
  async set(operationId: string, line: LineAsk): Answer {
    return this.#change(operationId, { kind: "set", line });
  }
  async absorb(operationId: string, lines: readonly CartLine[], market: MarketId): Answer {
    return this.#change(operationId, { kind: "absorb", lines, market });
  }
  async takeOut(operationId: string, lines: readonly { sku: string; quantity: number }[]): Answer {
    return this.#change(operationId, { kind: "takeOut", by: operationId, lines });
  }
  async beginPayment(checkoutId: string, ask: PaymentClaim): Promise<Outcome<null, ClaimProblem>> {
    const known = this.#read();
    if (!known) return refused({ code: "gone" });
    const claimed = claimPayment(known.cart, checkoutId, ask);
    if (!claimed.ok) return claimed;
    await this.#keep({ ...known, cart: { ...known.cart, ...claimed.value } });
    return done(null);
  }
  async changeMarket(operationId: string, market: MarketId, prices: MarketPrices): Answer {
    return this.#change(operationId, { kind: "changeMarket", market, prices });
  }
  async claim(operationId: string, customerId: string): Answer {
    return this.#change(operationId, { kind: "claim", customerId });
  }

  /** Forgets the cart when its time is up. A change since the alarm was set only moves the alarm: one write in 30 days. */
  override async alarm() {
    const known = this.ctx.storage.kv.get<Kept>(KEY);
    if (known && expiryOf(known.cart) > Date.now()) await this.ctx.storage.setAlarm(expiryOf(known.cart));
    else await this.ctx.storage.deleteAll();
  }

  async #change(operationId: string, change: CartChange): Answer {
    const known = this.#read();
    if (!known) return refused({ code: "cart.unknown" });
    const operation = operationOf(operationId, change);
    const seen = seenBefore(known.operations, operation);
    if (seen === "differs") return refused({ code: "cart.operation_differs" });
    if (seen === "repeat") return done(known.cart);
    const changed = changeCart(known.cart, change, Date.now());
    if (!changed.ok) return changed;
    await this.#keep({ cart: changed.value, operations: rememberOperation(known.operations, operation) });
    return changed;
  }

  /** An expired cart is gone, even where its alarm is late. */
  #read(): Kept | null {
    const known = this.ctx.storage.kv.get<Kept>(KEY);
    return known && expiryOf(known.cart) > Date.now() ? known : null;
  }

  // What was read before it and this write are one turn: no `await` lies between them.
  async #keep(kept: Kept): Promise<void> {
    this.ctx.storage.kv.put(KEY, kept);
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(expiryOf(kept.cart));
  }
}

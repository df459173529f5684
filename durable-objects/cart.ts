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
  type Units,
  withoutUnits,
} from "../worker/cart/cart.ts";
import type { CartKeeper } from "../worker/cart/cart-keeper.ts";
import { type KeptOperations, operationOf, rememberIn, rivalsOf, seenBefore } from "../worker/cart/cart-operations.ts";
import {
  beginLeaving,
  type ClaimProblem,
  claimPayment,
  endLeaving,
  type PaymentClaim,
  type TakeOutProblem,
  wentTo,
} from "../worker/cart/cart-payment.ts";
import type { MarketId } from "../worker/markets/markets.ts";

type Kept = KeptOperations & { cart: CartState };
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
  async absorb(
    operationId: string,
    lines: readonly CartLine[],
    market: MarketId,
    late: readonly string[] = [],
  ): Answer {
    return this.#change(operationId, { kind: "absorb", lines, market, late });
  }
  async takeOut(
    checkoutId: string,
    lines: readonly Units[],
    purchases: number,
  ): Promise<Outcome<null, TakeOutProblem>> {
    const known = this.#read();
    if (!known) return refused({ code: "gone" });
    const { cart } = known;
    const change = { kind: "takeOut", by: checkoutId, lines } as const;
    const isOut = seenBefore(rivalsOf(known, change), operationOf(checkoutId, change)) === "repeat";
    if (isOut || (cart.paying?.checkoutId === checkoutId && cart.paying.isBought)) return done(null);
    if (cart.leaving) return refused({ code: "leaves" });
    const to = wentTo(cart, purchases);
    if (to) return refused({ code: "merged", to });
    await this.#change(checkoutId, change);
    return done(null);
  }
  async beginLeaving(ask: { into: string; replaces: readonly string[] }): Promise<Outcome<null, ClaimProblem>> {
    const known = this.#read();
    if (!known) return refused({ code: "gone" });
    const begun = beginLeaving(known.cart, ask);
    if (!begun.ok) return begun;
    await this.#keep({ ...known, cart: { ...known.cart, ...begun.value } });
    return done(null);
  }
  async endLeaving(purchases: number, there: number | null): Promise<void> {
    const known = this.#read();
    const leaving = known?.cart.leaving;
    if (!known || leaving?.purchases !== purchases) return;
    const ended = endLeaving({ ...known.cart, leaving }, there);
    const lines = there === null ? ended.lines : withoutUnits(ended.lines, leaving.lines);
    await this.#keep({ ...known, cart: { ...ended, lines, updatedAtMs: Date.now() } });
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
    const seen = seenBefore(rivalsOf(known, change), operation);
    if (seen === "differs") return refused({ code: "cart.operation_differs" });
    if (seen === "repeat") return done(known.cart);
    const changed = changeCart(known.cart, change, Date.now());
    if (!changed.ok) return changed;
    await this.#keep({ cart: changed.value, ...rememberIn(known, change, operationId) });
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

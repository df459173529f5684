/** What the store asks of a payment provider. One client speaks it: `stripe-client.ts`. */
import type { Outcome } from "../base/outcome.ts";
import type { Locale } from "../markets/markets.ts";
import type { Currency, Money } from "../pricing/money.ts";

/** A charge as the shopper sees it on the provider's page: the amounts sum to what is charged. */
export type SessionAsk = {
  /** The checkout's id: reference and idempotency key in one. */
  checkoutId: string;
  email: string;
  locale: Locale;
  currency: Currency;
  /** Types as the provider names them; null: it chooses. */
  paymentMethods: readonly string[] | null;
  lines: readonly { name: string; quantity: number; unitMinor: number; imageUrl: string | null }[];
  /** Shown as lines of their own; zero ones are left out. */
  shipping: { name: string; amountMinor: number };
  taxOnTopMinor: number;
  successUrl: string;
  cancelUrl: string;
  expiresAtMs: number;
};

export type PaymentSession = {
  id: string;
  checkoutId: string;
  /** The provider's own page; null once it can no longer be paid. */
  url: string | null;
  state: "open" | "complete" | "expired";
  /**
   * `paid`: the money is ours. `unpaid` on a complete session: a delayed method, the money is on its way. `failed`: it
   * will not come; only `readSession` and `expireSession` know that, a webhook says it by its kind.
   */
  payment: "paid" | "unpaid" | "failed";
  /** The provider's id of the charge; null before there is one. */
  paymentId: string | null;
  amountMinor: number;
  currency: string;
};

/** `refundId` is the store's own, `paymentId` the provider's id of the charge. */
export type RefundAsk = { refundId: string; paymentId: string } & Money;
/** `providerId` is null when the provider refused to make the refund at all; it is `failed` then. */
export type RefundAnswer = { providerId: string | null; state: "pending" | "succeeded" | "failed" };

/** The provider's own books, newest first. Go on with `next` until it is null; begin with null. */
export type ProviderPage<Item> = { items: readonly Item[]; next: string | null };
/** `after` is `next` of the page before. Nothing older than `sinceMs` is told. */
export type PageAsk = { sinceMs: number; after: string | null };
export type ListedSession = PaymentSession & { createdAtMs: number };
/** `refundId` is null for a refund that the store did not ask for: somebody made it at the provider. */
export type ListedRefund = RefundAnswer & {
  providerId: string;
  refundId: string | null;
  paymentId: string | null;
  amountMinor: number;
  currency: string;
  createdAtMs: number;
};

/** What a webhook tells. Every kind may come twice, late, or before what led to it. */
export type PaymentMessage = { id: string; type: string } & (
  | {
      kind: "session_completed" | "session_payment_succeeded" | "session_payment_failed" | "session_expired";
      session: PaymentSession;
    }
  | { kind: "refund_changed"; refundId: string | null; refund: RefundAnswer }
  | { kind: "ignored" }
);

/** The provider gave no answer, or the breaker is open. It may have done what it was asked all the same. */
export type PaymentUnavailable = { code: "payment.unavailable" };
/** What the shopper can put right: a total below the least the provider charges in this currency, or above the most, an address it cannot write to. */
export type SessionProblem =
  | PaymentUnavailable
  | { code: "payment.amount_too_small" | "payment.email_refused" | "checkout.total_too_large" };

/** Each call has a timeout and bounded retries, and answers `payment.unavailable` when the provider does not, or the breaker is open. */
export type PaymentProvider = {
  createSession(ask: SessionAsk): Promise<Outcome<PaymentSession, SessionProblem>>;
  readSession(id: string): Promise<Outcome<PaymentSession, PaymentUnavailable>>;
  /** Makes an open session unpayable; answers how it stands after that (it may have been paid meanwhile). */
  expireSession(id: string): Promise<Outcome<PaymentSession, PaymentUnavailable>>;
  /** Repeats safely: the refund's id is the idempotency key. */
  refund(ask: RefundAsk): Promise<Outcome<RefundAnswer, PaymentUnavailable>>;
  /** Those that this store made. A page may have none and yet have a next one. */
  listSessions(ask: PageAsk): Promise<Outcome<ProviderPage<ListedSession>, PaymentUnavailable>>;
  /** All there are, whoever made them; of one payment, where it is named. */
  listRefunds(ask: PageAsk & { paymentId?: string }): Promise<Outcome<ProviderPage<ListedRefund>, PaymentUnavailable>>;
  readMessage(rawBody: string, signature: string): Promise<Outcome<PaymentMessage, { code: "webhook.bad_signature" }>>;
};

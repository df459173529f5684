/** What the provider's word about a session means, whichever way it came: by webhook, or asked for. */
import type { PaymentMessage, PaymentSession } from "./payment-provider.ts";

/** `on_its_way`: the shopper used a delayed method. `failed`: it will not come. `expired`: nobody paid, nobody can any more. */
export type PaymentNews = "paid" | "on_its_way" | "failed" | "expired";
export type SessionMessage = Extract<PaymentMessage, { session: PaymentSession }>;

/** A session that is complete and not paid waits for a delayed method's money. */
export function newsOfMessage({ kind, session }: SessionMessage): PaymentNews {
  if (kind === "session_payment_failed") return "failed";
  if (kind === "session_expired") return "expired";
  return kind === "session_payment_succeeded" || session.payment === "paid" ? "paid" : "on_its_way";
}

/** Null while the shopper may still pay. */
export function newsOfSession({ state, payment }: PaymentSession): PaymentNews | null {
  if (payment === "paid") return "paid";
  if (payment === "failed") return "failed";
  if (state === "complete") return "on_its_way";
  return state === "expired" ? "expired" : null;
}

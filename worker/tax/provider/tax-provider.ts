/** Somebody else who reckons tax: the contract of the client, and of what tests put in its place. */
import type { Outcome } from "../../base/outcome.ts";
import type { Money } from "../../pricing/money.ts";
import type { TaxAnswer, TaxAsk } from "../tax-answer.ts";

/** `id` is the calculation's at the provider, which keeps it until `expiresAtMs`. */
export type TaxCalculation = { id: string; expiresAtMs: number; answer: TaxAnswer };
/** `why` is for the log and for staff. `refused`: asking the same again changes nothing. */
export type ProviderFailure = { code: "tax.provider_unavailable" | "tax.provider_refused"; why: string };
type Answer<Value> = Promise<Outcome<Value, ProviderFailure>>;

/** Each answers within its deadline, and never throws. */
export type TaxProvider = {
  /** Once: a shopper waits for it. */
  calculate(ask: TaxAsk): Answer<TaxCalculation>;
  /** Tells of a sale that came about, for the provider's reports; answers its id there. Bears repeating. */
  recordSale(ask: { calculationId: string; orderId: string }): Answer<string>;
  /** The same of money that went back, tax in it. */
  recordRefund(ask: { transactionId: string; refundId: string } & Money): Answer<string>;
};

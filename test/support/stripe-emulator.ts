/**
 * What worker tests tell the emulated Stripe. All test files share one, so everything is asked for by session or id. It
 * sends no messages by itself: a test takes them and posts them to the store, once, twice or in any order.
 */
import { exports } from "cloudflare:workers";
import { STRIPE_API_BASE } from "./outbound-address.ts";

export const CARDS = {
  succeeds: "4242424242424242",
  declined: "4000000000000002",
  insufficientFunds: "4000000000009995",
  challenged: "4000002500003155",
  refundPending: "4000000000007726",
  refundFails: "4000000000005126",
} as const;

export type Delivery = { id: string; type: string; body: string; signature: string };
export type Fault = {
  call?:
    | ("create_session" | "read_session" | "expire_session" | "create_refund" | "list_sessions" | "list_refunds")
    | ("create_calculation" | "create_tax_transaction" | "create_tax_reversal");
  /** `error`: a 500. `disconnect`: the connection is cut. The SDK tries three times in all. */
  kind: "error" | "disconnect" | "hang";
  /** `after`: the work is done, only the answer is lost. */
  when?: "before" | "after";
  times?: number;
  /** An id that the request holds: other tests' calls are left alone. */
  about: string;
};

async function tell(path: string, body: unknown = {}, method = "POST"): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${STRIPE_API_BASE}/_emulator/${path}`, { method, headers, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(`The emulator refused ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** Pays a session on the provider's page; a challenged card passes unless told to fail. Answers how it went. */
export const payFor = (
  sessionId: string,
  card: keyof typeof CARDS = "succeeds",
  challenge: "complete" | "fail" = "complete",
): Promise<{ state: "complete" | "challenge" | "declined" | "closed" }> =>
  tell(`sessions/${sessionId}/pay`, { card: CARDS[card], challenge }) as Promise<{ state: "complete" }>;

/** Pays by bank debit: complete and unpaid, until `settlePayment`. */
export const payByBank = (sessionId: string, outcome: "succeeds" | "fails" = "succeeds") =>
  tell(`sessions/${sessionId}/pay`, { bank: outcome });
export const settlePayment = (sessionId: string) => tell(`sessions/${sessionId}/settle`);
/** As if the session's time were over. */
export const expireSession = (sessionId: string) => tell(`sessions/${sessionId}/expire`);
/** The later fate of a refund to one of the two refund cards. */
export const settleRefund = (refundId: string) => tell(`refunds/${refundId}/settle`);
export const failNext = (fault: Fault) => tell("faults", fault);

/** The messages about a session that were not taken yet, oldest first, signed just now. */
export async function takeDeliveries(sessionId: string): Promise<Delivery[]> {
  const { items } = (await tell("deliveries/take", { session: sessionId })) as { items: Delivery[] };
  return items;
}

/** Posts a message to the store as Stripe does. */
export const deliver = ({ body, signature }: Delivery): Promise<Response> =>
  exports.default.fetch("http://store.test/api/webhooks/stripe", {
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8", "stripe-signature": signature },
    body,
  });

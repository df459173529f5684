/** `/_emulator/…`: tells the emulator to pay, to fail, to be late. For tests, benchmarks and curious people; Stripe has none of it. */
import { z } from "zod";
import { CALLS } from "./api.ts";
import { debitOf, takesCards } from "./bank-debits.ts";
import { ATTEMPTS_MAX, COPIES_MAX, DELAY_MS_MAX, DROP_MAX, signedMessageOf } from "./deliveries.ts";
import type { Emulation } from "./emulation.ts";
import { FAULT_TIMES_MAX, FAULTS_MAX } from "./faults.ts";
import { type KeptDelivery, type KeptSession, put } from "./kept.ts";
import { payWithCard } from "./payment-routes.ts";
import { answerChallenge, type Paid, payByBankDebit, settle } from "./payments.ts";
import { settleRefund } from "./refunds.ts";
import { endSession } from "./sessions.ts";

const LISTED_MAX = 200;

const RULES = z.strictObject({
  delayMs: z.int().min(0).max(DELAY_MS_MAX).optional(),
  copies: z.int().min(1).max(COPIES_MAX).optional(),
  dropNext: z.int().min(0).max(DROP_MAX).optional(),
  newestFirst: z.boolean().optional(),
  paused: z.boolean().optional(),
});
const FAULT = z.strictObject({
  call: z
    .enum(CALLS.map(({ name }) => name))
    .nullable()
    .default(null),
  kind: z.enum(["error", "disconnect", "hang"]),
  when: z.enum(["before", "after"]).default("before"),
  times: z.int().min(1).max(FAULT_TIMES_MAX).default(1),
  about: z.string().min(1).max(200).nullable().default(null),
});
const PAY = z.union([
  z.strictObject({
    card: z.string().regex(/^\d{13,19}$/),
    /** How the shopper answers the card's challenge; left out, the payment waits for it. */
    challenge: z.enum(["complete", "fail"]).optional(),
  }),
  z.strictObject({ bank: z.enum(["succeeds", "fails"]) }),
]);
const TAKE = z.strictObject({ session: z.string().min(1).max(200) });
const NOTHING = z.strictObject({});

type Given = { emulation: Emulation; id: string; body: unknown; query: URLSearchParams };
type Told = unknown | Promise<unknown>;
type Order = { method: string; path: RegExp; tell(given: Given): Told };

/** The answer to an order that names something that is not there, or cannot be done now. */
class Impossible extends Error {
  override name = "Impossible";
}

const ORDERS: readonly Order[] = [
  { method: "GET", path: /^health$/, tell: () => ({ status: "ok" }) },
  {
    method: "PUT",
    path: /^delivery-rules$/,
    tell: ({ emulation, body }) => Object.assign(emulation.deliveryRules, RULES.parse(body)),
  },
  { method: "POST", path: /^faults$/, tell: addFault },
  { method: "DELETE", path: /^faults$/, tell: ({ emulation }) => ({ removed: emulation.faults.splice(0).length }) },
  {
    method: "GET",
    path: /^deliveries$/,
    tell: ({ emulation, query }) => listDeliveries(emulation, query.get("session")),
  },
  {
    method: "POST",
    path: /^deliveries\/take$/,
    tell: ({ emulation, body }) => takeDeliveries(emulation, TAKE.parse(body).session),
  },
  { method: "POST", path: /^deliveries\/(\w+)\/send$/, tell: sendAgain },
  { method: "POST", path: /^sessions\/(\w+)\/pay$/, tell: pay },
  { method: "POST", path: /^sessions\/(\w+)\/settle$/, tell: settleSession },
  { method: "POST", path: /^sessions\/(\w+)\/expire$/, tell: expire },
  { method: "POST", path: /^refunds\/(\w+)\/settle$/, tell: settleOneRefund },
];

/** Null when there is no such order. Changes want a JSON body, which a page of another site cannot send unasked. */
export async function answerControl(emulation: Emulation, request: Request, text: string): Promise<Response | null> {
  const url = new URL(request.url);
  const path = url.pathname.slice("/_emulator/".length);
  const order = ORDERS.find((one) => one.method === request.method && one.path.test(path));
  if (!order) return null;
  const isChange = request.method !== "GET";
  if (isChange && !request.headers.get("content-type")?.startsWith("application/json"))
    return told(415, { error: "Send JSON." });
  const id = order.path.exec(path)?.[1] ?? "";
  try {
    const body: unknown = isChange ? JSON.parse(text || "{}") : {};
    return told(200, await order.tell({ emulation, id, body, query: url.searchParams }));
  } catch (error) {
    if (error instanceof Impossible) return told(409, { error: error.message });
    if (error instanceof z.ZodError) return told(422, { error: z.prettifyError(error) });
    if (error instanceof SyntaxError) return told(400, { error: "The body is not JSON." });
    throw error;
  }
}

const told = (status: number, body: unknown): Response => Response.json(body, { status });

function addFault({ emulation, body }: Given) {
  const fault = FAULT.parse(body);
  if (emulation.faults.length >= FAULTS_MAX) throw new Impossible(`No more than ${FAULTS_MAX} faults at a time.`);
  emulation.faults.push(fault);
  return fault;
}

/** The newest, signed as they would be if they were sent now. */
const listDeliveries = async (emulation: Emulation, sessionId: string | null) => {
  const all = [...emulation.kept.delivery.values()].filter((one) => sessionId === null || one.sessionId === sessionId);
  return { items: await Promise.all(all.slice(-LISTED_MAX).map((one) => signed(emulation, one))) };
};

const signed = async (emulation: Emulation, delivery: KeptDelivery) => ({
  ...delivery,
  ...(await signedMessageOf(emulation, delivery)),
});

/** Hands out what waits for a session, so that a test delivers it itself: once, twice, or in any order. */
async function takeDeliveries(emulation: Emulation, sessionId: string) {
  const waiting = [...emulation.kept.delivery.values()].filter(
    (one) => one.sessionId === sessionId && one.state === "waiting",
  );
  const items = await Promise.all(waiting.map((one) => signed(emulation, one)));
  for (const delivery of waiting) put(emulation.kept, "delivery", Object.assign(delivery, { state: "delivered" }));
  return { items };
}

function sendAgain({ emulation, id, body }: Given) {
  NOTHING.parse(body);
  const delivery = emulation.kept.delivery.get(id);
  if (!delivery) throw new Impossible(`There is no delivery ${id}.`);
  const attempts = Math.min(delivery.attempts, ATTEMPTS_MAX - 1);
  put(emulation.kept, "delivery", Object.assign(delivery, { state: "waiting", attempts, dueAtMs: emulation.nowMs() }));
  return delivery;
}

const sessionOf = ({ emulation, id }: Given): KeptSession => {
  const session = emulation.kept.session.get(id);
  if (!session) throw new Impossible(`There is no session ${id}.`);
  return session;
};

const NAME = "A. Shopper";

function pay(given: Given): Paid {
  const { emulation } = given;
  const [session, how] = [sessionOf(given), PAY.parse(given.body)];
  if ("bank" in how) return payFromBank(emulation, session, how.bank);
  if (!takesCards(session.api)) throw new Impossible("The session takes no cards.");
  const paid = payWithCard(emulation, session, { number: how.card, expMonth: 12, expYear: 2099, name: NAME });
  return paid.state === "challenge" && how.challenge
    ? answerChallenge(emulation, session, how.challenge === "complete")
    : paid;
}

function payFromBank(emulation: Emulation, session: KeptSession, outcome: "succeeds" | "fails"): Paid {
  const debit = debitOf(session.api);
  if (!debit) throw new Impossible(`The session offers no bank debit in ${session.api.currency}.`);
  const [last4, failure] = Object.entries(debit.accounts)
    .map(([account, course]) => [account.slice(-4), course.failure] as const)
    .find(([, one]) => (one === null) === (outcome === "succeeds")) ?? ["0000", null];
  return payByBankDebit(emulation, session, { type: debit.type, name: NAME, last4 }, failure);
}

function settleSession(given: Given) {
  NOTHING.parse(given.body);
  const session = sessionOf(given);
  if (!settle(given.emulation, session)) throw new Impossible("No delayed payment is on its way.");
  return session.api;
}

function expire(given: Given) {
  NOTHING.parse(given.body);
  const session = sessionOf(given);
  if (session.api.status !== "open") throw new Impossible(`The session is ${session.api.status}.`);
  endSession(given.emulation, session);
  return session.api;
}

function settleOneRefund({ emulation, id, body }: Given) {
  NOTHING.parse(body);
  const refund = emulation.kept.refund.get(id);
  if (!refund || !settleRefund(emulation, refund)) throw new Impossible(`No refund ${id} waits to be settled.`);
  return refund.api;
}

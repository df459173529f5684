/** The hosted page's requests: shown, tried, confirmed with the bank, or over. */
import { type BankDebit, debitOf, readBankForm, takesCards } from "./bank-debits.ts";
import { type Card, outcomeOfCard, readCard } from "./cards.ts";
import type { Emulation } from "./emulation.ts";
import { page } from "./html.ts";
import type { KeptSession } from "./kept.ts";
import { challengePage, endedPage, paymentPage, successUrlOf, type Tried } from "./payment-page.ts";
import { answerChallenge, intentOf, type Paid, payByBankDebit, payByCard } from "./payments.ts";

const PATH = /^\/c\/pay\/(\w+)(\/challenge)?$/;

/** Null when the address is no payment page, or of no session. */
export function answerPayment(emulation: Emulation, request: Request, body: string): Response | null {
  const url = new URL(request.url);
  const [, id = "", challenge] = PATH.exec(url.pathname) ?? [];
  const session = emulation.kept.session.get(id);
  if (!session) return null;
  const { merchantName } = emulation.settings;
  if (session.api.status !== "open") return page(200, endedPage(merchantName, session));
  const form = request.method === "POST" ? new URLSearchParams(body) : null;
  if (challenge) return answerChallengePage(emulation, session, form);
  const debit = debitOf(session.api);
  const isBank = (form ?? url.searchParams).get("method") === "bank" || !takesCards(session.api);
  if (!form) return show(emulation, session, debit, isBank);
  return isBank && debit ? tryBank(emulation, session, debit, form) : tryCard(emulation, session, debit, form);
}

function show(
  emulation: Emulation,
  session: KeptSession,
  debit: BankDebit | undefined,
  isBank: boolean,
  status = 200,
  tried: Tried = {},
) {
  const body = paymentPage(emulation.settings.merchantName, session, { debit, isBank }, tried);
  return page(status, body, targetsOf(session));
}

/** Where the forms of this session may lead in the end. */
const targetsOf = ({ api }: KeptSession): string[] => [new URL(api.success_url).origin];

const seeOther = (location: string): Response =>
  new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
const text = (form: URLSearchParams, name: string): string => form.get(name) ?? "";

function tryCard(
  emulation: Emulation,
  session: KeptSession,
  debit: BankDebit | undefined,
  fields: URLSearchParams,
): Response {
  const form = {
    number: text(fields, "number"),
    expiry: text(fields, "expiry"),
    cvc: text(fields, "cvc"),
    name: text(fields, "name"),
  };
  const read = readCard(form, emulation.nowMs());
  if (!read.ok) return show(emulation, session, debit, false, 422, { card: { form, errors: read.errors } });
  const paid = payWithCard(emulation, session, read.card);
  return paid.state === "declined"
    ? show(emulation, session, debit, false, 402, { refusal: paid.failure.message, card: { form, errors: {} } })
    : afterPayment(emulation, session, paid);
}

/** Pays as the test card of that number does. */
export function payWithCard(emulation: Emulation, session: KeptSession, { number, ...card }: Card): Paid {
  const { brand, challenge = false, decline = null, refund = "succeeds" } = outcomeOfCard(number);
  const method = { type: "card" as const, brand, last4: number.slice(-4), ...card };
  return payByCard(emulation, session, { method, failure: decline, isChallenged: challenge, refund });
}

function tryBank(emulation: Emulation, session: KeptSession, debit: BankDebit, fields: URLSearchParams): Response {
  const form = { code: text(fields, "code"), account: text(fields, "account"), name: text(fields, "name") };
  const read = readBankForm(debit, form);
  if (!read.ok) return show(emulation, session, debit, true, 422, { bank: { form, errors: read.errors } });
  const method = { type: debit.type, name: read.name, last4: read.last4 };
  return afterPayment(emulation, session, payByBankDebit(emulation, session, method, read.outcome.failure));
}

function afterPayment(emulation: Emulation, session: KeptSession, paid: Paid): Response {
  if (paid.state === "complete") return seeOther(successUrlOf(session));
  if (paid.state === "challenge") return seeOther(`/c/pay/${session.id}/challenge`);
  return page(200, endedPage(emulation.settings.merchantName, session));
}

function answerChallengePage(emulation: Emulation, session: KeptSession, form: URLSearchParams | null): Response {
  if (intentOf(emulation, session)?.api.status !== "requires_action") return seeOther(`/c/pay/${session.id}`);
  if (!form) return page(200, challengePage(emulation.settings.merchantName, session), targetsOf(session));
  const paid = answerChallenge(emulation, session, form.get("result") === "complete");
  const debit = debitOf(session.api);
  return paid.state === "declined"
    ? show(emulation, session, debit, false, 402, { refusal: paid.failure.message })
    : afterPayment(emulation, session, paid);
}

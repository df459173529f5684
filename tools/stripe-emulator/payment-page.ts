/** The hosted payment page, as HTML: what is bought, how to pay, what was wrong. Works without a script. */
import { type BankDebit, type BankErrors, type BankForm, takesCards } from "./bank-debits.ts";
import { type CardErrors, type CardForm, TEST_CARDS } from "./cards.ts";
import { decimalsOf } from "./currencies.ts";
import { type Html, html } from "./html.ts";
import type { KeptSession } from "./kept.ts";

/** What the page is shown with again: why the payment was refused, or the form and what is wrong with it. */
export type Tried = {
  refusal?: string;
  card?: { form: CardForm; errors: CardErrors };
  bank?: { form: BankForm; errors: BankErrors };
};

const NO_CARD: CardForm = { number: "", expiry: "", cvc: "", name: "" };
const NO_BANK: BankForm = { code: "", account: "", name: "" };

/** A whole page, without a script. */
export const frame = (title: string, body: Html): Html => html`<html lang="en">
<head><meta charset="utf-8"><title>${title}</title><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/style.css"><link rel="icon" href="data:,"></head>
<body>${body}</body>
</html>`;

/** Says on every page that nothing here is real. */
export const TEST_MODE = html`<header class="test"><strong>TEST MODE</strong> · An emulator of Stripe. Enter no real card: nothing is charged.</header>`;

/** `debit` is the delayed method of the session's currency; `isBank` shows its form in place of the card's. */
export function paymentPage(
  merchant: string,
  session: KeptSession,
  { debit, isBank }: { debit: BankDebit | undefined; isBank: boolean },
  tried: Tried = {},
): Html {
  const total = moneyOf(session, session.api.amount_total);
  return frame(
    `Pay ${merchant}`,
    html`${TEST_MODE}<main class="sides">${summary(merchant, session, total)}
<section class="pay" aria-labelledby="pay"><h2 id="pay">Payment</h2>
${session.api.customer_email && html`<p>Receipt to <strong>${session.api.customer_email}</strong></p>`}
${debit && takesCards(session.api) && methods(session.id, debit, isBank)}
${tried.refusal && html`<p class="refused" role="alert">${tried.refusal}</p>`}
${debit && isBank ? bankForm(session.id, debit, total, tried) : cardForm(session.id, total, tried)}
</section></main>`,
  );
}

function summary(merchant: string, session: KeptSession, total: string): Html {
  const { cancel_url: cancelUrl, shipping_cost: shipping } = session.api;
  return html`<section class="summary" aria-labelledby="merchant">
${cancelUrl && html`<p><a href="${cancelUrl}">Back to ${merchant}</a></p>`}
<h1 id="merchant">Pay ${merchant}</h1><p class="total">${total}</p>
<table aria-label="What you pay for">
<tbody>${session.items.map(
    ({ description, quantity, amount_total: amount, price }) => html`<tr><th scope="row" dir="auto">${description}
${quantity > 1 && html`<span class="each" dir="ltr">${quantity} × ${moneyOf(session, price.unit_amount)}</span>`}</th><td>${moneyOf(session, amount)}</td></tr>`,
  )}</tbody>
<tfoot>${shipping && html`<tr><th scope="row">Shipping</th><td>${moneyOf(session, shipping.amount_total)}</td></tr>`}
<tr><th scope="row">Total due</th><td>${total}</td></tr></tfoot></table>
</section>`;
}

const methods = (
  id: string,
  debit: BankDebit,
  isBank: boolean,
): Html => html`<nav aria-label="Payment methods"><ul class="methods">
<li><a href="/c/pay/${id}?method=card"${!isBank && html` aria-current="page"`}>Card</a></li>
<li><a href="/c/pay/${id}?method=bank"${isBank && html` aria-current="page"`}>${debit.title}</a></li>
</ul></nav>`;

type FieldFacts = {
  name: string;
  label: string;
  value: string;
  error: string | undefined;
  hint?: string;
  numeric?: boolean;
  autocomplete: string;
  focus?: boolean;
};

const field = ({
  name,
  label,
  value,
  error,
  hint,
  numeric,
  autocomplete,
  focus,
}: FieldFacts): Html => html`<div class="field">
<label for="${name}">${label}</label>
<input id="${name}" name="${name}" value="${value}" autocomplete="${autocomplete}" maxlength="200" required${numeric && html` inputmode="numeric"`}${hint && html` placeholder="${hint}"`}${focus && html` autofocus`}${error && html` aria-invalid="true" aria-describedby="${name}-wrong"`}>
${error && html`<p class="wrong" id="${name}-wrong">${error}</p>`}
</div>`;

/** `novalidate`: the server says what is wrong at each field, the same with every browser. */
function cardForm(id: string, total: string, { card: { form, errors } = { form: NO_CARD, errors: {} } }: Tried): Html {
  const first = Object.keys(errors)[0];
  const facts = (name: keyof CardForm, label: string, autocomplete: string) => ({
    name,
    label,
    autocomplete,
    // Neither number nor code is ever sent back to the browser.
    value: name === "number" || name === "cvc" ? "" : form[name],
    error: errors[name],
    focus: first === name,
  });
  return html`<form method="post" action="/c/pay/${id}" novalidate><input type="hidden" name="method" value="card">
${field({ ...facts("number", "Card number", "cc-number"), numeric: true, hint: "1234 1234 1234 1234" })}
<div class="pair">${field({ ...facts("expiry", "Expiry (MM / YY)", "cc-exp"), numeric: true, hint: "MM / YY" })}
${field({ ...facts("cvc", "Security code", "cc-csc"), numeric: true, hint: "CVC" })}</div>
${field(facts("name", "Name on card", "cc-name"))}
<button>Pay ${total}</button></form>
<details><summary>Test cards</summary><table><tbody>${TEST_CARDS.map(
    ({ number, what }) =>
      html`<tr><th scope="row"><code>${number.replace(/(\d{4})(?=\d)/g, "$1 ")}</code></th><td class="what">${what}</td></tr>`,
  )}</tbody></table><p>Any future date, any CVC, any name.</p></details>`;
}

function bankForm(
  id: string,
  debit: BankDebit,
  total: string,
  { bank: { form, errors } = { form: NO_BANK, errors: {} } }: Tried,
): Html {
  const first = ["code", "account", "name"].find((name) => name in errors);
  return html`<form method="post" action="/c/pay/${id}" novalidate><input type="hidden" name="method" value="bank">
${debit.fields.map(({ name, label, hint, inputMode }) =>
  field({
    name,
    label,
    hint,
    numeric: inputMode === "numeric",
    value: form[name],
    error: errors[name],
    autocomplete: "off",
    focus: first === name,
  }),
)}
${field({ name: "name", label: "Account holder's name", value: form.name, error: errors.name, autocomplete: "name", focus: first === "name" })}
<p>The bank answers later: your order is confirmed once the money has arrived.</p>
<button>Pay ${total}</button></form>
<details open><summary>Test accounts</summary><table><tbody>${Object.entries(debit.accounts).map(
    ([account, { what }]) => html`<tr><th scope="row"><code>${account}</code></th><td class="what">${what}</td></tr>`,
  )}</tbody></table></details>`;
}

/** Where the card's issuer asks the shopper, as 3-D Secure does. */
export const challengePage = (merchant: string, session: KeptSession): Html =>
  frame(
    "Confirm your payment",
    html`${TEST_MODE}<main class="alone"><h1>Confirm your payment</h1>
<p>Your bank asks whether you mean to pay <strong>${moneyOf(session, session.api.amount_total)}</strong> to <strong>${merchant}</strong>. On a real card this is your bank's own page.</p>
<form method="post"><button name="result" value="complete">Complete authentication</button>
<button class="second" name="result" value="fail">Fail authentication</button></form></main>`,
  );

/** A session that cannot be paid any more. */
export function endedPage(merchant: string, session: KeptSession): Html {
  const isPaid = session.api.status === "complete";
  const [title, href, link] = isPaid
    ? ["This was already paid", successUrlOf(session), `Continue to ${merchant}`]
    : ["This payment page has expired", session.api.cancel_url, `Back to ${merchant}`];
  const why = isPaid
    ? "Nothing more is to be done here."
    : "Nothing was charged. Start the payment again from the store.";
  return frame(
    title,
    html`${TEST_MODE}<main class="alone"><h1>${title}</h1><p>${why}</p>${href && html`<p><a class="button" href="${href}">${link}</a></p>`}</main>`,
  );
}

/** With the session's id in place of Stripe's `{CHECKOUT_SESSION_ID}`. */
export const successUrlOf = ({ id, api }: KeptSession): string =>
  api.success_url.replaceAll("{CHECKOUT_SESSION_ID}", id).replaceAll("%7BCHECKOUT_SESSION_ID%7D", id);

/** An amount in the shopper's way of writing. */
export function moneyOf({ api }: KeptSession, amountMinor: number): string {
  const locale = api.locale === null || api.locale === "auto" ? "en" : api.locale;
  const format = new Intl.NumberFormat(locale, { style: "currency", currency: api.currency.toUpperCase() });
  return format.format(amountMinor / 10 ** decimalsOf(api.currency));
}

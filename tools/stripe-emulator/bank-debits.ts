/**
 * Delayed methods: the session completes while the money is still on its way, and the bank answers later. Test accounts
 * as Stripe documents them (docs.stripe.com/testing#bank-debits); any other account is refused at the field.
 */

export type BankField = { name: "code" | "account"; label: string; hint: string; inputMode: "numeric" | "text" };
export type BankDebit = {
  /** Stripe's name of the payment method. */
  type: "us_bank_account" | "sepa_debit" | "bacs_debit";
  title: string;
  fields: readonly BankField[];
  /** What each test account does; keys are the fields' values without spaces, in order, joined by a space. */
  accounts: Readonly<Record<string, BankOutcome>>;
};
/** `failure` is null when the money comes. */
export type BankOutcome = { what: string; failure: null | { code: string; message: string } };
export type BankForm = { code: string; account: string; name: string };
/** A message for each field that is wrong. */
export type BankErrors = Partial<Record<keyof BankForm, string>>;

const succeeds: BankOutcome = { what: "Succeeds after a while", failure: null };
const fails = (what: string, code: string, message: string): BankOutcome => ({ what, failure: { code, message } });
const NO_FUNDS = fails(
  "Fails: insufficient funds",
  "debit_not_authorized",
  "The customer's account has insufficient funds to cover this payment.",
);
const CLOSED = fails("Fails: account closed", "account_closed", "The customer's bank account has been closed.");

/** By currency; where there is none, cards are all that is offered. */
export const BANK_DEBITS: Readonly<Record<string, BankDebit>> = {
  usd: {
    type: "us_bank_account",
    title: "US bank account",
    fields: [
      { name: "code", label: "Routing number", hint: "110000000", inputMode: "numeric" },
      { name: "account", label: "Account number", hint: "000123456789", inputMode: "numeric" },
    ],
    accounts: {
      "110000000 000123456789": succeeds,
      "110000000 000111111113": CLOSED,
      "110000000 000222222227": NO_FUNDS,
    },
  },
  eur: {
    type: "sepa_debit",
    title: "SEPA Direct Debit",
    fields: [{ name: "account", label: "IBAN", hint: "DE89370400440532013000", inputMode: "text" }],
    accounts: {
      DE89370400440532013000: succeeds,
      AT611904300234573201: succeeds,
      DE62370400440532013001: NO_FUNDS,
      AT861904300235473202: NO_FUNDS,
    },
  },
  gbp: {
    type: "bacs_debit",
    title: "Bacs Direct Debit",
    fields: [
      { name: "code", label: "Sort code", hint: "108800", inputMode: "numeric" },
      { name: "account", label: "Account number", hint: "00012345", inputMode: "numeric" },
    ],
    accounts: {
      "108800 00012345": succeeds,
      "108800 33333335": CLOSED,
      "108800 22222227": NO_FUNDS,
    },
  },
};

/** The delayed method that a session offers, if it does. */
export function debitOf(api: { currency: string; payment_method_types: readonly string[] }): BankDebit | undefined {
  const debit = BANK_DEBITS[api.currency];
  return debit && api.payment_method_types.includes(debit.type) ? debit : undefined;
}
export const takesCards = (api: { payment_method_types: readonly string[] }): boolean =>
  api.payment_method_types.includes("card");

const NAME_MAX = 200;
const plain = (text: string): string => text.replace(/[\s-]/g, "").toUpperCase();

/** What the account will do, or what is wrong with each field. */
export function readBankForm(
  debit: BankDebit,
  form: BankForm,
): { ok: true; name: string; last4: string; outcome: BankOutcome } | { ok: false; errors: BankErrors } {
  const errors: BankErrors = {};
  const name = form.name.trim();
  if (name === "" || name.length > NAME_MAX) errors.name = "Enter the account holder's name.";
  for (const field of debit.fields) {
    if (plain(form[field.name]) === "") errors[field.name] = `Enter the ${field.label}.`;
  }
  const key = debit.fields.map((field) => plain(form[field.name])).join(" ");
  const outcome = Object.hasOwn(debit.accounts, key) ? debit.accounts[key] : undefined;
  if (outcome === undefined && Object.keys(errors).length === 0)
    errors.account = "This is none of the test accounts listed below.";
  if (outcome === undefined || Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, name, last4: plain(form.account).slice(-4), outcome };
}

/** Stripe's documented test cards and what each does (docs.stripe.com/testing), and what a payment form checks before. */

export type CardOutcome = {
  brand: string;
  /** The card's issuer wants to see the shopper first (3-D Secure). */
  challenge?: true;
  /** Refused with these; after the challenge where there is one. */
  decline?: { code: string; declineCode: string; message: string };
  /** How a refund to it goes: `pending` succeeds later, `failing` is taken back later. */
  refund?: "pending" | "failing";
};
/** `number` is without spaces; `what` is said beside it on the page. */
export type TestCard = CardOutcome & { number: string; what: string };

const declined = (code: string, declineCode: string, message: string) => ({ decline: { code, declineCode, message } });
const DECLINED = "Your card was declined.";

/** In the order the page lists them. */
export const TEST_CARDS: readonly TestCard[] = [
  { number: "4242424242424242", brand: "visa", what: "Succeeds" },
  { number: "5555555555554444", brand: "mastercard", what: "Succeeds (Mastercard)" },
  { number: "378282246310005", brand: "amex", what: "Succeeds (American Express, CVC of 4 digits)" },
  {
    number: "4000000000000002",
    brand: "visa",
    what: "Declined",
    ...declined("card_declined", "generic_decline", DECLINED),
  },
  {
    number: "4000000000009995",
    brand: "visa",
    what: "Insufficient funds",
    ...declined("card_declined", "insufficient_funds", "Your card has insufficient funds."),
  },
  { number: "4000000000009987", brand: "visa", what: "Lost card", ...declined("card_declined", "lost_card", DECLINED) },
  {
    number: "4000000000009979",
    brand: "visa",
    what: "Stolen card",
    ...declined("card_declined", "stolen_card", DECLINED),
  },
  {
    number: "4000000000000069",
    brand: "visa",
    what: "Expired card",
    ...declined("expired_card", "expired_card", "Your card has expired."),
  },
  {
    number: "4000000000000127",
    brand: "visa",
    what: "Incorrect CVC",
    ...declined("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect."),
  },
  {
    number: "4000000000000119",
    brand: "visa",
    what: "Processing error",
    ...declined(
      "processing_error",
      "processing_error",
      "An error occurred while processing your card. Try again in a little bit.",
    ),
  },
  { number: "4000002500003155", brand: "visa", what: "Authentication required", challenge: true },
  { number: "4000000000003220", brand: "visa", what: "Authentication required (3-D Secure 2)", challenge: true },
  {
    number: "4000008400001629",
    brand: "visa",
    what: "Authentication required, then declined",
    challenge: true,
    ...declined("card_declined", "generic_decline", DECLINED),
  },
  { number: "4000000000007726", brand: "visa", what: "Succeeds; refunds are pending first", refund: "pending" },
  { number: "4000000000005126", brand: "visa", what: "Succeeds; refunds fail later", refund: "failing" },
];

/** What Stripe says in test mode to any other number. */
const NOT_A_TEST_CARD: CardOutcome = {
  brand: "unknown",
  ...declined(
    "card_declined",
    "test_mode_live_card",
    "Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, see below.",
  ),
};

/** A number that is no test card's is declined. `number` is without spaces. */
export const outcomeOfCard = (number: string): CardOutcome =>
  TEST_CARDS.find((card) => card.number === number) ?? NOT_A_TEST_CARD;

export type CardForm = { number: string; expiry: string; cvc: string; name: string };
/** A message for each field that is wrong. */
export type CardErrors = Partial<Record<keyof CardForm, string>>;
/** `expYear` has four digits. */
export type Card = { number: string; expMonth: number; expYear: number; name: string };

const NAME_MAX = 200;

/** The card as written, or what is wrong with each field. `nowMs` decides whether it has expired. */
export function readCard(form: CardForm, nowMs: number): { ok: true; card: Card } | { ok: false; errors: CardErrors } {
  const number = form.number.replace(/[\s-]/g, "");
  const name = form.name.trim();
  const expiry = readExpiry(form.expiry, nowMs);
  const errors: CardErrors = {};
  if (number === "") errors.number = "Enter the card number.";
  else if (!/^\d{13,19}$/.test(number) || !hasCheckDigit(number)) errors.number = "Your card number is invalid.";
  if (typeof expiry === "string") errors.expiry = expiry;
  if (form.cvc.trim() === "") errors.cvc = "Enter the security code.";
  else if (!new RegExp(`^\\d{${/^3[47]/.test(number) ? 4 : 3}}$`).test(form.cvc.trim()))
    errors.cvc = "Your card's security code is incomplete.";
  if (name === "" || name.length > NAME_MAX) errors.name = "Enter the name on the card.";
  if (typeof expiry === "string" || Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, card: { number, name, ...expiry } };
}

function readExpiry(text: string, nowMs: number): { expMonth: number; expYear: number } | string {
  const [, month = "", year = ""] = /^(\d{1,2})\s*[/\-. ]?\s*(\d{2}|20\d{2})$/.exec(text.trim()) ?? [];
  if (month === "")
    return text.trim() === "" ? "Enter the expiry date, as MM / YY." : "Your card's expiry date is incomplete.";
  const [expMonth, expYear] = [Number(month), 2_000 + (Number(year) % 100)];
  if (expMonth < 1 || expMonth > 12) return "Your card's expiry month is invalid.";
  if (nowMs >= Date.UTC(expYear, expMonth)) return "Your card's expiry date is in the past.";
  return { expMonth, expYear };
}

/** The Luhn check (ISO/IEC 7812-1, annex B). */
export function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (const [index, digit] of [...digits].toReversed().entries()) {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

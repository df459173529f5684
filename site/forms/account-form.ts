/** The forms that open and close an account's door: in, out, new, forgotten. Errors are answered at the form that made them. */
import type { AstroGlobal } from "astro";
import { adoptCart } from "../../worker/cart/adopt-cart-flow.ts";
import { emailForm, PASSWORD_MIN, signInForm, signUpForm } from "../../worker/customers/account-form.ts";
import type { AccountProblem } from "../../worker/customers/account-problem.ts";
import { askPasswordReset, resetPassword } from "../../worker/customers/password-flow.ts";
import { signIn, signOut } from "../../worker/customers/sign-in-flow.ts";
import { signUp } from "../../worker/customers/sign-up-flow.ts";
import { cartIdOf, rememberCart } from "../cart-cookie.ts";
import { dropEveryDraft } from "../checkout-draft.ts";
import type { MessageKey } from "../messages.ts";
import { safePath } from "../paths.ts";
import { readFields } from "./fields.ts";

/** What the form is shown with again. A password is never sent back. */
export type AccountEntry = {
  name: string;
  email: string;
  faults: Readonly<Partial<Record<"name" | "email" | "password", true>>>;
  problem: AccountProblem | null;
};
/** The form as it is shown first. */
export const NO_ENTRY: AccountEntry = { name: "", email: "", faults: {}, problem: null };
type Answer = Promise<Response | AccountEntry>;

/** What a page shows: its form as it is at first, or what `post` made of a sent one, with the status that says so. */
export async function answerForm(astro: AstroGlobal, post: () => Answer): Answer {
  if (astro.request.method !== "POST") return NO_ENTRY;
  const answer = await post();
  if (!(answer instanceof Response))
    astro.response.status = answer.problem?.code === "request.rate_limited" ? 429 : 422;
  return answer;
}

/** Signs in, brings the carts together, and leads to where the visitor wanted to go. */
export const postSignIn = (astro: AstroGlobal, leadTo: string): Answer =>
  enter(astro, leadTo, async (customerId) => {
    const { world, market } = astro.locals;
    const ask = { customerId, cartId: cartIdOf(astro), market: market.id };
    rememberCart(astro, (await adoptCart(world, ask)).cartId);
  });

/** Signs staff in, who have no cart. */
export const postStaffSignIn = (astro: AstroGlobal, leadTo: string): Answer =>
  enter(astro, leadTo, async () => undefined);

async function enter(astro: AstroGlobal, leadTo: string, settleIn: (customerId: string) => Promise<void>): Answer {
  const entry = await entryOf(astro);
  const form = signInForm.safeParse({ email: entry.email, password: entry.password });
  if (!form.success) return entry.refusedBy(form.error.issues);
  const signed = await signIn(astro.locals.world, form.data, astro.request.headers);
  if (!signed.ok) return entry.refused(signed.problem);
  await settleIn(signed.value.customerId);
  return withCookies(astro.redirect(leadTo, 303), signed.value.cookies);
}

/** Leads back to the form's page, which says that a mail was sent; nobody is signed in by it. */
export async function postSignUp(astro: AstroGlobal): Answer {
  const { world, market, paths } = astro.locals;
  const entry = await entryOf(astro);
  const form = signUpForm.safeParse({ name: entry.name, email: entry.email, password: entry.password });
  if (!form.success) return entry.refusedBy(form.error.issues);
  const made = await signUp(world, { ...form.data, market: market.id }, astro.request.headers);
  return made.ok ? astro.redirect(`${paths.signUp()}?sent=1`, 303) : entry.refused(made.problem);
}

/** Leads back to the form's page, which says that a mail was sent. */
export async function postForgotPassword(astro: AstroGlobal): Answer {
  const { world, paths } = astro.locals;
  const entry = await entryOf(astro);
  const form = emailForm.safeParse({ email: entry.email });
  if (!form.success) return entry.refusedBy(form.error.issues);
  const asked = await askPasswordReset(world, form.data.email, astro.request.headers);
  return asked.ok ? astro.redirect(`${paths.forgotPassword}?sent=1`, 303) : entry.refused(asked.problem);
}

/** `token` is the mailed link's. Leads to where one signs in; nobody is signed in by it. */
export async function postResetPassword(astro: AstroGlobal, token: string): Answer {
  const { world, paths } = astro.locals;
  const entry = await entryOf(astro);
  const reset = await resetPassword(world, { token, newPassword: entry.password }, astro.request.headers);
  return reset.ok ? astro.redirect(`${paths.signIn()}?from=reset`, 303) : entry.refused(reset.problem);
}

/** The cart stays the customer's: the browser lets go of it, and of what was typed at the checkout. */
export async function postSignOut(astro: AstroGlobal, leadTo: string): Promise<Response> {
  const { cookies } = await signOut(astro.locals.world, astro.request.headers);
  astro.cookies.delete("cart", { path: "/" });
  dropEveryDraft(astro);
  return withCookies(astro.redirect(leadTo, 303), cookies);
}

/** Where to go after signing in: only ever a page of this store. */
export const nextPath = (astro: AstroGlobal, otherwise: string): string =>
  safePath(astro.locals.markets, astro.url.searchParams.get("next"))?.path ?? otherwise;

const PROBLEMS: Partial<Record<AccountProblem["code"], MessageKey>> = {
  "account.credentials_wrong": "account.problem.credentials",
  "account.not_verified": "account.problem.notVerified",
  "account.token_invalid": "account.problem.token",
  "account.password_too_short": "account.fault.password",
  "account.password_too_long": "account.fault.password",
  "request.rate_limited": "account.problem.rateLimited",
  "address.too_many": "account.problem.tooManyAddresses",
};
/** In the page's language; a problem without words of its own gets general ones. */
export const problemWords = (astro: AstroGlobal, problem: AccountProblem): string =>
  astro.locals.t(PROBLEMS[problem.code] ?? "account.problem.other", { min: PASSWORD_MIN });

async function entryOf(astro: AstroGlobal) {
  const fields = await readFields(astro.request);
  const shown = { name: fields.text("name").trim(), email: fields.text("email").trim() };
  return {
    ...shown,
    password: fields.text("password"),
    refused: (problem: AccountProblem): AccountEntry => ({ ...shown, faults: {}, problem }),
    refusedBy: (issues: readonly { path: readonly PropertyKey[] }[]): AccountEntry => ({
      ...shown,
      faults: Object.fromEntries(issues.map(({ path }) => [String(path[0]), true])),
      problem: null,
    }),
  };
}

function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append("set-cookie", cookie);
  return response;
}

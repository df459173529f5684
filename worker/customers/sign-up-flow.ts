/** Makes an account, for pages without JavaScript. It opens once its address is proven by the link in a mail. */
import { done, type Outcome } from "../base/outcome.ts";
import type { MarketId } from "../markets/markets.ts";
import type { World } from "../world.ts";
import type { SignUpForm } from "./account-form.ts";
import type { AccountProblem } from "./account-problem.ts";
import { askAuth } from "./auth-flow.ts";

/**
 * Makes the account and mails the link. Answers the same when the address has an account already: its owner gets a mail
 * that says so. Check the form with `signUpForm` first.
 */
export async function signUp(
  world: World,
  { name, email, password, market }: Pick<SignUpForm, "name" | "email" | "password"> & { market: MarketId },
  headers: Headers,
): Promise<Outcome<null, AccountProblem>> {
  const made = await askAuth(world, (api) =>
    api.signUpEmail({ body: { name, email, password, market }, headers, returnHeaders: true }),
  );
  return made.ok ? done(null) : made;
}

/** Follows the link of the mail. Following it again is fine while it lasts. */
export async function verifyEmail(
  world: World,
  token: string,
  headers: Headers,
): Promise<Outcome<null, AccountProblem>> {
  const verified = await askAuth(world, (api) => api.verifyEmail({ query: { token }, headers, returnHeaders: true }));
  return verified.ok ? done(null) : verified;
}

/** Mails the link again. Answers the same whether there is such an account or not. */
export async function askVerification(
  world: World,
  email: string,
  headers: Headers,
): Promise<Outcome<null, AccountProblem>> {
  const asked = await askAuth(world, (api) =>
    api.sendVerificationEmail({ body: { email }, headers, returnHeaders: true }),
  );
  return asked.ok ? done(null) : asked;
}

/** In and out, for pages without JavaScript. The API's `/api/auth/sign-in/email` counts tries against the same limits. */
import { done, type Outcome } from "../base/outcome.ts";
import type { World } from "../world.ts";
import type { SignInForm } from "./account-form.ts";
import type { AccountProblem } from "./account-problem.ts";
import { askAuth } from "./auth-flow.ts";

/** `token` is the session's, for `Authorization: Bearer`. */
export type SignedIn = { customerId: string; token: string; cookies: readonly string[] };

/**
 * Opens a session. `headers` are the request's: they say where the try comes from. A wrong address and a wrong password
 * are refused alike, and take alike long.
 */
export async function signIn(
  world: World,
  { email, password }: Pick<SignInForm, "email" | "password">,
  headers: Headers,
): Promise<Outcome<SignedIn, AccountProblem>> {
  const signed = await askAuth(world, (api) =>
    api.signInEmail({ body: { email, password }, headers, returnHeaders: true }),
  );
  if (!signed.ok) return signed;
  const { value, cookies } = signed.value;
  return done({ customerId: value.user.id, token: value.token, cookies });
}

/** Ends the session of the request, here and in the database. Fine without one. */
export async function signOut(world: World, headers: Headers): Promise<{ cookies: readonly string[] }> {
  const signed = await askAuth(world, (api) => api.signOut({ headers, returnHeaders: true }));
  return { cookies: signed.ok ? signed.value.cookies : [] };
}

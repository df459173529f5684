/** A new password, by a link in a mail or by the old one. */
import { done, type Outcome } from "../base/outcome.ts";
import type { World } from "../world.ts";
import type { AccountProblem } from "./account-problem.ts";
import { askAuth } from "./auth-flow.ts";

/** Mails a link that works once, for an hour. Answers the same whether there is such an account or not. */
export async function askPasswordReset(
  world: World,
  email: string,
  headers: Headers,
): Promise<Outcome<null, AccountProblem>> {
  const asked = await askAuth(world, (api) =>
    api.requestPasswordReset({ body: { email }, headers, returnHeaders: true }),
  );
  return asked.ok ? done(null) : asked;
}

/** Sets the password and ends every session of the account. */
export async function resetPassword(
  world: World,
  { token, newPassword }: { token: string; newPassword: string },
  headers: Headers,
): Promise<Outcome<null, AccountProblem>> {
  const reset = await askAuth(world, (api) =>
    api.resetPassword({ body: { token, newPassword }, headers, returnHeaders: true }),
  );
  return reset.ok ? done(null) : reset;
}

/** Changes the password of the session's account and ends its other sessions. The session goes on under new cookies. */
export async function changePassword(
  world: World,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
  headers: Headers,
): Promise<Outcome<{ cookies: readonly string[] }, AccountProblem>> {
  const body = { currentPassword, newPassword, revokeOtherSessions: true };
  const changed = await askAuth(world, (api) => api.changePassword({ body, headers, returnHeaders: true }));
  return changed.ok ? done({ cookies: changed.value.cookies }) : changed;
}

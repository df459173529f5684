/** What people type to get, open and keep an account, and what of it is taken. The API and the pages check by these. */
import { z } from "@hono/zod-openapi";
import { marketIdShape } from "../markets/market-id-shape.ts";

export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 128;
export const NAME_MAX = 100;
/** RFC 5321, 4.5.3.1.3: a path takes 256 characters with its brackets. */
export const EMAIL_MAX = 254;
const URL_MAX = 2_000;

const ANY_ORIGIN = "http://store.invalid";

/**
 * Whether a browser that is sent there stays on this store. It folds `/..` and `\` before it looks for a host, so
 * `/..//evil.example` would lead away.
 */
function isOwnPath(text: string): boolean {
  const url = URL.parse(text, ANY_ORIGIN);
  return /^\/[^\\\s]*$/.test(text) && url?.origin === ANY_ORIGIN && !url.pathname.startsWith("//");
}

const noControls = (text: string) => !/\p{Cc}/u.test(text);

const email = z.email().max(EMAIL_MAX);
const name = z.string().trim().min(1).max(NAME_MAX).refine(noControls, "has control characters");
const newPassword = z.string().min(PASSWORD_MIN).max(PASSWORD_MAX);
const password = z.string().min(1).max(PASSWORD_MAX);
/** Where a link leads in the end: a page of this store. */
export const landing = z.string().max(URL_MAX).refine(isOwnPath, "is not a path of this store").optional();
const token = z.string().min(1).max(URL_MAX);

export const signUpForm = z.strictObject({
  name,
  email,
  password: newPassword,
  market: marketIdShape.optional(),
  callbackURL: landing,
  rememberMe: z.boolean().optional(),
});
/** Any password up to the limit is tried, however short. */
export const signInForm = z.strictObject({
  email,
  password,
  callbackURL: landing,
  rememberMe: z.boolean().optional(),
});
export const emailForm = z.strictObject({ email, callbackURL: landing });
export const resetAskForm = z.strictObject({ email, redirectTo: landing });
export const resetForm = z.strictObject({ token, newPassword });
export const changePasswordForm = z.strictObject({
  currentPassword: password,
  newPassword,
  revokeOtherSessions: z.boolean().optional(),
});
export const profileForm = z.strictObject({ name: name.optional(), market: marketIdShape.optional() });
/** What makes a staff account. No mail has to prove its address. */
export const staffForm = z.strictObject({ email, name, password: newPassword });

export type SignUpForm = z.infer<typeof signUpForm>;
export type SignInForm = z.infer<typeof signInForm>;
export type StaffForm = z.infer<typeof staffForm>;

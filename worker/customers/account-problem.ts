/** What may stand in the way of an account, and which of better-auth's codes each stands for. */

/** `account.refused` is what better-auth refuses for a reason that has no code here. */
export type AccountProblem =
  | {
      code:
        | "account.credentials_wrong"
        | "account.not_verified"
        | "account.token_invalid"
        | "account.password_too_short"
        | "account.password_too_long"
        | "account.refused"
        | "address.unknown"
        | "address.too_many";
    }
  | { code: "request.rate_limited"; retryAfterSeconds: number }
  | { code: "access.sign_in_needed" }
  | { code: "server.unavailable" };

/** What better-auth throws or answers. Codes it adds later are refused without a reason of their own. */
export type AuthRefusal = { status: number; code: string; retryAfterSeconds?: number };

const CODES: Readonly<Record<string, Exclude<AccountProblem["code"], "request.rate_limited">>> = {
  INVALID_EMAIL_OR_PASSWORD: "account.credentials_wrong",
  INVALID_PASSWORD: "account.credentials_wrong",
  EMAIL_NOT_VERIFIED: "account.not_verified",
  INVALID_TOKEN: "account.token_invalid",
  TOKEN_EXPIRED: "account.token_invalid",
  USER_NOT_FOUND: "account.token_invalid",
  PASSWORD_TOO_SHORT: "account.password_too_short",
  PASSWORD_TOO_LONG: "account.password_too_long",
};

/** The problem that a refusal of better-auth stands for. */
export function problemOfAuth({ status, code, retryAfterSeconds }: AuthRefusal): AccountProblem {
  if (status === 429) return { code: "request.rate_limited", retryAfterSeconds: retryAfterSeconds ?? 60 };
  const known = CODES[code];
  if (known) return { code: known };
  if (status >= 500) return { code: "server.unavailable" };
  return { code: status === 401 ? "access.sign_in_needed" : "account.refused" };
}

/**
 * `/api/auth/*`: the part of better-auth that the store uses, each call with a body that is checked to the last field.
 * better-auth has more calls; they are not reachable. Its refusals are told as problems, with its own code in `reason`.
 */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { App } from "../http/context.ts";
import { problem } from "../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { unknownMarkets } from "../markets/unknown-markets.ts";
import {
  changePasswordForm,
  emailForm,
  landing,
  profileForm,
  resetAskForm,
  resetForm,
  signInForm,
  signUpForm,
} from "./account-form.ts";
import { problemOfAuth } from "./account-problem.ts";
import { authOf } from "./auth-store.ts";

const BASE = "/api/auth";
const answer = z.looseObject({}).openapi("AuthAnswer");
const refusals = problems({
  400: "account.refused",
  401: "account.credentials_wrong, access.sign_in_needed",
  403: "account.not_verified",
  422: "request.invalid, account.token_invalid",
  429: "request.rate_limited",
});

/** The calls that change something: path, what it does, and its body. */
const CHANGES = [
  ["/sign-up/email", "Make an account; a mail proves the address", signUpForm],
  ["/sign-in/email", "Open a session: a cookie, and a `token` to send as a bearer", signInForm],
  ["/sign-out", "End the session", z.strictObject({}).optional()],
  ["/send-verification-email", "Mail the link that proves the address again", emailForm],
  ["/request-password-reset", "Mail a link to choose a new password", resetAskForm],
  ["/reset-password", "Choose a new password by the token of the mailed link", resetForm],
  ["/change-password", "Change the password of the session's account", changePasswordForm],
  ["/update-user", "Change name or market of the session's account", profileForm],
  ["/revoke-other-sessions", "End the account's other sessions", z.strictObject({}).optional()],
] as const;

/** The calls that only read, or that a link in a mail leads to. */
const READS = [
  ["/get-session", "Who is signed in; null for nobody", z.object({})],
  ["/list-sessions", "The account's sessions", z.object({})],
  ["/verify-email", "Where the verification link leads", z.object({ token: z.string(), callbackURL: landing })],
  ["/reset-password/{token}", "Where the reset link leads", z.object({ callbackURL: landing.unwrap() })],
] as const;

const router = newRouter();

for (const [path, summary, body] of CHANGES) {
  const route = createRoute({
    method: "post",
    path: `${BASE}${path}`,
    tags: ["Accounts"],
    summary,
    request: { body: { ...jsonBody(body), required: !body.safeParse(undefined).success } },
    responses: { 200: answers("Done", answer), ...refusals },
  });
  // The body has been read to be checked, so it is handed on as it was found good.
  router.openapi(route, (async (c: Context<App>) => {
    const asked = (c.req.valid("json" as never) ?? {}) as { market?: string };
    const at = unknownMarkets(await c.var.world.markets(), asked.market === undefined ? {} : { market: asked.market });
    return at.length > 0 ? problem(c, { code: "request.invalid", at }) : handOn(c, JSON.stringify(asked));
  }) as never);
}

for (const [path, summary, query] of READS) {
  const route = createRoute({
    method: "get",
    path: `${BASE}${path}`,
    tags: ["Accounts"],
    summary,
    request: path.includes("{token}") ? { query, params: z.object({ token: z.string() }) } : { query },
    responses: { 200: answers("Done", answer), 302: { description: "On to a page of the store" }, ...refusals },
  });
  router.openapi(route, (c) => handOn(c, null) as never);
}

export const authRoutes = router;

async function handOn(c: Context<App>, body: string | null): Promise<Response> {
  const { url, method, headers } = c.req.raw;
  const asked = new Headers(headers);
  if (body !== null) asked.set("content-type", "application/json");
  asked.delete("content-length");
  const found = await authOf(c.var.world).handler(new Request(url, { method, headers: asked, body }));
  return found.status < 400 ? found : refusalOf(c, found);
}

async function refusalOf(c: Context<App>, found: Response): Promise<Response> {
  const said = (await found.json().catch(() => ({}))) as { code?: string; retryAfterSeconds?: number };
  const { retryAfterSeconds, code: reason = "" } = said;
  const why = problemOfAuth({
    status: found.status,
    code: reason,
    ...(retryAfterSeconds ? { retryAfterSeconds } : {}),
  });
  return problem(c, { ...why, ...(reason === "" ? {} : { reason }) });
}

/**
 * Accounts and sessions, kept by better-auth in the accounts database. A session is read from the database at every
 * request, so a role that changes, changes at once. Mails it asks for go out as events.
 */

import { drizzleAdapter } from "@better-auth/drizzle-adapter";
import { createHash } from "@better-auth/utils/hash";
import { APIError, createAuthMiddleware, isAPIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import { bearer } from "better-auth/plugins/bearer";
import { and, eq } from "drizzle-orm";
import { STORE_NAME } from "../base/store-name.ts";
import { whyOf } from "../base/why.ts";
import { networkOf } from "../http/limits.ts";
import type { World } from "../world.ts";
import { PASSWORD_MAX, PASSWORD_MIN } from "./account-form.ts";
import { TRY_LIMITS, tryKeyOf } from "./account-limits.ts";
import { tellAccount } from "./account-mail-store.ts";
import { account, session, user, verification } from "./account-tables.ts";

/** Counted from signing in: using a session does not prolong it. */
export const SESSION_SECONDS = 30 * 86_400;
const VERIFICATION_SECONDS = 24 * 3_600;
const RESET_SECONDS = 3_600;
/** The cookie's name without the prefix that `Secure` cookies get. */
export const SESSION_COOKIE = "meridian.session_token";

export type Auth = ReturnType<typeof authOf>;

/** better-auth as this store uses it. Its own rate limits are off: `TRY_LIMITS` are counted atomically instead. */
export function authOf(world: World) {
  return betterAuth({
    appName: STORE_NAME,
    baseURL: originOf(world),
    basePath: "/api/auth",
    secret: world.config.authSecret,
    database: drizzleAdapter(world.accounts, {
      provider: "sqlite",
      schema: { user, session, account, verification },
    }),
    // `guard.ts` refuses other sites' requests for the whole API; links in mails are still held to the store's address.
    trustedOrigins: (request) => (request ? [new URL(request.url).origin] : []),
    user: {
      additionalFields: {
        role: { type: "string", input: false, defaultValue: "customer", required: true },
        // None that is open stands for the default one.
        market: { type: "string", input: true, defaultValue: "", required: false },
      },
    },
    // Thirty days from signing in, never longer: reading a session writes nothing.
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    verification: { storeIdentifier: "hashed" },
    // Passwords are hashed by node:crypto's scrypt, 32 MB each. In workerd it runs on the isolate's one thread, so an
    // isolate hashes one at a time however many sign in at once, and TRY_LIMITS bound how many may.
    emailAndPassword: {
      enabled: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
      requireEmailVerification: true,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: RESET_SECONDS,
      sendResetPassword: (ask) => tellAccount(world, "account.reset_asked", ask),
      onExistingUserSignUp: async (ask) => {
        if (!ask.user.emailVerified) await dropPassword(world, ask.user.id);
        await tellAccount(world, "account.exists", { ...ask, url: originOf(world), token: "" });
      },
    },
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      // Mail scanners follow links: following one proves the address, and gives nobody a session.
      autoSignInAfterVerification: false,
      expiresIn: VERIFICATION_SECONDS,
      sendVerificationEmail: (ask) => tellAccount(world, "account.verification_asked", ask),
    },
    hooks: { before: countTry(world), after: giveBackTry(world) },
    plugins: [bearer()],
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: "error", log: (_level, message) => logComplaint(world, message) },
    // What it refuses is answered; only what it failed at is logged, without the arguments, which may hold mail addresses.
    onAPIError: {
      onError: (error) => {
        if (!isAPIError(error) || error.statusCode >= 500) world.log.error("auth.failed", { why: whyOf(error) });
      },
    },
    advanced: {
      cookiePrefix: "meridian",
      useSecureCookies: world.config.origin.startsWith("https:"),
      disableCSRFCheck: true,
      disableOriginCheck: false,
      ipAddress: { ipAddressHeaders: ["cf-connecting-ip"] },
      database: { generateId: () => world.newId(), joins: false },
    },
  });
}

/**
 * Of an address that nobody has proven, and that signs up again: one of the two may be a stranger who waits for the other to
 * follow the link. Neither password counts from here on; whoever reads the address's mail sets one.
 */
async function dropPassword({ accounts }: World, userId: string): Promise<void> {
  await accounts.delete(account).where(and(eq(account.userId, userId), eq(account.providerId, "credential")));
}

/** Its messages end in what they are about, after a colon; a refused address is the caller's affair, not a failure. */
function logComplaint(world: World, message: string): void {
  const [why = ""] = message.split(":");
  if (why.startsWith("Invalid ")) world.log.info("auth.refused", { why });
  else world.log.error("auth.failed", { why });
}

/** A consumer or a timer without `STORE_ORIGIN` has no address; none of them makes a link or a cookie. */
const originOf = (world: World) => world.config.origin || "http://store.invalid";

/** Counts one try and refuses it when it is over a limit. Runs before every endpoint, however it is called. */
const countTry = (world: World) =>
  createAuthMiddleware(async (c) => {
    const rules = TRY_LIMITS[c.path];
    if (!rules) return;
    const who = await whoOf(c);
    for (const rule of rules) {
      const tries = await world.counters.add(tryKeyOf(c.path, rule, who), 1, rule.windowMs);
      if (tries > rule.limit) throw tooMany(Math.ceil(rule.windowMs / 1_000));
    }
  });

/** A sign-in that succeeded was no guess. */
const giveBackTry = (world: World) =>
  createAuthMiddleware(async (c) => {
    if (c.path !== "/sign-in/email" || !c.context.newSession) return;
    const who = await whoOf(c);
    for (const rule of TRY_LIMITS[c.path] ?? [])
      await world.counters.add(tryKeyOf(c.path, rule, who), -1, rule.windowMs);
  });

const tooMany = (retryAfterSeconds: number) =>
  new APIError("TOO_MANY_REQUESTS", { code: "RATE_LIMITED", message: "Too many tries", retryAfterSeconds });

type Asked = { body?: unknown; headers?: Headers | undefined };

async function whoOf({ body, headers }: Asked): Promise<{ emailDigest: string; ip: string }> {
  const email = (body as { email?: unknown } | undefined)?.email;
  const text = typeof email === "string" ? email.trim().toLowerCase() : "";
  const emailDigest = await createHash("SHA-256", "hex").digest(text);
  return { emailDigest, ip: networkOf(headers?.get("cf-connecting-ip")) ?? "unknown" };
}

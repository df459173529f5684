/**
 * How often an account's doors may be tried. Counted atomically, so the limits hold however many tries come at once, and
 * on every way in: the hook that asks runs for the API and for the pages alike.
 */

/** `both` counts one address's tries at one account; `email` all tries at it; `ip` all tries of one address. */
export type TryLimit = { by: "email" | "ip" | "both"; limit: number; windowMs: number };

const QUARTER_HOUR_MS = 15 * 60_000;
const HOUR_MS = 60 * 60_000;

/** By better-auth's path. Tries at signing in that succeed are given back. */
export const TRY_LIMITS: Readonly<Record<string, readonly TryLimit[]>> = {
  "/sign-in/email": [
    { by: "both", limit: 10, windowMs: QUARTER_HOUR_MS },
    // Higher than one address may, so that one stranger cannot lock a customer out alone.
    { by: "email", limit: 50, windowMs: QUARTER_HOUR_MS },
    { by: "ip", limit: 100, windowMs: QUARTER_HOUR_MS },
  ],
  "/sign-up/email": [
    { by: "email", limit: 5, windowMs: HOUR_MS },
    { by: "ip", limit: 50, windowMs: HOUR_MS },
  ],
  "/request-password-reset": [
    { by: "email", limit: 5, windowMs: HOUR_MS },
    { by: "ip", limit: 50, windowMs: HOUR_MS },
  ],
  "/send-verification-email": [
    { by: "email", limit: 5, windowMs: HOUR_MS },
    { by: "ip", limit: 50, windowMs: HOUR_MS },
  ],
  "/reset-password": [{ by: "ip", limit: 50, windowMs: HOUR_MS }],
  "/change-password": [{ by: "ip", limit: 20, windowMs: QUARTER_HOUR_MS }],
};

/** Counter keys name no mail address: `emailDigest` is a hash of it. */
export function tryKeyOf(path: string, { by }: TryLimit, who: { emailDigest: string; ip: string }): string {
  const whose = { email: who.emailDigest, ip: who.ip, both: `${who.emailDigest}:${who.ip}` }[by];
  return `account:${path}:${by}:${whose}`;
}

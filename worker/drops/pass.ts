/**
 * What a visitor carries: who they are (a device), their ticket, and once admitted a pass. All are signed, so that a
 * forged or expired one is refused by arithmetic, before any object or database is asked.
 */
import { done, type Outcome, refused } from "../base/outcome.ts";
import { openSigned, sign } from "./signed.ts";

/** `holder` is whose it is, as `holderOf` says. */
export type Pass = { dropId: string; holder: string; expiresAtMs: number };
export type PassProblem = { code: "drop.pass_forged" | "drop.pass_expired"; dropId: string };

/** Passes one checkout may show: one a drop that its cart takes from. */
export const PASSES_MAX = 5;

export const signVisitor = (secret: string, visitorId: string): string => sign(secret, "visitor", { v: visitorId });
export function readVisitor(secret: string, text: string): string | null {
  const id = openSigned(secret, "visitor", text)?.v;
  return typeof id === "string" ? id : null;
}

export const signTicket = (secret: string, dropId: string, holder: string): string =>
  sign(secret, "drop ticket", { d: dropId, h: holder });
/** The holder, where the text is a ticket of this drop. */
export function readTicket(secret: string, dropId: string, text: string): string | null {
  const claims = openSigned(secret, "drop ticket", text);
  return claims?.d === dropId && typeof claims.h === "string" ? claims.h : null;
}

/** The same pass is the same text, however often it is made. */
export const signPass = (secret: string, { dropId, holder, expiresAtMs }: Pass): string =>
  sign(secret, "drop pass", { d: dropId, h: holder, e: expiresAtMs });

/** Null when the text is no pass of this store. */
export function readPass(secret: string, text: string): Pass | null {
  const claims = openSigned(secret, "drop pass", text);
  if (typeof claims?.d !== "string" || typeof claims.h !== "string" || typeof claims.e !== "number") return null;
  return { dropId: claims.d, holder: claims.h, expiresAtMs: claims.e };
}

/**
 * The pass for a drop among those shown; null when none is for it. One that is not the store's, or is somebody else's, is
 * `drop.pass_forged`: `holders` are who asks, as a device and, signed in, as an account.
 */
export function passFor(
  dropId: string,
  {
    secret,
    shown,
    holders,
    nowMs,
  }: { secret: string; shown: readonly string[]; holders: readonly string[]; nowMs: number },
): Outcome<Pass | null, PassProblem> {
  const passes = shown.map((text) => readPass(secret, text));
  const mine = passes.filter((pass) => pass?.dropId === dropId && holders.includes(pass.holder));
  const valid = mine.find((pass) => pass && nowMs < pass.expiresAtMs);
  if (valid) return done(valid);
  if (mine.length > 0) return refused({ code: "drop.pass_expired", dropId });
  const foreign = passes.some((pass) => pass === null || pass.dropId === dropId);
  return foreign ? refused({ code: "drop.pass_forged", dropId }) : done(null);
}

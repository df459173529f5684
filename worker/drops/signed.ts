/** Short texts that a visitor keeps for the store and cannot change: claims and an HMAC-SHA-256 over them, under a key of their own. */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/** What it is for: text that was signed for another purpose does not open. */
export type Purpose = "visitor" | "drop ticket" | "drop pass" | "download";

export const SIGNED_LENGTH_MAX = 600;

/** A key that is derived from the store's secret, for one use alone. */
export const keyFor = (secret: string, use: string): string => createHmac("sha256", secret).update(use).digest("hex");

export function sign(secret: string, purpose: Purpose, claims: object): string {
  const body = Buffer.from(JSON.stringify(claims)).toString("base64url");
  return `${body}.${macOf(secret, purpose, body).toString("base64url")}`;
}

/** The claims as they were signed; null for anything else. */
export function openSigned(secret: string, purpose: Purpose, text: string): Readonly<Record<string, unknown>> | null {
  const [body = "", given = ""] = text.length <= SIGNED_LENGTH_MAX ? text.split(".") : [];
  const [mac, claimed] = [macOf(secret, purpose, body), Buffer.from(given, "base64url")];
  if (mac.length !== claimed.length || !timingSafeEqual(mac, claimed)) return null;
  return JSON.parse(Buffer.from(body, "base64url").toString()) as Record<string, unknown>;
}

const macOf = (secret: string, purpose: Purpose, body: string) =>
  createHmac("sha256", keyFor(secret, `signed: ${purpose}`))
    .update(body)
    .digest();

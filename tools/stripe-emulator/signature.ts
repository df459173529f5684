/** Stripe's signature of a message: HMAC-SHA256 over the time and the body (docs.stripe.com/webhooks#verify-manually). */
const encoder = new TextEncoder();

/** The value of `Stripe-Signature`, as it would be sent at this time. */
export async function signatureOf(secret: string, body: string, nowMs: number): Promise<string> {
  const seconds = Math.floor(nowMs / 1_000);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  const bytes = await crypto.subtle.sign("HMAC", key, encoder.encode(`${seconds}.${body}`));
  return `t=${seconds},v1=${hexOf(new Uint8Array(bytes))}`;
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

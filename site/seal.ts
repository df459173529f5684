/**
 * Text that a browser keeps for the store and can neither read nor change: AES-GCM under a key that HKDF derives from
 * the store's secret. A seal opens for the purpose it was made for, until its end, and for nothing else.
 */
import { Buffer } from "node:buffer";

/** `purpose` says what is sealed and for whom; whatever was sealed for another one does not open. */
export type SealFor = { secret: string; purpose: string };

const IV_BYTES = 12;
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Letters, digits, `-` and `_`; longer than the text by a third and some. Never the same twice. */
export async function seal(sealFor: SealFor, text: string, untilMs: number): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const plain = bytesOf(JSON.stringify([untilMs, text]));
  const closed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(sealFor), plain);
  return Buffer.concat([iv, new Uint8Array(closed)]).toString("base64url");
}

/** The text, or null when it was changed, is over, was sealed for something else or never was sealed. */
export async function openSeal(sealFor: SealFor, sealed: string, nowMs: number): Promise<string | null> {
  const bytes = Uint8Array.from(Buffer.from(sealed, "base64url"));
  const [iv, closed] = [bytes.slice(0, IV_BYTES), bytes.slice(IV_BYTES)];
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await keyOf(sealFor), closed).catch(() => null);
  if (plain === null) return null;
  const [untilMs, text] = JSON.parse(new TextDecoder().decode(plain)) as [number, string];
  return nowMs < untilMs ? text : null;
}

async function keyOf({ secret, purpose }: SealFor): Promise<CryptoKey> {
  const root = await crypto.subtle.importKey("raw", bytesOf(secret), "HKDF", false, ["deriveKey"]);
  const way = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytesOf(`seal: ${purpose}`) };
  return crypto.subtle.deriveKey(way, root, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

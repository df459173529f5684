/** What every part of the emulator is handed: what it remembers, how it was set, what it was told to do wrong. */

import type { DeliveryRules } from "./deliveries.ts";
import type { Fault } from "./faults.ts";
import type { Kept } from "./kept.ts";

/** The version spoken; any other is refused. */
export const API_VERSION = "2023-08-16";

export type Settings = {
  /** Where signed messages are sent; null keeps them to be fetched from `/_emulator/deliveries`. */
  webhookUrl: string | null;
  webhookSecret: string;
  /** Shown on the payment page. */
  merchantName: string;
  /** How long a delayed payment or refund takes. */
  settleDelayMs: number;
};

/** `faults` and `deliveryRules` are changed in place. */
export type Emulation = {
  kept: Kept;
  settings: Settings;
  faults: Fault[];
  deliveryRules: DeliveryRules;
  nowMs(): number;
};

/** Stripe's times are whole seconds since 1970. */
export const secondsOf = (ms: number): number => Math.floor(ms / 1_000);

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** An id as Stripe writes them: letters and digits, unguessable. */
export function newId(prefix: string, length = 24): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  // 62 letters over 256 values: the small bias is of no matter here.
  return prefix + Array.from(bytes, (byte) => LETTERS.charAt(byte % LETTERS.length)).join("");
}

/** Limits of what books may be asked, whoever asks. Callers check input before; here a breach is a bug. */
import { assert } from "../base/assert.ts";

/** Units one receipt, count or adjustment may move. */
export const CHANGE_MAX = 1_000_000;
export const ID_LENGTH_MAX = 200;
export const REASON_LENGTH_MAX = 200;
/** Accounts of one thing. */
export const ACCOUNTS_MAX = 32;
/** Transfers of one thing that are on their way at a time. */
export const TRANSFERS_MAX = 100;

export function assertId(id: string): void {
  assert(id.length > 0 && id.length <= ID_LENGTH_MAX, "an id is within its limit");
}

export const isWhole = (value: number, min: number, max: number): boolean =>
  Number.isSafeInteger(value) && value >= min && value <= max;

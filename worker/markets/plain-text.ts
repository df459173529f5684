/** Text that people type for labels, mails and other people's screens. */

/**
 * What changes how the text around it is read, and nothing that a name is written with: marks and overrides of direction,
 * spaces of no width, soft hyphens, marks of byte order. Joiners stay: Persian and Hindi are written with them.
 */
const UNSEEN = /[\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]/g;
const CONTROL = /\p{Cc}/u;

/** Marks that turn the text after them around, wherever it is shown. */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/;

/** One line that others read: nothing that breaks it, nor turns around what stands beside it. */
export const isLine = (text: string): boolean => isText(text) && !TURNING.test(text);
export const NOT_A_LINE = "holds a control character";

/** In composed form, without what is unseen, each run of spaces as one. */
export const plainText = (text: string): string =>
  text
    .normalize("NFC")
    .replaceAll(UNSEEN, "")
    .replaceAll(/\p{Zs}+/gu, " ")
    .trim();

/** False of control characters and halves of characters: nothing that can be printed. */
export const isText = (text: string): boolean => text.isWellFormed() && !CONTROL.test(text);

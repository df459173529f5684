/**
 * Keeps a spreadsheet from running what a cell of an export says. The mark is the apostrophe with which spreadsheets
 * themselves say "this is text" (OWASP, CSV Injection).
 */

/** ASCII, and the full-width signs that spreadsheets in Japanese and Chinese take for the same. */
const SIGNS = "=+\\-@\\t\\r＝＋－＠";
/**
 * Where a cell begins: at its own beginning, and after a semicolon, which parts cells where commas part fractions. The
 * semicolon that ends an entity of HTML (`&nbsp;-5`) is no such place.
 */
const PLACE = "(^|(?<!&#?\\w{1,31});)";
const RISKY = new RegExp(`${PLACE}(?='*[${SIGNS}])`, "g");
const MARKED = new RegExp(`${PLACE}'(?='*[${SIGNS}])`, "g");

/** A text that a spreadsheet would take for a formula gets an apostrophe before it; so does one that has such a mark. */
export const defused = (text: string): string => text.replace(RISKY, "$1'");

/** What it was before it was defused. Text that was not stays as it is. */
export const undefused = (text: string): string => text.replace(MARKED, "$1");

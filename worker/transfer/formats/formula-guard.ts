/**
 * Keeps a spreadsheet from running what a cell of an export says. The mark is the apostrophe with which spreadsheets
 * themselves say "this is text" (OWASP, CSV Injection).
 */

const RISKY = /^[=+\-@\t\r]/;
const MARKED = /^'(?=[=+\-@\t\r'])/;

/** A text that a spreadsheet would take for a formula gets an apostrophe before it; so does one that begins with such a mark. */
export const defused = (text: string): string => (RISKY.test(text) || MARKED.test(text) ? `'${text}` : text);

/** What it was before it was defused. Text that was not stays as it is. */
export const undefused = (text: string): string => text.replace(MARKED, "");

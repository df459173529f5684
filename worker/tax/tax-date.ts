/** Which day it is where a sale is taxed: a rate that changes at midnight changes at the midnight of the place. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** As `YYYY-MM-DD`; `timeZone` is an IANA name. */
export function dayIn(timeZone: string, atMs: number): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** A day of the calendar there has been or will be: 29 February in leap years only. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text);
}

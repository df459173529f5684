/**
 * What is read from the European Central Bank's reference rates, and whether it is believed. A feed is taken whole or not at
 * all: it is as published (a day, and one rate above zero for each currency), it is of a day that can be, it has every currency
 * the store needs, and none has moved further in a day than currencies do.
 */
import { done, type Outcome, refused } from "../../base/outcome.ts";
import type { Currency } from "../money.ts";
import { isRate, rateMoveBp } from "./rate.ts";

/** Units of each currency for one euro, of one day. */
export type DayRates = { date: string; rates: Readonly<Record<string, string>> };

/** Far above the two thousand that are published. */
export const FEED_BYTES_MAX = 50_000;
const CURRENCIES_MAX = 100;
/** Four days without rates come at Easter and at the year's end. */
export const FEED_AGE_MAX_DAYS = 10;
/** Of one publication to the next, in ten-thousandths: a fifth. */
export const FEED_MOVE_MAX_BP = 2_000;

export type FeedProblem =
  | { code: "rates.not_as_published"; what: string }
  | { code: "rates.of_the_future" | "rates.too_old" | "rates.older_than_kept"; date: string }
  | { code: "rates.currency_missing"; currency: string }
  | { code: "rates.moved_too_far"; currency: string; from: string; to: string };

const ENVELOPE =
  /^\ufeff?\s*<\?xml [^>]{0,60}\?>\s*<gesmes:Envelope( xmlns[^>]{0,300})>([\s\S]*)<\/gesmes:Envelope>\s*$/;
const SENDER = /<gesmes:name>\s*European Central Bank\s*<\/gesmes:name>/;
const DAY = /<Cube>\s*<Cube time=(["'])(\d{4}-\d{2}-\d{2})\1>([\s\S]*)<\/Cube>\s*<\/Cube>\s*$/;
const RATE = /\s*<Cube currency=(["'])([A-Z]{3})\1 rate=(["'])([0-9.]{1,20})\3\s*\/>\s*/y;

const misread = (what: string) => refused<FeedProblem>({ code: "rates.not_as_published", what });

/**
 * Source of the format: www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml, a `gesmes:Envelope` whose one dated `Cube`
 * holds a `Cube` for each currency.
 */
export function readFeed(text: string): Outcome<DayRates, FeedProblem> {
  if (text.trim() === "") return misread("nothing");
  if (text.length > FEED_BYTES_MAX) return misread("more than the feed has");
  const [, names = "", body = ""] = ENVELOPE.exec(text) ?? [];
  if (!names.includes("http://www.ecb.int/vocabulary/2002-08-01/eurofxref"))
    return misread("no envelope of the bank's");
  if (!SENDER.test(body)) return misread("another sender");
  const [, , date = "", cubes = ""] = DAY.exec(body) ?? [];
  if (!isDay(date)) return misread("no single day");
  return ratesOf(date, cubes);
}

function ratesOf(date: string, cubes: string): Outcome<DayRates, FeedProblem> {
  const rates: Record<string, string> = {};
  let at = 0;
  for (let count = 0; at < cubes.length; count += 1) {
    RATE.lastIndex = at;
    const [whole = "", , currency = "", , rate = ""] = RATE.exec(cubes) ?? [];
    if (whole === "" || count === CURRENCIES_MAX) return misread(`what follows ${count} currencies`);
    if (currency in rates) return misread(`${currency} twice`);
    if (!isRate(rate)) return misread(`${currency} at ${rate}`);
    rates[currency] = rate;
    at += whole.length;
  }
  return Object.keys(rates).length === 0 ? misread("no currency") : done({ date, rates });
}

/** A day that the calendar has. */
function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

const DAY_MS = 86_400_000;
/**
 * Null where the rates are believed. `last` are those that count now (a rate that staff set in place of the bank's);
 * `keptDate` is the day of the bank's last that was believed.
 */
export function whyNotBelieved(
  { date, rates }: DayRates,
  ask: { needed: readonly Currency[]; last: Readonly<Record<string, string>>; keptDate: string | null; nowMs: number },
): FeedProblem | null {
  const at = Date.parse(`${date}T00:00:00Z`);
  // The bank's clock is ahead of UTC by two hours at most.
  if (at > ask.nowMs + 2 * 3_600_000) return { code: "rates.of_the_future", date };
  if (ask.keptDate !== null && date < ask.keptDate) return { code: "rates.older_than_kept", date };
  if (ask.nowMs - at > FEED_AGE_MAX_DAYS * DAY_MS) return { code: "rates.too_old", date };
  const missing = ask.needed.find((currency) => !(currency in rates));
  if (missing) return { code: "rates.currency_missing", currency: missing };
  for (const [currency, from] of Object.entries(ask.last)) {
    const to = rates[currency];
    if (to !== undefined && rateMoveBp(from, to) > FEED_MOVE_MAX_BP)
      return { code: "rates.moved_too_far", currency, from, to };
  }
  return null;
}

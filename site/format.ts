/** Money, dates and numbers as a market writes them. Everything a page shows that is not a word goes through here. */

import { dayTextOf } from "../worker/markets/day-text.ts";
import { MARKETS_MAX, type Market } from "../worker/markets/markets.ts";
import { isolated } from "../worker/markets/typography.ts";
import { amountFormatOf } from "../worker/pricing/amount-format.ts";
import { type Currency, minorDigitsOf } from "../worker/pricing/money.ts";

export type Format = ReturnType<typeof formatOf>;

/** The zone is named: it is the market's, and a page made far from its reader cannot know theirs. */
const MOMENT = {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
  timeZoneName: "short",
} as const;

const SIZES = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
const formats = new Map<string, Format>();
/** Of markets as they are, were, and may be: staff change them, and look at what they would be first. */
const FORMATS_MAX = 2 * MARKETS_MAX;

/** Formatters cost much to make and nothing to keep: one set for all that they go by. */
export function formatFor(market: Market): Format {
  const { locale, currency, countries, timeZone } = market;
  const key = [locale, currency, timeZone, ...countries].join(" ");
  const known = formats.get(key);
  if (known) return known;
  if (formats.size >= FORMATS_MAX) formats.clear();
  const made = formatOf(market);
  formats.set(key, made);
  return made;
}

function formatOf({ locale, currency, countries, timeZone }: Market) {
  const numbers = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const finePercents = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 });
  const decimalSign = numbers.formatToParts(1.1).find(({ type }) => type === "decimal")?.value ?? ".";
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone });
  const days = dayTextOf(locale);
  // A calendar day is read as midnight UTC, and written by the same clock.
  const calendarDates = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const moments = new Intl.DateTimeFormat(locale, { ...MOMENT, timeZone });
  const utcMoments = new Intl.DateTimeFormat(locale, { ...MOMENT, timeZone: "UTC" });
  const lists = new Intl.ListFormat(locale, { type: "conjunction" });
  const regions = new Intl.DisplayNames(locale, { type: "region" });
  const units = new Map<Currency, Intl.NumberFormat>();
  const unitOf = (code: Currency) => {
    const made = units.get(code) ?? amountFormatOf(locale, code, minorDigitsOf(code));
    units.set(code, made);
    return made;
  };
  return {
    /** An amount in minor units; in the market's currency unless another is named, whose sign is then isolated. */
    money(amountMinor: number, code: Currency = currency): string {
      const amount = amountMinor / 10 ** minorDigitsOf(code);
      return code === currency ? unitOf(code).format(amount) : withSignIsolated(unitOf(code).formatToParts(amount));
    },
    number: (value: number): string => numbers.format(value),
    /** A number written with a point, as fields of the market have it: `15,6`. No sign for thousands is put in. */
    field: (text: string): string => text.replace(".", decimalSign),
    /** 3.4 MB: a file's size, by thousands, as download lists write it. */
    size(bytes: number): string {
      const at = Math.min(SIZES.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
      const unit = SIZES[at] ?? "byte";
      const digits = at === 0 ? 0 : 1;
      const unitDisplay = at === 0 ? "long" : "short";
      const shown = { style: "unit", unit, unitDisplay, maximumFractionDigits: digits } as const;
      return new Intl.NumberFormat(locale, shown).format(bytes / 1000 ** at);
    },
    /** 2 years, with the plural that the language has for so many. */
    span: (value: number, unit: "year" | "day"): string =>
      new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(value).replace(" ", "\u00a0"),
    /** A share, 0 to 1, as in `12.5%`. */
    percent: (share: number): string => percents.format(share),
    /** The same to the hundredth of a percent. */
    percentFine: (share: number): string => finePercents.format(share),
    /** 17 March 2026: the day it was by the market's clock. */
    date: (atMs: number): string => dates.format(atMs),
    /** Tue, 17 Mar: a calendar day (`YYYY-MM-DD`), such as a promise of delivery names. */
    day: (dateIso: string): string => days.day(dateIso),
    /** 17 March 2026: a calendar day (`YYYY-MM-DD`) of a document. */
    calendarDate: (dateIso: string): string => calendarDates.format(Date.parse(dateIso)),
    dayRange: (fromIso: string, toIso: string): string => days.range(fromIso, toIso),
    /** 17 Mar 2026, 14:05 GMT: by the market's clock. */
    moment: (atMs: number): string => moments.format(atMs),
    /** 17 Mar 2026, 14:05 UTC: beside fields that hold UTC. */
    momentUtc: (atMs: number): string => utcMoments.format(atMs),
    list: (parts: readonly string[]): string => lists.format(parts),
    country: (code: string): string => regions.of(code) ?? code,
    countries: countries.map((code) => ({ code, name: regions.of(code) ?? code })),
  };
}

/**
 * Another currency's sign has letters of another script (`JP¥`, `US$`), which a line from right to left would turn round
 * (`¥JP`): it is set in a direction of its own, and the amount around it in the line's.
 */
const withSignIsolated = (parts: readonly Intl.NumberFormatPart[]): string =>
  parts.map(({ type, value }) => (type === "currency" ? isolated(value) : value)).join("");

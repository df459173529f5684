/** The words of mails, in every locale, and how money and dates are written in each. */
import { IntlMessageFormat } from "intl-messageformat";
import { STORE_NAME } from "../worker/base/store-name.ts";
import { dayTextOf } from "../worker/markets/day-text.ts";
import type { Locale, Market } from "../worker/markets/markets.ts";
import { isolatedIn, withSingleStops } from "../worker/markets/typography.ts";
import { amountFormatOf } from "../worker/pricing/amount-format.ts";
import { type Money, minorDigitsOf } from "../worker/pricing/money.ts";
import arAE from "./messages/ar-AE.json" with { type: "json" };
import deDE from "./messages/de-DE.json" with { type: "json" };
import enCA from "./messages/en-CA.json" with { type: "json" };
import enGB from "./messages/en-GB.json" with { type: "json" };
import enUS from "./messages/en-US.json" with { type: "json" };
import esES from "./messages/es-ES.json" with { type: "json" };
import frCA from "./messages/fr-CA.json" with { type: "json" };
import frFR from "./messages/fr-FR.json" with { type: "json" };
import hiIN from "./messages/hi-IN.json" with { type: "json" };
import itIT from "./messages/it-IT.json" with { type: "json" };
import jaJP from "./messages/ja-JP.json" with { type: "json" };
import koKR from "./messages/ko-KR.json" with { type: "json" };
import plPL from "./messages/pl-PL.json" with { type: "json" };
import ptBR from "./messages/pt-BR.json" with { type: "json" };

/** en-US decides which messages there are. */
export type MailKey = keyof typeof enUS;
/** A locale that lacks a key does not compile. */
export const MAIL_MESSAGES: Readonly<Record<Locale, Readonly<Record<MailKey, string>>>> = {
  "en-US": enUS,
  "en-GB": enGB,
  "en-CA": enCA,
  "fr-CA": frCA,
  "de-DE": deDE,
  "fr-FR": frFR,
  "es-ES": esES,
  "it-IT": itIT,
  "pl-PL": plPL,
  "ja-JP": jaJP,
  "ko-KR": koKR,
  "ar-AE": arAE,
  "pt-BR": ptBR,
  "hi-IN": hiIN,
};

export type MailWords = {
  locale: Locale;
  /** The message in ICU syntax, with its values filled in. Not escaped: the frame does that. */
  say(key: MailKey, values?: Readonly<Record<string, string | number>>): string;
  money(money: Money): string;
  /** The day it was by the market's clock. */
  date(atMs: number): string;
  /** Calendar days (`YYYY-MM-DD`), as the checkout names them; one where both are the same. */
  days(fromIso: string, toIso: string): string;
};

/** Money is written with its own currency's digits; a date is the day where the locale's shoppers are. */
export const mailWordsOf = ({ locale, timeZone }: Pick<Market, "locale" | "timeZone">): MailWords => ({
  locale,
  say(key, values = {}) {
    const taken = { store: STORE_NAME, ...isolatedIn(locale, values) };
    return withSingleStops(String(new IntlMessageFormat(MAIL_MESSAGES[locale][key], locale).format(taken)), taken);
  },
  money: ({ amountMinor, currency }) =>
    amountFormatOf(locale, currency, minorDigitsOf(currency)).format(amountMinor / 10 ** minorDigitsOf(currency)),
  days: dayTextOf(locale).range,
  date: (atMs) => new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone }).format(atMs),
});

/**
 * Countries outside the European Union whose rate is the same all over. Sources: GB gov.uk/guidance/rates-of-vat-on-
 * different-goods-and-services; CH article 25 MWSTG; NO Stortingets vedtak om merverdiavgift; JP National Tax Agency,
 * consumption tax, and No. 6102 on the reduced rate; KR articles 26 and 30 of the VAT Act (books and their files are
 * exempt); AE Federal Decree-Law 8 of 2017; IN schedules I and III of notification 1/2017-CT (Rate) and its amendments.
 */
import type { DatedRate, LevyRates, RateTable } from "../tax-rate.ts";

const from = (fromDate: string, percent: number): DatedRate => ({ fromDate, per100k: Math.round(percent * 1_000) });
const one = (kind: LevyRates["kind"], rates: LevyRates["rates"]): readonly LevyRates[] => [{ kind, rates }];

const SWISS_REDUCED = [from("2018-01-01", 2.5), from("2024-01-01", 2.6)];

export const WORLD_RATES: RateTable = {
  GB: one("vat", {
    standard: [from("2011-01-04", 20)],
    books: [from("1973-04-01", 0)],
    ebooks: [from("2020-05-01", 0)],
    food: [from("1973-04-01", 0)],
  }),
  CH: one("vat", {
    standard: [from("2018-01-01", 7.7), from("2024-01-01", 8.1)],
    books: SWISS_REDUCED,
    ebooks: SWISS_REDUCED,
    food: SWISS_REDUCED,
  }),
  NO: one("vat", {
    standard: [from("2005-01-01", 25)],
    books: [from("2005-01-01", 0)],
    ebooks: [from("2019-07-01", 0)],
    food: [from("2012-01-01", 15)],
  }),
  JP: one("consumption_tax", {
    standard: [from("2014-04-01", 8), from("2019-10-01", 10)],
    food: [from("2019-10-01", 8)],
  }),
  KR: one("vat", {
    standard: [from("1977-07-01", 10)],
    books: [from("1977-07-01", 0)],
    ebooks: [from("1977-07-01", 0)],
  }),
  AE: one("vat", { standard: [from("2018-01-01", 5)] }),
  IN: one("igst", {
    standard: [from("2017-07-01", 18)],
    books: [from("2017-07-01", 0)],
    ebooks: [from("2018-07-27", 5)],
    food: [from("2025-09-22", 5)],
  }),
};

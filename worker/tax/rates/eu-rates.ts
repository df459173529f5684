/**
 * Value added tax of the 27 member states of the European Union. Sources: European Commission, "Taxes in Europe Database"
 * (ec.europa.eu/taxation_customs/tedb) and "VAT rates applied in the Member States"; the laws of those with markets are
 * named beside them. Reduced rates stand here for books, their files and food where the state has one for most of them;
 * `food` is the rate of most groceries. What is not here bears the standard rate until staff add its own: food in Croatia and
 * Slovakia, whose lists part it between several rates, Latvia's fruit and staples, files of books in Slovakia. Austria's 4.9 %
 * on a list of staples is not told apart from the 10 % of other food. The lower rates of Greek islands are not for what is
 * sent there to consumers (article 26 of the VAT Code). Rates of years past may be missing.
 */
import type { DatedRate, LevyRates, RateTable } from "../tax-rate.ts";

const from = (fromDate: string, percent: number): DatedRate => ({ fromDate, per100k: Math.round(percent * 1_000) });
const vat = (rates: LevyRates["rates"]): readonly LevyRates[] => [{ kind: "vat", rates }];
const both = (...rates: readonly DatedRate[]) => ({ books: rates, ebooks: rates });

export const EU_RATES: RateTable = {
  // § 10 (1) and (2) UStG 1994, annex 1; Jungholz and Mittelberg: § 10 (4).
  AT: vat({
    standard: [from("1984-01-01", 20)],
    books: [from("1984-01-01", 10)],
    ebooks: [from("2020-01-01", 10)],
    food: [from("1984-01-01", 10)],
  }),
  "AT-DE": vat({
    standard: [from("2007-01-01", 19)],
    books: [from("1984-01-01", 10)],
    ebooks: [from("2020-01-01", 10)],
    food: [from("1984-01-01", 10)],
  }),
  BE: vat({ standard: [from("1996-01-01", 21)], ...both(from("2019-04-01", 6)), food: [from("1996-01-01", 6)] }),
  BG: vat({ standard: [from("1999-01-01", 20)], ...both(from("2020-07-01", 9)) }),
  // The VAT Law's fifth schedule; books in any form: amendment of 21 July 2023.
  CY: vat({
    standard: [from("2014-01-13", 19)],
    books: [from("2014-01-13", 5), from("2023-07-21", 3)],
    ebooks: [from("2023-07-21", 3)],
    food: [from("2014-01-13", 5)],
  }),
  CZ: vat({
    standard: [from("2013-01-01", 21)],
    ...both(from("2024-01-01", 0)),
    food: [from("2013-01-01", 15), from("2024-01-01", 12)],
  }),
  // § 12 (1) and (2) UStG, annex 2; the second half of 2020: § 28 (1) and (2).
  DE: vat({
    standard: [from("2007-01-01", 19), from("2020-07-01", 16), from("2021-01-01", 19)],
    books: [from("1983-07-01", 7), from("2020-07-01", 5), from("2021-01-01", 7)],
    ebooks: [from("2019-12-18", 7), from("2020-07-01", 5), from("2021-01-01", 7)],
    food: [from("1983-07-01", 7), from("2020-07-01", 5), from("2021-01-01", 7)],
  }),
  DK: vat({ standard: [from("1992-01-01", 25)] }),
  // § 15 (2) of the käibemaksuseadus.
  EE: vat({
    standard: [from("2009-07-01", 20), from("2024-01-01", 22), from("2025-07-01", 24)],
    books: [from("2009-07-01", 9)],
    ebooks: [from("2020-05-01", 9)],
  }),
  // Articles 90 and 91 of Ley 37/1992; files of books: Real Decreto-ley 15/2020.
  ES: vat({
    standard: [from("2012-09-01", 21)],
    books: [from("1995-01-01", 4)],
    ebooks: [from("2020-04-23", 4)],
    food: [from("2012-09-01", 10)],
  }),
  FI: vat({
    standard: [from("2013-01-01", 24), from("2024-09-01", 25.5)],
    ...both(from("2019-07-01", 10), from("2025-01-01", 14), from("2026-01-01", 13.5)),
    food: [from("2013-01-01", 14), from("2026-01-01", 13.5)],
  }),
  // Articles 278, 278-0 bis (food, books in any form) of the Code général des impôts.
  FR: vat({
    standard: [from("2014-01-01", 20)],
    books: [from("2013-01-01", 5.5)],
    ebooks: [from("2013-01-01", 5.5)],
    food: [from("2014-01-01", 5.5)],
  }),
  GR: vat({ standard: [from("2016-06-01", 24)], ...both(from("2020-01-01", 6)), food: [from("2016-06-01", 13)] }),
  // Article 38 (2) of the Zakon o porezu na dodanu vrijednost.
  HR: vat({ standard: [from("2012-03-01", 25)], books: [from("2014-01-01", 5)], ebooks: [from("2019-01-01", 5)] }),
  HU: vat({ standard: [from("2012-01-01", 27)], books: [from("2012-01-01", 5)] }),
  IE: vat({
    standard: [from("2012-01-01", 23), from("2020-09-01", 21), from("2021-03-01", 23)],
    books: [from("2012-01-01", 0)],
    ebooks: [from("2019-01-01", 9), from("2024-01-01", 0)],
    food: [from("2012-01-01", 0)],
  }),
  // Article 16 and table A of DPR 633/1972; files of books: article 1 (667) of Legge 190/2014.
  IT: vat({
    standard: [from("2013-10-01", 22)],
    books: [from("1989-01-01", 4)],
    ebooks: [from("2015-01-01", 4)],
    food: [from("1995-02-24", 10)],
  }),
  // Article 19 of the Pridėtinės vertės mokesčio įstatymas, changed by laws XIV-551 and XV-287.
  LT: vat({
    standard: [from("2009-09-01", 21)],
    books: [from("2013-01-01", 9), from("2026-01-01", 5)],
    ebooks: [from("2023-01-01", 9), from("2026-01-01", 5)],
  }),
  LU: vat({
    standard: [from("2015-01-01", 17), from("2023-01-01", 16), from("2024-01-01", 17)],
    ...both(from("2020-05-01", 3)),
    food: [from("2015-01-01", 3)],
  }),
  LV: vat({
    standard: [from("2012-07-01", 21)],
    books: [from("2012-07-01", 12), from("2022-01-01", 5)],
    ebooks: [from("2022-01-01", 5)],
  }),
  // Fifth and eighth schedules of the Value Added Tax Act, chapter 406.
  MT: vat({
    standard: [from("2004-01-01", 18)],
    books: [from("2004-01-01", 5)],
    ebooks: [from("2019-01-01", 5)],
    food: [from("2004-01-01", 0)],
  }),
  NL: vat({
    standard: [from("2012-10-01", 21)],
    books: [from("2019-01-01", 9)],
    ebooks: [from("2020-01-01", 9)],
    food: [from("2019-01-01", 9)],
  }),
  // Articles 41 and 146ef of the ustawa o VAT, annexes 3 and 10.
  PL: vat({
    standard: [from("2011-01-01", 23)],
    books: [from("2011-01-01", 5)],
    ebooks: [from("2019-11-01", 5)],
    food: [from("2011-01-01", 5), from("2022-02-01", 0), from("2024-04-01", 5)],
  }),
  PT: vat({ standard: [from("2011-01-01", 23)], ...both(from("2020-07-25", 6)), food: [from("2011-01-01", 6)] }),
  "PT-20": vat({ standard: [from("2021-07-01", 16)], ...both(from("2021-07-01", 4)), food: [from("2021-07-01", 4)] }),
  // Madeira: article 21 of Decreto Legislativo Regional 6/2024/M.
  "PT-30": vat({
    standard: [from("2012-04-01", 22)],
    ...both(from("2020-07-25", 5), from("2024-10-01", 4)),
    food: [from("2012-04-01", 5), from("2024-10-01", 4)],
  }),
  RO: vat({
    standard: [from("2017-01-01", 19), from("2025-08-01", 21)],
    ...both(from("2025-08-01", 11)),
    food: [from("2015-06-01", 9), from("2025-08-01", 11)],
  }),
  // Food: Mervärdesskattelag (2023:200), lowered for 21 months.
  SE: vat({
    standard: [from("1990-07-01", 25)],
    books: [from("2002-01-01", 6)],
    ebooks: [from("2019-07-01", 6)],
    food: [from("1996-01-01", 12), from("2026-04-01", 6), from("2028-01-01", 12)],
  }),
  SI: vat({ standard: [from("2013-07-01", 22)], ...both(from("2020-01-01", 5)), food: [from("2013-07-01", 9.5)] }),
  // § 27 and annex 7 of zákon 222/2004.
  SK: vat({
    standard: [from("2011-01-01", 20), from("2025-01-01", 23)],
    books: [from("2011-01-01", 10), from("2025-01-01", 5)],
  }),
};

/**
 * Canada: the federal GST with what a province adds, or the HST in its place; each is a tax of its own. Sources: Canada
 * Revenue Agency, "Charge and collect the GST/HST: Which rate to charge"; Revenu Québec, "Basic rules for applying the
 * GST and QST"; BC Provincial Sales Tax Act, bulletin PST 205; Saskatchewan PST-5; Manitoba RST bulletin 000. Printed
 * books bear the federal part alone (CRA info sheet GI-065 on the point-of-sale rebate); basic groceries are zero-rated.
 */
import type { DatedRate, LevyRates, RateTable } from "../tax-rate.ts";

const from = (fromDate: string, percent: number): DatedRate => ({ fromDate, per100k: Math.round(percent * 1_000) });
const ZERO = [from("2008-01-01", 0)];

const GST: LevyRates = { kind: "gst", rates: { standard: [from("2008-01-01", 5)], food: ZERO } };
const provincial = (kind: "pst" | "rst" | "qst", ...standard: readonly DatedRate[]): readonly LevyRates[] => [
  GST,
  { kind, rates: { standard, books: ZERO, food: ZERO } },
];
const hst = (...standard: readonly DatedRate[]): readonly LevyRates[] => [
  { kind: "hst", rates: { standard, books: [from("2010-07-01", 5)], food: ZERO } },
];

export const CANADA_RATES: RateTable = {
  // Alberta and the territories add nothing.
  CA: [GST],
  "CA-BC": provincial("pst", from("2013-04-01", 7)),
  "CA-MB": provincial("rst", from("2013-07-01", 8), from("2019-07-01", 7)),
  "CA-SK": provincial("pst", from("2017-03-23", 6)),
  "CA-QC": provincial("qst", from("2013-01-01", 9.975)),
  "CA-ON": hst(from("2010-07-01", 13)),
  "CA-NB": hst(from("2016-07-01", 15)),
  "CA-NL": hst(from("2016-07-01", 15)),
  "CA-PE": hst(from("2016-10-01", 15)),
  "CA-NS": hst(from("2010-07-01", 15), from("2025-04-01", 14)),
};

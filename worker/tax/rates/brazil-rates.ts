/**
 * Brazil: ICMS by the state goods are sent to, at its internal rate with the additions of poverty funds, as states' laws
 * had it in 2025. Source: CONFAZ, states' internal rates; article 155 § 2 VII of the Constitution (what is sold to
 * consumers elsewhere bears the rate of the destination, parted between two states). ICMS is part of its own base: article
 * 13 § 1 I of Lei Complementar 87/1996. Books and their files are immune: article 150 VI d, STF theme 593. Not in it:
 * PIS, COFINS, IPI and ISS, substitution, what states lower for single goods, and the reform that begins in 2027.
 */
import type { LevyRates, RateTable } from "../tax-rate.ts";

const PER_100K = {
  AC: 19_000,
  AL: 20_000,
  AM: 20_000,
  AP: 18_000,
  BA: 20_500,
  CE: 20_000,
  DF: 20_000,
  ES: 17_000,
  GO: 19_000,
  MA: 23_000,
  MG: 18_000,
  MS: 17_000,
  MT: 17_000,
  PA: 19_000,
  PB: 20_000,
  PE: 20_500,
  PI: 22_500,
  PR: 19_500,
  RJ: 22_000,
  RN: 20_000,
  RO: 19_500,
  RR: 20_000,
  RS: 17_000,
  SC: 17_000,
  SE: 20_000,
  SP: 18_000,
  TO: 20_000,
} as const;

const icms = (per100k: number): readonly LevyRates[] => {
  const immune = [{ fromDate: "2017-03-08", per100k: 0 }];
  const standard = [{ fromDate: "2025-01-01", per100k }];
  return [{ kind: "icms", rates: { standard, books: immune, ebooks: immune }, inside: true }];
};

/** An address that names no state is taken to be in São Paulo. */
export const BRAZIL_RATES: RateTable = {
  BR: icms(PER_100K.SP),
  ...Object.fromEntries(Object.entries(PER_100K).map(([state, per100k]) => [`BR-${state}`, icms(per100k)])),
};

/**
 * Sales tax of the 50 states and the District of Columbia: statewide general rates on 1 January 2025, with the local
 * part that a state levies everywhere (California, Nevada, Utah, Virginia). Source: Tax Foundation, "State and Local
 * Sales Tax Rates, 2025"; South Dakota's returns to 4.5 % on 1 July 2027 (House Bill 1137 of 2023). Files are taxed as
 * `us-digital.ts` says. What counties, cities and districts add is NOT in it, nor are thresholds, holidays and
 * exemptions: a shop that sells in the US for real takes its rates from a tax service.
 */
import type { DatedRate, RateTable } from "../tax-rate.ts";
import { STATES_FREE_OF_EBOOKS, STATES_FREE_OF_FILES } from "./us-digital.ts";

const PER_100K = {
  AL: 4_000,
  AK: 0,
  AZ: 5_600,
  AR: 6_500,
  CA: 7_250,
  CO: 2_900,
  CT: 6_350,
  DE: 0,
  DC: 6_000,
  FL: 6_000,
  GA: 4_000,
  HI: 4_000,
  ID: 6_000,
  IL: 6_250,
  IN: 7_000,
  IA: 6_000,
  KS: 6_500,
  KY: 6_000,
  LA: 5_000,
  ME: 5_500,
  MD: 6_000,
  MA: 6_250,
  MI: 6_000,
  MN: 6_875,
  MS: 7_000,
  MO: 4_225,
  MT: 0,
  NE: 5_500,
  NV: 6_850,
  NH: 0,
  NJ: 6_625,
  NM: 4_875,
  NY: 4_000,
  NC: 4_750,
  ND: 5_000,
  OH: 5_750,
  OK: 4_500,
  OR: 0,
  PA: 6_000,
  RI: 7_000,
  SC: 6_000,
  SD: 4_200,
  TN: 7_000,
  TX: 6_250,
  UT: 6_100,
  VT: 6_000,
  VA: 5_300,
  WA: 6_500,
  WV: 6_000,
  WI: 5_000,
  WY: 4_000,
} as const;

/** General rates that are known to change later. */
const LATER: Readonly<Record<string, readonly DatedRate[]>> = { SD: [from("2027-07-01", 4_500)] };

/**
 * Groceries where they are not exempt from the state's tax. Source: Tax Foundation, "Sales Taxes on Groceries", and the
 * states' revenue departments. What is not here is exempt; local taxes stay, and are not in it.
 */
const GROCERIES: Readonly<Record<string, readonly DatedRate[]>> = {
  AL: [from("2024-01-01", 3_000), from("2025-09-01", 2_000)],
  AR: [from("2024-01-01", 125), from("2026-01-01", 0)],
  HI: [from("2024-01-01", 4_000)],
  ID: [from("2024-01-01", 6_000)],
  IL: [from("2024-01-01", 1_000), from("2026-01-01", 0)],
  MO: [from("2024-01-01", 1_225)],
  MS: [from("2024-01-01", 7_000), from("2025-07-01", 5_000)],
  SD: [from("2024-01-01", 4_200), from("2027-07-01", 4_500)],
  TN: [from("2024-01-01", 4_000)],
  UT: [from("2024-01-01", 3_000)],
  VA: [from("2024-01-01", 1_000)],
};

function from(fromDate: string, per100k: number): DatedRate {
  return { fromDate, per100k };
}

const UNTAXED = [from("2025-01-01", 0)];

/** By the state's postal code (`US-CA`). A change of rate is another dated entry behind the first. */
export const US_RATES: RateTable = Object.fromEntries(
  Object.entries(PER_100K).map(([state, per100k]) => [
    `US-${state}`,
    [
      {
        kind: "sales_tax",
        rates: {
          standard: [from("2025-01-01", per100k), ...(LATER[state] ?? [])],
          food: GROCERIES[state] ?? [from("2024-01-01", 0)],
          ...(STATES_FREE_OF_EBOOKS.has(state) && { ebooks: UNTAXED }),
          ...(STATES_FREE_OF_FILES.has(state) && { digital: UNTAXED }),
        },
      },
    ],
  ]),
);

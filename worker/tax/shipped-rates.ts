/** Every rate the store comes with. Staff add to it (`withAdded`); nothing here is changed but by a release. */
import { BRAZIL_RATES } from "./rates/brazil-rates.ts";
import { CANADA_RATES } from "./rates/canada-rates.ts";
import { EU_RATES } from "./rates/eu-rates.ts";
import { US_RATES } from "./rates/us-state-rates.ts";
import { WORLD_RATES } from "./rates/world-rates.ts";
import type { RateTable } from "./tax-rate.ts";

export const SHIPPED_RATES: RateTable = { ...EU_RATES, ...WORLD_RATES, ...CANADA_RATES, ...BRAZIL_RATES, ...US_RATES };

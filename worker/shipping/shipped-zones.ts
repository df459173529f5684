/** The zones a new store begins with, as the migrations of `CATALOG` write them; from then on they are the staff's. */
import type { Currency } from "../pricing/money.ts";
import type { ShippingMethod, ShippingZone } from "./zone.ts";

/** `[country, currency, standard: fee, free from, days; express: fee, days]`; amounts in minor units, with tax where prices hold it. */
type Row = readonly [string, Currency, number, number, readonly [number, number], number, readonly [number, number]];
const ROWS: readonly Row[] = [
  ["US", "USD", 6_99, 49_00, [3, 5], 19_99, [1, 2]],
  ["GB", "GBP", 3_99, 40_00, [2, 3], 7_99, [1, 1]],
  ["CA", "CAD", 9_99, 69_00, [3, 6], 24_99, [1, 3]],
  ["DE", "EUR", 4_99, 49_00, [2, 3], 11_99, [1, 1]],
  ["AT", "EUR", 6_99, 69_00, [3, 5], 15_99, [1, 2]],
  ["FR", "EUR", 4_99, 49_00, [2, 4], 12_99, [1, 2]],
  ["ES", "EUR", 4_99, 49_00, [3, 5], 13_99, [1, 2]],
  ["IT", "EUR", 4_99, 49_00, [3, 5], 13_99, [1, 2]],
  ["PL", "PLN", 14_99, 199_00, [2, 3], 29_99, [1, 1]],
  ["JP", "JPY", 550, 5_000, [2, 3], 880, [1, 1]],
  ["KR", "KRW", 3_000, 50_000, [1, 3], 5_500, [1, 1]],
  ["AE", "AED", 15_00, 200_00, [2, 4], 35_00, [1, 1]],
  ["BR", "BRL", 19_90, 299_00, [4, 8], 49_90, [2, 4]],
  ["IN", "INR", 79_00, 999_00, [3, 6], 199_00, [1, 3]],
];
/** Room to put others between. */
const POSITION_STEP = 10;

export const SHIPPED_ZONES: readonly ShippingZone[] = ROWS.map(zoneOfRow);

function zoneOfRow(row: Row, index: number): ShippingZone {
  const [country, currency, standardMinor, freeFromMinor, standardDays, expressMinor, expressDays] = row;
  return {
    id: country.toLowerCase(),
    name: country,
    currency,
    places: [{ country }],
    methods: [
      methodOfRow("standard", standardMinor, freeFromMinor, standardDays),
      methodOfRow("express", expressMinor, null, expressDays),
    ],
    duties: "unpaid",
    active: true,
    position: (index + 1) * POSITION_STEP,
    version: 1,
  };
}

function methodOfRow(
  id: "standard" | "express",
  amountMinor: number,
  freeFromMinor: number | null,
  [daysMin, daysMax]: readonly [number, number],
): ShippingMethod {
  return { id, kind: id, names: {}, fee: { by: "flat", amountMinor }, freeFromMinor, daysMin, daysMax, refuses: [] };
}

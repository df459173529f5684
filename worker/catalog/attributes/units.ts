/**
 * Units that are of one kind, and how many of a kind's first unit each is. Exact by definition: the inch and the pound by
 * the international agreement of 1959, ounces and gallons by NIST Handbook 44, bytes decimal as IEC 80000-13 has them.
 */
const KINDS: readonly Readonly<Record<string, number>>[] = [
  { mm: 1, cm: 10, m: 1_000, km: 1_000_000, in: 25.4, ft: 304.8, yd: 914.4, mi: 1_609_344 },
  { g: 1, mg: 0.001, kg: 1_000, t: 1_000_000, oz: 28.349523125, lb: 453.59237 },
  { ml: 1, cl: 10, l: 1_000, L: 1_000, "fl oz": 29.5735295625, gal: 3_785.411784 },
  { "m²": 1, "cm²": 0.0001, "ft²": 0.09290304 },
  { MB: 1, kB: 0.001, GB: 1_000, TB: 1_000_000 },
  { "MB/s": 1, "GB/s": 1_000 },
  { Hz: 1, kHz: 1_000, MHz: 1_000_000, GHz: 1_000_000_000 },
  { W: 1, kW: 1_000 },
  { mAh: 1, Ah: 1_000 },
  { s: 1, ms: 0.001, min: 60, h: 3_600, days: 86_400 },
  { "km/h": 1, mph: 1.609344 },
];

/** Digits that a converted value keeps: measures are not known closer, and 15.6 in comes back as 15.6. */
export const DIGITS_KEPT = 4;

/** By unit: which kind it is of, and how many of its kind's first unit it is. For statements that compare in SQL. */
export const UNIT_FACTORS: Readonly<Record<string, readonly [kind: number, factor: number]>> = Object.fromEntries(
  KINDS.flatMap((kind, index) => Object.entries(kind).map(([unit, factor]) => [unit, [index, factor] as const])),
);

const kindOf = (unit: string) => KINDS.find((kind) => Object.hasOwn(kind, unit));

/** Whether a value in one unit can be said in another. */
export const isConvertible = (from: string, to: string): boolean =>
  from === to || (kindOf(from) !== undefined && kindOf(from) === kindOf(to));

/** The value in another unit, to four digits; null where the units are of different kinds. */
export function convertUnit(value: number, from: string, to: string): number | null {
  if (from === to) return value;
  const kind = kindOf(from);
  const [one, other] = [kind?.[from], kind?.[to]];
  return one === undefined || other === undefined ? null : Number(((value * one) / other).toPrecision(DIGITS_KEPT));
}

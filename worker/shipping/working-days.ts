/**
 * On which days parcels move in a country: not at its weekend, not on its public holidays. Days are midnights of UTC that
 * stand for a calendar day, so no clock change and no 29 February matters.
 */
import holidays from "./holiday-data.json" with { type: "json" };

export const DAY_MS = 86_400_000;

/**
 * Days of the week (0 is Sunday) without work, where they are not Saturday and Sunday: Unicode CLDR, weekData of
 * supplementalData.
 */
const [SUNDAY, THURSDAY, FRIDAY, SATURDAY] = [0, 4, 5, 6];
const FRIDAY_AND_SATURDAY = "BH DZ EG IL IQ JO KW LY OM QA SA SD SY YE".split(" ");
const WEEKENDS: ReadonlyMap<string, readonly number[]> = new Map<string, readonly number[]>([
  ...FRIDAY_AND_SATURDAY.map((country) => [country, [FRIDAY, SATURDAY]] as const),
  ["AF", [THURSDAY, FRIDAY]],
  ["IR", [FRIDAY]],
  ["IN", [SUNDAY]],
  ["UG", [SUNDAY]],
]);
const WEEKEND: readonly number[] = [SATURDAY, SUNDAY];

const HOLIDAYS = holidays as Readonly<Record<string, Readonly<Record<string, string>>>>;
/** The years that holidays are known of: beyond them only weekends are. */
export const HOLIDAY_YEARS: readonly number[] = Object.keys(HOLIDAYS.US ?? {}).map(Number);

export const isoOfDay = (dayMs: number): string => new Date(dayMs).toISOString().slice(0, 10);

export function isWorkingDay(country: string, dayMs: number): boolean {
  const weekend = WEEKENDS.get(country) ?? WEEKEND;
  return !weekend.includes(new Date(dayMs).getUTCDay()) && !isHoliday(country, dayMs);
}

export function isHoliday(country: string, dayMs: number): boolean {
  const [year = "", month = "", day = ""] = isoOfDay(dayMs).split("-");
  const days = Object.hasOwn(HOLIDAYS, country) ? HOLIDAYS[country]?.[year] : undefined;
  return days?.split(" ").includes(`${month}${day}`) ?? false;
}

/** So many working days on; 0 is the day itself where it is one, else the next that is. */
export function addWorkingDays(country: string, dayMs: number, days: number): number {
  let [day, left] = [dayMs, days];
  while (left > 0 || !isWorkingDay(country, day)) {
    day += DAY_MS;
    if (isWorkingDay(country, day)) left -= 1;
  }
  return day;
}

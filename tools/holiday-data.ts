/**
 * Makes worker/shipping/holiday-data.json: the days on which no parcel moves in a country, from the npm package
 * date-holidays (ISC and CC BY 3.0), which computes them from each country's law. Run it once a year, with the years to cover:
 *   npm install --prefix /tmp/holidays date-holidays@3.37.0
 *   node tools/run.mjs tools/holiday-data.ts /tmp/holidays/node_modules/date-holidays 2026 2030
 * A country's own holidays alone: a region's are left out, since most parcels are sorted elsewhere. What the package has wrong or
 * does not have is put right by tools/holiday-corrections.ts; a year that its days do not reach is refused.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { COUNTRIES } from "../worker/markets/countries.ts";
import { CORRECTIONS, type Correction } from "./holiday-corrections.ts";

type Holiday = { type: string; rule: string; start: Date; end: Date };
type Holidays = {
  getHolidays(year: number): Holiday[];
  setHoliday(rule: string, as: { name: { en: string }; type: string }): boolean;
};
type HolidaysClass = { new (country: string, options: { timezone: string }): Holidays };

const OUT = join(import.meta.dirname, "../worker/shipping/holiday-data.json");
const DAY_MS = 86_400_000;

const [folder, from, to] = process.argv.slice(2);
if (!folder || !from || !to) throw new Error("Name the folder of date-holidays, the first year and the last");
const Holidays = createRequire(import.meta.url)(folder) as HolidaysClass;
const years = Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => Number(from) + index);

const lines = COUNTRIES.flatMap((country) => {
  const days = daysOf(country, CORRECTIONS[country]);
  if (days.every((text) => text === "")) return [];
  const byYear = Object.fromEntries(years.map((year, index) => [year, days[index]]));
  return [`  ${JSON.stringify(country)}: ${JSON.stringify(byYear)}`];
});
writeFileSync(OUT, `{\n${lines.join(",\n")}\n}\n`);
console.log(`${lines.length} countries in ${OUT}`);

/** Of each year `MMDD` of each day, in order; the days of a holiday that lasts several are all there. */
function daysOf(country: string, correction: Correction | undefined): string[] {
  const known = new Holidays(country, { timezone: "UTC" });
  for (const rule of correction?.rules ?? [])
    if (!known.setHoliday(rule, { name: { en: rule }, type: "public" }))
      throw new Error(`${country}: no rule: ${rule}`);
  const unseen = new Set(correction?.without ?? []);
  const all = years.map((year) => {
    const kept = known.getHolidays(year).filter(({ type, rule }) => {
      unseen.delete(rule);
      return type === "public" && !correction?.without?.includes(rule);
    });
    return textOf([...datesOf(kept, year), ...byHand(country, correction, year)]);
  });
  if (unseen.size > 0) throw new Error(`${country}: the package has no such rule: ${[...unseen].join("; ")}`);
  return all;
}

function datesOf(holidays: readonly Holiday[], year: number): string[] {
  const days: string[] = [];
  // One that begins at an evening is kept on the day after it.
  for (const { start, end } of holidays)
    for (let at = Math.ceil(start.getTime() / DAY_MS) * DAY_MS; at < end.getTime(); at += DAY_MS)
      days.push(new Date(at).toISOString().slice(0, 10));
  return days.filter((day) => day.startsWith(String(year))).map((day) => day.slice(5).replace("-", ""));
}

function byHand(country: string, correction: Correction | undefined, year: number): readonly string[] {
  if (!correction?.days) return [];
  const days = correction.days[year];
  if (!days) throw new Error(`${country}: tools/holiday-corrections.ts has no days of ${year}`);
  return days.split(" ");
}

function textOf(days: readonly string[]): string {
  return [...new Set(days)].sort().join(" ");
}

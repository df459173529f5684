/**
 * Makes worker/shipping/holiday-data.json: the days on which no parcel moves in a country, from the npm package
 * date-holidays (ISC and CC BY 3.0), which computes them from each country's law. Run it once a year, with the years to cover:
 *   npm install --prefix /tmp/holidays date-holidays@3.37.0
 *   node tools/run.mjs tools/holiday-data.ts /tmp/holidays/node_modules/date-holidays 2026 2030
 * A country's own holidays alone: a region's are left out, since most parcels are sorted elsewhere.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { COUNTRIES } from "../worker/markets/countries.ts";

type Holiday = { type: string; date: string; start: Date; end: Date };
type Holidays = { getHolidays(year: number): Holiday[] };
type HolidaysClass = { new (country: string, options: { timezone: string }): Holidays };

const OUT = join(import.meta.dirname, "../worker/shipping/holiday-data.json");
const DAY_MS = 86_400_000;

const [folder, from, to] = process.argv.slice(2);
if (!folder || !from || !to) throw new Error("Name the folder of date-holidays, the first year and the last");
const Holidays = createRequire(import.meta.url)(folder) as HolidaysClass;
const years = Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => Number(from) + index);

const lines = COUNTRIES.flatMap((country) => {
  const days = years.map((year) => daysOf(new Holidays(country, { timezone: "UTC" }), year));
  if (days.every((text) => text === "")) return [];
  const byYear = Object.fromEntries(years.map((year, index) => [year, days[index]]));
  return [`  ${JSON.stringify(country)}: ${JSON.stringify(byYear)}`];
});
writeFileSync(OUT, `{\n${lines.join(",\n")}\n}\n`);
console.log(`${lines.length} countries in ${OUT}`);

/** `MMDD` of each day, in order; the days of a holiday that lasts several are all there. */
function daysOf(holidays: Holidays, year: number): string {
  const days = new Set<string>();
  for (const { type, start, end } of holidays.getHolidays(year)) {
    if (type !== "public") continue;
    // One that begins at an evening is kept on the day after it.
    for (let at = Math.ceil(start.getTime() / DAY_MS) * DAY_MS; at < end.getTime(); at += DAY_MS)
      days.add(new Date(at).toISOString().slice(0, 10));
  }
  return [...days]
    .filter((day) => day.startsWith(String(year)))
    .sort()
    .map((day) => day.slice(5).replace("-", ""))
    .join(" ");
}

/** Delivery days go by public holidays as far as they are known: whoever runs the store is told a year before that ends. */
import { DAY_MS, HOLIDAY_YEARS } from "../shipping/working-days.ts";
import type { World } from "../world.ts";
import type { BookTurn } from "./book-turn.ts";
import { disagreement } from "./disagreements.ts";

const YEAR_MS = 366 * DAY_MS;

export async function examineHolidays({ nowMs }: World): Promise<BookTurn> {
  const last = Math.max(...HOLIDAY_YEARS);
  const isEnding = Date.UTC(last + 1, 0, 1) - nowMs() < YEAR_MS;
  const found = isEnding ? [disagreement("holidays.ending", { lastYear: String(last) })] : [];
  return { checked: HOLIDAY_YEARS.length, found, next: null };
}

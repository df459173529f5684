/** What time alone does to the calendar of public holidays. */
import { DAY_MS, HOLIDAY_YEARS } from "../../worker/shipping/working-days.ts";
import type { Break } from "./break-books.ts";

const last = Math.max(...HOLIDAY_YEARS);

export const BREAKS_OF_HOLIDAYS: readonly Break[] = [
  {
    ...{ how: "a calendar of holidays in its last year", code: "holidays.ending", book: "holidays" },
    breakIt: async () => ({ ids: [String(last)], aheadMs: Date.UTC(last, 0, 1) + DAY_MS - Date.now() }),
  },
];

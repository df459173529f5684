/**
 * By which markets the index was built: each row names the markets that read it, so a market that is new, opened again, or in
 * another language or currency needs rows that nobody has written yet. Marks say what rows go by; a state without them is
 * from before they were kept.
 */
import type { MarketFacts } from "../../markets/markets.ts";
import type { SearchState } from "./search-state.ts";

/** One for each market that rows are written for: those that are not closed. */
export const marketMarks = (markets: readonly MarketFacts[]): string[] =>
  markets.filter(({ state }) => state !== "closed").map(markOf);

const markOf = ({ id, locale, currency, priceListId }: MarketFacts): string =>
  [id, locale, currency, priceListId ?? ""].join(" ");

/** Whether the index that serves lacks rows for any of these. */
export const lacksMarks = ({ readBy }: SearchState, marks: readonly string[]): boolean =>
  readBy === undefined || marks.some((mark) => !readBy.includes(mark));

/** Without the marks of markets that are closed or changed since: what was written meanwhile was not written for them. Null where nothing goes. */
export function withoutOtherMarks(state: SearchState, marks: readonly string[]): SearchState | null {
  const kept = (readBy: readonly string[]) => readBy.filter((mark) => marks.includes(mark));
  const { readBy, rebuild } = state;
  const next = {
    ...state,
    ...(readBy && { readBy: kept(readBy) }),
    rebuild: rebuild && { ...rebuild, ...(rebuild.readBy && { readBy: kept(rebuild.readBy) }) },
  };
  return JSON.stringify(next) === JSON.stringify(state) ? null : next;
}

/** Pages of lists that the store reads by the last item shown: where one goes on, and what of it is shown. */
import { cursorOf, partsOfCursor } from "../worker/base/cursor.ts";

type Moment = { atMs: number; id: string };

/** Where a list that is ordered by moment and id goes on; null when the text is no cursor of this list. */
export function momentOfCursor(text: string, list: string): Moment | null {
  const [atMs, id] = partsOfCursor(text, list, ["number", "string"]) ?? [];
  return atMs === undefined || id === undefined ? null : { atMs: Number(atMs), id: String(id) };
}
/** What `momentOfCursor` reads for the same `list`. */
export const cursorOfMoment = (list: string, { atMs, id }: Moment): string => cursorOf(list, [atMs, id]);

/** The page of a list that was read one longer than `limit`, and its last item where more follows. */
export const pageOf = <Item>(found: readonly Item[], limit: number) => ({
  items: found.slice(0, limit),
  last: found.length > limit ? found[limit - 1] : undefined,
});

/** Waits for all of a page that has begun. */
import { done, type Outcome } from "../base/outcome.ts";
import type { ListBegun, ListPage } from "./list-page.ts";

export const wholeOf = async <Page extends ListPage, Wrong>(
  begun: Outcome<ListBegun<Page>, Wrong>,
): Promise<Outcome<Page, Wrong>> => (begun.ok ? done(await begun.value.whole) : begun);

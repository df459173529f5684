/** Markdown as a page shows it. What staff type is never HTML: tags are shown as typed, and links lead to no script. Pure. */
import { micromark } from "micromark";
import { gfmTable, gfmTableHtml } from "micromark-extension-gfm-table";

/** The page's title is its only heading of the first level. */
export function proseHtmlOf(markdown: string): string {
  const made = kept.get(markdown) ?? htmlOf(markdown);
  kept.delete(markdown);
  kept.set(markdown, made);
  for (const oldest of kept.keys()) if (kept.size > KEPT_MAX) kept.delete(oldest);
  return made;
}

/** Reading a long text takes longer than all else of its page, and a page is asked for again and again. */
const kept = new Map<string, string>();
const KEPT_MAX = 20;

const htmlOf = (markdown: string): string =>
  micromark(markdown, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] }).replace(/<(\/?)h1>/g, "<$1h2>");

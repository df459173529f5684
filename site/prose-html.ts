/** Markdown as a page shows it. What staff type is never HTML: tags are shown as typed, and links lead to no script. Pure. */
import { micromark } from "micromark";
import { gfmTable, gfmTableHtml } from "micromark-extension-gfm-table";

/** The page's title is its only heading of the first level. */
export const proseHtmlOf = (markdown: string): string =>
  micromark(markdown, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] }).replace(/<(\/?)h1>/g, "<$1h2>");

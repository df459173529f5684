/**
 * Makes descriptions from elsewhere safe to render: parsed as a browser parses them, reduced to a list of elements that
 * format text, and written again. Nothing that runs, loads or restyles the page is left, and no attribute but a link's.
 */
import { fromHtml } from "hast-util-from-html";
import { type Schema, sanitize } from "hast-util-sanitize";
import { toHtml } from "hast-util-to-html";
import { HTML_LENGTH_MAX } from "../../catalog/product-shapes.ts";
import { isTangled } from "./html-tangle.ts";
import { plainTextOf } from "./plain-text.ts";

/** `html` is null where there is nothing to format: then the text says it all. `text` is the same in plain words. */
export type RichText = { html: string | null; text: string };

const BLOCKS = "p br hr h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table thead tbody tfoot tr th td caption";
const INLINE = "a strong b em i u s del ins sub sup small mark code kbd abbr";

const ALLOWED: Schema = {
  tagNames: `${BLOCKS} ${INLINE}`.split(" "),
  attributes: { a: ["href"], th: ["colSpan", "rowSpan"], td: ["colSpan", "rowSpan"], ol: ["start"] },
  protocols: { href: ["http", "https", "mailto", "tel"] },
  ancestors: { li: ["ul", "ol"], dt: ["dl"], dd: ["dl"], tr: ["table"], td: ["table"], th: ["table"] },
  // Dropped with all that is in them; everything else that is not allowed leaves its text behind.
  strip: "script style template noscript iframe object embed svg math head title textarea select button form".split(
    " ",
  ),
  allowComments: false,
  allowDoctypes: false,
  clobber: [],
};

const TAG = /<\/?[a-z!?][^>]*>?/i;
/** A page has one heading of the first level, and it is the product's name. */
const FIRST_HEADING = /<(\/?)h1\b/gi;
const FORMATS = /<(?!\/?(p|br)\b)[a-z]/i;

/**
 * The same text again gives the same; what it gives, given back, is unchanged. Where the formatting is longer than
 * `HTML_LENGTH_MAX`, before or after, or `isTangled`, only the words are taken.
 */
export function richTextOf(source: string): RichText {
  const text = plainTextOf(source);
  const html = TAG.test(source) ? formattedOf(source) : null;
  return { html: html !== null && FORMATS.test(html) ? html : null, text };
}

/** What was badly nested is parsed into another shape when it is parsed again: so often, until it stays as it is. */
const PASSES_MAX = 8;

/** For what is stored or shown, whoever says that it was made safe before. Its words alone where it is too much to format. */
export const safeHtmlOf = (source: string): string =>
  formattedOf(source) ?? toHtml({ type: "text", value: plainTextOf(source) });

/** Null where only the words are taken. */
function formattedOf(source: string): string | null {
  try {
    let html = source.replace(FIRST_HEADING, "<$1h2");
    for (let pass = 0; pass <= PASSES_MAX; pass += 1) {
      if (html.length > HTML_LENGTH_MAX || isTangled(html)) return null;
      const again = passOf(html);
      if (again === html) return html;
      html = again;
    }
  } catch (error) {
    // A tree that is deeper than was counted overflows what walks it.
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}

const passOf = (source: string): string => toHtml(sanitize(fromHtml(source, { fragment: true }), ALLOWED)).trim();

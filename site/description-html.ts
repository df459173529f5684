/** A description's own formatting inside a page: below the page's headings, and with links that vouch for nothing. Pure. */

/** A whole tag: what stands in an attribute's quotes is never taken for a tag of its own. */
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>/g;
const HEADING = /^h[2-6]$/;

/**
 * `html` is what worker/transfer/formats/rich-text.ts lets through, as it is stored. Headings of any level become those below the
 * section's own: a file's levels say nothing of this page's.
 */
export const descriptionHtmlOf = (html: string): string =>
  html.replace(TAG, (tag, slash: string, name: string, attributes: string) => {
    if (HEADING.test(name)) return `<${slash}h3${attributes}>`;
    return name === "a" && slash === "" ? `<a rel="nofollow noopener"${attributes}>` : tag;
  });

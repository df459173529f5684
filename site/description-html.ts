/** A description's own formatting inside a page: below the page's headings, and with links that vouch for nothing. Pure. */

/**
 * `html` is what worker/transfer/formats/rich-text.ts lets through, as it is stored. Headings of any level become those below the
 * section's own: a file's levels say nothing of this page's.
 */
export const descriptionHtmlOf = (html: string): string =>
  html.replace(/<(\/?)h[2-6]\b/g, "<$1h3").replace(/<a href=/g, '<a rel="nofollow noopener" href=');

/**
 * What a sitemap is (sitemaps.org/protocol.html, and for other languages
 * developers.google.com/search/docs/specialty/international/localized-versions). A file has a fixed stretch of a table's rows, so
 * which file a product is in never depends on another one, and the index is made without reading any of them.
 */
import { xmlTag, xmlText } from "./xml-text.ts";

/** Rows of one file; the protocol allows 50,000 addresses, of which each is told with all its other languages. */
export const ROWS_PER_FILE = 5_000;
/** Files of one index, by the protocol. */
export const FILES_MAX = 50_000;
/** The protocol's 50 MB. From `BYTES_WITH_ALTERNATES` on addresses come bare: their pages name the other languages too. */
export const FILE_BYTES_MAX = 52_428_800;
export const BYTES_WITH_ALTERNATES = 36_000_000;

/** `atMs` is null where nobody knows when it last changed. `alternates`: the same page in other markets, itself among them. */
export type MapPage = {
  url: string;
  atMs: number | null;
  alternates: readonly { readers: string; url: string }[];
  /** Where visitors of no market are sent; null where that is nowhere. */
  anyone: string | null;
};

export const SITEMAP_HEAD =
  '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n';
export const SITEMAP_FOOT = "</urlset>\n";

export function sitemapEntry({ url, atMs, alternates, anyone }: MapPage): string {
  const links = alternates.length > 1 ? alternates.map(({ readers, url: other }) => linkOf(readers, other)) : [];
  const byDefault = links.length > 0 && anyone ? linkOf("x-default", anyone) : "";
  const changed = atMs === null ? "" : xmlTag("lastmod", new Date(atMs).toISOString());
  return `<url>${xmlTag("loc", url)}${changed}${links.join("")}${byDefault}</url>\n`;
}
const linkOf = (readers: string, url: string) =>
  `<xhtml:link rel="alternate" hreflang="${xmlText(readers)}" href="${xmlText(url)}"/>`;

export const sitemapIndex = (urls: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls
    .map((url) => `<sitemap>${xmlTag("loc", url)}</sitemap>\n`)
    .join("")}</sitemapindex>\n`;

/** What a file is of, by its name: `pages`, `categories`, `collections`, `brands-1`, `products-12`. */
export type MapFile =
  | { kind: "pages" | "categories" | "collections" }
  | { kind: "brands" | "products"; number: number };
const NUMBERED = /^(brands|products)-([1-9]\d{0,4})$/;

/** Null for what is no file's name. */
export function mapFileOf(name: string): MapFile | null {
  if (name === "pages" || name === "categories" || name === "collections") return { kind: name };
  const [, kind, number] = NUMBERED.exec(name) ?? [];
  return kind ? { kind: kind as "brands" | "products", number: Number(number) } : null;
}

/** Files that so many rows fill. */
export const filesOf = (rows: number): number => Math.min(FILES_MAX, Math.ceil(rows / ROWS_PER_FILE));

/** A sitemap as other programs read it: whatever the protocol does not allow is an error. */
import { Readable } from "node:stream";
import { ErrorLevel, type SitemapItem, XMLToSitemapItemStream } from "sitemap";

export async function readSitemap(text: string): Promise<SitemapItem[]> {
  const read = Readable.from([text]).pipe(new XMLToSitemapItemStream({ level: ErrorLevel.THROW }));
  const items: SitemapItem[] = [];
  for await (const item of read) items.push(item as SitemapItem);
  return items;
}

/** What the store's own pages say: what staff wrote, else the Markdown that comes with the store, a file a page and locale. */
import { CONTENT_PAGES, type ContentName, type ContentPage, type ContentText } from "../worker/content/content-page.ts";
import { listContent, readContent } from "../worker/content/content-store.ts";
import type { Locale } from "../worker/markets/markets.ts";
import type { World } from "../worker/world.ts";

const files = import.meta.glob<string>("./prose/*/*.md", { eager: true, query: "?raw", import: "default" });
/** Its head names the title and the sentence that sums it up; the text follows. */
const FILE = /^---\s+title: (?<title>.+)\ndescription: (?<description>.+)\n---\n(?<body>[\s\S]+)$/;

/** The text that comes with the store. A test holds that every page is there in every locale. */
export function givenProse({ page, locale }: ContentName): ContentText {
  const path = `./prose/${locale}/${page}.md`;
  const { title, description, body } = FILE.exec(files[path] ?? "")?.groups ?? {};
  if (!title || !description || !body) throw new Error(`${path} is not there, or has no title, description or text`);
  return { title, description, body: body.trim() };
}

export async function readProse({ catalog }: World, name: ContentName): Promise<ContentText> {
  const kept = await readContent(catalog, name);
  return kept && !kept.archived ? kept : givenProse(name);
}

/** Titles and descriptions of all pages in a locale. */
export async function listProse({ catalog }: World, locale: Locale): Promise<(ContentHead & { page: ContentPage })[]> {
  const kept = (await listContent(catalog, locale)).filter(({ archived }) => !archived);
  return CONTENT_PAGES.map((page) => {
    const { title, description } = kept.find((each) => each.page === page) ?? givenProse({ page, locale });
    return { page, title, description };
  });
}
type ContentHead = Pick<ContentText, "title" | "description">;

/** What the store's own pages say: what staff wrote, else the Markdown that comes with the store, a file a page and locale. */
import { CONTENT_PAGES, type ContentName, type ContentPage, type ContentText } from "../worker/content/content-page.ts";
import { listContent, readContent } from "../worker/content/content-store.ts";
import type { Locale } from "../worker/markets/markets.ts";
import type { World } from "../worker/world.ts";
import { formatWords } from "./messages.ts";
import { readShopFacts } from "./shell-data.ts";

const files = import.meta.glob<string>("./prose/*/*.md", { eager: true, query: "?raw", import: "default" });
/** Its head names the title and the sentence that sums it up; the text follows. */
const FILE = /^---\s+title: (?<title>.+)\ndescription: (?<description>.+)\n---\n(?<body>[\s\S]+)$/;

/**
 * The text that comes with the store, with the days in which this one takes goods back. A test holds that every page is there in
 * every locale.
 */
export function givenProse({ page, locale }: ContentName, days: number): ContentText {
  const path = `./prose/${locale}/${page}.md`;
  const { title, description, body } = FILE.exec(files[path] ?? "")?.groups ?? {};
  if (!title || !description || !body) throw new Error(`${path} is not there, or has no title, description or text`);
  const said = (part: string, words: string) => formatWords(locale, `prose.${page}.${part}`, words, { days });
  return { title, description: said("description", description), body: said("body", body.trim()) };
}

export async function readProse(world: World, name: ContentName): Promise<ContentText> {
  const kept = await readContent(world.catalog, name);
  return kept && !kept.archived ? kept : givenProse(name, (await readShopFacts(world)).returnDays);
}

/** Titles and descriptions of all pages in a locale. */
export async function listProse(world: World, locale: Locale): Promise<(ContentHead & { page: ContentPage })[]> {
  const [all, { returnDays }] = await Promise.all([listContent(world.catalog, locale), readShopFacts(world)]);
  const kept = all.filter(({ archived }) => !archived);
  return CONTENT_PAGES.map((page) => {
    const { title, description } = kept.find((each) => each.page === page) ?? givenProse({ page, locale }, returnDays);
    return { page, title, description };
  });
}
type ContentHead = Pick<ContentText, "title" | "description">;

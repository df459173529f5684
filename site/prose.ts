/** The longer texts: Markdown by locale and page, each with a title and a sentence that sums it up. */
import type { MarkdownInstance } from "astro";
import type { Locale } from "../worker/markets/markets.ts";
import type { ContentPage } from "./paths.ts";

export type Prose = MarkdownInstance<{ title: string; description: string }>;

const files = import.meta.glob<Prose>("./prose/*/*.md", { eager: true });

/** A test holds that every page is there in every locale. */
export function proseOf(locale: Locale, page: ContentPage): Prose {
  const prose = files[`./prose/${locale}/${page}.md`];
  if (!prose) throw new Error(`There is no ${page} page in ${locale}`);
  return prose;
}

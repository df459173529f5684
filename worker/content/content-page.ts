/** The pages on which the store says what it promises, and what staff wrote for them: per locale, since law and custom differ by country. Pure. */
import { LOCALES, type Locale } from "../markets/markets.ts";

export const CONTENT_PAGES = ["shipping", "returns", "terms", "privacy", "legal", "about"] as const;
export type ContentPage = (typeof CONTENT_PAGES)[number];
export type ContentName = { page: ContentPage; locale: Locale };

/** `body` is Markdown (CommonMark with tables); HTML in it is shown as it was typed. */
export type ContentText = { title: string; description: string; body: string };
/** Staff's own text. While it is archived, the one that comes with the store is shown. */
export type KeptContent = ContentName & ContentText & { archived: boolean; version: number; updatedAtMs: number };

/** Characters. */
export const CONTENT_LENGTHS_MAX: Readonly<Record<keyof ContentText, number>> = {
  title: 120,
  description: 300,
  body: 50_000,
};

/** Two texts of a page, their bodies as lists of the paragraphs that only one of them has; whole where none is. */
export function contentApart<Text extends { body: string }>(before: Text, after: Text): [object, object] {
  const [was, is] = [paragraphsOf(before.body), paragraphsOf(after.body)];
  const [gone, come] = [was.filter((each) => !is.includes(each)), is.filter((each) => !was.includes(each))];
  if (gone.length + come.length === 0) return [before, after];
  return [
    { ...before, body: gone },
    { ...after, body: come },
  ];
}
const paragraphsOf = (body: string): string[] => body.split(/\n\s*\n/).map((paragraph) => paragraph.trim());

/** Such as `shipping.de-DE`. */
export const contentIdOf = ({ page, locale }: ContentName): string => `${page}.${locale}`;

/** Null for what names no page. */
export function contentNameOf(id: string): ContentName | null {
  const [first, second] = id.split(".");
  const page = CONTENT_PAGES.find((each) => each === first);
  const locale = LOCALES.find((each) => each === second);
  return page && locale && contentIdOf({ page, locale }) === id ? { page, locale } : null;
}

/** Texts of a product from another shop's file, in this store's shape. What is only for search engines is left out where it is too long. */
import {
  SEO_DESCRIPTION_LENGTH_MAX,
  SEO_TITLE_LENGTH_MAX,
  TAG_LENGTH_MAX,
  TAGS_MAX,
} from "../../catalog/product-change-shape.ts";
import type { ImportedProductInput } from "../imported-product.ts";
import { oneLine } from "./plain-text.ts";
import { richTextOf } from "./rich-text.ts";

type Text = NonNullable<ImportedProductInput["translations"]["en"]>;
/** Says what was left out, and why. */
type Note = (part: "seoTitle" | "seoDescription" | "tags", why: string) => void;

export function textFrom(
  said: { title: string; body: string; seoTitle?: string; seoDescription?: string },
  note: Note = () => undefined,
): Text {
  const { html, text } = richTextOf(said.body);
  const fitting = (part: "seoTitle" | "seoDescription", max: number): string => {
    const value = oneLine(said[part] ?? "");
    if (value.length > max) note(part, `is longer than ${max} letters: left out`);
    return value.length > max ? "" : value;
  };
  const seoTitle = fitting("seoTitle", SEO_TITLE_LENGTH_MAX);
  const seoDescription = fitting("seoDescription", SEO_DESCRIPTION_LENGTH_MAX);
  return {
    title: oneLine(said.title),
    description: text,
    ...(html ? { descriptionHtml: html } : {}),
    ...(seoTitle ? { seoTitle } : {}),
    ...(seoDescription ? { seoDescription } : {}),
  };
}

/** Each once. A file that has no tags leaves alone those that staff gave. */
export function tagsFrom(written: readonly string[], note: Note = () => undefined): { tags?: string[] } {
  const all = [...new Set(written.map(oneLine).filter(Boolean))];
  const tags = all.filter((tag) => tag.length <= TAG_LENGTH_MAX).slice(0, TAGS_MAX);
  if (tags.length < all.length) note("tags", `${all.length - tags.length} are too long or too many: left out`);
  return tags.length === 0 ? {} : { tags };
}

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
/** As a file has them; what it is silent about is left out. */
type Written = { title: string; body?: string; seoTitle?: string; seoDescription?: string };

export function textFrom(written: Written, note: Note = () => undefined): Text {
  const fitting = (part: "seoTitle" | "seoDescription", max: number) => {
    const value = written[part] === undefined ? undefined : oneLine(written[part]);
    if (value === undefined || value.length <= max) return value === undefined ? {} : { [part]: value };
    note(part, `is longer than ${max} letters: left out`);
    return {};
  };
  return {
    title: oneLine(written.title),
    ...(written.body === undefined ? {} : describedBy(written.body)),
    ...fitting("seoTitle", SEO_TITLE_LENGTH_MAX),
    ...fitting("seoDescription", SEO_DESCRIPTION_LENGTH_MAX),
  };
}

function describedBy(body: string): Pick<Text, "description" | "descriptionHtml"> {
  const { html, text } = richTextOf(body);
  return { description: text, ...(html ? { descriptionHtml: html } : {}) };
}

/** Each once. */
export function tagsFrom(written: readonly string[], note: Note = () => undefined): { tags: string[] } {
  const all = [...new Set(written.map(oneLine).filter(Boolean))];
  const tags = all.filter((tag) => tag.length <= TAG_LENGTH_MAX).slice(0, TAGS_MAX);
  if (tags.length < all.length) note("tags", `${all.length - tags.length} are too long or too many: left out`);
  return { tags };
}

/** The shape that a page's text comes in: over HTTP and from the dashboard's form. */
import { z } from "@hono/zod-openapi";
import { line } from "../catalog/product-shapes.ts";
import { CONTENT_LENGTHS_MAX } from "./content-page.ts";

/** Quotes and lists inside each other, at the beginning of a line: reading them takes the square of how deep they are. */
const TOO_DEEP = /^[ \t]*(?:(?:>[ \t]?|(?:[-*+]|\d{1,9}[.)])[ \t]+)){9}/m;
/** Of what may begin or end something within a paragraph: reading them takes the square of how many there are. */
const MARK = /[*_`[\]!<&\\]/g;
const MARKS_MAX = 400;
const PARAGRAPHS = /\n[ \t]*\n/;
const isTooMarked = (text: string): boolean =>
  text.split(PARAGRAPHS).some((paragraph) => (paragraph.match(MARK)?.length ?? 0) > MARKS_MAX);

/** The body of `PUT /api/admin/pages/{id}`. */
export const contentShape = z
  .strictObject({
    version: z.int().min(0).openapi({ description: "The version that was read; 0 where staff wrote nothing yet" }),
    title: line(CONTENT_LENGTHS_MAX.title),
    description: line(CONTENT_LENGTHS_MAX.description).openapi({ description: "What search engines show of it, too" }),
    body: z
      .string()
      .trim()
      .min(1)
      .max(CONTENT_LENGTHS_MAX.body)
      .refine((text) => !TOO_DEEP.test(text), "has quotes or lists more than 8 deep")
      .refine((text) => !isTooMarked(text), `has a paragraph with more than ${MARKS_MAX} marks (* _ [ ] and the like)`)
      .openapi({ description: "Markdown (CommonMark with tables); HTML is shown as it is typed" }),
    archived: z
      .boolean()
      .exactOptional()
      .openapi({ description: "The text that comes with the store is shown; left out, it stays as it is" }),
  })
  .openapi("ContentPage");
/** Such as `shipping.de-DE`. */
export const contentIdShape = z
  .string()
  .min(3)
  .max(40)
  .openapi({ description: "The page and the locale, such as `shipping.de-DE`" });

/** The shapes that brands and collections come in over HTTP; the dashboard's forms are held to them too. */
import { z } from "@hono/zod-openapi";
import { currencyShape } from "../../pricing/currency-shape.ts";
import { AMOUNT_MINOR_MAX } from "../../pricing/money.ts";
import {
  BRAND_LENGTH_MAX,
  SEO_DESCRIPTION_LENGTH_MAX,
  SEO_TITLE_LENGTH_MAX,
  TAG_LENGTH_MAX,
} from "../product-change-shape.ts";
import {
  ATTRIBUTE_KEY_LENGTH_MAX,
  archivedShape,
  idShape,
  line,
  mediaKeyShape,
  perLanguage,
  slugShape,
} from "../product-shapes.ts";
import { BRAND_ALIASES_MAX } from "./brand.ts";
import { CONDITION_VALUES_MAX, CONDITIONS_MAX, HAND_MEMBERS_MAX } from "./collection.ts";

export const GROUP_DESCRIPTION_LENGTH_MAX = 5_000;
export const GROUP_NAME_LENGTH_MAX = 120;
const seo = {
  seoTitle: z.string().trim().max(SEO_TITLE_LENGTH_MAX).default(""),
  seoDescription: z.string().trim().max(SEO_DESCRIPTION_LENGTH_MAX).default(""),
};
const description = z.string().max(GROUP_DESCRIPTION_LENGTH_MAX).default("");
const version = z.int().min(0).openapi({ description: "The version that was read; 0 makes a new one" });

export const brandShape = z
  .strictObject({
    version,
    slug: slugShape,
    name: line(BRAND_LENGTH_MAX),
    aliases: z
      .array(line(BRAND_LENGTH_MAX))
      .max(BRAND_ALIASES_MAX)
      .default([])
      .openapi({ description: "Other names that products come with; case and spaces are of no account" }),
    logoKey: mediaKeyShape.nullable().default(null),
    archived: archivedShape,
    translations: perLanguage(z.strictObject({ description, ...seo })).default({}),
  })
  .openapi("BrandChange");

const values = <Shape extends z.ZodType>(shape: Shape) => z.array(shape).min(1).max(CONDITION_VALUES_MAX);
const bound = (max: number) => z.int().min(0).max(max).nullable().default(null);
const MOMENT_MS_MAX = 253_402_300_799_999;
const DAYS_MAX = 3_650;
const VALUE_LENGTH_MAX = 200;

export const conditionShape = z.union([
  z.strictObject({ field: z.literal("brand"), is: values(z.string().min(1).max(100)) }),
  z.strictObject({ field: z.literal("type"), is: values(line(120)) }),
  z.strictObject({ field: z.literal("tag"), has: values(line(TAG_LENGTH_MAX)) }),
  z.strictObject({ field: z.literal("category"), in: values(idShape) }),
  z.strictObject({
    field: z.literal("price"),
    currency: currencyShape,
    fromMinor: bound(AMOUNT_MINOR_MAX),
    toMinor: bound(AMOUNT_MINOR_MAX),
  }),
  z.strictObject({
    field: z.literal("attribute"),
    key: line(ATTRIBUTE_KEY_LENGTH_MAX),
    is: values(z.union([z.string().min(1).max(VALUE_LENGTH_MAX), z.boolean()])),
  }),
  z.strictObject({
    field: z.literal("attribute"),
    key: line(ATTRIBUTE_KEY_LENGTH_MAX),
    from: z.number().nullable(),
    to: z.number().nullable(),
  }),
  z.strictObject({ field: z.literal("created"), fromMs: bound(MOMENT_MS_MAX), toMs: bound(MOMENT_MS_MAX) }),
  z.strictObject({ field: z.literal("created"), withinDays: z.int().min(1).max(DAYS_MAX) }),
]);

export const collectionShape = z
  .strictObject({
    version,
    rule: z
      .strictObject({
        match: z.enum(["all", "any"]),
        conditions: z.array(conditionShape).min(1).max(CONDITIONS_MAX),
      })
      .nullable()
      .default(null)
      .openapi({ description: "Null: it is put together by hand" }),
    productIds: z
      .array(z.string().min(1).max(100))
      .max(HAND_MEMBERS_MAX)
      .default([])
      .openapi({ description: "Of one by hand, in their order" }),
    imageKey: mediaKeyShape.nullable().default(null),
    published: z.boolean().default(true),
    archived: archivedShape,
    position: z.int().min(0).max(10_000).default(0),
    translations: perLanguage(
      z.strictObject({ slug: slugShape, name: line(GROUP_NAME_LENGTH_MAX), description, ...seo }),
    ).refine((translations) => translations.en !== undefined, { message: "lacks English" }),
  })
  .refine(({ rule, productIds }) => rule === null || productIds.length === 0, {
    message: "are found by the rule",
    path: ["productIds"],
  })
  .openapi("CollectionChange");

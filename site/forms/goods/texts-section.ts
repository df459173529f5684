/** A product's words in each language, and what else tells people what it is. Pure. */
import type { ProductChanges } from "../../../worker/catalog/product-change.ts";
import {
  BRAND_LENGTH_MAX,
  SEO_DESCRIPTION_LENGTH_MAX,
  SEO_TITLE_LENGTH_MAX,
  TAG_LENGTH_MAX,
  TAGS_MAX,
} from "../../../worker/catalog/product-change-shape.ts";
import { DESCRIPTION_LENGTH_MAX, TITLE_LENGTH_MAX } from "../../../worker/catalog/product-shapes.ts";
import { PRODUCT_TYPES } from "../../../worker/catalog/product-type.ts";
import { slugOf } from "../../../worker/catalog/slug.ts";
import { LANGUAGES, type Language } from "../../../worker/markets/markets.ts";
import type { Fault, Sent } from "../admin-fields.ts";
import { type Draft, type Goods, NOT_A_FORM, type Section } from "./section.ts";

/** A product's texts in one language, each a field. */
export const TEXT_PARTS = ["title", "slug", "description", "seoTitle", "seoDescription"] as const;
export type TextPart = (typeof TEXT_PARTS)[number];
/** The name of a text's field. */
export const textField = (language: Language, part: TextPart) => `translations.${language}.${part}`;
/** The name of the box that takes a language away. */
export const dropField = (language: Language) => `translations.${language}.gone`;

export const TEXT_FAULTS: Readonly<Record<TextPart, Fault>> = {
  title: { key: "admin.fault.title", values: { max: TITLE_LENGTH_MAX } },
  slug: { key: "admin.fault.slug" },
  description: { key: "admin.fault.tooLong", values: { max: DESCRIPTION_LENGTH_MAX } },
  seoTitle: { key: "admin.fault.tooLong", values: { max: SEO_TITLE_LENGTH_MAX } },
  seoDescription: { key: "admin.fault.tooLong", values: { max: SEO_DESCRIPTION_LENGTH_MAX } },
};

export const TEXTS: Section = {
  part: "texts",
  shown: ({ brand, productType, tags, translations }) => ({
    brand,
    productType,
    tags: tags.join(", "),
    ...Object.fromEntries(
      LANGUAGES.flatMap((language) =>
        TEXT_PARTS.map((part) => [textField(language, part), translations[language]?.[part] ?? ""]),
      ),
    ),
  }),
  draft(goods, sent): Draft {
    const changes: ProductChanges = {};
    const faults: Record<string, Fault> = {};
    const brand = sent("brand").trim();
    if (brand.length > BRAND_LENGTH_MAX)
      faults.brand = { key: "admin.fault.tooLong", values: { max: BRAND_LENGTH_MAX } };
    else if (brand !== goods.brand) changes.brand = brand;
    const productType = sent("productType");
    if (productType !== goods.productType) {
      if (PRODUCT_TYPES.some((each) => each === productType)) changes.productType = productType;
      else faults.productType = NOT_A_FORM;
    }
    const tags = tagsOf(sent("tags"));
    if (tags.length > TAGS_MAX || tags.some((tag) => tag.length > TAG_LENGTH_MAX)) faults.tags = TAGS_FAULT;
    else if (tags.join("\n") !== goods.tags.join("\n")) changes.tags = tags;
    const translations = LANGUAGES.flatMap((language) => {
      const change = changedText(goods, sent, language);
      return change === undefined ? [] : [[language, change] as const];
    });
    if (translations.length > 0) changes.translations = Object.fromEntries(translations);
    return { changes, faults };
  },
  faultAt(path) {
    if (path.startsWith("tags")) return ["tags", TAGS_FAULT];
    const [, language, name] = /^translations\.(\w+)(?:\.(\w+))?$/.exec(path) ?? [];
    const part = TEXT_PARTS.find((each) => each === name);
    if (language && part) return [textField(language as Language, part), TEXT_FAULTS[part]];
    return language ? [dropField(language as Language), { key: "goods.fault.ownLanguage" }] : null;
  },
};

const TAGS_FAULT: Fault = { key: "goods.fault.tags", values: { count: TAGS_MAX, max: TAG_LENGTH_MAX } };
const tagsOf = (text: string) => [
  ...new Set(
    text
      .split(/[,\n]/)
      .map((tag) => tag.trim())
      .filter(Boolean),
  ),
];

/** Undefined when nothing changed. A language that is new takes its slug from its title where none is given. */
function changedText(
  { translations }: Goods,
  sent: Sent,
  language: Language,
): Partial<Record<TextPart, string>> | null | undefined {
  const had = translations[language];
  if (had && sent(dropField(language)) === "on") return null;
  const typed: Record<TextPart, string> = {
    title: sent(textField(language, "title")).trim(),
    slug: sent(textField(language, "slug")).trim(),
    description: sent(textField(language, "description")),
    seoTitle: sent(textField(language, "seoTitle")).trim(),
    seoDescription: sent(textField(language, "seoDescription")).trim(),
  };
  if (!had && TEXT_PARTS.every((part) => typed[part].trim() === "")) return undefined;
  if (!had) return { ...typed, slug: typed.slug || slugOf(typed.title, language) };
  const changed = TEXT_PARTS.filter((part) => typed[part] !== had[part]);
  return changed.length > 0 ? Object.fromEntries(changed.map((part) => [part, typed[part]])) : undefined;
}

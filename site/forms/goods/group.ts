/**
 * What the forms of categories, collections, brands, attribute definitions and the store's own pages have in common: their words in each language, their picture, and that
 * nothing is saved over what somebody else saved meanwhile.
 */
import type { AstroGlobal } from "astro";
import { inspectPicture } from "../../../worker/catalog/pictures/picture-inspect.ts";
import { uploadPicture } from "../../../worker/catalog/pictures/upload-picture-flow.ts";
import {
  BRAND_LENGTH_MAX,
  SEO_DESCRIPTION_LENGTH_MAX,
  SEO_TITLE_LENGTH_MAX,
} from "../../../worker/catalog/product-change-shape.ts";
import type { GroupKind, GroupRef } from "../../../worker/catalog/versions/group-version.ts";
import type { Viewer } from "../../../worker/customers/viewer.ts";
import { LANGUAGES, type Language } from "../../../worker/markets/markets.ts";
import type { MessageKey, Translate } from "../../messages.ts";
import type { Fault, Faults, Sent, SentForm } from "../admin-fields.ts";
import { pictureFault } from "./pictures-section.ts";
import type { Shown } from "./section.ts";

export const GROUP_PARTS = ["name", "slug", "description", "seoTitle", "seoDescription"] as const;
export type GroupPart = (typeof GROUP_PARTS)[number];
export type GroupText = Record<GroupPart, string>;
export const groupField = (language: Language, part: GroupPart) => `translations.${language}.${part}`;
/** The field of the picture's file, and the box that takes the picture away. */
export const [PICTURE_FILE, PICTURE_GONE] = ["picture", "picture.gone"];
/** What was seen of the thing when the form was made. */
export const SEEN = "seen";

/** `now` is what there is where somebody else saved meanwhile, by field; null otherwise. */
export type GroupEntry = { sent: Sent; seen: string; faults: Faults; fault: Fault | null; now: Shown | null };

export const groupEntry = (shown: Shown, seen: string): GroupEntry => ({
  sent: (name) => shown[name] ?? "",
  seen,
  faults: {},
  fault: null,
  now: null,
});

/** The fields of its words in each language. */
export const shownTexts = (texts: Readonly<Partial<Record<Language, Partial<GroupText>>>>): Shown =>
  Object.fromEntries(
    LANGUAGES.flatMap((language) =>
      GROUP_PARTS.map((part) => [groupField(language, part), texts[language]?.[part] ?? ""]),
    ),
  );

const LENGTHS_MAX: Readonly<Record<GroupPart, number>> = {
  name: BRAND_LENGTH_MAX,
  slug: 80,
  description: 2_000,
  seoTitle: SEO_TITLE_LENGTH_MAX,
  seoDescription: SEO_DESCRIPTION_LENGTH_MAX,
};
export const groupFault = (part: GroupPart): Fault => {
  if (part === "slug") return { key: "admin.fault.slug" };
  const values = { max: LENGTHS_MAX[part] };
  return part === "name" ? { key: "goods.fault.name", values } : { key: "admin.fault.tooLong", values };
};

/** Its words as typed; a language all of whose fields are empty is left out. `slugOf` makes an address where none is given. */
export function draftTexts(
  sent: Sent,
  slugOf: (name: string, language: Language) => string,
  faults: Record<string, Fault>,
): Partial<Record<Language, GroupText>> {
  const texts = LANGUAGES.flatMap((language) => {
    const typed = Object.fromEntries(
      GROUP_PARTS.map((part) => [part, sent(groupField(language, part)).trim()]),
    ) as GroupText;
    if (GROUP_PARTS.every((part) => typed[part] === "")) return [];
    const text = { ...typed, slug: typed.slug || slugOf(typed.name, language) };
    for (const part of GROUP_PARTS)
      if (text[part].length > LENGTHS_MAX[part]) faults[groupField(language, part)] = groupFault(part);
    if (text.name === "") faults[groupField(language, "name")] = groupFault("name");
    return [[language, text] as const];
  });
  return Object.fromEntries(texts);
}

/** The key of its picture: of the file that was sent, none where it is taken away, else the one it has. */
export async function draftPicture(
  astro: AstroGlobal,
  form: SentForm,
  had: string | null,
  by: Viewer,
  faults: Record<string, Fault>,
): Promise<string | null> {
  const [file] = form.files(PICTURE_FILE);
  if (!file) return form.sent(PICTURE_GONE) === "on" ? null : had;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const inspected = inspectPicture(bytes);
  if (!inspected.ok) {
    faults[PICTURE_FILE] = { key: "goods.fault.file", values: { name: file.name } };
    faults[`${PICTURE_FILE}.why`] = pictureFault(inspected.problem);
    return had;
  }
  // Nothing is kept for a form that is refused anyway.
  if (Object.keys(faults).length > 0) return had;
  const kept = await uploadPicture(astro.locals.world, bytes, by);
  return kept.ok ? kept.value.key : had;
}

/** What is said above one that is archived: of a definition, shoppers see nothing anyway; a page says something else then. */
export const archivedWords = ({ kind }: GroupRef): MessageKey => (OWN_WORDS[kind] ?? GROUP_WORDS).archived;
/** What is said when one was archived, and when it was brought back. */
export const movedWords = ({ kind }: GroupRef, isArchived: boolean): MessageKey =>
  (OWN_WORDS[kind] ?? GROUP_WORDS)[isArchived ? "toArchive" : "toShop"];

type ArchiveWords = { archived: MessageKey; toArchive: MessageKey; toShop: MessageKey };
const GROUP_WORDS: ArchiveWords = {
  archived: "goods.archive.is",
  toArchive: "goods.done.archived",
  toShop: "goods.done.restored",
};
const OWN_WORDS: Readonly<Partial<Record<GroupKind, ArchiveWords>>> = {
  attribute: {
    archived: "goods.archive.isAttribute",
    toArchive: "goods.done.attributeArchived",
    toShop: "goods.done.attributeRestored",
  },
  page: { archived: "pages.isArchived", toArchive: "pages.done.archived", toShop: "pages.done.restored" },
};

/** The two lists of categories, collections or brands: what the store shows, and what is archived. */
export const stateTabs = (t: Translate, isArchive: boolean, hrefOf: (state: string | null) => string) => [
  { name: t("goods.archive.shown"), href: hrefOf(null), isCurrent: !isArchive },
  { name: t("admin.status.archived"), href: hrefOf("archived"), isCurrent: isArchive },
];

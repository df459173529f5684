/**
 * Versions of what products are put together in and of what may be said of them (categories, collections, brands, attribute
 * definitions), and of what the store's own pages say. They are small, so a version is all of one.
 */

import type { BatchItem } from "drizzle-orm/batch";
import { type ContentText, contentApart } from "../../content/content-page.ts";
import type { Language } from "../../markets/markets.ts";
import type { AttributeDefinition } from "../attributes/attribute-definition.ts";
import type { CategoryText } from "../category.ts";
import type { BrandText } from "../groups/brand.ts";
import type { CollectionRule, CollectionText } from "../groups/collection.ts";
import { type Differences, differencesBetween, type VersionWhy } from "./version.ts";

export type GroupKind = "category" | "brand" | "collection" | "attribute" | "page";
/** One of them, by its kind and id; of a definition that is `attributeIdOf`, of a page `contentIdOf`. */
export type GroupRef = { kind: GroupKind; id: string };
type Texts<Text> = Partial<Record<Language, Text>>;
/** As each was in a version. `nameKeys` are the folded names that led to a brand. */
export type GroupStates = {
  category: {
    parentId: string | null;
    position: number;
    imageKey: string | null;
    archived: boolean;
    translations: Texts<CategoryText>;
  };
  brand: {
    slug: string;
    name: string;
    logoKey: string | null;
    archived: boolean;
    mergedInto: string | null;
    nameKeys: readonly string[];
    translations: Texts<BrandText>;
  };
  collection: {
    rule: CollectionRule | null;
    imageKey: string | null;
    published: boolean;
    archived: boolean;
    position: number;
    /** Of one that was put together by hand. */
    productIds: readonly string[];
    translations: Texts<CollectionText>;
  };
  attribute: Omit<AttributeDefinition, "productType" | "key">;
  page: ContentText & { archived: boolean };
};
export type GroupState = GroupStates[GroupKind];

/** Place by place; of a page, the paragraphs that only one of the two has. */
export function differencesOfGroup(kind: GroupKind, before: GroupState, after: GroupState): Differences {
  if (kind !== "page") return differencesBetween(before, after);
  return differencesBetween(...contentApart(before as GroupStates["page"], after as GroupStates["page"]));
}

/**
 * Why one is written: by hand where nothing else is said. `note` as in `VersionWhy`. `also` is written in the same batch, and may
 * fail it.
 */
export type GroupWhy = Pick<VersionWhy, "source" | "note"> & { also?: readonly BatchItem<"sqlite">[] };
export const BY_HAND: GroupWhy = { source: "staff", note: "" };

/** What the audit calls a change: `category.archived`, `brand.reverted`, `collection.saved`. */
export function groupActionOf(
  kind: GroupKind,
  { source }: GroupWhy,
  before: { archived: boolean } | null,
  after: { archived: boolean },
): string {
  const [saved, reverted, archived, restored] = ACTIONS[kind];
  if (source === "revert") return reverted;
  if (before === null || before.archived === after.archived) return saved;
  return after.archived ? archived : restored;
}

const ACTIONS = {
  category: ["category.saved", "category.reverted", "category.archived", "category.restored"],
  brand: ["brand.saved", "brand.reverted", "brand.archived", "brand.restored"],
  collection: ["collection.saved", "collection.reverted", "collection.archived", "collection.restored"],
  attribute: ["attribute.saved", "attribute.reverted", "attribute.archived", "attribute.restored"],
  page: ["page.saved", "page.reverted", "page.archived", "page.restored"],
} as const;

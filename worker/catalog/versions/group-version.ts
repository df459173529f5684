/**
 * Versions of what products are put together in and of what may be said of them: categories, collections, brands, attribute
 * definitions. They are small, so a version is all of one.
 */

import type { Language } from "../../markets/markets.ts";
import type { AttributeDefinition } from "../attributes/attribute-definition.ts";
import type { CategoryText } from "../category.ts";
import type { BrandText } from "../groups/brand.ts";
import type { CollectionRule, CollectionText } from "../groups/collection.ts";
import type { VersionWhy } from "./version.ts";

export type GroupKind = "category" | "brand" | "collection" | "attribute";
/** One of them, by its kind and id; of a definition that is `attributeIdOf`. */
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
};
export type GroupState = GroupStates[GroupKind];

/** Why one is written: by hand where nothing else is said. `note` as in `VersionWhy`. */
export type GroupWhy = Pick<VersionWhy, "source" | "note">;
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
} as const;

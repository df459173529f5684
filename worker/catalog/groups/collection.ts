/** Collections: products put together by hand, or by a rule that every product is held to when it changes. */
import type { Language } from "../../markets/markets.ts";
import type { Currency } from "../../pricing/money.ts";
import type { ProductStatus } from "../product.ts";

export type CollectionKind = "hand" | "rule";
/** A bound that is null is open; both ends belong to it. Values of one condition are alternatives. */
export type Condition =
  | { field: "brand"; is: readonly string[] }
  | { field: "type"; is: readonly string[] }
  | { field: "tag"; has: readonly string[] }
  | { field: "category"; in: readonly string[] }
  | { field: "price"; currency: Currency; fromMinor: number | null; toMinor: number | null }
  | { field: "attribute"; key: string; is: readonly (string | boolean)[] }
  | { field: "attribute"; key: string; from: number | null; to: number | null }
  | { field: "created"; fromMs: number | null; toMs: number | null }
  | { field: "created"; withinDays: number };
/** `all`: every condition is met; `any`: one at least. */
export type CollectionRule = { match: "all" | "any"; conditions: readonly Condition[] };
export type CollectionText = {
  slug: string;
  name: string;
  description: string;
  seoTitle: string;
  seoDescription: string;
};
/** `position` orders collections, the lowest first. `rule` is null of one that is put together by hand. */
export type Collection = {
  id: string;
  kind: CollectionKind;
  rule: CollectionRule | null;
  imageKey: string | null;
  published: boolean;
  /** Shoppers do not see it, published or not. */
  archived: boolean;
  position: number;
  version: number;
  updatedAtMs: number;
  translations: Readonly<Partial<Record<Language, CollectionText>>>;
};

/** Where a walk through all products is: the published ones first, each status from the best placed on. */
export type FillPlace = { status: ProductStatus; rank: number; id: string };

/** Before the first of them. */
export const FILL_BEGIN: FillPlace = { status: "published", rank: Number.MAX_SAFE_INTEGER, id: "" };

export const CONDITIONS_MAX = 10;
/** Of one condition. */
export const CONDITION_VALUES_MAX = 100;
export const COLLECTIONS_MAX = 500;
/** Every one of them is asked about each product that changes. */
export const RULE_COLLECTIONS_MAX = 100;
/** Of one collection; of those that fit a rule, the published ones first, by rank. */
export const MEMBERS_MAX = 20_000;
/** Of one collection that is put together by hand. */
export const HAND_MEMBERS_MAX = 500;

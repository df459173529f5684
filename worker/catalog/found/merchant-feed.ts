/**
 * A product feed as Google Merchant Center reads it: RSS 2.0 with `g:` fields (support.google.com/merchants/answer/7052112).
 * Other programs that take product feeds (Meta, Microsoft, Pinterest) read the same form. One item is one variant.
 */
import { textOfMinor } from "../../pricing/amount-text.ts";
import type { Currency } from "../../pricing/money.ts";
import { isGtin } from "./gtin.ts";
import { optionProperty } from "./option-property.ts";
import { plainText, xmlTag } from "./xml-text.ts";

/** Rows of variants in one feed: what one invocation writes in a second or two. */
export const VARIANTS_PER_FEED = 5_000;
/** More addresses than an account takes; what is beyond belongs to Google's API. */
export const FEEDS_MAX = 20_000;

export type FeedHead = { title: string; description: string; url: string };
export type FeedAvailability = "in_stock" | "out_of_stock" | "preorder" | "backorder";
/** `untilMs` is null of a reduction without an end. */
export type FeedReduction = { amountMinor: number; fromMs: number | null; untilMs: number | null };
export type FeedShipping = { country: string; service: string; amountMinor: number; daysMin: number; daysMax: number };
export type FeedItem = {
  sku: string;
  /** Null of a product that comes in one variant only. */
  groupId: string | null;
  title: string;
  description: string;
  url: string;
  /** Addresses of pictures, the first of this variant; at least one. */
  images: readonly string[];
  brand: string;
  barcode: string | null;
  currency: Currency;
  amountMinor: number;
  reduction: FeedReduction | null;
  availability: FeedAvailability;
  /** When what is not here ships; null of what is, and of what is sold out. */
  availableAtMs: number | null;
  /** Several goods sold as one. */
  isBundle: boolean;
  /** Names of categories from the top. */
  category: readonly string[];
  /** `name` as products carry it, `words` and `value` in the market's. */
  options: readonly { name: string; words: string; value: string }[];
  weightGrams: number;
  shipping: readonly FeedShipping[];
  /** Names the terms of return that an account has; null of what is not taken back. */
  returnLabel: string | null;
};

export const feedHead = ({ title, description, url }: FeedHead): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>${xmlTag("title", title)}${xmlTag("link", url)}${xmlTag("description", description)}\n`;
export const FEED_FOOT = "</channel>\n</rss>\n";

/** Google's limits of each field, in characters. */
const LENGTHS = { id: 50, title: 150, description: 5_000, brand: 70, type: 750, option: 100 } as const;
const MORE_IMAGES_MAX = 10;
export function feedItem(item: FeedItem): string {
  const money = (amountMinor: number) => `${textOfMinor(amountMinor, item.currency)} ${item.currency}`;
  const values = item.options.map(({ value }) => value).join(", ");
  const title = values === "" ? item.title : `${plainText(item.title, LENGTHS.title - 50)} – ${values}`;
  const [image = "", ...more] = item.images;
  const fields = [
    xmlTag("g:id", feedIdOf(item.sku)),
    item.groupId === null ? "" : xmlTag("g:item_group_id", feedIdOf(item.groupId)),
    xmlTag("g:title", plainText(title, LENGTHS.title)),
    xmlTag("g:description", plainText(item.description, LENGTHS.description) || plainText(title, LENGTHS.title)),
    xmlTag("g:link", item.url),
    xmlTag("g:image_link", image),
    ...more.slice(0, MORE_IMAGES_MAX).map((url) => xmlTag("g:additional_image_link", url)),
    xmlTag("g:condition", "new"),
    xmlTag("g:availability", item.availability),
    item.availableAtMs === null ? "" : xmlTag("g:availability_date", new Date(item.availableAtMs).toISOString()),
    xmlTag("g:price", money(item.amountMinor)),
    item.reduction ? reductionFields(item.reduction, money) : "",
    ...identifierFields(item),
    item.isBundle ? xmlTag("g:is_bundle", "yes") : "",
    item.category.length === 0 ? "" : xmlTag("g:product_type", plainText(item.category.join(" > "), LENGTHS.type)),
    ...item.options.map(optionField),
    item.weightGrams > 0 && item.shipping.length > 0 ? xmlTag("g:shipping_weight", `${item.weightGrams} g`) : "",
    ...item.shipping.map((way) => shippingField(way, money)),
    item.returnLabel === null ? "" : xmlTag("g:return_policy_label", item.returnLabel),
  ];
  return `<item>${fields.join("")}</item>\n`;
}

/** That there is none is said only of what has neither a number nor a brand: of a brand's goods there may be one that nobody entered. */
function identifierFields({ brand, barcode }: FeedItem): string[] {
  const known = [
    brand === "" ? "" : xmlTag("g:brand", plainText(brand, LENGTHS.brand)),
    isGtin(barcode) ? xmlTag("g:gtin", barcode) : "",
  ].filter(Boolean);
  return known.length > 0 ? known : [xmlTag("g:identifier_exists", "no")];
}

/** What has no field of its own is a detail. */
function optionField({ name, words, value }: FeedItem["options"][number]): string {
  const property = optionProperty(name);
  const text = plainText(value, LENGTHS.option);
  if (property) return xmlTag(`g:${property}`, text);
  return `<g:product_detail>${xmlTag("g:attribute_name", plainText(words, LENGTHS.option))}${xmlTag("g:attribute_value", text)}</g:product_detail>`;
}

function reductionFields({ amountMinor, fromMs, untilMs }: FeedReduction, money: (minor: number) => string): string {
  const dated = fromMs !== null && untilMs !== null;
  const dates = dated ? `${new Date(fromMs).toISOString()}/${new Date(untilMs).toISOString()}` : "";
  return xmlTag("g:sale_price", money(amountMinor)) + (dated ? xmlTag("g:sale_price_effective_date", dates) : "");
}

const shippingField = (way: FeedShipping, money: (minor: number) => string): string =>
  `<g:shipping>${xmlTag("g:country", way.country)}${xmlTag("g:service", way.service)}${xmlTag("g:price", money(way.amountMinor))}${xmlTag("g:min_transit_time", String(way.daysMin))}${xmlTag("g:max_transit_time", String(way.daysMax))}</g:shipping>`;

/** So an account has one set of terms for each number of days it was ever told. */
export const returnLabelOf = (days: number): string => `${days}-days`;

const ID_HEAD = LENGTHS.id - 9;
/** A code as Google takes one: a longer one is cut, and told apart by 32-bit FNV-1a of the whole. */
export function feedIdOf(code: string): string {
  if (code.length <= LENGTHS.id) return code;
  let hash = 0x811c9dc5;
  for (let at = 0; at < code.length; at += 1) hash = Math.imul(hash ^ code.charCodeAt(at), 0x01000193);
  return `${code.slice(0, ID_HEAD)}-${(hash >>> 0).toString(16).padStart(8, "0")}`;
}

/** Addresses of a market's feeds, one a line, for whoever enters them. */
export const feedList = (urls: readonly string[]): string => urls.map((url) => `${url}\n`).join("");
export const feedsOf = (rows: number): number => Math.min(FEEDS_MAX, Math.max(1, Math.ceil(rows / VARIANTS_PER_FEED)));
const FEED = /^google-([1-9]\d{0,4})$/;
/** Null for what is no feed's name. */
export const feedNumberOf = (name: string): number | null => Number(FEED.exec(name)?.[1] ?? 0) || null;

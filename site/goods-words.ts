/** How a place of a product, and what stands there, is said to staff. Pure. */

import type { ListedPrice, Sale, Tier } from "../worker/pricing/price.ts";
import type { PriceList } from "../worker/pricing/price-list.ts";
import type { formatFor } from "./format.ts";
import type { MessageKey, Translate } from "./messages.ts";

type Format = ReturnType<typeof formatFor>;
/** Every price list there is; none for what has no prices. */
type Lists = readonly Pick<PriceList, "id" | "currency">[];
/** Longer texts are cut: what changed is seen, and the version has the whole. */
const TEXT_LENGTH_MAX = 1_000;
const NOTHING = "\u2013";

/** Words for the parts of a path; a part without any is named as it is, such as a SKU or a currency. */
const PART_WORDS: Readonly<Record<string, MessageKey>> = {
  status: "admin.status",
  brand: "admin.product.brand",
  productType: "goods.type",
  taxClass: "tax.class",
  languageDefault: "goods.languageDefault",
  attributes: "goods.part.specification",
  media: "goods.part.pictures",
  rank: "goods.rank",
  tags: "goods.tags",
  options: "goods.options",
  markets: "goods.markets",
  publishFromMs: "goods.from",
  publishUntilMs: "goods.until",
  categoryIds: "goods.categories",
  components: "goods.components",
  relatedIds: "goods.part.related",
  variants: "goods.variant",
  title: "admin.product.title",
  slug: "admin.product.slug",
  description: "admin.product.description",
  descriptionHtml: "admin.product.description",
  seoTitle: "goods.seoTitle",
  seoDescription: "goods.seoDescription",
  barcode: "goods.barcode",
  weightGrams: "goods.weight",
  lowStockAt: "goods.lowAt",
  offered: "goods.offered",
  prices: "admin.prices",
  position: "goods.position",
  name: "goods.group.name",
  parentId: "goods.category.parent",
  imageKey: "goods.group.picture",
  logoKey: "goods.brand.logo",
  archived: "admin.status.archived",
  published: "goods.collection.published",
  nameKeys: "goods.brand.names",
  mergedInto: "goods.brand.into",
  productIds: "goods.members",
  rule: "goods.members.rule",
  "rule.conditions": "goods.members.rule",
  "rule.match": "goods.rule.match",
  body: "pages.body",
  kind: "goods.attribute.kind",
  unit: "goods.attribute.unit",
  facetable: "goods.attribute.facetable.note",
  required: "goods.attribute.required.note",
};

/** Such as `Title · German`. */
export function differenceName(t: Translate, locale: string, path: string): string {
  const text = /^translations\.(\w+)(?:\.(\w+))?$/.exec(path);
  if (text) {
    const language = new Intl.DisplayNames(locale, { type: "language" }).of(text[1] ?? "") ?? text[1];
    return [text[2] ? nameOf(t, text[2]) : t("admin.product.texts"), language].join(" \u00b7 ");
  }
  const [, ofDefinition, named = ""] = /^(labels|shownUnits)\.(.+)$/.exec(path) ?? [];
  if (ofDefinition === "labels")
    return `${t("goods.attribute.labels")} \u00b7 ${new Intl.DisplayNames(locale, { type: "language" }).of(named) ?? named}`;
  if (ofDefinition) return `${t("goods.attribute.shown")} \u00b7 ${named}`;
  const variant =
    /^variants\.(.+?)(?:\.(position|options|barcode|weightGrams|lowStockAt|offered|prices)(?:\.(.+))?)?$/.exec(path);
  if (!variant) return nameOf(t, path);
  const [, sku, part, rest = ""] = variant;
  const [, listId = rest, ofPrice] = part === "prices" ? (/^([^.]+)(?:\.(.+))?$/.exec(rest) ?? []) : [];
  const name = ofPrice && PRICE_WORDS[ofPrice] ? t(PRICE_WORDS[ofPrice]) : part ? nameOf(t, part) : t("goods.variant");
  return [name, listId, sku].filter(Boolean).join(" \u00b7 ");
}
/** Words for the parts of a price, behind its list. */
const PRICE_WORDS: Readonly<Record<string, MessageKey>> = {
  amountMinor: "admin.price.amount",
  compareAtMinor: "admin.price.compareAt",
  sale: "prices.sale",
  "sale.amountMinor": "prices.sale.amount",
  "sale.fromMs": "prices.sale.from",
  "sale.untilMs": "prices.sale.until",
  tiers: "prices.tiers",
  priorMinor: "catalog.lowest30",
  derived: "prices.base",
};
const nameOf = (t: Translate, part: string): string => {
  const key = PART_WORDS[part];
  return key ? t(key) : part;
};

/** What stands at a path, in words; a dash for nothing. */
export function differenceText(
  t: Translate,
  format: Format,
  { path, value, lists }: { path: string; value: unknown; lists: Lists },
): string {
  const text = priceWords(t, format, { path, value, lists }) ?? wordsOf(t, format, path, value);
  return text.length > TEXT_LENGTH_MAX ? `${text.slice(0, TEXT_LENGTH_MAX)}\u2026` : text;
}

function wordsOf(t: Translate, format: Format, path: string, value: unknown): string {
  if (path === "markets" && value === null) return t("goods.soldIn.all");
  if (value === null || value === undefined || value === "") return NOTHING;
  if (path === "status") return t(`admin.status.${value as "draft" | "published" | "archived"}`);
  if (/^publish(From|Until)Ms$/.test(path)) return `${format.momentUtc(Number(value))} UTC`;
  if (path === "kind") return t(`goods.attribute.kind.${value as "text" | "number" | "boolean"}`);
  if (typeof value === "boolean") return t(value ? "goods.yes" : "goods.no");
  if (path === "rule.match") return t(`goods.rule.match.${value as "all" | "any"}`);
  if (path === "rule") return wordsOf(t, format, "rule.conditions", (value as { conditions?: unknown }).conditions);
  if (Array.isArray(value)) return value.length === 0 ? NOTHING : value.map((each) => itemText(each)).join("\n");
  return itemText(value);
}

/** By a price list's id; null for what is no amount of a list that is there. */
function priceWords(
  t: Translate,
  format: Format,
  { path, value, lists }: { path: string; value: unknown; lists: Lists },
): string | null {
  const [, listId, part = ""] = PRICE_PATH.exec(path) ?? [];
  const currency = lists.find(({ id }) => id === listId)?.currency;
  if (!currency || value === null || value === undefined) return null;
  const money = (minor: number) => format.money(minor, currency);
  if (/Minor$/.test(part)) return money(Number(value));
  if (/Ms$/.test(part)) return `${format.momentUtc(Number(value))}`;
  const saleText = ({ amountMinor, fromMs, untilMs }: Sale) =>
    [
      `${t("prices.sale")} ${money(amountMinor)}`,
      ...(fromMs > 0 ? [format.momentUtc(fromMs)] : []),
      ...(untilMs === null ? [] : [`\u2013 ${format.momentUtc(untilMs)}`]),
    ].join(" ");
  const tierText = (tiers: readonly Tier[]) =>
    tiers.map((tier) => `${t("product.tiers.from", { count: tier.from })} ${money(tier.amountMinor)}`);
  if (part === "sale") return saleText(value as Sale);
  if (part === "tiers") return tierText(value as Tier[]).join("\n");
  if (part !== "") return null;
  const { amountMinor, sale, tiers = [] } = value as ListedPrice;
  return [money(amountMinor), ...(sale ? [saleText(sale)] : []), ...tierText(tiers)].join("\n");
}
/** A SKU may hold anything, so the last `.prices.` counts. */
const PRICE_PATH =
  /^variants\..+\.prices\.([A-Z][A-Z0-9-]*)(?:\.(amountMinor|compareAtMinor|priorMinor|derived|tiers|sale(?:\.\w+)?))?$/;

/** Parts of a thing that tell it from others, each a text or a number. */
function itemText(item: unknown): string {
  if (typeof item !== "object" || item === null) return String(item);
  return Object.values(item)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter((value) => typeof value === "string" || typeof value === "number")
    .join(" \u00b7 ");
}

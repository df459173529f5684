/** Where, when and among what a product is sold. Pure. */
import type { ProductChanges } from "../../../worker/catalog/product-change.ts";
import { PRODUCT_STATUSES } from "../../../worker/catalog/product-change-shape.ts";
import { CATEGORIES_OF_PRODUCT_MAX } from "../../../worker/catalog/product-shapes.ts";
import { MARKETS_MAX, type MarketId } from "../../../worker/markets/markets.ts";
import { TAX_CLASSES } from "../../../worker/tax/tax-class.ts";
import type { Fault, Sent } from "../admin-fields.ts";
import { momentOf, textOfMoment } from "./moment-text.ts";
import { type Draft, type Goods, NOT_A_FORM, type Section } from "./section.ts";

export const marketField = (id: MarketId) => `markets.${id}`;
/** Boxes of categories: sections are not told which there are, so each is told by what was sent for it. */
export const categoryField = (id: string) => `category.${id}`;
/** Ids of all categories that the form showed, so that one that came since is left alone. */
export const CATEGORIES_SHOWN = "categories";
/** Names the markets that the form has a box for: blanks between. */
export const MARKETS_SHOWN = "markets";

const EVERYWHERE = "all";
export const SOLD_IN = [EVERYWHERE, "some"] as const;

export const SALE: Section = {
  part: "sale",
  shown: (goods) => ({
    status: goods.status,
    taxClass: goods.taxClass,
    soldIn: goods.markets === null ? EVERYWHERE : "some",
    ...Object.fromEntries((goods.markets ?? []).map((id) => [marketField(id), "on"])),
    publishFromMs: textOfMoment(goods.publishFromMs),
    publishUntilMs: textOfMoment(goods.publishUntilMs),
    ...Object.fromEntries(goods.categoryIds.map((id) => [categoryField(id), "on"])),
  }),
  draft(goods, sent): Draft {
    const changes: ProductChanges = {};
    const faults: Record<string, Fault> = {};
    const status = PRODUCT_STATUSES.find((each) => each === sent("status"));
    if (!status) faults.status = NOT_A_FORM;
    else if (status !== goods.status) changes.status = status;
    const taxClass = TAX_CLASSES.find((each) => each === sent("taxClass"));
    if (!taxClass) faults.taxClass = NOT_A_FORM;
    else if (taxClass !== goods.taxClass) changes.taxClass = taxClass;
    const markets = sent("soldIn") === EVERYWHERE ? null : marketsOf(sent);
    if (markets?.length === 0) faults.soldIn = { key: "goods.fault.noMarket" };
    else if (String(markets) !== String(goods.markets)) changes.markets = markets;
    for (const field of ["publishFromMs", "publishUntilMs"] as const) {
      const atMs = momentOf(sent(field));
      if (atMs === undefined) faults[field] = { key: "goods.fault.moment" };
      else if (textOfMoment(atMs) !== textOfMoment(goods[field])) changes[field] = atMs;
    }
    const categoryIds = categoriesOf(goods, sent);
    if (categoryIds.length > CATEGORIES_OF_PRODUCT_MAX) faults[CATEGORIES_SHOWN] = CATEGORIES_FAULT;
    else if (categoryIds.toSorted().join() !== [...goods.categoryIds].toSorted().join())
      changes.categoryIds = categoryIds;
    return { changes, faults };
  },
  faultAt(path) {
    if (path.startsWith("attributes")) return ["status", { key: "goods.fault.needed" }];
    if (path === "publishUntilMs") return [path, { key: "goods.fault.untilBeforeFrom" }];
    return path.startsWith("categoryIds") ? [CATEGORIES_SHOWN, CATEGORIES_FAULT] : null;
  },
};

const CATEGORIES_FAULT: Fault = { key: "goods.fault.categories", values: { max: CATEGORIES_OF_PRODUCT_MAX } };
const marketsOf = (sent: Sent): MarketId[] =>
  sent(MARKETS_SHOWN)
    .split(" ", MARKETS_MAX)
    .filter((id) => sent(marketField(id)) === "on");

function categoriesOf({ categoryIds }: Goods, sent: Sent): string[] {
  const shown = new Set(sent(CATEGORIES_SHOWN).split(" ").filter(Boolean));
  const kept = categoryIds.filter((id) => !shown.has(id));
  return [...kept, ...[...shown].filter((id) => sent(categoryField(id)) === "on")];
}

/**
 * What one variant costs in one list: its price, a sale with its moments, and prices by quantity. A page of its own, so that
 * the form stays as small as it is however many variants and lists there are. Pure.
 */
import { QUANTITY_MAX } from "../../../worker/cart/cart.ts";
import type { VariantState } from "../../../worker/catalog/versions/version.ts";
import { minorOfText, textOfMinor } from "../../../worker/pricing/amount-text.ts";
import { isPayableMinor } from "../../../worker/pricing/money.ts";
import {
  type Price,
  type Sale,
  TIERS_MAX,
  type Tier,
  type WrongPrice,
  wrongPrice,
} from "../../../worker/pricing/price.ts";
import type { PriceList } from "../../../worker/pricing/price-list.ts";
import { type Fault, type Sent, wholeOf } from "../admin-fields.ts";
import { shownPrice, unpayableFault } from "../admin-prices.ts";
import { momentOf, textOfMoment } from "./moment-text.ts";
import type { Draft, Section, Shown } from "./section.ts";

export const TIER_ROWS = TIERS_MAX;
export const OFFER = {
  amount: "amount",
  compareAt: "compareAt",
  saleAmount: "sale.amount",
  saleFrom: "sale.from",
  saleUntil: "sale.until",
  /** The sale and the tiers are for the other variants too. */
  all: "all",
} as const;
export const tierFields = (row: number) => ({ from: `tier.${row}.from`, amount: `tier.${row}.amount` }) as const;

type Variants = readonly VariantState[];
/** Those that a sale of this variant may be given to as well: sold, with a price of their own in the list. */
export const othersOf = (variants: Variants, sku: string, list: PriceList): Variants =>
  variants.filter((each) => each.sku !== sku && each.offered && isOwn(each, list));
const isOwn = ({ prices }: VariantState, { id }: PriceList): boolean =>
  prices[id] !== undefined && !prices[id]?.derived;

export const priceSection = (sku: string, list: PriceList): Section => ({
  part: "variants",
  shown: ({ variants }) =>
    shownOffer(
      variants.find((each) => each.sku === sku),
      list,
    ),
  draft({ variants }, sent): Draft {
    const variant = variants.find((each) => each.sku === sku);
    if (!variant) return { changes: {}, faults: {} };
    const { price, faults } = draftOffer(sent, list);
    if (Object.keys(faults).length > 0) return { changes: {}, faults };
    // Nothing is typed where the list follows another: its own price is taken back.
    if (!price)
      return { changes: isOwn(variant, list) ? { variants: [{ sku, prices: { [list.id]: null } }] } : {}, faults };
    const changed = isAsShown(variant, list, sent) ? [] : [{ sku, prices: { [list.id]: price } }];
    const others = sent(OFFER.all) === "on" ? othersOf(variants, sku, list) : [];
    const given = others.map((each) => ({ each, price: givenTo(each.prices[list.id], price) }));
    const wrong = given.find((one) => wrongPrice(one.price) !== null);
    if (wrong)
      return { changes: {}, faults: { [OFFER.all]: { key: "prices.fault.all", values: { sku: wrong.each.sku } } } };
    const along = given.flatMap((one) =>
      JSON.stringify(one.price) === JSON.stringify(termsOf(one.each.prices[list.id]))
        ? []
        : [{ sku: one.each.sku, prices: { [list.id]: one.price } }],
    );
    const all = [...changed, ...along];
    return { changes: all.length > 0 ? { variants: all } : {}, faults };
  },
  faultAt: (path) => (path.startsWith("variants") ? [OFFER.amount, { key: "admin.fault.price" }] : null),
});

/** What an earlier price says, without what was reckoned for it. */
function termsOf(price: Price | undefined): Price | null {
  if (!price) return null;
  const { amountMinor, compareAtMinor, sale, tiers } = price;
  return { amountMinor, compareAtMinor, ...(sale && { sale }), ...(tiers?.length && { tiers }) };
}

/** Another variant's own price with this one's sale and tiers. */
function givenTo(price: Price | undefined, { amountMinor, sale, tiers }: Price): Price {
  const own = { amountMinor: price?.amountMinor ?? amountMinor, compareAtMinor: price?.compareAtMinor ?? null };
  return { ...own, ...(sale && { sale }), ...(tiers?.length && { tiers }) };
}

function shownOffer(variant: VariantState | undefined, list: PriceList): Shown {
  const kept = variant?.prices[list.id];
  const { amount, compareAt } = shownPrice(kept, list);
  const price = kept?.derived ? undefined : kept;
  const { sale, tiers = [] } = price ?? {};
  return {
    [OFFER.amount]: amount,
    [OFFER.compareAt]: compareAt,
    [OFFER.saleAmount]: sale ? textOfMinor(sale.amountMinor, list.currency) : "",
    // One that began with the clock's own zero was meant to begin at once.
    [OFFER.saleFrom]: textOfMoment(sale?.fromMs || null),
    [OFFER.saleUntil]: textOfMoment(sale?.untilMs ?? null),
    ...Object.fromEntries(
      tiers.flatMap((tier, row) => [
        [tierFields(row).from, String(tier.from)],
        [tierFields(row).amount, textOfMinor(tier.amountMinor, list.currency)],
      ]),
    ),
  };
}

/** Seconds that a sale has beside the minutes of its fields stay where nothing was typed. */
function isAsShown(variant: VariantState, list: PriceList, sent: Sent): boolean {
  const shown = shownOffer(variant, list);
  const names = [...Object.values(OFFER), ...rows().flatMap((row) => Object.values(tierFields(row)))];
  return names.every((name) => name === OFFER.all || sent(name).trim() === (shown[name] ?? ""));
}
const rows = () => Array.from({ length: TIER_ROWS }, (_, row) => row);

type Faults = Record<string, Fault>;
/** The price as it was typed; null where something is wrong, or nothing was typed where the list follows another. */
export function draftOffer(sent: Sent, list: PriceList): { price: Price | null; faults: Faults } {
  const faults: Faults = {};
  const typed = [...Object.values(OFFER), ...rows().flatMap((row) => Object.values(tierFields(row)))];
  if (list.derivation && typed.every((name) => sent(name).trim() === "")) return { price: null, faults };
  const amount = (name: string, key: Fault["key"]): number | null => {
    const minor = minorOfText(sent(name), list.currency);
    if (!minor) faults[name] = { key };
    else if (!isPayableMinor(minor, list.currency)) faults[name] = unpayableFault(list.currency);
    return minor;
  };
  const amountMinor = amount(OFFER.amount, "admin.fault.price");
  const compareAtMinor = sent(OFFER.compareAt).trim() === "" ? null : amount(OFFER.compareAt, "admin.fault.compareAt");
  const sale = draftSale(sent, amount, faults);
  const tiers = draftTiers(sent, amount, faults);
  if (!amountMinor) return { price: null, faults };
  // Each part by itself, so that all that is wrong is told at once.
  for (const part of [{ compareAtMinor }, { sale }, { tiers }]) {
    const price: Price = { amountMinor, compareAtMinor: null, ...part };
    const wrong = wrongPrice(price);
    const [field, fault] = wrong ? wrongAt(wrong, price, sent) : [];
    if (field && fault) faults[field] ??= fault;
  }
  if (Object.keys(faults).length > 0) return { price: null, faults };
  return {
    price: { amountMinor, compareAtMinor, ...(sale && { sale }), ...(tiers.length > 0 && { tiers }) },
    faults,
  };
}

type AmountIn = (name: string, key: Fault["key"]) => number | null;

function draftSale(sent: Sent, amount: AmountIn, faults: Faults): Sale | null {
  const fields = [OFFER.saleAmount, OFFER.saleFrom, OFFER.saleUntil];
  if (fields.every((name) => sent(name).trim() === "")) return null;
  const amountMinor = amount(OFFER.saleAmount, "prices.fault.sale");
  const [fromMs, untilMs] = [momentOf(sent(OFFER.saleFrom)), momentOf(sent(OFFER.saleUntil))];
  if (fromMs === undefined) faults[OFFER.saleFrom] = { key: "goods.fault.moment" };
  if (untilMs === undefined) faults[OFFER.saleUntil] = { key: "goods.fault.moment" };
  return { amountMinor: amountMinor ?? 0, fromMs: fromMs ?? 0, untilMs: untilMs ?? null };
}

/** Rows that are left empty are none. */
function draftTiers(sent: Sent, amount: AmountIn, faults: Faults): Tier[] {
  return rows().flatMap((row) => {
    const fields = tierFields(row);
    if (sent(fields.from).trim() === "" && sent(fields.amount).trim() === "") return [];
    const from = wholeOf(sent(fields.from));
    if (from === null || from < 2 || from > QUANTITY_MAX) faults[fields.from] = TIER_FROM;
    return [{ from: from ?? 0, amountMinor: amount(fields.amount, "prices.fault.tierAmount") ?? 0 }];
  });
}
const TIER_FROM: Fault = { key: "prices.fault.tierFrom", values: { max: QUANTITY_MAX } };

/** The field in which what is wrong with a whole price is told. */
function wrongAt(wrong: WrongPrice, price: Price, sent: Sent): [field: string, fault: Fault] {
  if (wrong === "compare_at_not_higher") return [OFFER.compareAt, { key: "admin.fault.compareAt" }];
  if (wrong === "sale_not_lower") return [OFFER.saleAmount, { key: "prices.fault.sale" }];
  if (wrong === "sale_ends_first") return [OFFER.saleUntil, { key: "prices.fault.saleEnds" }];
  const filled = rows().filter((row) => sent(tierFields(row).from).trim() !== "");
  const tiers = price.tiers ?? [];
  const isRising = wrong === "tiers_not_rising";
  const at = tiers.findIndex((tier, place) => {
    const above = tiers[place - 1];
    return isRising ? tier.from <= (above?.from ?? 0) : tier.amountMinor >= (above?.amountMinor ?? price.amountMinor);
  });
  const fields = tierFields(filled[at] ?? 0);
  return isRising ? [fields.from, TIER_FROM] : [fields.amount, { key: "prices.fault.tierAmount" }];
}

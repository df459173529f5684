/**
 * What a variant costs once it is imported: what the import says, what follows from its US dollars, and all else as it was. A list the
 * import does not speak of is staff's: of another kind, such as one for businesses, or priced by hand.
 */
import { BASE_MINOR_MAX, derivePrice, IMPORT_LISTS, type ImportList } from "../pricing/derive-price.ts";
import type { Price } from "../pricing/price.ts";
import type { PriceListId } from "../pricing/price-list.ts";
import type { ImportedVariant } from "./imported-product.ts";

export type Prices = Readonly<Partial<Record<PriceListId, Price>>>;
type SaidPrices = NonNullable<ImportedVariant["prices"]>;
type SaidPrice = NonNullable<SaidPrices[string]>;

/**
 * `here` are those that are set, `following` the lists that have one which follows another list's. Null says that there is none.
 * Sales and tiers that are not spoken of stay while the price does; they were set for it.
 */
export function pricesOf(said: SaidPrices, here: Prices, following: ReadonlySet<PriceListId>): Prices {
  const prices: Record<PriceListId, Price> = { ...(here as Record<PriceListId, Price>) };
  const put = (list: PriceListId, price: SaidPrice | null | undefined) => {
    if (price) prices[list] = priceOver(price, here[list]);
    else delete prices[list];
  };
  for (const [list, price] of Object.entries(said)) put(list, price);
  if (said.USD === undefined) return prices;
  const { USD } = prices;
  for (const list of IMPORT_LISTS) {
    const isOwn = here[list] !== undefined && !isMadeOf(here.USD, here[list], list);
    if (said[list] === undefined && !isOwn && !following.has(list)) put(list, USD && derived(USD, list));
  }
  return prices;
}

/** As given, and nothing else of what was here. */
export const pricesExactly = (said: SaidPrices): Prices =>
  Object.fromEntries(
    Object.entries(said).flatMap(([list, price]) => (price ? [[list, priceOver(price, undefined)] as const] : [])),
  );

/** What it cost before stays where it still is more. */
function priceOver(said: SaidPrice, before: Price | undefined): Price {
  const { amountMinor } = said;
  const kept = before?.compareAtMinor ?? 0;
  const terms = { ...(before?.amountMinor === amountMinor ? before : {}), ...said };
  return {
    amountMinor,
    compareAtMinor: said.compareAtMinor === undefined ? (kept > amountMinor ? kept : null) : said.compareAtMinor,
    ...(terms.sale ? { sale: terms.sale } : {}),
    ...(terms.tiers && terms.tiers.length > 0 ? { tiers: terms.tiers } : {}),
  };
}

/** Whether a price is what an import makes of these dollars. Any other was set by hand, or the dollars were. */
function isMadeOf(usd: Price | undefined, price: Price, list: ImportList): boolean {
  if (!usd || usd.amountMinor > BASE_MINOR_MAX) return false;
  const made = derived(usd, list);
  return made.amountMinor === price.amountMinor && made.compareAtMinor === price.compareAtMinor;
}

function derived(usd: Price, list: ImportList): Price {
  const amountMinor = derivePrice(usd.amountMinor, list);
  const before = usd.compareAtMinor ?? 0;
  const beforeMinor = before > 0 && before <= BASE_MINOR_MAX ? derivePrice(before, list) : 0;
  return { amountMinor, compareAtMinor: beforeMinor > amountMinor ? beforeMinor : null };
}

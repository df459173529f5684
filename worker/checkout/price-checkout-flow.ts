/** Prices a checkout from one reading of the cart and the catalogue. What comes out is what the shopper pays; it is never priced again. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { CartLine, CartProblem } from "../cart/cart.ts";
import { askedMinor } from "../cart/honoured-price.ts";
import type { Sellable } from "../catalog/product.ts";
import { readSellables } from "../catalog/product-store.ts";
import type { Location } from "../inventory/location.ts";
import { needsAt } from "../inventory/pickup-stock.ts";
import { countedComponents, needsOf, overOrderMax, type StockNeed, type Supply } from "../inventory/supply.ts";
import { preferLocations, readShortAt } from "../inventory/supply-flow.ts";
import { readSupply } from "../inventory/supply-store.ts";
import { readBegunMarket } from "../markets/market-store.ts";
import type { Market } from "../markets/markets.ts";
import { amountMaxOf } from "../pricing/money.ts";
import { borderBetween, customsHintOf } from "../shipping/customs.ts";
import { promiseDelivery } from "../shipping/delivery-promise.ts";
import { readShippingGoods } from "../shipping/goods-store.ts";
import { leavesFrom, originOf, plannedLocation } from "../shipping/origin.ts";
import { listShippingZones } from "../shipping/zone-store.ts";
import { listExemptionsOf } from "../tax/exemptions/exemption-store.ts";
import { quoteTaxed } from "../tax/quote-tax-flow.ts";
import type { TaxPlace } from "../tax/tax-place.ts";
import { readTaxFacts } from "../tax/tax-store.ts";
import { readBusiness } from "../tax/vat/business-flow.ts";
import type { World } from "../world.ts";
import { type CheckoutLine, type CheckoutSnapshot, NO_SHIPPING_ID, type ShippingChoice } from "./checkout.ts";
import type { BeginCheckout } from "./checkout-answer.ts";
import { buyerOf } from "./checkout-hold.ts";
import type { CheckoutProblem } from "./checkout-problem.ts";
import { chooseWay, type Shipping, type Way, type WayProblem } from "./choose-way.ts";
import { CHECKOUT_LINES_MAX } from "./new-checkout.ts";

export type PriceProblem = CheckoutProblem | CartProblem | WayProblem;
type Unpriced = Omit<CheckoutLine, "totalMinor" | "taxMinor" | "taxes">;

/**
 * Writes nothing, and does not look how many units are left, but for those that are to be collected somewhere. The first
 * thing in the way is what is told.
 */
export async function priceCheckout(
  world: World,
  ask: BeginCheckout,
): Promise<Outcome<CheckoutSnapshot, PriceProblem>> {
  const cart = await world.cartOf(ask.cartId)?.read();
  if (!cart) return refused({ code: "cart.unknown" });
  if (cart.lines.length === 0) return refused({ code: "cart.empty" });
  if (cart.lines.length > CHECKOUT_LINES_MAX) return refused({ code: "cart.too_many_lines", max: CHECKOUT_LINES_MAX });
  const market = await readBegunMarket(world, cart.market);
  const skus = cart.lines.map(({ sku }) => sku);
  const [sellables, supply] = await Promise.all([readSellables(world, market, skus), readSupply(world.catalog, skus)]);
  const lines = linesOf(cart.lines, sellables, supply, world.nowMs());
  if (!lines.ok) return lines;
  const travel = await readShipping(world, sellables, supply);
  const chosen = chooseWay({ market, lines: lines.value, shipping: travel, nowMs: world.nowMs() }, ask);
  if (!chosen.ok) return chosen;
  const way = chosen.value;
  const { country } = way.address;
  const buyer = buyerOf(ask.email, world.config.authSecret);
  const wanted = needsOf(cart.lines, supply, { market: market.id, country, checkoutId: ask.id, buyer });
  const { pickup } = way.choice;
  const needs = pickup ? needsAt(wanted, pickup.location) : await preferLocations(world, wanted);
  const parcel = await parcelOf(world, way, plannedLocation(supply.locations, needs, country));
  const quoted = await quote(world, market, lines.value, { way, parcel }, ask);
  if (!quoted.ok) return quoted;
  const { isLowValue, ...priced } = quoted.value;
  const [short] = pickup ? await readShortAt(world, priced.lines, needs, pickup.location) : [];
  if (short) return refused({ code: "checkout.pickup_short", sku: short.sku });
  const shipping = parcel ? tellParcel(world, market, { ...priced, isLowValue }, parcel, needs) : priced.shipping;
  const { purchases } = cart;
  return done({ ...priced, shipping, needs, ...(purchases !== undefined && { purchases }) });
}

/** What is sent: where it is to leave from, and whether its buyer is asked for anything at a border. */
type Parcel = { location: Location | null; from: TaxPlace; asksAtBorder: boolean };

/** Null of what is collected or downloaded. */
async function parcelOf(world: World, { choice, address }: Way, location: Location | null): Promise<Parcel | null> {
  if (choice.id === NO_SHIPPING_ID || choice.pickup) return null;
  const { settings } = await readTaxFacts(world);
  const from = leavesFrom(location, settings.seller);
  return { location, from, asksAtBorder: choice.duties !== "paid" && borderBetween(from, address) !== null };
}

type Priced = Omit<CheckoutSnapshot, "needs"> & { isLowValue: boolean };

/** The chosen way, with the days it arrives on and what its buyer is told of customs, by where it is to leave from. */
function tellParcel(
  world: World,
  market: Market,
  { shipping, shippingAddress, tax, isLowValue }: Priced,
  { location, from }: Parcel,
  needs: readonly StockNeed[],
): ShippingChoice {
  const estimate = promiseDelivery(originOf(location, market), shippingAddress.country, shipping, world.nowMs());
  const customs = customsHintOf({
    ...{ from, to: shippingAddress, isLowValue },
    duties: shipping.duties ?? "unpaid",
    isTaxed: (tax?.country ?? "") !== "",
  });
  // What is not here yet arrives when its line says.
  const isHere = needs.every(({ promise }) => !promise);
  return { ...shipping, ...(isHere && { estimate }), ...(customs && { customs }) };
}

async function readShipping(
  world: World,
  sellables: ReadonlyMap<string, Sellable>,
  { locations }: Supply,
): Promise<Shipping> {
  const sold = [...sellables.values()];
  const [zones, facts] = await Promise.all([
    listShippingZones(world.catalog),
    readShippingGoods(
      world.catalog,
      sold.map(({ productId }) => productId),
    ),
  ]);
  return { zones, locations, facts, weights: new Map(sold.map(({ sku, weightGrams }) => [sku, weightGrams])) };
}

/** What is no longer sold is told like what has run out: there are none of it. */
function linesOf(
  cartLines: readonly CartLine[],
  sellables: ReadonlyMap<string, Sellable>,
  supply: Supply,
  nowMs: number,
): Outcome<Unpriced[], CheckoutProblem> {
  const gone = cartLines.filter(({ sku }) => !sellables.has(sku)).map(({ sku }) => ({ sku, available: 0 }));
  if (gone.length > 0) return refused({ code: "stock.insufficient", lines: gone });
  const over = overOrderMax(cartLines, supply);
  if (over) return refused({ code: "stock.order_limit", ...over });
  const lines = cartLines.flatMap((line) => {
    const { sku, quantity } = line;
    const sellable = sellables.get(sku);
    if (!sellable) return [];
    const { weightGrams: _weight, terms, download, ...sold } = sellable;
    const facts = { ...sold, unitMinor: askedMinor(line, terms, nowMs) };
    const components = supply.components.has(sku) ? countedComponents(supply, sku) : undefined;
    return [{ ...facts, quantity, ...(components && { components }), ...(download && { digital: true, download }) }];
  });
  return done(lines);
}

async function quote(
  world: World,
  market: Market,
  unpriced: readonly Unpriced[],
  { way: { choice, address, taxedAt }, parcel }: { way: Way; parcel: Parcel | null },
  { business, customerId, cartId }: BeginCheckout,
): Promise<Outcome<Priced, PriceProblem>> {
  const collected = choice.pickup !== undefined;
  const exemptions = customerId === null ? [] : await listExemptionsOf(world.accounts, customerId);
  const buying = await readBusiness(world, business, { to: address, collected }, exemptions);
  if (!buying.ok) return buying;
  const quoted = await quoteTaxed(world, {
    market,
    lines: unpriced,
    shippingMinor: choice.amountMinor,
    to: taxedAt,
    collected,
    asksAtBorder: parcel?.asksAtBorder ?? false,
    cartId,
    ...buying.value,
  });
  if (!quoted.ok) return quoted;
  const { lines, totals, tax, isLowValue } = quoted.value;
  if (totals.totalMinor > amountMaxOf(market.currency)) return refused({ code: "checkout.total_too_large" });
  const charged = { ...choice, amountMinor: totals.shippingMinor };
  return done({ market: market.id, lines, shippingAddress: address, shipping: charged, totals, tax, isLowValue });
}

/** How a purchase reaches its buyer: sent to an address, collected at a location, or downloaded; and what is asked for it. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Location } from "../inventory/location.ts";
import { type AddressProblem, checkAddress, checkContact, checkTaxPlace } from "../markets/address.ts";
import type { Market } from "../markets/markets.ts";
import { choosePickup, isPickupId } from "../shipping/pickup-choices.ts";
import { type GoodsFacts, shippedGoods } from "../shipping/shipped-goods.ts";
import { chooseShipping, reaches, type ShippingProblem } from "../shipping/shipping-choices.ts";
import type { ShippingZone } from "../shipping/zone.ts";
import { isBusiness } from "../tax/vat/business.ts";
import { type Address, type CheckoutLine, NO_SHIPPING_ID, type ShippingChoice } from "./checkout.ts";
import type { BeginCheckout } from "./checkout-answer.ts";

/** How goods travel at this moment; `weights` by SKU. */
export type Shipping = {
  zones: readonly ShippingZone[];
  locations: readonly Location[];
  facts: ReadonlyMap<string, GoodsFacts>;
  weights: ReadonlyMap<string, number>;
};
/** `address` is the buyer's, as far as it is needed; `taxedAt` is where the goods are handed over. */
export type Way = { choice: ShippingChoice; address: Address; taxedAt: Address };
export type WayProblem = ShippingProblem | AddressProblem;

/** Of a cart that is all downloads: no parcel, so no method. */
const NO_SHIPPING: ShippingChoice = { id: NO_SHIPPING_ID, name: "", amountMinor: 0, daysMin: 0, daysMax: 0 };
type Line = Omit<CheckoutLine, "totalMinor" | "taxMinor" | "taxes">;
type Terms = { market: Market; lines: readonly Line[]; shipping: Shipping; nowMs: number };
type Asked = Pick<BeginCheckout, "shippingAddress" | "shippingMethodId" | "business">;

export function chooseWay(terms: Terms, asked: Asked): Outcome<Way, WayProblem> {
  const { market, lines } = terms;
  if (lines.every(({ digital }) => digital)) return wayTo(checkTaxPlace(asked.shippingAddress, market), NO_SHIPPING);
  return isPickupId(asked.shippingMethodId) ? collect(terms, asked) : send(terms, asked);
}

function wayTo(address: Outcome<Address, AddressProblem>, choice: ShippingChoice): Outcome<Way, WayProblem> {
  return address.ok ? done({ choice, address: address.value, taxedAt: address.value }) : address;
}

function send(terms: Terms, { shippingAddress, shippingMethodId }: Asked): Outcome<Way, WayProblem> {
  const { market, shipping } = terms;
  const { zones } = shipping;
  const country = shippingAddress.country.trim().toUpperCase();
  if (!reaches({ zones, market, to: { country } })) return refused({ code: "checkout.country_not_served" });
  const address = checkAddress(shippingAddress, market);
  if (!address.ok) return address;
  const goods = goodsOf(terms);
  const chosen = chooseShipping({ zones, market, to: address.value, goods }, shippingMethodId);
  return chosen.ok ? wayTo(address, chosen.value) : chosen;
}

/** A name is enough, and a business's own address, which its invoice has to say (article 226 (5) of Directive 2006/112/EC). */
function collect(terms: Terms, { shippingAddress, shippingMethodId, business }: Asked): Outcome<Way, WayProblem> {
  const { market, shipping, nowMs } = terms;
  const { zones, locations } = shipping;
  const chosen = choosePickup({ zones, locations, market, goods: goodsOf(terms), nowMs }, shippingMethodId);
  if (!chosen.ok) return chosen;
  const { pickup } = chosen.value;
  const given = shippingAddress.country.trim().toUpperCase();
  const country = market.countries.includes(given) ? given : pickup.address.country;
  const address =
    business && isBusiness(business) ? checkAddress(shippingAddress, market) : checkContact(shippingAddress, country);
  return address.ok ? done({ choice: chosen.value, address: address.value, taxedAt: pickup.address }) : address;
}

function goodsOf({ lines, shipping: { weights, facts } }: Terms) {
  const weighed = lines.map((line) => ({ ...line, weightGrams: weights.get(line.sku) ?? 0 }));
  return shippedGoods(weighed, facts);
}

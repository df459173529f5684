/** Has a provider reckon the tax of an order where staff say so; what it does not answer, the store's own rates do. */
import { createHash } from "node:crypto";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { LIMITS } from "../../http/limits.ts";
import type { World } from "../../world.ts";
import type { PricedForTax, TaxableLine } from "../price-with-tax.ts";
import { quoteByTable } from "../table-tax.ts";
import type { TaxAnswer, TaxAsk } from "../tax-answer.ts";
import { areaOf } from "../tax-place.ts";
import type { TaxSettings } from "../tax-settings.ts";
import { keepCalculation, readCalculationOf } from "./calculation-store.ts";

/** How long an answer counts for the same ask: a shopper's review and payment, with time to think. */
export const CALCULATION_KEPT_MS = 60 * 60_000;
/** One that the provider forgets sooner than a session of payment lasts is not begun with. */
const SESSION_MARGIN_MS = 60 * 60_000;

/** Staff chose not to sell by the store's own rates while the provider is silent. */
export type TaxUnavailable = { code: "checkout.tax_unavailable" };

export async function reckonOrder<L extends TaxableLine>(
  world: World,
  settings: TaxSettings,
  { ask, terms }: PricedForTax<L>,
  cartId: string,
): Promise<Outcome<TaxAnswer, TaxUnavailable>> {
  if (!isProviders(settings, ask)) return done(quoteByTable(terms, ask));
  const answer = await askProvider(world, ask, cartId);
  if (answer === "asked_too_often") return refused({ code: "checkout.tax_unavailable" });
  if (answer) return done(answer);
  if (settings.providerSilent === "refuse") return refused({ code: "checkout.tax_unavailable" });
  return done({ ...quoteByTable(terms, ask), unanswered: true });
}

/** Where tax is charged, in a country that staff gave to the provider, and where the goods arrive. */
function isProviders({ providerIn }: TaxSettings, { supply: { place }, to }: TaxAsk): boolean {
  return place !== null && providerIn.includes(place.country) && place.country === areaOf(to).country;
}

/** Whoever asks too often is refused: the store's own rates are for a provider's silence, not for a shopper to choose. */
async function askProvider(world: World, ask: TaxAsk, cartId: string): Promise<TaxAnswer | "asked_too_often" | null> {
  const askHash = hashOf(ask, cartId);
  const kept = await readCalculationOf(world.accounts, askHash, world.nowMs());
  if (kept) return kept;
  if (!world.taxProvider) return null;
  const { allowed } = await world.counters.take(`tax.calculate:${cartId}`, LIMITS["tax.calculate"]);
  if (!allowed) return "asked_too_often";
  const told = await world.taxProvider.calculate(ask);
  if (!told.ok) {
    const { code, why } = told.problem;
    const facts = { country: ask.to.country, code, why };
    // A refusal stays one until staff put something right.
    if (code === "tax.provider_refused") world.log.error("tax.provider_failed", facts);
    else world.log.info("tax.provider_failed", facts);
    return null;
  }
  const { id: calculationId, expiresAtMs, answer } = told.value;
  const nowMs = world.nowMs();
  const keptUntilMs = Math.min(nowMs + CALCULATION_KEPT_MS, expiresAtMs - SESSION_MARGIN_MS);
  return keepCalculation(world.accounts, { askHash, calculationId, answer, keptUntilMs }, nowMs);
}

/** All that the answer follows from, and the cart: two orders are never told by one calculation. */
function hashOf({ currency, included, lines, shippingMinor, to, day }: TaxAsk, cartId: string): string {
  const address = [to.line1, to.city, to.region, to.postalCode, to.country];
  const goods = lines.map(({ amountMinor, quantity, taxClass }) => [amountMinor, quantity, taxClass]);
  const asked = [cartId, currency, included, goods, shippingMinor, address, day];
  return createHash("sha256").update(JSON.stringify(asked)).digest("hex");
}

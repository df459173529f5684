/** The form that tries out the zones: by address, so that what it showed can be opened again. */
import type { AstroGlobal } from "astro";
import { COUNTRIES } from "../../worker/markets/countries.ts";
import { findRegion } from "../../worker/markets/regions.ts";
import { minorOfText } from "../../worker/pricing/amount-text.ts";
import type { Currency } from "../../worker/pricing/money.ts";
import { type PreviewChoice, previewShipping } from "../../worker/shipping/preview-shipping-flow.ts";
import { HAZARDS } from "../../worker/shipping/zone.ts";
import { GRAMS_MAX } from "../../worker/shipping/zone-shapes.ts";
import type { MessageKey } from "../messages.ts";
import { type Fault, type Faults, type Sent, wholeOf } from "./admin-fields.ts";

/** `found` is null before the form was sent, or where something of it is wrong; `refusal` says why nothing goes there. */
export type PreviewEntry = {
  sent: Sent;
  faults: Faults;
  refusal: MessageKey | null;
  found: { zoneId: string; items: readonly PreviewChoice[]; currency: Currency } | null;
};

const TEXT_MAX = 100;

export async function readPreview(astro: AstroGlobal): Promise<PreviewEntry> {
  const { world, markets, market: own } = astro.locals;
  const { searchParams } = astro.url;
  const sent: Sent = (name) => (searchParams.get(name) ?? "").slice(0, TEXT_MAX);
  const entry: PreviewEntry = { sent, faults: {}, refusal: null, found: null };
  if (!searchParams.has("market")) return { ...entry, sent: (name) => (name === "market" ? own.id : "") };
  const faults: Record<string, Fault> = {};
  const market = markets.known(sent("market"));
  if (!market) return { ...entry, faults: { market: { key: "admin.fault.form" } } };
  const country = sent("country").trim().toUpperCase();
  if (!COUNTRIES.includes(country)) faults.country = { key: "zones.fault.country" };
  const subtotalMinor = minorOfText(sent("subtotal") || "0", market.currency);
  if (subtotalMinor === null) faults.subtotal = { key: "admin.fault.amount" };
  const weightGrams = wholeOf(sent("grams") || "0");
  if (weightGrams === null || weightGrams > GRAMS_MAX) faults.grams = { key: "admin.fault.units" };
  if (subtotalMinor === null || weightGrams === null || Object.keys(faults).length > 0) return { ...entry, faults };
  const [region, postalCode] = [sent("region").trim(), sent("postalCode").trim()];
  const found = await previewShipping(world, {
    ...{ market: market.id, subtotalMinor, weightGrams },
    to: { country, region: findRegion(country, region)?.code ?? region, postalCode },
    hazard: HAZARDS.find((each) => each === sent("hazard")) ?? null,
  });
  if (found.ok) return { ...entry, found: { ...found.value, currency: market.currency } };
  const isRefused = found.problem.code === "checkout.goods_not_shipped";
  return { ...entry, refusal: isRefused ? "zones.preview.refused" : "zones.preview.none" };
}

/** How parcels travel: the methods of each country served, what they cost, and how many working days they take. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { ShippingChoice } from "../checkout/checkout.ts";
import type { Locale, Market } from "../markets/markets.ts";

/** Cheapest first. */
export const SHIPPING_METHODS = ["standard", "express"] as const;
export type ShippingMethodId = (typeof SHIPPING_METHODS)[number];
export type ShippingProblem = { code: "checkout.country_not_served" | "checkout.shipping_unknown" };

/** Orders keep the name as the shopper read it, so it stands here and not among a page's messages. */
export const SHIPPING_NAMES: Readonly<Record<ShippingMethodId, Readonly<Record<Locale, string>>>> = {
  standard: {
    "en-US": "Standard shipping",
    "en-GB": "Standard delivery",
    "de-DE": "Standardversand",
    "ja-JP": "通常配送",
    "ar-AE": "التوصيل العادي",
    "en-CA": "Standard shipping",
    "fr-CA": "Livraison standard",
    "fr-FR": "Livraison standard",
    "es-ES": "Envío estándar",
    "it-IT": "Spedizione standard",
    "pl-PL": "Dostawa standardowa",
    "ko-KR": "일반 배송",
    "pt-BR": "Entrega padrão",
    "hi-IN": "सामान्य डिलीवरी",
  },
  express: {
    "en-US": "Express shipping",
    "en-GB": "Express delivery",
    "de-DE": "Expressversand",
    "ja-JP": "お急ぎ便",
    "ar-AE": "التوصيل السريع",
    "en-CA": "Express shipping",
    "fr-CA": "Livraison express",
    "fr-FR": "Livraison express",
    "es-ES": "Envío exprés",
    "it-IT": "Spedizione espressa",
    "pl-PL": "Dostawa ekspresowa",
    "ko-KR": "빠른 배송",
    "pt-BR": "Entrega expressa",
    "hi-IN": "एक्सप्रेस डिलीवरी",
  },
};

/** Amounts are in the minor unit of the country's market, with tax where its prices hold tax. `freeFromMinor` is a subtotal. */
type Tariff = { amountMinor: number; freeFromMinor: number | null; daysMin: number; daysMax: number };
const TARIFFS: Readonly<Record<string, Readonly<Record<ShippingMethodId, Tariff>>>> = {
  US: {
    standard: { amountMinor: 6_99, freeFromMinor: 49_00, daysMin: 3, daysMax: 5 },
    express: { amountMinor: 19_99, freeFromMinor: null, daysMin: 1, daysMax: 2 },
  },
  GB: {
    standard: { amountMinor: 3_99, freeFromMinor: 40_00, daysMin: 2, daysMax: 3 },
    express: { amountMinor: 7_99, freeFromMinor: null, daysMin: 1, daysMax: 1 },
  },
  DE: {
    standard: { amountMinor: 4_99, freeFromMinor: 49_00, daysMin: 2, daysMax: 3 },
    express: { amountMinor: 11_99, freeFromMinor: null, daysMin: 1, daysMax: 1 },
  },
  AT: {
    standard: { amountMinor: 6_99, freeFromMinor: 69_00, daysMin: 3, daysMax: 5 },
    express: { amountMinor: 15_99, freeFromMinor: null, daysMin: 1, daysMax: 2 },
  },
  JP: {
    standard: { amountMinor: 550, freeFromMinor: 5_000, daysMin: 2, daysMax: 3 },
    express: { amountMinor: 880, freeFromMinor: null, daysMin: 1, daysMax: 1 },
  },
  AE: {
    standard: { amountMinor: 15_00, freeFromMinor: 200_00, daysMin: 2, daysMax: 4 },
    express: { amountMinor: 35_00, freeFromMinor: null, daysMin: 1, daysMax: 1 },
  },
  CA: {
    standard: { amountMinor: 9_99, freeFromMinor: 69_00, daysMin: 3, daysMax: 6 },
    express: { amountMinor: 24_99, freeFromMinor: null, daysMin: 1, daysMax: 3 },
  },
  FR: {
    standard: { amountMinor: 4_99, freeFromMinor: 49_00, daysMin: 2, daysMax: 4 },
    express: { amountMinor: 12_99, freeFromMinor: null, daysMin: 1, daysMax: 2 },
  },
  ES: {
    standard: { amountMinor: 4_99, freeFromMinor: 49_00, daysMin: 3, daysMax: 5 },
    express: { amountMinor: 13_99, freeFromMinor: null, daysMin: 1, daysMax: 2 },
  },
  IT: {
    standard: { amountMinor: 4_99, freeFromMinor: 49_00, daysMin: 3, daysMax: 5 },
    express: { amountMinor: 13_99, freeFromMinor: null, daysMin: 1, daysMax: 2 },
  },
  PL: {
    standard: { amountMinor: 14_99, freeFromMinor: 199_00, daysMin: 2, daysMax: 3 },
    express: { amountMinor: 29_99, freeFromMinor: null, daysMin: 1, daysMax: 1 },
  },
  KR: {
    standard: { amountMinor: 3_000, freeFromMinor: 50_000, daysMin: 1, daysMax: 3 },
    express: { amountMinor: 5_500, freeFromMinor: null, daysMin: 1, daysMax: 1 },
  },
  BR: {
    standard: { amountMinor: 19_90, freeFromMinor: 299_00, daysMin: 4, daysMax: 8 },
    express: { amountMinor: 49_90, freeFromMinor: null, daysMin: 2, daysMax: 4 },
  },
  IN: {
    standard: { amountMinor: 79_00, freeFromMinor: 999_00, daysMin: 3, daysMax: 6 },
    express: { amountMinor: 199_00, freeFromMinor: null, daysMin: 1, daysMax: 3 },
  },
};

/** The ways to a country from a market, cheapest first, for goods of this subtotal. */
export function listShippingChoices(
  market: Market,
  country: string,
  subtotalMinor: number,
): Outcome<ShippingChoice[], ShippingProblem> {
  const tariffs = market.countries.includes(country) ? TARIFFS[country] : undefined;
  if (!tariffs) return refused({ code: "checkout.country_not_served" });
  return done(SHIPPING_METHODS.map((id) => choiceOf(id, tariffs[id], market.locale, subtotalMinor)));
}

/** The one with this id. */
export function chooseShipping(
  market: Market,
  country: string,
  subtotalMinor: number,
  methodId: string,
): Outcome<ShippingChoice, ShippingProblem> {
  const choices = listShippingChoices(market, country, subtotalMinor);
  if (!choices.ok) return choices;
  const chosen = choices.value.find((choice) => choice.id === methodId);
  return chosen ? done(chosen) : refused({ code: "checkout.shipping_unknown" });
}

/** From which subtotal standard shipping to the market's first country is free, for banners and carts. */
export const freeShippingFromMinor = (market: Market): number | null =>
  TARIFFS[market.countries[0]]?.standard.freeFromMinor ?? null;

function choiceOf(id: ShippingMethodId, tariff: Tariff, locale: Locale, subtotalMinor: number): ShippingChoice {
  const { freeFromMinor, daysMin, daysMax } = tariff;
  const free = freeFromMinor !== null && subtotalMinor >= freeFromMinor;
  return { id, name: SHIPPING_NAMES[id][locale], amountMinor: free ? 0 : tariff.amountMinor, daysMin, daysMax };
}

/** What methods are called where staff gave them no words of their own. Orders keep the name as the shopper read it. */
import type { Locale } from "../markets/markets.ts";
import type { MethodKind, ShippingMethod } from "./zone.ts";

const OTHERWISE: Locale = "en-US";
/** By locale, also of those that no market speaks yet. */
const KIND_NAMES: Readonly<Record<string, Readonly<Record<MethodKind, string>>>> = {
  "en-US": { standard: "Standard shipping", express: "Express shipping", pickup: "Pickup" },
  "en-GB": { standard: "Standard delivery", express: "Express delivery", pickup: "Collection" },
  "en-CA": { standard: "Standard delivery", express: "Express delivery", pickup: "Pickup" },
  "de-DE": { standard: "Standardversand", express: "Expressversand", pickup: "Abholung" },
  "ja-JP": { standard: "通常配送", express: "お急ぎ便", pickup: "店舗受け取り" },
  "ar-AE": { standard: "التوصيل العادي", express: "التوصيل السريع", pickup: "الاستلام من الفرع" },
  "fr-FR": { standard: "Livraison standard", express: "Livraison express", pickup: "Retrait sur place" },
  "fr-CA": { standard: "Livraison standard", express: "Livraison express", pickup: "Ramassage" },
  "es-ES": { standard: "Envío estándar", express: "Envío exprés", pickup: "Recogida" },
  "it-IT": { standard: "Spedizione standard", express: "Spedizione espressa", pickup: "Ritiro in sede" },
  "pl-PL": { standard: "Dostawa standardowa", express: "Dostawa ekspresowa", pickup: "Odbiór osobisty" },
  "ko-KR": { standard: "일반 배송", express: "빠른 배송", pickup: "매장 수령" },
  "pt-BR": { standard: "Entrega padrão", express: "Entrega expressa", pickup: "Retirada no local" },
  "hi-IN": { standard: "सामान्य डिलीवरी", express: "एक्सप्रेस डिलीवरी", pickup: "स्टोर से पिकअप" },
};

export function methodName({ kind, names }: Pick<ShippingMethod, "kind" | "names">, locale: Locale): string {
  const own = Object.hasOwn(names, locale) ? names[locale] : undefined;
  return own || (KIND_NAMES[locale] ?? KIND_NAMES[OTHERWISE])?.[kind] || kind;
}

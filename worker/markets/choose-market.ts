/** Which market a visitor of `/` is sent to: what they chose before, else where they are, else what they read. */
import { MARKET_DEFAULT, MARKETS, type MarketId, marketOf } from "./markets.ts";

/** More languages than any browser sends. */
const LANGUAGES_READ_MAX = 20;

/** Each may be missing or nonsense. Where the visitor is goes before language: it decides currency and shipping. */
export function chooseMarket(visitor: {
  country: string | null;
  acceptLanguage: string | null;
  remembered: string | null;
}): MarketId {
  const remembered = marketOf(visitor.remembered ?? "");
  if (remembered) return remembered.id;
  const country = (visitor.country ?? "").toUpperCase();
  const local = MARKETS.find((market) => market.countries.includes(country));
  return local?.id ?? marketOfLanguages(visitor.acceptLanguage ?? "") ?? MARKET_DEFAULT;
}

/** The first wish that fits, by locale or by language alone (RFC 9110, 12.5.4). */
function marketOfLanguages(header: string): MarketId | null {
  for (const tag of wishesOf(header)) {
    const exact = MARKETS.find((market) => market.locale.toLowerCase() === tag);
    const found = exact ?? MARKETS.find((market) => market.language === tag.split("-")[0]);
    if (found) return found.id;
  }
  return null;
}

/** Language tags in lower case, the most wanted first; those with a weight of zero are not wanted. */
function wishesOf(header: string): string[] {
  return header
    .split(",", LANGUAGES_READ_MAX)
    .map((wish) => {
      const [tag = "", ...parameters] = wish.split(";").map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => tag !== "" && weight > 0 && weight <= 1)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}

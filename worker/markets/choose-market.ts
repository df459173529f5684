/**
 * Which market a visitor of `/` is sent to: what they chose before, else where they are, in the language of that country's
 * they would rather read, else what they read.
 */
import type { Language, Market, Markets } from "./markets.ts";

/** More languages than any browser sends. */
const LANGUAGES_READ_MAX = 20;

export type Visitor = { country: string | null; acceptLanguage: string | null; remembered: string | null };

/** What names itself a machine that reads pages, or shows others what a link leads to; Cubot makes telephones. */
const CRAWLER = /(?<!cu)bot\b|crawl|spider|slurp|facebookexternalhit|whatsapp|inspectiontool|-user\/|preview|embedly/i;
/** Every browser says what its reader reads. */
const isMachine = (userAgent: string | null, { acceptLanguage, remembered }: Visitor): boolean =>
  CRAWLER.test(userAgent ?? "") || (acceptLanguage === null && remembered === null);

/**
 * Where the bare address leads: on a market's own domain to that market; a crawler, which is nowhere and reads nothing, to
 * the default; a visitor to the market that suits.
 */
export function landingMarket(
  markets: Markets,
  { host, userAgent, ...visitor }: Visitor & { host: string; userAgent: string | null },
): Market {
  const own = markets.list.find(({ domain }) => domain === host.toLowerCase());
  if (own) return own;
  return isMachine(userAgent, visitor) ? markets.default : chooseMarket(markets, visitor);
}

/** Each may be missing or nonsense. Where the visitor is goes before language: it decides currency and shipping. */
export function chooseMarket(markets: Markets, visitor: Visitor): Market {
  const remembered = markets.find(visitor.remembered ?? "");
  if (remembered) return remembered;
  const country = (visitor.country ?? "").toUpperCase();
  const wishes = wishesOf(visitor.acceptLanguage ?? "");
  const local = markets.list.filter((market) => market.countries.includes(country));
  return bestOf(local, wishes) ?? local[0] ?? bestOf(markets.list, wishes) ?? markets.default;
}

/**
 * The market that fits the first wish that any fits (RFC 9110, 12.5.4): by locale, by language as most of its readers write
 * it (Unicode's likely subtags: French is that of France), by language alone.
 */
function bestOf(markets: readonly Market[], wishes: readonly string[]): Market | null {
  for (const tag of wishes) {
    const exact = markets.find((market) => market.locale.toLowerCase() === tag);
    const own = markets.filter((market) => market.language === tag.split("-")[0]);
    const found = exact ?? own.find(({ locale, language }) => locale === likelyLocale(language)) ?? own[0];
    if (found) return found;
  }
  return null;
}

const likelyLocale = (language: Language): string => {
  const { region } = new Intl.Locale(language).maximize();
  return `${language}-${region}`;
};

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

/** The parts of a country, by the code that tax and carriers use. Where an address must name one, its form says. */
import countries from "./address-data.json" with { type: "json" };

/** `code` is what an address keeps: of ISO 3166-2 where that has letters, else the region's own name. */
export type Region = { code: string; names: Readonly<Record<string, string>> & { readonly en: string } };

/** Code, name, name in Latin letters, names by language. */
type Row = readonly [string, string, (string | null)?, Readonly<Record<string, string>>?];
type Facts = { lang?: string; regions?: readonly Row[] };

/** By country. One that is missing has none to choose from. */
export const REGIONS: Readonly<Record<string, readonly Region[]>> = Object.fromEntries(
  Object.entries(countries as unknown as Readonly<Record<string, Facts>>).flatMap(
    ([country, { lang = "en", regions }]) => (regions ? [[country, regions.map((row) => regionOf(row, lang))]] : []),
  ),
);

function regionOf([code, own, latin, others]: Row, language: string): Region {
  return { code, names: { ...others, [language]: own, en: latin ?? own } };
}

/** The region that a code or a name, in any of its languages and in any case, stands for. */
export function findRegion(country: string, text: string): Region | null {
  if (!Object.hasOwn(REGIONS, country)) return null;
  const wanted = text.toLowerCase();
  const fits = ({ code, names }: Region) =>
    code.toLowerCase() === wanted || Object.values(names).some((name) => name.toLowerCase() === wanted);
  return REGIONS[country]?.find(fits) ?? null;
}

/** Its name in a language, else in English; text that is no region's code is its own name. */
export function regionName(country: string, code: string, language: string): string {
  const names = REGIONS[country]?.find((region) => region.code === code)?.names;
  return names?.[language] ?? names?.en ?? code;
}

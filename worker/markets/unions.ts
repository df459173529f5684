/** Countries that share rules: which ones a market is held to goes by where it sells. */

/** Member states of the European Union (european-union.europa.eu/principles-countries-history/eu-countries). */
const EU_COUNTRIES: ReadonlySet<string> = new Set(
  "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split(" "),
);

export const isInEu = (country: string): boolean => EU_COUNTRIES.has(country);

/**
 * Writes amounts with the digits their currency is charged in. What a browser or a server knows of a currency by itself differs:
 * many leave out the cents of a forint or a rupiah, which may be charged. Knows no currency, so that browsers get this alone.
 */
export function amountFormatOf(locale: string, currency: string, digits: number): Intl.NumberFormat {
  const usual = new Intl.NumberFormat(locale, { style: "currency", currency });
  if (usual.resolvedOptions().maximumFractionDigits === digits) return usual;
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    trailingZeroDisplay: "stripIfInteger",
  });
}

/** What a tax is called, by language: on pages, in mails and on invoices alike. A name that is a law's own is the same in all. */
import { RATE_BASE, type TaxKind } from "./tax-rate.ts";

const NAMES: Readonly<Record<TaxKind, Readonly<Record<string, string>> & { en: string }>> = {
  vat: {
    ...{ en: "VAT", de: "MwSt.", fr: "TVA", es: "IVA", it: "IVA", pl: "VAT", pt: "IVA" },
    ...{ ja: "付加価値税", ko: "부가가치세", ar: "ضريبة القيمة المضافة", hi: "वैट" },
  },
  consumption_tax: {
    ...{ en: "Consumption tax", de: "Konsumsteuer", fr: "Taxe sur la consommation", es: "Impuesto al consumo" },
    ...{ it: "Imposta sui consumi", pl: "Podatek konsumpcyjny", pt: "Imposto sobre o consumo" },
    ...{ ja: "消費税", ko: "소비세", ar: "ضريبة الاستهلاك", hi: "उपभोग कर" },
  },
  sales_tax: {
    ...{ en: "Sales tax", de: "Verkaufssteuer", fr: "Taxe de vente", es: "Impuesto sobre las ventas" },
    ...{ it: "Imposta sulle vendite", pl: "Podatek od sprzedaży", pt: "Imposto sobre vendas" },
    ...{ ja: "売上税", ko: "판매세", ar: "ضريبة المبيعات", hi: "बिक्री कर" },
  },
  gst: { en: "GST", fr: "TPS" },
  hst: { en: "HST", fr: "TVH" },
  pst: { en: "PST", fr: "TVP" },
  rst: { en: "RST", fr: "TVD" },
  qst: { en: "QST", fr: "TVQ" },
  igst: { en: "IGST" },
  cgst: { en: "CGST" },
  sgst: { en: "SGST" },
  icms: { en: "ICMS" },
};

/** `locale` such as `fr-CA`; in English where its language has no name for it. */
export function taxNameOf(kind: TaxKind, locale: string): string {
  const names = NAMES[kind];
  return names[locale.slice(0, 2)] ?? names.en;
}

/** Such as `QST 9.975%`, and who levies it where several do. */
export function taxLabelOf(
  { kind, per100k, at }: { kind: TaxKind; per100k: number; at?: string },
  locale: string,
): string {
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 3 });
  const label = `${taxNameOf(kind, locale)} ${percent.format(per100k / RATE_BASE)}`;
  return at === undefined ? label : `${label} (${at})`;
}

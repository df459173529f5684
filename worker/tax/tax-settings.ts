/**
 * Who sells, where the shop is registered for tax, and for how long it takes goods back: what staff set once. It decides which
 * country's tax a sale bears, and stands on every invoice.
 */

/**
 * Sales to consumers in other member states. `counted`: the store sums them, and they bear the tax of home until they exceed
 * the Union's threshold. `registered`, `below_threshold`: staff say that they do, or do not.
 */
export const OSS_STATES = ["counted", "registered", "below_threshold"] as const;
export type OssState = (typeof OSS_STATES)[number];

/** What follows for a number of another member state that the register could not be asked about. */
export const VAT_UNCONFIRMED = ["reverse_charge", "charge_tax"] as const;

/** What follows while a provider does not answer: the store's own rates decide, or nothing is sold. */
export const PROVIDER_SILENT = ["table", "refuse"] as const;

export type Seller = {
  name: string;
  line1: string;
  line2: string;
  postalCode: string;
  city: string;
  region: string;
  /** ISO 3166-1 alpha-2: where the shop is established and sends from. */
  country: string;
  email: string;
  /** IANA name: whose calendar gives invoices their day and their year. */
  timeZone: string;
  /** Anything a law wants on invoices: register, court, directors. One line each. */
  legal: string;
};
export type TaxSettings = {
  seller: Seller;
  /** Tax numbers by country, as they are printed: VAT, GST, TRN, or Japan's registration number (T and 13 digits). */
  taxIds: Readonly<Record<string, string>>;
  oss: OssState;
  vatUnconfirmed: (typeof VAT_UNCONFIRMED)[number];
  /** Countries outside the Union and home in which the shop collects. Null: all whose rates are known. */
  collectsIn: readonly string[] | null;
  /** States of the US in which the shop collects, by their postal codes. Null: all. */
  usStates: readonly string[] | null;
  /** Countries whose tax Stripe Tax reckons, of those in which tax is charged. */
  providerIn: readonly string[];
  providerSilent: (typeof PROVIDER_SILENT)[number];
  /** Letters before the number of an invoice. */
  invoicePrefix: string;
  /** Days from arrival in which goods are taken back, beside what the law gives. 0: nothing beyond it. */
  returnDays: number;
  version: number;
};

export const SELLER_TEXT_MAX = 200;
export const LEGAL_TEXT_MAX = 1_000;
export const TAX_ID_MAX = 40;
export const TAX_IDS_MAX = 60;
export const PREFIX_MAX = 10;
export const RETURN_DAYS_MAX = 365;

/**
 * What a new store goes by until staff say otherwise: in Germany, registered wherever it ships; no number goes untaxed on its form
 * alone. Pages of staff say so until they have saved settings once.
 */
export const FIRST_SETTINGS: TaxSettings = {
  seller: {
    ...{ name: "", line1: "", line2: "", postalCode: "", city: "", region: "", country: "DE" },
    ...{ email: "", legal: "", timeZone: "Europe/Berlin" },
  },
  taxIds: {},
  oss: "registered",
  vatUnconfirmed: "charge_tax",
  collectsIn: null,
  usStates: null,
  providerIn: [],
  providerSilent: "table",
  invoicePrefix: "",
  returnDays: 30,
  version: 0,
};

/** Whether staff have ever said where the shop is registered, be it everywhere. */
export const isRegistrationSaid = ({ version }: Pick<TaxSettings, "version">): boolean =>
  version > FIRST_SETTINGS.version;

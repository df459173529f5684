/** Who sells in the demo shop: what stands on its invoices. The VAT number has the form of one and is nobody's. */
export const DEMO_SELLER = {
  seller: {
    ...{
      name: "TechRetail GmbH",
      line1: "Beispielstraße 1",
      line2: "",
      postalCode: "10115",
      city: "Berlin",
      region: "",
    },
    ...{ country: "DE", email: "orders@techretail.example", timeZone: "Europe/Berlin" },
    legal: "The demo shop of Meridian: nothing here is really sold.",
  },
  taxIds: { DE: "DE123456788" },
  oss: "registered",
  vatUnconfirmed: "reverse_charge",
  providerIn: [],
  providerSilent: "table",
  collectsIn: null,
  usStates: null,
  invoicePrefix: "",
  returnDays: 30,
};

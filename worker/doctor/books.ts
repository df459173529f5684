/** The books that doctor compares, by name. */

/** The books that are compared, in the order in which they are repaired: an order's goods before what is left over. */
export const BOOKS = [
  "checkouts",
  "orders",
  "payments",
  "refunds",
  "stock",
  "sessions",
  "provider_refunds",
  "mails",
  "downloads",
  "grants",
  "prices",
  "taxes",
  "invoices",
  "union_sales",
  "union_days",
  "holidays",
] as const;
export type Book = (typeof BOOKS)[number];

/** What each book holds against what. */
export const BOOK_NAMES: Readonly<Record<Book, string>> = {
  checkouts: "Checkouts against the clock and their orders",
  orders: "Orders against payments, checkouts and ledgers",
  payments: "Payments against orders and refunds",
  refunds: "Refunds against payments and the provider",
  stock: "Ledgers against orders and checkouts",
  sessions: "The provider's payments against checkouts",
  provider_refunds: "The provider's refunds against the store's",
  mails: "Mails against their sending",
  downloads: "Orders of downloads against what may be downloaded",
  grants: "What may be downloaded against orders",
  prices: "Prices against the lists they follow, and lowest prices against them",
  taxes: "Orders' totals against their tax by rate and their invoices",
  invoices: "Invoices' numbers against their series and their orders",
  union_sales: "Orders to other member states against what is counted of them",
  union_days: "What is counted of sales to other member states against its sums by day",
  holidays: "The calendar of public holidays against the clock",
};

/** `DATABASE=orders npm run migration -- --name what-changes` writes the next migration of one database from its tables. */
import { defineConfig } from "drizzle-kit";

const TABLES: Record<string, string[]> = {
  catalog: [
    "catalog/catalog-tables.ts",
    "catalog/price-tables.ts",
    "pricing/rates/rate-tables.ts",
    "catalog/bundles/bundle-tables.ts",
    "catalog/digital/digital-tables.ts",
    "catalog/versions/version-tables.ts",
    "catalog/groups/brand-tables.ts",
    "catalog/groups/collection-tables.ts",
    "catalog/attributes/attribute-tables.ts",
    "catalog/pictures/picture-fetch-tables.ts",
    "content/content-tables.ts",
    "markets/market-tables.ts",
    "shipping/zone-tables.ts",
    "admin/pending-audit-tables.ts",
    "inventory/stock-tables.ts",
    "inventory/location-tables.ts",
    "inventory/policy-tables.ts",
    "drops/drop-tables.ts",
    "search/staff/search-rules-tables.ts",
    "transfer/import-run-tables.ts",
    "transfer/exports/export-run-tables.ts",
    "http/page-purge-tables.ts",
    "events/outbox-tables.ts",
  ],
  search: ["search/index/search-tables.ts"],
  orders: [
    "checkout/checkout-tables.ts",
    "orders/order-tables.ts",
    "payments/payment-tables.ts",
    "invoices/invoice-tables.ts",
    "tax/union/union-sale-tables.ts",
    "downloads/grant-tables.ts",
    "events/outbox-tables.ts",
  ],
  accounts: [
    "customers/account-tables.ts",
    "alerts/alert-tables.ts",
    "waits/wait-tables.ts",
    "admin/audit-tables.ts",
    "notifications/mail-tables.ts",
    "notifications/store-address-tables.ts",
    "tax/tax-tables.ts",
    "tax/exemptions/exemption-tables.ts",
    "tax/provider/calculation-tables.ts",
    "tax/vat/vat-check-tables.ts",
    "tax/vat/vat-recheck-tables.ts",
    "events/outbox-tables.ts",
  ],
  insights: ["search/staff/search-log-tables.ts", "search/popularity/popularity-tables.ts", "vitals/vitals-tables.ts"],
};
const database = process.env.DATABASE ?? "";
const tables = TABLES[database];
if (!tables) throw new Error(`DATABASE is one of ${Object.keys(TABLES).join(", ")}; it is "${database}"`);

export default defineConfig({
  dialect: "sqlite",
  schema: tables.map((file) => `./worker/${file}`),
  out: `./migrations/${database}`,
});

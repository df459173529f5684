/** A fresh database migrates, and what comes of it is what the code believes its tables to be. */
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { getTableColumns, getTableName, is, type Table } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { describe, expect, test } from "vitest";
import * as audit from "../worker/admin/audit-tables.ts";
import * as pendingAudits from "../worker/admin/pending-audit-tables.ts";
import * as alerts from "../worker/alerts/alert-tables.ts";
import * as attributes from "../worker/catalog/attributes/attribute-tables.ts";
import * as bundles from "../worker/catalog/bundles/bundle-tables.ts";
import * as catalog from "../worker/catalog/catalog-tables.ts";
import * as digital from "../worker/catalog/digital/digital-tables.ts";
import * as brands from "../worker/catalog/groups/brand-tables.ts";
import * as collections from "../worker/catalog/groups/collection-tables.ts";
import * as pictureFetches from "../worker/catalog/pictures/picture-fetch-tables.ts";
import * as prices from "../worker/catalog/price-tables.ts";
import * as versions from "../worker/catalog/versions/version-tables.ts";
import * as checkouts from "../worker/checkout/checkout-tables.ts";
import * as content from "../worker/content/content-tables.ts";
import * as accounts from "../worker/customers/account-tables.ts";
import * as grants from "../worker/downloads/grant-tables.ts";
import * as drops from "../worker/drops/drop-tables.ts";
import * as outbox from "../worker/events/outbox-tables.ts";
import * as pagePurges from "../worker/http/page-purge-tables.ts";
import * as locations from "../worker/inventory/location-tables.ts";
import * as policies from "../worker/inventory/policy-tables.ts";
import * as stock from "../worker/inventory/stock-tables.ts";
import * as invoices from "../worker/invoices/invoice-tables.ts";
import * as markets from "../worker/markets/market-tables.ts";
import * as mails from "../worker/notifications/mail-tables.ts";
import * as storeAddresses from "../worker/notifications/store-address-tables.ts";
import * as orders from "../worker/orders/order-tables.ts";
import * as payments from "../worker/payments/payment-tables.ts";
import * as rates from "../worker/pricing/rates/rate-tables.ts";
import * as search from "../worker/search/index/search-tables.ts";
import * as popularity from "../worker/search/popularity/popularity-tables.ts";
import * as searchLog from "../worker/search/staff/search-log-tables.ts";
import * as searchRules from "../worker/search/staff/search-rules-tables.ts";
import * as shipping from "../worker/shipping/zone-tables.ts";
import * as exemptions from "../worker/tax/exemptions/exemption-tables.ts";
import * as calculations from "../worker/tax/provider/calculation-tables.ts";
import * as tax from "../worker/tax/tax-tables.ts";
import * as unionSales from "../worker/tax/union/union-sale-tables.ts";
import * as vatChecks from "../worker/tax/vat/vat-check-tables.ts";
import * as vatRechecks from "../worker/tax/vat/vat-recheck-tables.ts";
import * as exportRuns from "../worker/transfer/exports/export-run-tables.ts";
import * as importRuns from "../worker/transfer/import-run-tables.ts";
import * as vitals from "../worker/vitals/vitals-tables.ts";
import * as waits from "../worker/waits/wait-tables.ts";
import { emptyStore, MIGRATED } from "./support/migrate.ts";

const DATABASES = [
  {
    name: "catalog",
    database: env.CATALOG,
    modules: [
      ...[catalog, prices, rates, bundles, versions, brands, collections, attributes, digital, pictureFetches],
      ...[
        content,
        markets,
        shipping,
        stock,
        locations,
        policies,
        drops,
        searchRules,
        importRuns,
        exportRuns,
        pagePurges,
        pendingAudits,
        outbox,
      ],
    ],
  },
  { name: "search", database: env.SEARCH, modules: [search] },
  {
    name: "orders",
    database: env.ORDERS,
    modules: [checkouts, orders, payments, invoices, unionSales, grants, outbox],
  },
  {
    name: "accounts",
    database: env.ACCOUNTS,
    modules: [
      ...[accounts, audit, mails, storeAddresses, alerts, waits, tax, exemptions, calculations],
      ...[vatChecks, vatRechecks, outbox],
    ],
  },
  { name: "insights", database: env.INSIGHTS, modules: [searchLog, popularity, vitals] },
];

const tablesIn = (modules: readonly object[]): Table[] =>
  modules.flatMap((each) => Object.values(each).filter((value) => is(value, SQLiteTable)));

const namesOf = async (database: D1Database, query: string): Promise<string[]> =>
  (await database.prepare(query).all<{ name: string }>()).results.map(({ name }) => name);

describe.each(DATABASES)("the $name database, fresh and migrated", ({ database, modules }) => {
  test.each(tablesIn(modules).map((table) => [getTableName(table), table] as const))(
    "has the columns of %s, and no others",
    async (name, table) => {
      const known = Object.values(getTableColumns(table)).map((column) => column.name);
      const there = await namesOf(database, `SELECT name FROM pragma_table_info('${name}')`);
      expect(there.toSorted()).toEqual(known.toSorted());
    },
  );

  test("has no table that the code does not know", async () => {
    const known = tablesIn(modules).map((table) => getTableName(table));
    const there = await namesOf(
      database,
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'",
    );
    const own = there.filter(
      (name) => !/^(_cf_|sqlite_|d1_)/.test(name) && !/_(data|idx|content|docsize|config)$/.test(name),
    );
    expect(own.toSorted()).toEqual(known.toSorted());
  });
});

test("one by one, as a store that is deployed anew runs them, they come to the same; again they change nothing", async () => {
  const schema = () => Promise.all(DATABASES.map(({ database }) => namesOf(database, SCHEMA)));
  const apply = () => Promise.all(MIGRATED.map(([database, steps]) => applyD1Migrations(database, steps)));
  const before = await schema();
  await emptyStore();
  await apply();
  expect(await schema()).toEqual(before);
  await apply();
  expect(await schema()).toEqual(before);
});
const SCHEMA = "SELECT sql AS name FROM sqlite_schema WHERE name NOT LIKE 'd1_%' AND name NOT LIKE 'sqlite_%'";

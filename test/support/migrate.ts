/** Every worker test file begins with databases of its own, fresh and migrated as a deployed store's are. */
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";

type Migrations = Record<
  "catalog" | "search" | "orders" | "accounts" | "insights",
  Parameters<typeof applyD1Migrations>[1]
>;

export async function migrateAll(): Promise<void> {
  const { TEST_MIGRATIONS } = env as unknown as { TEST_MIGRATIONS: Migrations };
  await applyD1Migrations(env.CATALOG, TEST_MIGRATIONS.catalog);
  for (const [name, binding] of Object.entries(env))
    if (/^SEARCH(_\d+)?$/.test(name)) await applyD1Migrations(binding as D1Database, TEST_MIGRATIONS.search);
  await applyD1Migrations(env.ORDERS, TEST_MIGRATIONS.orders);
  await applyD1Migrations(env.ACCOUNTS, TEST_MIGRATIONS.accounts);
  await applyD1Migrations(env.INSIGHTS, TEST_MIGRATIONS.insights);
}

await migrateAll();

/** Which account an address is the name of. Nobody's, while no one has proven that it is theirs, and no member of the staff's. */
import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../world.ts";
import { user } from "./account-tables.ts";

const proven = and(eq(user.role, "customer"), eq(user.emailVerified, true));

/** `email` in lower case, as accounts keep it. */
export async function findCustomer(db: Database, email: string): Promise<{ id: string } | null> {
  const found = await db
    .select({ id: user.id })
    .from(user)
    .where(and(eq(user.email, email), proven))
    .get();
  return found ?? null;
}

/** The same for many addresses, in one query: accounts by address. */
export async function findCustomers(db: Database, emails: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (emails.length === 0) return new Map();
  const named = sql`${user.email} IN (SELECT value FROM json_each(${JSON.stringify(emails)}))`;
  const rows = await db.select({ id: user.id, email: user.email }).from(user).where(and(named, proven));
  return new Map(rows.map(({ id, email }) => [email, id]));
}

/** The address of an account; null where it is not proven. */
export async function readProvenAddress(db: Database, customerId: string): Promise<string | null> {
  const found = await db
    .select({ email: user.email })
    .from(user)
    .where(and(eq(user.id, customerId), proven))
    .get();
  return found?.email ?? null;
}

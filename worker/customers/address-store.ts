/** A customer's addresses. Every call names the customer, so nobody reaches another's. */
import { and, count, desc, eq, sql } from "drizzle-orm";
import type { Address } from "../checkout/checkout.ts";
import type { Database } from "../world.ts";
import { addresses } from "./account-tables.ts";

export type SavedAddress = Address & { id: string };
/** Of one customer. */
export const ADDRESSES_MAX = 20;

/** Newest first. */
export async function listAddresses(db: Database, customerId: string): Promise<SavedAddress[]> {
  const { id, name, line1, line2, district, city, region, postalCode, country, phone } = addresses;
  return db
    .select({ id, name, line1, line2, district, city, region, postalCode, country, phone })
    .from(addresses)
    .where(eq(addresses.customerId, customerId))
    .orderBy(desc(addresses.createdAtMs), desc(id))
    .limit(ADDRESSES_MAX);
}

/** `full` when the customer has as many as one may have. One statement counts and inserts, so two at once stay within. */
export async function insertAddress(
  db: Database,
  { id, customerId, address, nowMs }: { id: string; customerId: string; address: Address; nowMs: number },
): Promise<"inserted" | "full"> {
  const { name, line1, line2, district = "", city, region, postalCode, country, phone = "" } = address;
  const has = db.select({ total: count() }).from(addresses).where(eq(addresses.customerId, customerId));
  const inserted = await db.run(sql`
    INSERT INTO ${addresses} (id, customer_id, name, line1, line2, district, city, region, postal_code, country, phone, created_at_ms)
    SELECT ${id}, ${customerId}, ${name}, ${line1}, ${line2}, ${district}, ${city}, ${region}, ${postalCode}, ${country}, ${phone}, ${nowMs}
    WHERE ${has} < ${ADDRESSES_MAX} ON CONFLICT (id) DO NOTHING`);
  if (inserted.meta.changes === 1) return "inserted";
  const known = await db
    .select({ id: addresses.id })
    .from(addresses)
    .where(and(eq(addresses.id, id), eq(addresses.customerId, customerId)))
    .get();
  return known ? "inserted" : "full";
}

/** False when the customer has no such address. */
export async function deleteAddress(
  db: Database,
  { id, customerId }: { id: string; customerId: string },
): Promise<boolean> {
  const deleted = await db
    .delete(addresses)
    .where(and(eq(addresses.id, id), eq(addresses.customerId, customerId)))
    .returning({ id: addresses.id });
  return deleted.length === 1;
}

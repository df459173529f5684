/** Which account an address is the name of. */
import { and, eq } from "drizzle-orm";
import type { Database } from "../world.ts";
import { user } from "./account-tables.ts";

/**
 * `email` in lower case, as accounts keep it. Null where there is no account, where nobody has proven yet that the address
 * is theirs, or where it is one of the staff's.
 */
export async function findCustomer(db: Database, email: string): Promise<{ id: string } | null> {
  const found = await db
    .select({ id: user.id })
    .from(user)
    .where(and(eq(user.email, email), eq(user.role, "customer"), eq(user.emailVerified, true)))
    .get();
  return found ?? null;
}

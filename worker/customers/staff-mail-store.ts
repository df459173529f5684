/** Where mails to one of the staff go, and in which language. */
import { and, eq } from "drizzle-orm";
import type { MarketId, Markets } from "../markets/markets.ts";
import type { Database } from "../world.ts";
import { user } from "./account-tables.ts";

/** Null once the account is gone, or is a customer's. */
export async function readStaffMail(
  db: Database,
  markets: Markets,
  userId: string,
): Promise<{ email: string; market: MarketId } | null> {
  const row = await db
    .select({ email: user.email, market: user.market })
    .from(user)
    .where(and(eq(user.id, userId), eq(user.role, "staff")))
    .get();
  return row ? { email: row.email, market: (markets.find(row.market) ?? markets.default).id } : null;
}

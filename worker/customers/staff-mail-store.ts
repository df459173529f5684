/** Where mails to one of the staff go, and in which language. */
import { and, eq } from "drizzle-orm";
import { MARKET_DEFAULT, type MarketId, marketOf } from "../markets/markets.ts";
import type { Database } from "../world.ts";
import { user } from "./account-tables.ts";

/** Null once the account is gone, or is a customer's. */
export async function readStaffMail(db: Database, userId: string): Promise<{ email: string; market: MarketId } | null> {
  const row = await db
    .select({ email: user.email, market: user.market })
    .from(user)
    .where(and(eq(user.id, userId), eq(user.role, "staff")))
    .get();
  return row ? { email: row.email, market: marketOf(row.market)?.id ?? MARKET_DEFAULT } : null;
}

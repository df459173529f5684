/** Who is asking: a customer or staff, by session; or a program, by the store's staff token. */
import type { MarketId } from "../markets/markets.ts";
import type { Role } from "./account-tables.ts";

/** A program with the staff token is one too; its e-mail address is empty. */
export type Viewer = { id: string; name: string; email: string; role: Role; market: MarketId };

export const isStaff = (viewer: Viewer | null): viewer is Viewer => viewer?.role === "staff";

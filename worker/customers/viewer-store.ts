/** Who is asking. A request without a session and without a token costs no look-up. */
import { createHash } from "@better-auth/utils/hash";
import { constantTimeEqual } from "better-auth/crypto";
import type { World } from "../world.ts";
import { authOf, SESSION_COOKIE } from "./auth-store.ts";
import type { Viewer } from "./viewer.ts";

/** Who a program with the store's staff token is. It reads no words, so it has no market. */
export const TOKEN_VIEWER: Viewer = {
  id: "token:staff",
  name: "Staff token",
  email: "",
  role: "staff",
  market: "",
};

/**
 * By session cookie, by session token (`Authorization: Bearer`), or by the store's staff token. Null for an anonymous
 * shopper, and for a session that has ended.
 */
export async function viewerOf(world: World, headers: Headers): Promise<Viewer | null> {
  const bearer = /^bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "";
  if (bearer !== "" && (await sameText(bearer, world.config.staffToken))) return TOKEN_VIEWER;
  if (bearer === "" && !headers.get("cookie")?.includes(SESSION_COOKIE)) return null;
  const found = await authOf(world).api.getSession({ headers });
  if (!found) return null;
  const { id, name, email, role, market } = found.user;
  const markets = await world.markets();
  return {
    id,
    name,
    email,
    role: role === "staff" ? "staff" : "customer",
    market: (markets.find(market ?? "") ?? markets.default).id,
  };
}

/** Takes the same time wherever the two differ, and is never true of an empty secret. */
async function sameText(given: string, secret: string): Promise<boolean> {
  if (secret === "") return false;
  const sha = createHash("SHA-256", "hex");
  const [one, other] = await Promise.all([sha.digest(given), sha.digest(secret)]);
  return constantTimeEqual(one, other);
}

/**
 * Asks for a mail to an account's owner: an event in the accounts database, sent as every other is. A link into the
 * account travels encrypted, because outbox, queue and dead letters are read by people; it is opened only to be mailed.
 */
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import { eq } from "drizzle-orm";
import { assert } from "../base/assert.ts";
import type { AccountEventKind } from "../events/event.ts";
import { newEvent, outboxInserts, relayOutbox } from "../events/outbox-store.ts";
import type { MarketId } from "../markets/markets.ts";
import { readMailOrigin } from "../notifications/store-address-store.ts";
import type { World } from "../world.ts";
import { user } from "./account-tables.ts";

/** What better-auth hands over: `url` is a link of its own, with where to go after it in `callbackURL`. */
export type AccountAsk = { user: { id: string; market?: string | null }; url: string; token: string };

/** Stores the event and sends it after the answer. */
export async function tellAccount(world: World, kind: AccountEventKind, ask: AccountAsk): Promise<void> {
  const markets = await world.markets();
  const market = markets.find(ask.user.market ?? "") ?? markets.default;
  const link = linkOf(kind, ask, market.id);
  // Where the request came to is no part of it: `readMailOrigin` says where the store is. A local one has many names.
  const data = world.config.mailbox ? link.href : link.pathname + link.search;
  const sealedLink = await symmetricEncrypt({ key: world.config.authSecret, data });
  const events = [newEvent(world, kind, { userId: ask.user.id, sealedLink })];
  const [insert, ...more] = outboxInserts(world.accounts, events);
  if (insert) await world.accounts.batch([insert, ...more]);
  world.defer(relayOutbox(world, world.accounts, events));
}

/**
 * Where the mail goes and what it leads to. Null once the account is gone. Throws when the link was sealed with another secret,
 * and while the store does not know its address: then the message waits among the dead letters for staff who set it.
 */
export async function readAccountMail(
  world: World,
  { userId, sealedLink }: { userId: string; sealedLink: string },
): Promise<{ email: string; market: MarketId; link: string } | null> {
  const row = await world.accounts
    .select({ email: user.email, market: user.market })
    .from(user)
    .where(eq(user.id, userId))
    .get();
  if (!row) return null;
  // Whole in a local store, else a path.
  const link = await symmetricDecrypt({ key: world.config.authSecret, data: sealedLink });
  const markets = await world.markets();
  const market = (markets.find(row.market) ?? markets.default).id;
  if (URL.canParse(link)) return { email: row.email, market, link };
  const origin = await readMailOrigin(world, market);
  assert(origin !== "", "the store knows its address: set STORE_ORIGIN");
  return { email: row.email, market, link: new URL(link, origin).href };
}

/** Without a wish of the caller's own, links lead to the store's pages in the account's market. */
function linkOf(kind: AccountEventKind, { url, token }: AccountAsk, market: MarketId): URL {
  const link = new URL(url);
  const landing = link.searchParams.get("callbackURL") ?? "";
  const pages = `${link.origin}/${market}`;
  if (kind === "account.exists") return new URL(`${pages}/sign-in`);
  if (landing !== "" && landing !== "/") return link;
  if (kind === "account.reset_asked") return new URL(`${pages}/reset-password?token=${token}`);
  link.searchParams.set("callbackURL", `/${market}/sign-in?from=verification`);
  return link;
}

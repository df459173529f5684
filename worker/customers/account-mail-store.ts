/** Asks for a mail to an account's owner: an event in the accounts database, sent as every other is. */

import type { AccountEventKind } from "../events/event.ts";
import { newEvent, outboxInserts, relayOutbox } from "../events/outbox-store.ts";
import { MARKET_DEFAULT } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { sealLink } from "./account-link.ts";

/** What better-auth hands over: `url` is a link of its own, with where to go after it in `callbackURL`. */
export type AccountAsk = { user: { id: string; market?: string | null }; url: string; token: string };

export async function tellAccount(world: World, kind: AccountEventKind, ask: AccountAsk): Promise<void> {
  const sealedLink = await sealLink(world.config.authSecret, linkOf(kind, ask));
  const events = [newEvent(world, kind, { userId: ask.user.id, sealedLink })];
  const [insert, ...more] = outboxInserts(world.accounts, events);
  if (insert) await world.accounts.batch([insert, ...more]);
  world.defer(relayOutbox(world, world.accounts, events));
}

/** Without a wish of the caller's own, links lead to the store's pages in the account's market. */
function linkOf(kind: AccountEventKind, { user, url, token }: AccountAsk): string {
  if (url === "") return "";
  const link = new URL(url);
  const landing = link.searchParams.get("callbackURL") ?? "";
  const market = user.market ?? MARKET_DEFAULT;
  if (landing !== "" && landing !== "/") return link.href;
  if (kind === "account.reset_asked") return `${link.origin}/${market}/reset-password?token=${token}`;
  link.searchParams.set("callbackURL", `/${market}/sign-in?from=verification`);
  return link.href;
}

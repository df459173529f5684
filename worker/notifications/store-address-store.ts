/**
 * The address that links in mails start with: the market's own domain, else what is configured, else the address under which
 * one of the staff set the store up. A request of anybody else's has no say in it: who asks for a link to another's account
 * could have it lead to a host of their own.
 */
import { desc } from "drizzle-orm";
import { auditInsert } from "../admin/audit-store.ts";
import { conflictTableOf } from "../base/unique-conflict.ts";
import type { Viewer } from "../customers/viewer.ts";
import { placeOf } from "../markets/market-origin.ts";
import type { MarketId } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { storeAddresses } from "./store-address-tables.ts";

/** Scheme and host, no slash at the end; empty where the store does not know its address. */
export async function readMailOrigin(world: World, marketId: MarketId): Promise<string> {
  const { mailOrigin, mailbox, storeOrigin } = world.config;
  const asked = mailOrigin || ((await readSetUpAddress(world)) ?? "");
  const markets = await world.markets();
  const market = markets.known(marketId) ?? markets.default;
  return placeOf(markets, market, { asked, store: mailbox ? storeOrigin : asked });
}

/** Whether mails can lead to the store in every market. */
export async function knowsAddress(world: World): Promise<boolean> {
  if (world.config.mailOrigin !== "") return true;
  const markets = await world.markets();
  return markets.list.every(({ domain }) => Boolean(domain)) || (await readSetUpAddress(world)) !== null;
}

async function readSetUpAddress(world: World): Promise<string | null> {
  const { origin, version } = storeAddresses;
  return (await world.accounts.select({ origin }).from(storeAddresses).orderBy(desc(version)).get())?.origin ?? null;
}

/** With what is on record of it, in one batch. Of two at once the first counts. */
export async function insertFirstAddress(world: World, origin: string, by: Viewer): Promise<void> {
  const row = { version: 1, origin, byName: by.name, atMs: world.nowMs() };
  const audit = { by, action: "store.address_set", subject: "store:address", before: null, after: { origin } };
  try {
    await world.accounts.batch([world.accounts.insert(storeAddresses).values(row), auditInsert(world, audit)]);
  } catch (error) {
    if (conflictTableOf(error) !== "store_addresses") throw error;
  }
}

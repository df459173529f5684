/**
 * Notes what is searched: searches are counted in memory, and what has gathered is written once. A network is written as a
 * hash that nobody can make again when the day's salt is gone.
 */
import { newGathering } from "../../base/gather-store.ts";
import { hexOf } from "../../base/hex.ts";
import { atForgetting, newMemory } from "../../base/memory-store.ts";
import { whyOf } from "../../base/why.ts";
import { readVersions } from "../../catalog/document-store.ts";
import type { MarketId } from "../../markets/markets.ts";
import type { World } from "../../world.ts";
import { addTallies, listFullMarkets, readSalt } from "./search-log-store.ts";
import { dayOf, type Noted, newTallies, type Tallies, tally } from "./search-tally.ts";

/** How long searches gather before they are written. */
export const GATHER_MS = 2_000;
/** Which markets are full is asked this often. */
const FULL_KEPT_MS = 60_000;
const SALT_BYTES = 16;
/** Hexadecimal digits kept of a hash: two networks of a day are hardly ever taken for one. */
const HASH_LENGTH = 16;

const full = newMemory<string, ReadonlySet<MarketId>>(FULL_KEPT_MS);

type Said = Noted extends infer Each ? (Each extends Noted ? Omit<Each, "atMs"> : never) : never;

const gather = newGathering(GATHER_MS, newTallies, writeTallies);

export const noteSearch = (world: World, noted: Said): void =>
  gather(world, (tallies) => tally(tallies, { ...noted, atMs: world.nowMs() } as Noted));

async function writeTallies(world: World, gathered: Tallies): Promise<void> {
  if (gathered.searches.size === 0) return;
  try {
    await addTallies(world.insights, await hashed(world, await ofProducts(world, gathered)), await fullMarkets(world));
  } catch (error) {
    world.log.error("searches.not_noted", { queries: gathered.searches.size, why: whyOf(error) });
  }
}

/** Follows of products that there are: a browser may tell of any. */
async function ofProducts(world: World, { searches, clicks }: Tallies): Promise<Tallies> {
  if (clicks.size === 0) return { searches, clicks };
  const ids = new Set([...clicks.values()].map(({ productId }) => productId));
  const known = await readVersions(world.catalog, [...ids]);
  return { searches, clicks: new Map([...clicks].filter(([, { productId }]) => known.has(productId))) };
}

/** The day's salt, as an isolate remembers it: the last day's only. */
let salt: { day: string; value: string } | null = null;
atForgetting(() => {
  salt = null;
});

async function saltOf(world: World, day: string): Promise<string> {
  if (salt?.day !== day) {
    const fresh = hexOf(crypto.getRandomValues(new Uint8Array(SALT_BYTES)).buffer);
    salt = { day, value: await readSalt(world.insights, day, fresh) };
  }
  return salt.value;
}

/** Each address as its hash of the day. */
async function hashed(world: World, { searches, clicks }: Tallies): Promise<Tallies> {
  const known = new Map<string, Promise<string>>();
  const hashOf = (day: string, network: string): Promise<string> => {
    const key = `${day} ${network}`;
    const hash = known.get(key) ?? saltOf(world, day).then((value) => digestOf(`${value} ${network}`));
    known.set(key, hash);
    return hash;
  };
  const each = async <Entry extends { day: string; network: string }>(entries: ReadonlyMap<string, Entry>) =>
    new Map(
      await Promise.all(
        [...entries].map(
          async ([key, entry]) => [key, { ...entry, network: await hashOf(entry.day, entry.network) }] as const,
        ),
      ),
    );
  return { searches: await each(searches), clicks: await each(clicks) };
}

const digestOf = async (text: string): Promise<string> =>
  hexOf(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).slice(0, HASH_LENGTH);

function fullMarkets(world: World): Promise<ReadonlySet<MarketId>> {
  const atMs = world.nowMs();
  const day = dayOf(atMs);
  return full.recall(day, atMs, () => listFullMarkets(world.insights, day));
}

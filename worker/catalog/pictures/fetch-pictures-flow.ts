/**
 * Fetches the pictures of a product that came with an import by their addresses, and puts them into the store. A picture that
 * cannot be had is noted with why, and not asked for again; the product's page is drawn without it, as before. Repeats are
 * harmless: what was fetched is known by its address, and by its content.
 */
import { whyOf } from "../../base/why.ts";
import { newEvent } from "../../events/outbox-store.ts";
import { LIMITS } from "../../http/limits.ts";
import type { World } from "../../world.ts";
import type { Media } from "../product.ts";
import { readProductRecord } from "../product-record-store.ts";
import { writeOf } from "../product-write.ts";
import { writeProduct } from "../save-product-flow.ts";
import { insertFetch, listAwaitingPictures, readFetches } from "./picture-fetch-store.ts";
import { keepPicture } from "./upload-picture-flow.ts";

/** How the store names itself in versions. */
const FETCHER = { by: { id: "store:pictures", name: "Picture fetch" }, source: "pictures", note: "" } as const;

/** Fetched by one message: each may take a quarter of a minute (`TIMEOUT_MS` of picture-fetch-client.ts). */
const PICTURES_PER_MESSAGE_MAX = 8;

/** Sends word of each of these products that waits for pictures. Does nothing where fetching is off. */
export async function askForPictures(world: World, productIds: readonly string[]): Promise<void> {
  if (!world.fetchPicture) return;
  const awaiting = await listAwaitingPictures(world.catalog, productIds);
  if (awaiting.length > 0) await sendWanted(world, awaiting);
}

const sendWanted = (world: World, productIds: readonly string[]): Promise<void> =>
  world.send(productIds.map((productId) => newEvent(world, "pictures.wanted", { productId })));

/**
 * Throws where a later try may have more success, after keeping what it has; the last try (`isLast`) notes what failed as not
 * to be had. `busy`: a host was asked for as much as one is in a minute, the rest is asked for later. What is more than one
 * message should wait for is sent on.
 */
export async function fetchPictures(world: World, productId: string, isLast: boolean): Promise<"done" | "busy"> {
  const record = await readProductRecord(world.catalog, productId);
  if (!record || !world.fetchPicture) return "done";
  const wanted = addressesOf(record.product.media);
  const known = await readFetches(world.catalog, wanted);
  const keys = new Map([...known].map(([address, { mediaKey }]) => [address, mediaKey]));
  const unknown = wanted.filter((each) => !known.has(each));
  let failed: unknown;
  let isSpent = false;
  for (const address of unknown.slice(0, PICTURES_PER_MESSAGE_MAX)) {
    try {
      if (!(await mayAsk(world, address))) {
        isSpent = true;
        continue;
      }
      keys.set(address, await fetchOne(world, address));
    } catch (error) {
      if (isLast) await noteNone(world, address, whyOf(error));
      else failed ??= error;
    }
  }
  const media = record.product.media.map((each) => withKey(each, keys));
  const isChanged = JSON.stringify(media) !== JSON.stringify(record.product.media);
  if (isChanged) {
    const write = writeOf(record);
    const problem = await writeProduct(world, { ...write, product: { ...write.product, media } }, record, FETCHER);
    if (problem) throw new Error(`The pictures of ${productId} were not put to it: ${problem.code}`);
  }
  if (failed !== undefined) throw failed;
  // Where it changed, its change asks for the rest.
  if (isChanged) return "done";
  if (isSpent && !isLast) return "busy";
  // Waiting for a host is no failure: a message that has come as often as it may is followed by a new one.
  if (isSpent || unknown.length > PICTURES_PER_MESSAGE_MAX) await sendWanted(world, [productId]);
  return "done";
}

/** A host is not pressed, however many products name pictures of it. */
async function mayAsk(world: World, address: string): Promise<boolean> {
  const host = URL.canParse(address) ? new URL(address).hostname : address;
  const { allowed } = await world.counters.take(`picture.fetch_from_host:${host}`, LIMITS["picture.fetch_from_host"]);
  return allowed;
}

const addressesOf = (media: readonly Media[]): string[] => [
  ...new Set(
    media.flatMap(({ key, sourceUrl }) => (key === null && sourceUrl?.startsWith("https://") ? [sourceUrl] : [])),
  ),
];

const withKey = (media: Media, keys: ReadonlyMap<string, string | null>): Media => {
  const key = media.key ?? (media.sourceUrl ? (keys.get(media.sourceUrl) ?? null) : null);
  return key === media.key ? media : { ...media, key };
};

/** The key it is kept under; null where it is not taken. */
async function fetchOne(world: World, address: string): Promise<string | null> {
  const fetched = await world.fetchPicture?.(address);
  if (!fetched) return null;
  const kept = fetched.ok ? await keepPicture(world, fetched.value) : fetched;
  const mediaKey = kept.ok ? kept.value.key : null;
  const why = kept.ok ? "" : "why" in kept.problem ? kept.problem.why : kept.problem.code;
  if (mediaKey === null) await noteNone(world, address, why);
  else await insertFetch(world.catalog, { address, mediaKey, why: "", atMs: world.nowMs() });
  return mediaKey;
}

const noteNone = (world: World, address: string, why: string): Promise<void> =>
  insertFetch(world.catalog, { address, mediaKey: null, why: why.slice(0, 500), atMs: world.nowMs() });

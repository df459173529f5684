/** The cache in front is Cloudflare's: here it is one that counts what it is asked, and refuses when it is told to. */
import { beforeEach, describe, expect, test } from "vitest";
import { KEPT_SECONDS_MAX } from "../../worker/http/cache-policy.ts";
import { listTags, noteTags } from "../../worker/http/page-purge-store.ts";
import { purgePages, purgeWaiting } from "../../worker/http/purge-pages-flow.ts";
import type { World } from "../../worker/world.ts";
import { MINUTE_MS, newTestWorld } from "../support/test-world.ts";

type Ask = readonly string[];
const asks: Ask[] = [];
let refuses = false;
let minutes = 0;
const purge = async (ask: Ask) => {
  if (refuses) throw new Error("no more purges for now");
  asks.push(ask);
};
/** Each is a minute of its own: counters live by the real clock, so each has its own, too. */
const inNextMinute = () => {
  minutes += 2;
  const world = newTestWorld(minutes * MINUTE_MS);
  const at = minutes;
  const counters: World["counters"] = {
    ...world.counters,
    take: (key, rule) => world.counters.take(`${key}:${at}`, rule),
  };
  return { ...world, counters, pageCache: { isLimited: true, purge } };
};
const tagsOf = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}-${String(index).padStart(4, "0")}`);
const waiting = async () => (await listTags(newTestWorld().catalog, 1_000)).map(({ tag }) => tag);

beforeEach(() => {
  asks.length = 0;
  refuses = false;
});

describe("kept pages are purged within five asks a minute", () => {
  test("a change purges at once, and leaves nothing behind", async () => {
    await purgePages(inNextMinute(), ["product-1", "catalog"]);
    expect(asks).toEqual([["product-1", "catalog"]]);
    expect(await waiting()).toEqual([]);
  });

  test("the sixth change of a minute waits, and goes with all the others in the next", async () => {
    const world = inNextMinute();
    for (const name of tagsOf("each", 9)) await purgePages(world, [name]);
    expect(asks).toHaveLength(5);
    expect(await waiting()).toEqual(tagsOf("each", 9).slice(5).toReversed());
    await purgeWaiting(inNextMinute());
    expect(asks.at(-1)).toEqual(tagsOf("each", 9).slice(5).toReversed());
    expect(await waiting()).toEqual([]);
  });

  test("a hundred tags make an ask; of more than a minute can carry, the newest go first and the rest waits", async () => {
    await purgePages(inNextMinute(), tagsOf("many", 250));
    expect(asks.map((ask) => ask.length)).toEqual([100, 100, 50]);
    asks.length = 0;
    const world = inNextMinute();
    await noteTags(world.catalog, tagsOf("flood", 520), world.nowMs() - 1_000);
    await purgePages(world, ["newest"]);
    expect([asks.length, asks[0]?.[0], (await waiting()).length]).toEqual([5, "newest", 21]);
  });

  test("what waited as long as any page is kept is forgotten: those pages have ended by themselves", async () => {
    expect((await waiting()).length).toBe(21);
    asks.length = 0;
    minutes += Math.ceil(KEPT_SECONDS_MAX / 60);
    await purgeWaiting(inNextMinute());
    expect([asks, await waiting()]).toEqual([[], []]);
  });

  test("what is refused stays noted, is logged, and fails nothing", async () => {
    refuses = true;
    const world = inNextMinute();
    await purgePages(world, ["product-2"]);
    expect(await waiting()).toEqual(["product-2"]);
    expect(world.errors.map(({ event }) => event)).toEqual(["pages.purge_refused"]);
    refuses = false;
    await purgeWaiting(inNextMinute());
    expect(asks).toEqual([["product-2"]]);
  });

  test("a tag that is asked for again while it is purged is purged again", async () => {
    const world = inNextMinute();
    let again = true;
    const pageCache = {
      isLimited: true,
      purge: async (ask: Ask) => {
        asks.push(ask);
        if (again) await noteTags(world.catalog, ["product-3"], world.nowMs() + 1_000);
        again = false;
      },
    };
    await purgePages({ ...world, pageCache }, ["product-3"]);
    expect(asks).toEqual([["product-3"], ["product-3"]]);
  });
});

test("a cache without limits, as the local one is, is purged right away", async () => {
  const world = { ...newTestWorld(), pageCache: { isLimited: false, purge } };
  await purgePages(world, tagsOf("local", 120));
  expect(asks.map((ask) => ask.length)).toEqual([100, 20]);
  expect(await waiting()).toEqual([]);
});

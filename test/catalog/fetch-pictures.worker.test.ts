import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { describe, expect, test } from "vitest";
import { askForPictures, fetchPictures } from "../../worker/catalog/pictures/fetch-pictures-flow.ts";
import { whyNotFetched } from "../../worker/catalog/pictures/picture-address.ts";
import { pictureFetcherOf } from "../../worker/catalog/pictures/picture-fetch-client.ts";
import {
  FETCH_KEPT_MS,
  insertFetch,
  pruneFetches,
  readFetches,
} from "../../worker/catalog/pictures/picture-fetch-store.ts";
import type { PictureFetcher } from "../../worker/catalog/pictures/picture-fetcher.ts";
import { PICTURE_BYTES_MAX } from "../../worker/catalog/pictures/picture-inspect.ts";
import type { Media } from "../../worker/catalog/product.ts";
import type { StoreEvent } from "../../worker/events/event.ts";
import type { World } from "../../worker/world.ts";
import { pngOf } from "../support/png.ts";
import { seedProduct } from "../support/seed-catalog.ts";
import { inWorld } from "../support/store-client.ts";

const SITE = "https://pictures.example.com";
const photo = (seed: number) => new Response(pngOf(60, 40, seed));
/** Another site: what it answers by path, and what was asked of it. */
function siteOf(answers: Record<string, () => Response>) {
  const asked: string[] = [];
  const fetcher = pictureFetcherOf((async (input: RequestInfo | URL) => {
    asked.push(String(input));
    const answer = answers[new URL(String(input)).pathname];
    return answer ? answer() : new Response("none", { status: 404 });
  }) as typeof fetch);
  return { asked, fetcher };
}

async function seedWith(sku: string, addresses: readonly string[]): Promise<string> {
  const id = await seedProduct({ sku });
  const media = addresses.map((sourceUrl) => ({ key: null, sourceUrl, alt: { en: "As told" } }));
  await env.CATALOG.prepare("UPDATE products SET media = ? WHERE id = ?").bind(JSON.stringify(media), id).run();
  return id;
}
const readMedia = async (id: string) => {
  const row = await env.CATALOG.prepare("SELECT media, version FROM products WHERE id = ?").bind(id).first();
  return { media: JSON.parse(String(row?.media)) as Media[], version: row?.version };
};
const run = (id: string, fetchPicture: PictureFetcher | null, over: Partial<World> & { isLast?: boolean } = {}) => {
  const { isLast = false, ...change } = over;
  return inWorld((world) => fetchPictures(world, id, isLast), { fetchPicture, ...change });
};

describe("a picture that an import knows by its address", () => {
  test("is fetched into the store once, and keeps its words; the product has a version for it", async () => {
    const site = siteOf({
      "/a.png": () => photo(1),
      "/b": () => Response.redirect(`${SITE}/c.png`),
      "/c.png": () => photo(2),
    });
    const id = await seedWith("FETCH-1", [`${SITE}/a.png`, `${SITE}/b`]);
    await run(id, site.fetcher);
    const { media, version } = await readMedia(id);
    expect(media).toMatchObject([
      { key: expect.stringMatching(/^pictures\/60x40-/), sourceUrl: `${SITE}/a.png`, alt: { en: "As told" } },
      { key: expect.stringMatching(/^pictures\/60x40-/), sourceUrl: `${SITE}/b` },
    ]);
    expect(version).toBe(2);
    await run(id, site.fetcher);
    expect(await readMedia(id)).toEqual({ media, version });
    expect(site.asked).toEqual([`${SITE}/a.png`, `${SITE}/b`, `${SITE}/c.png`]);
    const other = await seedWith("FETCH-2", [`${SITE}/a.png`]);
    await run(other, site.fetcher);
    expect((await readMedia(other)).media[0]?.key).toBe(media[0]?.key);
    expect(site.asked).toHaveLength(3);
  });

  test("that is none, too large, gone or led somewhere private is left out, and not asked for again", async () => {
    const site = siteOf({
      "/page": () => new Response("<html></html>"),
      "/large": () => new Response(new Uint8Array(PICTURE_BYTES_MAX + 1)),
      "/inside": () => Response.redirect("https://169.254.169.254/latest/meta-data"),
      "/round": () => Response.redirect(`${SITE}/round`),
    });
    const id = await seedWith(
      "FETCH-3",
      ["/page", "/large", "/inside", "/round", "/gone"].map((path) => SITE + path),
    );
    const isAwaited = () =>
      inWorld(
        async (world) => {
          const sent: StoreEvent[] = [];
          await askForPictures({ ...world, send: async (events) => void sent.push(...events) }, [id]);
          return sent.length === 1;
        },
        { fetchPicture: site.fetcher },
      );
    expect(await isAwaited()).toBe(true);
    await run(id, site.fetcher);
    expect(await isAwaited()).toBe(false);
    expect((await readMedia(id)).media.every(({ key }) => key === null)).toBe(true);
    const { results } = await env.CATALOG.prepare(
      "SELECT address, why FROM picture_fetches WHERE media_key IS NULL",
    ).all();
    expect(Object.fromEntries(results.map(({ address, why }) => [address, why]))).toMatchObject({
      [`${SITE}/page`]: "media.not_a_picture",
      [`${SITE}/large`]: expect.stringContaining("larger than"),
      [`${SITE}/inside`]: expect.stringContaining("is an address by number"),
      [`${SITE}/round`]: expect.stringContaining("leads on more than 3 times"),
      [`${SITE}/gone`]: "the answer is 404",
    });
    expect(site.asked.every((address) => address.startsWith(SITE))).toBe(true);
  });

  test("whose site is down is asked for again, and those beside it are kept meanwhile", async () => {
    const answers = { "/here.png": () => photo(5), "/down.png": () => new Response("busy", { status: 503 }) };
    const id = await seedWith("FETCH-4", [`${SITE}/down.png`, `${SITE}/here.png`]);
    await expect(run(id, siteOf(answers).fetcher)).rejects.toThrow("503");
    expect((await readMedia(id)).media.map(({ key }) => key !== null)).toEqual([false, true]);
    await run(id, siteOf({ "/down.png": () => photo(6) }).fetcher);
    expect((await readMedia(id)).media.map(({ key }) => key !== null)).toEqual([true, true]);
  });

  test("that cannot be had at the last try is left out with why, and holds up none after it", async () => {
    const id = await seedWith("FETCH-6", [`${SITE}/never.png`, `${SITE}/fine.png`]);
    const answers = { "/fine.png": () => photo(7), "/never.png": () => new Response("busy", { status: 503 }) };
    await run(id, siteOf(answers).fetcher, { isLast: true });
    expect((await readMedia(id)).media.map(({ key }) => key !== null)).toEqual([false, true]);
    const why = await env.CATALOG.prepare("SELECT why FROM picture_fetches WHERE address = ?")
      .bind(`${SITE}/never.png`)
      .first("why");
    expect(why).toContain("503");
  });

  test("is one of eight that a message waits for; the rest is asked for by another", async () => {
    const paths = Array.from({ length: 20 }, (_, index) => `/none-${index}.png`);
    const id = await seedWith(
      "FETCH-7",
      paths.map((path) => SITE + path),
    );
    const site = siteOf({});
    const sent: StoreEvent[] = [];
    const send = async (events: readonly StoreEvent[]) => void sent.push(...events);
    for (const after of [8, 16, 20]) {
      await run(id, site.fetcher, { send });
      expect(site.asked).toHaveLength(after);
    }
    expect(sent.map(({ kind, payload }) => [kind, payload])).toEqual(
      [1, 2].map(() => ["pictures.wanted", { productId: id }]),
    );
  });

  test("is not asked for where fetching is off", async () => {
    const id = await seedWith("FETCH-5", [`${SITE}/off.png`]);
    await run(id, null);
    expect((await readMedia(id)).media[0]?.key).toBeNull();
  });
});

test("only public addresses over https are fetched from", () => {
  for (const address of [
    "http://pictures.example.com/a.png",
    "https://localhost/a.png",
    "https://router.local/a.png",
    "https://metadata.google.internal/a.png",
    "https://intranet/a.png",
    "https://127.0.0.1/a.png",
    "https://0x7f.1/a.png",
    "https://2130706433/a.png",
    "https://[::1]/a.png",
    "https://[fd00::1]/a.png",
    "https://pictures.example.com:8443/a.png",
    "https://user:word@pictures.example.com/a.png",
    "ftp://pictures.example.com/a.png",
    "file:///etc/passwd",
    "data:image/png;base64,AAAA",
    "no address",
  ])
    expect(whyNotFetched(address), address).not.toBeNull();
  expect(whyNotFetched("https://pictures.example.com/a%20b.png?size=large")).toBeNull();
});

test("a site is asked for so many pictures a minute; the rest comes later, and is not given up on", async () => {
  const site = siteOf({ "/host-a.png": () => photo(11), "/host-b.png": () => photo(12) });
  const id = await seedWith("FETCH-HOST", [`${SITE}/host-a.png`, `${SITE}/host-b.png`]);
  const asked: string[] = [];
  const sent: StoreEvent[] = [];
  const spent = {
    counters: {
      take: async (key: string) => {
        asked.push(key);
        return { allowed: false, retryAfterMs: 1_000 };
      },
    },
    send: async (events: readonly StoreEvent[]) => void sent.push(...events),
  } as unknown as Partial<World>;
  expect(await run(id, site.fetcher, spent)).toBe("busy");
  expect([site.asked, sent]).toEqual([[], []]);
  expect(new Set(asked)).toEqual(new Set(["picture.fetch_from_host:pictures.example.com"]));
  expect(await run(id, site.fetcher, { ...spent, isLast: true })).toBe("done");
  expect(sent).toMatchObject([{ kind: "pictures.wanted", payload: { productId: id } }]);
  expect(await run(id, site.fetcher)).toBe("done");
  expect((await readMedia(id)).media.every(({ key }) => key !== null)).toBe(true);
});

test("what came of an address is forgotten after half a year", async () => {
  const db = drizzle(env.CATALOG);
  const nowMs = Date.now();
  const row = (address: string, atMs: number) => ({ address, mediaKey: null, why: "gone", atMs });
  await insertFetch(db, row("https://old.example.com/a.png", nowMs - FETCH_KEPT_MS - 1));
  await insertFetch(db, row("https://young.example.com/a.png", nowMs));
  await pruneFetches(db, { nowMs, share: 0 });
  const known = await readFetches(db, ["https://old.example.com/a.png", "https://young.example.com/a.png"]);
  expect([...known.keys()]).toEqual(["https://young.example.com/a.png"]);
});

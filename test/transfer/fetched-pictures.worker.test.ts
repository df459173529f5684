/** Files that name pictures which the store fetched before: each is there once, however often it is imported. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { fetchPictures } from "../../worker/catalog/pictures/fetch-pictures-flow.ts";
import { pictureFetcherOf } from "../../worker/catalog/pictures/picture-fetch-client.ts";
import { readProductRecord } from "../../worker/catalog/product-record-store.ts";
import { importText, undoImport } from "../support/import-text.ts";
import { pngOf } from "../support/png.ts";
import { askAsStaff, inWorld, putCategory } from "../support/store-client.ts";

const SITE = "https://pictures.example.com";
const site = pictureFetcherOf(
  (async (input: RequestInfo | URL) =>
    new Response(pngOf(60, 40, new URL(String(input)).pathname.length))) as typeof fetch,
);
const readPot = async () => {
  const record = await inWorld((world) => readProductRecord(world.catalog, "shopify-pot"));
  if (!record) throw new Error("the pot is there");
  return record.product;
};
const fetchAll = async () => {
  await inWorld((world) => fetchPictures(world, "shopify-pot", false), { fetchPicture: site });
  return (await readPot()).media;
};
const fileOf = (title: string, pictures: readonly string[]) =>
  [
    "Handle,Title,Variant SKU,Variant Price,Image Src",
    ...pictures.map((picture, at) => `pot,${at === 0 ? `${title},POT,9` : ",,"},${SITE}${picture}`),
    "",
  ].join("\n");

test("a changed row again keeps each picture once, with its file and the words staff gave it, and an undo brings back no second", async () => {
  await putCategory("more", { en: "More" });
  await importText(fileOf("Pot", ["/a.png", "/bb.png"]));
  const [front, back] = await fetchAll();
  if (!front?.key || !back?.key) throw new Error("both were fetched");
  const uploaded = { key: "pots/clay-0a1b2c3d.svg", sourceUrl: null, alt: { de: "Topf" } };
  const media = [uploaded, { ...front, alt: { de: "Von vorn" } }, back];
  const { version } = await readPot();
  expect((await askAsStaff("PATCH", "/api/admin/products/shopify-pot", { version, media })).status).toBe(200);

  await importText(fileOf("Clay pot", ["/a.png", "/bb.png"]));
  expect(await fetchAll()).toEqual(media);
  const run = await importText(fileOf("Red pot", ["/bb.png", "/a.png", "/ccc.png"]));
  expect((await fetchAll()).map(({ key, sourceUrl }) => [key, sourceUrl])).toEqual([
    [uploaded.key, null],
    [back.key, `${SITE}/bb.png`],
    [front.key, `${SITE}/a.png`],
    [expect.stringMatching(/^pictures\//), `${SITE}/ccc.png`],
  ]);
  await undoImport(run);
  await importText(fileOf("Red pot", ["/bb.png", "/a.png", "/ccc.png"]));
  expect(await fetchAll()).toHaveLength(4);
  await env.CATALOG.prepare("UPDATE products SET content_hash = NULL").run();
  expect((await importText(fileOf("Red pot", ["/bb.png", "/a.png", "/ccc.png"]))).counts.unchanged).toBe(1);

  // The same picture in another version takes the place of the one before.
  await importText(fileOf("Red pot", ["/bb.png?v=2", "/a.png"]));
  expect((await fetchAll()).map(({ sourceUrl }) => sourceUrl)).toEqual([
    null,
    `${SITE}/ccc.png`,
    `${SITE}/bb.png?v=2`,
    `${SITE}/a.png`,
  ]);
});

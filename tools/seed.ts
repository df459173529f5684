/**
 * `npm run seed`: fills a store with the demo shop over its own API: pictures, categories, products, a second location, a pick-up point.
 * What is there already and unchanged is left alone, so it may run at any time, and again.
 */
import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import type { ImportAnswer } from "../worker/transfer/imported-product.ts";
import { CATEGORIES, PRODUCTS } from "./demo/catalogue.ts";
import { categoryChangeOf, importedProductOf } from "./demo/imported.ts";
import { PICKUP_LOCATION, PICKUP_METHOD, PICKUP_ZONE, UNITS_TO_COLLECT } from "./demo/pickup-point.ts";
import { type Picture, picturesOf, scenes, tileOf } from "./demo/pictures.ts";
import { SECOND_LOCATION, UNITS_THERE } from "./demo/second-location.ts";
import { DEMO_SELLER } from "./demo/seller.ts";
import { withStore } from "./with-store.ts";

/** `token` is the store's staff token. */
export type SeedOptions = { url: string; token: string; log: (line: string) => void };
/** `pictures` and `categories` count what was new or had changed; the rest are products. */
export type SeedAnswer = {
  pictures: number;
  categories: number;
  created: number;
  updated: number;
  unchanged: number;
};

const AT_ONCE = 8;
const PRODUCTS_AT_ONCE = 20;
const TIMEOUT_MS = 60_000;

/** Counts what was sent because it was new or had changed. Throws with the store's answer at the first thing refused. */
export async function seedDemo({ url, token, log }: SeedOptions): Promise<SeedAnswer> {
  const call = callerOf(url, token);
  const tiles = new Map(CATEGORIES.map((category) => [category.id, tileOf(category)]));
  const products = PRODUCTS.map((product) => ({ product, pictures: picturesOf(product) }));
  const all = [...scenes(), ...tiles.values(), ...products.flatMap(({ pictures }) => pictures)];
  const pictures = sum(await inTurns(all, (picture) => sendPicture(call, picture)));
  const categories = await sendCategories(call, tiles);
  const answer = await sendProducts(
    call,
    products.map(({ product, pictures }) => importedProductOf(product, pictures)),
  );
  await stockLocation(call, SECOND_LOCATION, UNITS_THERE);
  if (await stockLocation(call, PICKUP_LOCATION, UNITS_TO_COLLECT)) await offerPickup(call);
  await nameSeller(call);
  const sent = pictures + categories + answer.created + answer.updated;
  if (sent > 0)
    log(`Seeded the demo shop: ${answer.created} products made, ${answer.updated} changed, ${pictures} pictures.`);
  return { pictures, categories, ...answer };
}

/** Where nobody has said yet who sells. */
async function nameSeller(call: Call): Promise<void> {
  const { settings } = (await (await call("GET", "/api/admin/tax")).json()) as { settings: { version: number } };
  if (settings.version > 0) return;
  await call("PUT", "/api/admin/tax/settings", JSON.stringify({ ...DEMO_SELLER, version: 0 }), JSON_BODY);
}

type Call = (
  method: string,
  path: string,
  body?: BodyInit | null,
  headers?: Record<string, string>,
) => Promise<Response>;

const callerOf =
  (url: string, token: string): Call =>
  async (method, path, body = null, headers = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      body,
      headers: { authorization: `Bearer ${token}`, ...headers },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const expected = response.ok || (method === "HEAD" && [304, 404].includes(response.status));
    if (!expected) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };

const JSON_BODY = { "content-type": "application/json" };

/** 1 when it was sent. R2's tag of a picture is the MD5 of its bytes. */
async function sendPicture(call: Call, { key, svg }: Picture): Promise<number> {
  const tag = `"${createHash("md5").update(svg).digest("hex")}"`;
  const found = await call("HEAD", `/media/${key}`, null, { "if-none-match": tag });
  if (found.status === 304) return 0;
  await call("PUT", `/api/admin/media/${key}`, svg, { "content-type": "image/svg+xml" });
  return 1;
}

/** Parents go first. */
async function sendCategories(call: Call, tiles: ReadonlyMap<string, Picture>): Promise<number> {
  const send = async (category: (typeof CATEGORIES)[number]) => {
    const change = categoryChangeOf(category, tiles.get(category.id)?.key ?? "");
    const response = await call("PUT", `/api/admin/categories/${category.id}`, JSON.stringify(change), JSON_BODY);
    return ((await response.json()) as { changed: boolean }).changed ? 1 : 0;
  };
  const roots = await inTurns(
    CATEGORIES.filter(({ parentId }) => parentId === null),
    send,
  );
  const children = await inTurns(
    CATEGORIES.filter(({ parentId }) => parentId !== null),
    send,
  );
  return sum([...roots, ...children]);
}

async function sendProducts(
  call: Call,
  products: readonly ReturnType<typeof importedProductOf>[],
): Promise<ImportAnswer> {
  const answers: ImportAnswer[] = [];
  for (let start = 0; start < products.length; start += PRODUCTS_AT_ONCE) {
    const body = JSON.stringify({ products: products.slice(start, start + PRODUCTS_AT_ONCE) });
    answers.push((await (await call("POST", "/api/admin/imports", body, JSON_BODY)).json()) as ImportAnswer);
  }
  return {
    created: sum(answers.map(({ created }) => created)),
    updated: sum(answers.map(({ updated }) => updated)),
    unchanged: sum(answers.map(({ unchanged }) => unchanged)),
    changedIds: answers.flatMap(({ changedIds }) => changedIds),
    items: answers.flatMap(({ items }) => items),
  };
}

/** Made once: whatever staff does with it afterwards stays. True where it was not there. */
async function stockLocation(
  call: Call,
  location: { id: string },
  units: Readonly<Record<string, number>>,
): Promise<boolean> {
  const { items } = (await (await call("GET", "/api/admin/locations")).json()) as { items: { id: string }[] };
  if (items.some(({ id }) => id === location.id)) return false;
  await call("POST", "/api/admin/locations", JSON.stringify(location), JSON_BODY);
  await inTurns(Object.entries(units), async ([sku, quantity]) => {
    const body = { operationId: `demo:${location.id}`, location: location.id, quantity };
    await call("POST", `/api/admin/stock/${sku}/receive`, JSON.stringify(body), JSON_BODY);
  });
  return true;
}

type Zone = { id: string; methods: { id: string }[] };

/** A zone that staff took away, or gave such a method, is theirs. */
async function offerPickup(call: Call): Promise<void> {
  const { items } = (await (await call("GET", "/api/admin/shipping-zones")).json()) as { items: Zone[] };
  const zone = items.find(({ id }) => id === PICKUP_ZONE);
  if (!zone || zone.methods.some(({ id }) => id === PICKUP_METHOD.id)) return;
  const { id, ...rest } = zone;
  const change = { ...rest, methods: [...zone.methods, PICKUP_METHOD] };
  await call("PUT", `/api/admin/shipping-zones/${id}`, JSON.stringify(change), JSON_BODY);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Works through the items, a bounded number at once; answers in their order. */
async function inTurns<Item, Value>(items: readonly Item[], work: (item: Item) => Promise<Value>): Promise<Value[]> {
  const values: Value[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) values[index] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return values;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { url: { type: "string" }, token: { type: "string" }, port: { type: "string" } },
  });
  const say = (line: string) => console.log(line);
  const answer = await withStore({ ...values, say }, ({ url, staffToken }) =>
    seedDemo({ url, token: staffToken, log: say }),
  );
  if (answer.unchanged === PRODUCTS.length && answer.pictures + answer.categories === 0)
    say("The demo shop is there already, unchanged.");
}

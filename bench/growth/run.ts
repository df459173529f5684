/**
 * `npm run bench:growth`: what search costs as the shop grows. Products of a real catalogue's words are put into the index
 * by its own code, and at each size searches, suggestions and category pages are asked for, uncached, one at a time.
 * `--sizes 1000,20000` and `--shards 1` are a shorter run, `--keep` names a folder whose filled stores the next run measures
 * again, `--write` writes the figures down.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { QUERY_LENGTH_MAX } from "../../worker/search/query-text.ts";
import type { ImportedProduct } from "../../worker/transfer/imported-product.ts";
import { machine, writeFigures } from "../report.ts";
import { type Figures, growthTables } from "./figures.ts";
import { chance, hasCatalogue, readCatalogue, rowsOfProduct } from "./products.ts";
import { openRuntime } from "./runtime.ts";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1000,20000,100000,1000000" },
    shards: { type: "string", default: "1,4" },
    keep: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const SIZES = values.sizes.split(",").map(Number);
/** Products of one call. */
const CHUNK = 500;
const SEARCHES = 300;
const PAGES = 100;
/** `LIKE` reads every row: fewer do. */
const LIKES = 10;
const TITLED = 200;
const WARM = 20;
const QUERIES = join(import.meta.dirname, "../../../shared/data/icecat/judgments-dev.csv");

if (!hasCatalogue()) {
  console.log("Skipped: ../shared/data/icecat is not there");
  process.exit(0);
}
const catalogue = readCatalogue();
const asked = queriesOf(catalogue);
const categories = [...new Set(catalogue.flatMap(({ categoryIds = [] }) => categoryIds))];
const figures: Figures[] = [];
for (const shards of values.shards.split(",").map(Number)) await grow(shards);
const tables = growthTables(figures, `${new Date().toISOString().slice(0, 10)}, ${machine()}.`);
console.log(`\n${tables}`);
if (values.write) writeFigures("growth", tables);

/** All sizes are filled first, so that what is compared is measured in one go. */
async function grow(shards: number): Promise<void> {
  const stores = [];
  for (const size of SIZES) stores.push(await openFilled(shards, size));
  for (const { size, filled, stateDir, url, close } of stores) {
    const measured = { ...(await measure(url, size, shards)), ...filled };
    figures.push(measured);
    console.log(JSON.stringify(measured));
    await close();
    if (!values.keep) rmSync(stateDir, { recursive: true, force: true });
  }
}

/** A store of that size: one that a former run kept, or a new one. One whose filling was cut off is filled on. */
async function openFilled(shards: number, size: number) {
  const stateDir = values.keep ? join(values.keep, `${size}-${shards}`) : mkdtempSync(join(tmpdir(), "growth-"));
  const note = join(stateDir, "filled.json");
  const begun: Filling = existsSync(note)
    ? JSON.parse(readFileSync(note, "utf8"))
    : { there: 0, written: 0, tookMs: 0 };
  if (begun.there === 0) rmSync(stateDir, { recursive: true, force: true });
  const runtime = await openRuntime(stateDir, { shards, isNew: begun.there === 0 });
  const keep = (filling: Filling) => writeFileSync(note, JSON.stringify(filling));
  const { written, tookMs } = await fill(runtime.url, size, begun, keep);
  const filled: Filled = { perSecond: (1_000 * size) / tookMs, writtenPerProduct: written / size };
  return { ...runtime, size, stateDir, filled };
}

/** Products that are there, the rows that were written for them, and the time that took. */
type Filling = { there: number; written: number; tookMs: number };

async function fill(url: string, size: number, begun: Filling, keep: (filling: Filling) => void): Promise<Filling> {
  let filling = begun;
  while (filling.there < size) {
    const [startedMs, { there, written, tookMs }] = [performance.now(), filling];
    const numbers = Array.from({ length: Math.min(CHUNK, size - there) }, (_, index) => there + index);
    const body = JSON.stringify(numbers.flatMap((number) => rowsOfProduct(catalogue, number)));
    const { rowsWritten } = await post<{ rowsWritten: number }>(url, "/write", body);
    filling = {
      there: there + numbers.length,
      written: written + rowsWritten,
      tookMs: tookMs + performance.now() - startedMs,
    };
    keep(filling);
    if (there % 50_000 === 0) console.log(`  ${there.toLocaleString("en")} of ${size.toLocaleString("en")}`);
  }
  return filling;
}

type Filled = Pick<Figures, "perSecond" | "writtenPerProduct">;
type Measured = Omit<Figures, keyof Filled>;

async function measure(url: string, size: number, shards: number): Promise<Measured> {
  const { bytes } = await get<{ bytes: number }>(url, "/sizes");
  const search = asked.slice(0, SEARCHES);
  const starts = search.map((q, index) => q.slice(0, 2 + Math.floor(chance(index, 7) * Math.max(1, q.length - 2))));
  const statements = await Promise.all(
    search.slice(0, PAGES).map((q) => get<unknown[]>(url, `/statements?q=${encodeURIComponent(q)}`)),
  );
  const likes = search.slice(0, LIKES).map((q) => [
    {
      binding: "SEARCH",
      query: `SELECT product_id FROM search_documents_a WHERE label LIKE ?1 LIMIT 24`,
      params: [`%${q.slice(0, 40)}%`],
    },
  ]);
  return {
    size,
    shards,
    bytesPerProduct: bytes / size,
    readPerSearch: await meanRead(url, statements),
    titled: await titledShares(url, size),
    search: await timed(search, (q) => get(url, `/search?q=${encodeURIComponent(q)}`)),
    suggest: await timed(starts, (q) => get(url, `/suggest?q=${encodeURIComponent(q)}`)),
    category: await timed(take(categories, PAGES), (id) => get(url, `/browse?q=${encodeURIComponent(id)}`)),
    bare: await timed(statements, (list) => post(url, "/bare", JSON.stringify(list))),
    like: await timed(likes, (list) => post(url, "/bare", JSON.stringify(list))),
  };
}

/** Products of any number, each looked for by its whole title. */
async function titledShares(url: string, size: number): Promise<Figures["titled"]> {
  let [first, ten] = [0, 0];
  for (let index = 0; index < TITLED; index += 1) {
    const [row] = rowsOfProduct(catalogue, Math.floor(chance(index, 10) * size));
    const ids = await get<string[]>(url, `/found?q=${encodeURIComponent(row?.label.slice(0, QUERY_LENGTH_MAX) ?? "")}`);
    first += ids[0] === row?.productId ? 1 : 0;
    ten += row && ids.includes(row.productId) ? 1 : 0;
  }
  return { first: first / TITLED, ten: ten / TITLED };
}

function take<Item>(list: readonly Item[], count: number): Item[] {
  return Array.from({ length: count }, (_, index) => list[index % list.length] as Item);
}

/** One after the other, the first few untimed. */
async function timed<Item>(items: readonly Item[], ask: (item: Item) => Promise<unknown>) {
  for (const item of items.slice(0, WARM)) await ask(item);
  const took: number[] = [];
  for (const item of items) {
    const startedMs = performance.now();
    await ask(item);
    took.push(performance.now() - startedMs);
  }
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

async function get<Answer>(url: string, path: string): Promise<Answer> {
  const response = await fetch(url + path);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

async function post<Answer>(url: string, path: string, body: string): Promise<Answer> {
  const response = await fetch(url + path, { method: "POST", body });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

async function meanRead(url: string, searches: readonly (readonly unknown[])[]): Promise<number> {
  let sum = 0;
  for (const statements of searches)
    sum += (await post<{ rowsRead: number }>(url, "/bare", JSON.stringify(statements))).rowsRead;
  return sum / searches.length;
}

/** What shoppers typed, and two or three words of titles, in turns. */
function queriesOf(products: readonly ImportedProduct[]): string[] {
  const typed = [
    ...new Set(
      readFileSync(QUERIES, "utf8")
        .split("\n")
        .slice(1)
        .map((line) => line.split(",")[0] ?? ""),
    ),
  ];
  const titled = Array.from({ length: SEARCHES }, (_, index) => {
    const title = products[Math.floor(chance(index, 8) * products.length)]?.translations.en?.title ?? "";
    return title
      .split(" ")
      .slice(0, 2 + (index % 2))
      .join(" ");
  });
  return titled.flatMap((title, index) => [typed[index % typed.length] ?? "", title]).filter((q) => q !== "");
}

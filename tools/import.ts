/**
 * `npm run import -- FILE`: puts a catalogue file into a store. The file is read whole and held to every limit, and the
 * store is asked whether it takes all of it, before anything is changed. The same file twice changes nothing.
 */
import { randomUUID } from "node:crypto";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import type { FileFormat } from "../worker/transfer/detect-format.ts";
import { textOfProblem } from "../worker/transfer/file-problem.ts";
import type { ImportAnswer, ImportedProduct } from "../worker/transfer/imported-product.ts";
import { type Chunk, chunksOf } from "./import-chunks.ts";
import { FileRefused, formatOf, readFile, type Survey, surveyFile } from "./import-file.ts";
import { importTarget, StoreRefused } from "./import-target.ts";
import { withStore } from "./with-store.ts";

const USAGE = `Usage: npm run import -- FILE [--stock 20] [--port 8787] [--url https://shop.example --token TOKEN]

  FILE      A Shopify product CSV or Icecat NDJSON, told by what is in it; may be packed with gzip. Prices are US dollars.
  --stock   Units that new articles start with where the file says none.
  --url     A deployed store, and --token its staff token. Without it, the local store of --port or PORT.`;

const FORMAT_NAMES = { "shopify-csv": "Shopify product CSV", "icecat-ndjson": "Icecat NDJSON" } as const;
const STOCK_MAX = 1_000_000;
const PROGRESS_MS = 2_000;

const say = (line: string) => console.log(line);
const number = new Intl.NumberFormat("en-US").format;

type Job = { path: string; format: FileFormat; survey: Survey };

async function main(): Promise<void> {
  const { path, stock, ...where } = askedFor();
  const format = await formatOf(path);
  say(`${path}: ${FORMAT_NAMES[format]}`);
  const survey = await surveyFile(path, format);
  if (survey.problems.length > 0) throw new FileRefused(survey.problems.map(textOfProblem).join("\n"));
  if (survey.products === 0) throw new FileRefused("The file has no product");
  sayWhatIsIn(survey);
  const run = { id: randomUUID(), file: basename(path), products: survey.products };
  const settings = { openingQuantity: stock, run };
  await withStore({ ...where, say }, (store) => importInto(importTarget(store, settings), { path, format, survey }));
}

function askedFor() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      stock: { type: "string", default: "20" },
      port: { type: "string" },
      url: { type: "string" },
      token: { type: "string" },
    },
  });
  const [path, ...more] = positionals;
  if (!path || more.length > 0) throw new FileRefused(USAGE);
  const stock = /^\d{1,7}$/.test(values.stock) ? Number(values.stock) : -1;
  if (stock < 0 || stock > STOCK_MAX)
    throw new FileRefused(`--stock: "${values.stock}" is no whole number up to ${number(STOCK_MAX)}`);
  return { path, stock, port: values.port, url: values.url, token: values.token };
}

function sayWhatIsIn({ products, variants, pictures, unpriced, repeated }: Survey): void {
  say(
    `${number(products)} products, ${number(variants)} variants, ${number(pictures)} pictures; nothing wrong with any of them.`,
  );
  if (unpriced > 0) say(`${number(unpriced)} variants cost nothing: they are not sold until they have a price.`);
  if (repeated.skus.size > 0)
    say(`${number(repeated.skus.size)} SKUs are on several variants, so their variants get SKUs of their own.`);
  if (repeated.barcodes.size > 0)
    say(`${number(repeated.barcodes.size)} barcodes are on several variants, and are left out.`);
}

async function importInto(target: ReturnType<typeof importTarget>, job: Job): Promise<void> {
  await overChunks(job, "Checked", target.check);
  const made = await target.makeCategories(job.survey.categories);
  if (made > 0) say(`${number(made)} categories made.`);
  const { created, updated, unchanged, changedIds } = await overChunks(job, "Imported", target.send);
  say(`${number(created)} created, ${number(updated)} updated, ${number(unchanged)} unchanged.`);
  if (changedIds.length === 0) return;
  say("Waiting until search finds them …");
  const tell = everySoOften((done) => say(`Search finds ${number(done)} of ${number(changedIds.length)}`));
  const isDone = await target.awaitProjections(changedIds, tell);
  say(isDone ? "Done." : "Search is behind, and stands still: `npm run doctor -- --repair` makes it again.");
}

/** Sends every chunk, one after the other: each is stored whole before the next. */
async function overChunks(
  { path, format, survey }: Job,
  what: "Checked" | "Imported",
  act: (products: readonly ImportedProduct[]) => Promise<ImportAnswer>,
): Promise<ImportAnswer> {
  const sum = { created: 0, updated: 0, unchanged: 0 };
  const changedIds: string[] = [];
  const tell = everySoOften((done) => say(`${what} ${number(done)} of ${number(survey.products)}`));
  let through = 0;
  for await (const chunk of chunksOf(readFile(path, format, survey.repeated))) {
    const answer = await act(chunk.products).catch((error: unknown) => {
      const refused = error instanceof StoreRefused ? refusedAt(error, chunk) : error;
      throw what === "Imported" && through > 0 ? stoppedAt(refused, through) : refused;
    });
    for (const key of ["created", "updated", "unchanged"] as const) sum[key] += answer[key];
    changedIds.push(...answer.changedIds);
    through = sum.created + sum.updated + sum.unchanged;
    if (through === survey.products) say(`${what} ${number(through)} of ${number(survey.products)}`);
    else tell(through);
  }
  return { ...sum, changedIds };
}

/** Long work tells how far it is, every two seconds at most. */
function everySoOften(tell: (done: number) => void): (done: number) => void {
  let toldAtMs = Date.now();
  return (done) => {
    if (Date.now() - toldAtMs < PROGRESS_MS) return;
    toldAtMs = Date.now();
    tell(done);
  };
}

/** What was stored before stays stored: the same file goes on from there when it is imported again. */
const stoppedAt = (error: unknown, through: number): Error =>
  new Error(
    `${error instanceof Error ? error.message : String(error)}\n${number(through)} products were imported before.`,
  );

/** The store says `products.3.…`; the file's owner looks for a row. */
function refusedAt({ message, at }: StoreRefused, { rows }: Chunk): FileRefused {
  const places = at.map(
    ({ path, why }) => `row ${rows[Number(path.split(".")[1])] ?? "?"} (${path.split(".").slice(2).join(".")}): ${why}`,
  );
  return new FileRefused([message, ...places].join("\n"));
}

main().catch((error: unknown) => {
  const isRefusal = error instanceof FileRefused || error instanceof StoreRefused;
  console.error(error instanceof Error ? error.message : String(error));
  if (isRefusal && !String(error).includes("Usage:")) console.error("Nothing was imported.");
  process.exit(1);
});

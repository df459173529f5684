/**
 * `npm run import -- FILE`: puts a catalogue file into a store. The file is read whole and held to every limit, and all of it is
 * tried against the store, before anything is changed. Killed, the same command goes on where it was; the same file twice
 * changes nothing.
 */
import { randomUUID } from "node:crypto";
import { basename } from "node:path";
import { nameOfFormat } from "../worker/transfer/formats/detect-format.ts";
import { FILE_PROBLEMS_MAX, type FileProblem, textOfProblem } from "../worker/transfer/formats/file-problem.ts";
import { type OpenedFile, openFile, readFile } from "../worker/transfer/read-file-flow.ts";
import { FileRefused } from "../worker/transfer/unpack-file-flow.ts";
import { type CatalogueFile, catalogueFile, fingerprintOf } from "./catalogue-file.ts";
import { importOptions } from "./import-options.ts";
import { writeReport, writeWholeReport } from "./import-report-file.ts";
import { cancelImport, runImport, undoImport } from "./import-run.ts";
import { importTarget } from "./import-target.ts";
import { withStore } from "./with-store.ts";

const say = (line: string) => console.log(line);
const number = new Intl.NumberFormat("en-US").format;
const PROBLEMS_SHOWN = 20;

async function main(): Promise<void> {
  const options = importOptions();
  if (options.undo !== null)
    return withStore({ ...options.where, say }, (store) => undoImport(importTarget(store), options.undo ?? "", say));
  if (options.cancel !== null)
    return withStore({ ...options.where, say }, (store) =>
      cancelImport(importTarget(store), options.cancel ?? "", say),
    );
  const beganAtMs = Date.now();
  const file = await catalogueFile(options.path);
  const opened = await openFile(file.source, options.settings);
  say(`${options.path}: ${nameOfFormat(opened.format)}, ${dialectWords(opened)}`);
  if (opened.survey.faults.length > 0) refuse(opened.survey.faults, options.report);
  const found = await survey(file, opened, options);
  const { settings, path, dryRun, skipBad, stock } = options;
  const begin = {
    id: randomUUID(),
    file: basename(path).slice(0, 200),
    format: nameOfFormat(opened.format),
    fingerprint: await fingerprintOf(file, { settings, dryRun, skipBad, stock }),
    openingQuantity: stock,
    skipBad,
    dryRun,
  };
  const reads = () => readFile(file.source, opened, settings);
  const run = await withStore({ ...options.where, say }, async (store) => {
    const target = importTarget(store);
    const ended = await runImport(target, { begin, reads, found, beganAtMs }, say);
    if (options.report !== null) await writeWholeReport(options.report, found.problems, target.report(ended.id), say);
    return ended;
  });
  if (run.state === "refused") process.exitCode = 1;
}

function dialectWords({ format, encoding }: OpenedFile): string {
  if ("list" in format) return encoding;
  const parted = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars" }[format.dialect.delimiter];
  return `parted by ${parted}${format.dialect.quotes === "backslash" ? ", quotes escaped by backslashes" : ""}, ${encoding}`;
}

/** Reads all of the file once. With nothing wrong in it, or where what is wrong may be left out, what it has is told. */
async function survey(
  file: CatalogueFile,
  opened: OpenedFile,
  { settings, skipBad, report }: ReturnType<typeof importOptions>,
) {
  const found = {
    products: 0,
    variants: 0,
    variations: 0,
    pictures: 0,
    unpriced: 0,
    notes: 0,
    problems: [] as FileProblem[],
  };
  for await (const read of readFile(file.source, opened, settings)) {
    if ("part" in read) continue;
    if (!("product" in read)) found.problems.push(...read.problems);
    else {
      const { variants, media } = read.product;
      found.products += 1;
      found.variants += variants.length;
      found.variations += variants.filter(({ options }) => Object.keys(options ?? {}).length > 0).length;
      found.pictures += media?.length ?? 0;
      found.unpriced += variants.filter(({ prices }) => prices && !Object.values(prices).some(Boolean)).length;
      found.notes += read.notes.length;
    }
    if (found.problems.length >= FILE_PROBLEMS_MAX && !skipBad && report === null) break;
  }
  if (found.problems.length > 0 && !skipBad) refuse(found.problems, report);
  if (found.products === 0 && found.problems.length > 0)
    refuse([{ row: 0, column: null, why: "The file has no product that can be taken" }, ...found.problems], report);
  if (found.products === 0) throw new FileRefused("The file has no product");
  const { skus, barcodes } = opened.survey.repeated;
  say(
    `${number(found.products)} products, ${number(found.variants)} variants (${number(found.variations)} of them variations by options), ${number(found.pictures)} pictures.`,
  );
  if (found.problems.length > 0) say(`${number(found.problems.length)} problems: their products are left out.`);
  for (const problem of found.problems.slice(0, PROBLEMS_SHOWN)) say(`  ${textOfProblem(problem)}`);
  if (found.unpriced > 0)
    say(`${number(found.unpriced)} variants cost nothing: they are not sold until they have a price.`);
  if (skus.length > 0)
    say(`${number(skus.length)} SKUs are on several variants, so their variants get SKUs of their own.`);
  if (barcodes.length > 0) say(`${number(barcodes.length)} barcodes are on several variants, and are left out.`);
  return found;
}

function refuse(problems: readonly FileProblem[], report: string | null): never {
  if (report !== null) writeReport(report, problems, say);
  throw new FileRefused(problems.slice(0, FILE_PROBLEMS_MAX).map(textOfProblem).join("\n"));
}

if (import.meta.main)
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });

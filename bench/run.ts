/**
 * `npm run bench`: how fast is the store, as a share of a Worker that does nothing, in the same runtime on the same
 * machine? `--quick` is a short run that writes nothing down.
 */
import { parseArgs } from "node:util";
import { openHarness } from "./harness.ts";
import { type Measured, putLoad } from "./load.ts";
import type { Place } from "./question.ts";
import { type Row, tablesOf, writeFigures } from "./report.ts";

const CONNECTIONS = 16;
const BUYERS = [1, 8, 32];
const QUESTIONS = [
  ["The store's way in, and nothing else", "health"],
  ["Product page, cached", "product-page"],
  ["Product over the API", "product-api"],
  ["Add to cart", "add-to-cart"],
  ["Place order: units held, payment created", "place-order"],
] as const;
/** The store's promise: a page that the cache has comes at this share of a bare Worker's requests a second, at least. */
const KEPT = { file: "product-page", shareMin: 0.8 };
const LONG = { warmMs: 3_000, runMs: 10_000 };
const QUICK = { warmMs: 500, runMs: 1_500 };
/** A purchase takes long: more time, so that those cut off at the end weigh little. */
const PURCHASES_TIMES = 2;

const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
const times = values.quick ? QUICK : LONG;

const ask = async (place: Place, name: string, file: string, visitors: number, longer = 1): Promise<Row> => {
  const address = new URL(`./${file}.ts`, import.meta.url).href;
  const measured = await putLoad({ file: address, place, visitors, warmMs: times.warmMs, runMs: times.runMs * longer });
  console.log(`  ${name}: ${measured.perSecond.toFixed(0)} a second`);
  return { name, visitors, measured };
};

/** A busy machine changes while one measures: the bare Worker is asked before and after, and the mean is what counts. */
const meanOf = (first: Measured, second: Measured): Measured => ({
  count: first.count + second.count,
  perSecond: (first.perSecond + second.perSecond) / 2,
  p50Ms: (first.p50Ms + second.p50Ms) / 2,
  p99Ms: (first.p99Ms + second.p99Ms) / 2,
});

console.log("Opening a bare Worker and the built store …");
const { place, close } = await openHarness();
try {
  const before = await ask(place, "Bare Worker", "bare", CONNECTIONS);
  const rows: Row[] = [];
  for (const [name, file] of QUESTIONS) rows.push(await ask(place, name, file, CONNECTIONS));
  const after = await ask(place, "Bare Worker", "bare", CONNECTIONS);
  const purchases: Row[] = [];
  for (const buyers of BUYERS)
    purchases.push(
      await ask(place, `${buyers} ${buyers === 1 ? "buyer" : "buyers"}`, "whole-purchase", buyers, PURCHASES_TIMES),
    );
  const bare = meanOf(before.measured, after.measured);
  const tables = tablesOf(bare, rows, purchases, new Date());
  console.log(`\n${tables}`);
  if (!values.quick) writeFigures("store", tables);
  const kept = rows[QUESTIONS.findIndex(([, file]) => file === KEPT.file)]?.measured.perSecond ?? 0;
  if (kept < KEPT.shareMin * bare.perSecond) {
    console.error(
      `A kept page comes at ${(kept / bare.perSecond).toFixed(2)} of a bare Worker: ${KEPT.shareMin} is promised`,
    );
    process.exitCode = 1;
  }
} finally {
  await close();
}
